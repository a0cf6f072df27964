using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Catalogue;

public sealed class PriceRepository(StoreContext store, StoreClock clock) : IPriceRepository
{
    public async Task<decimal> GetCurrentAsync(int productId, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        return await store.Prices
            .Where(p => p.ProductId == productId && p.ValidFrom <= today)
            .OrderByDescending(p => p.ValidFrom)
            .Select(p => p.Amount)
            .FirstAsync(cancellationToken);
    }

    public async Task<Dictionary<int, decimal>> GetCurrentByCategoryAsync(int categoryId, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        return await store.Products
            .Where(p => p.CategoryId == categoryId)
            .Select(p => new
            {
                p.Id,
                Current = p.Prices
                    .Where(x => x.ValidFrom <= today)
                    .OrderByDescending(x => x.ValidFrom)
                    .Select(x => x.Amount)
                    .First(),
            })
            .ToDictionaryAsync(p => p.Id, p => p.Current, cancellationToken);
    }
}
