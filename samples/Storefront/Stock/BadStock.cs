using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Stock;

public sealed class BadStock(StoreContext store)
{
    public async Task<List<Shortage>> ShortagesAsync(CancellationToken cancellationToken)
    {
        var levels = await store.StockLevels
            .Where(s => s.Quantity < s.ReorderPoint)
            .OrderBy(s => s.Id)
            .ToListAsync(cancellationToken);

        var shortages = new List<Shortage>();
        foreach (var level in levels)
        {
            var product = await store.Products.FirstAsync(p => p.Id == level.ProductId, cancellationToken);
            shortages.Add(new Shortage(product.Name, level.Warehouse, level.ReorderPoint - level.Quantity));
        }

        return shortages;
    }

    public async Task<StockCounted> CountAsync(List<StockCount> counts, CancellationToken cancellationToken)
    {
        var levels = await store.StockLevels.ToDictionaryAsync(s => s.Id, cancellationToken);
        foreach (var count in counts)
        {
            levels[count.StockLevelId].Quantity = count.Quantity;
            await store.SaveChangesAsync(cancellationToken);
        }

        return new StockCounted(counts.Count, levels.Values.Sum(s => s.Quantity));
    }
}
