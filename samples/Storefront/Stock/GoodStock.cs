using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Stock;

public sealed class GoodStock(StoreContext store)
{
    public async Task<List<Shortage>> ShortagesAsync(CancellationToken cancellationToken) =>
        await store.StockLevels
            .Where(s => s.Quantity < s.ReorderPoint)
            .OrderBy(s => s.Id)
            .Select(s => new Shortage(s.Product.Name, s.Warehouse, s.ReorderPoint - s.Quantity))
            .ToListAsync(cancellationToken);

    public async Task<StockCounted> CountAsync(List<StockCount> counts, CancellationToken cancellationToken)
    {
        var levels = await store.StockLevels.ToDictionaryAsync(s => s.Id, cancellationToken);
        foreach (var count in counts)
        {
            levels[count.StockLevelId].Quantity = count.Quantity;
        }

        await store.SaveChangesAsync(cancellationToken);
        return new StockCounted(counts.Count, levels.Values.Sum(s => s.Quantity));
    }
}
