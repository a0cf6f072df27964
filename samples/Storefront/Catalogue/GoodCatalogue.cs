using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Catalogue;

public sealed class GoodCatalogue(StoreContext store, IPriceRepository prices)
{
    public async Task<List<ProductSummary>> SummariesAsync(CancellationToken cancellationToken)
    {
        var products = await store.Products
            .AsSplitQuery()
            .Include(p => p.Prices)
            .Include(p => p.Reviews)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        return products
            .Select(p => new ProductSummary(p.Sku, p.Prices.Count, p.Reviews.Count, p.Reviews.Average(r => r.Rating)))
            .ToList();
    }

    public async Task<List<ProductRow>> FeaturedAsync(CancellationToken cancellationToken) =>
        await store.Products
            .Where(p => p.IsListed)
            .OrderBy(p => p.Name)
            .ThenBy(p => p.Id)
            .Skip(20)
            .Take(10)
            .Select(p => new ProductRow(p.Sku, p.Name))
            .ToListAsync(cancellationToken);

    public async Task<List<ProductRow>> BrowseAsync(string afterName, int afterId, int size, CancellationToken cancellationToken) =>
        await store.Products
            .Where(p => p.Name.CompareTo(afterName) >= 0 && (p.Name.CompareTo(afterName) > 0 || p.Id > afterId))
            .OrderBy(p => p.Name)
            .ThenBy(p => p.Id)
            .Take(size)
            .Select(p => new ProductRow(p.Sku, p.Name))
            .ToListAsync(cancellationToken);

    public async Task<List<HeavyProduct>> HeaviestAsync(CancellationToken cancellationToken) =>
        await store.Products
            .Where(p => p.WeightGrams > 4000)
            .OrderByDescending(p => p.WeightGrams)
            .ThenBy(p => p.Id)
            .Take(20)
            .Select(p => new HeavyProduct(p.Sku, p.WeightGrams))
            .ToListAsync(cancellationToken);

    public async Task<long> TotalWeightAsync(int categoryId, CancellationToken cancellationToken) =>
        await store.Products
            .Where(p => p.CategoryId == categoryId)
            .SumAsync(p => (long)p.WeightGrams, cancellationToken);

    public async Task<List<ProductRating>> RatingsAsync(int categoryId, CancellationToken cancellationToken) =>
        await store.Products
            .Where(p => p.CategoryId == categoryId)
            .OrderBy(p => p.Id)
            .Select(p => new ProductRating(p.Sku, p.Reviews.Count))
            .ToListAsync(cancellationToken);

    public async Task<List<ProductPrice>> PriceListAsync(int categoryId, CancellationToken cancellationToken)
    {
        var products = await store.Products
            .Where(p => p.CategoryId == categoryId)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);
        var current = await prices.GetCurrentByCategoryAsync(categoryId, cancellationToken);

        return products.Select(p => new ProductPrice(p.Sku, current[p.Id])).ToList();
    }
}
