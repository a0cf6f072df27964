using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Catalogue;

public sealed class BadCatalogue(StoreContext store, IPriceRepository prices)
{
    public async Task<List<ProductSummary>> SummariesAsync(CancellationToken cancellationToken)
    {
        var products = await store.Products
            .Include(p => p.Prices)
            .Include(p => p.Reviews)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        return products
            .Select(p => new ProductSummary(p.Sku, p.Prices.Count, p.Reviews.Count, p.Reviews.Average(r => r.Rating)))
            .ToList();
    }

    public async Task<List<ProductRow>> FeaturedAsync(CancellationToken cancellationToken)
    {
        return await store.Products
            .Where(p => p.IsListed)
            .Skip(20)
            .Take(10)
            .OrderBy(p => p.Name)
            .Select(p => new ProductRow(p.Sku, p.Name))
            .ToListAsync(cancellationToken);
    }

    public async Task<List<ProductRow>> BrowseAsync(int page, int size, CancellationToken cancellationToken)
    {
        return await store.Products
            .OrderBy(p => p.Name)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(p => new ProductRow(p.Sku, p.Name))
            .ToListAsync(cancellationToken);
    }

    public async Task<List<HeavyProduct>> HeaviestAsync(CancellationToken cancellationToken)
    {
        return (await store.Products.ToListAsync(cancellationToken))
            .Where(p => p.WeightGrams > 4000)
            .OrderByDescending(p => p.WeightGrams)
            .ThenBy(p => p.Id)
            .Take(20)
            .Select(p => new HeavyProduct(p.Sku, p.WeightGrams))
            .ToList();
    }

    public async Task<long> TotalWeightAsync(int categoryId, CancellationToken cancellationToken)
    {
        var products = await store.Products
            .Where(p => p.CategoryId == categoryId)
            .ToListAsync(cancellationToken);

        var weight = 0L;
        foreach (var product in products)
        {
            weight += product.WeightGrams;
        }

        return weight;
    }

    public async Task<List<ProductRating>> RatingsAsync(int categoryId, CancellationToken cancellationToken)
    {
        var products = await store.Products
            .Where(p => p.CategoryId == categoryId)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        var ratings = new List<ProductRating>();
        foreach (var product in products)
        {
            var reviews = await store.Reviews.CountAsync(r => r.ProductId == product.Id, cancellationToken);
            ratings.Add(new ProductRating(product.Sku, reviews));
        }

        return ratings;
    }

    public async Task<List<ProductPrice>> PriceListAsync(int categoryId, CancellationToken cancellationToken)
    {
        var products = await store.Products
            .Where(p => p.CategoryId == categoryId)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        var list = new List<ProductPrice>();
        foreach (var product in products)
        {
            list.Add(new ProductPrice(product.Sku, await prices.GetCurrentAsync(product.Id, cancellationToken)));
        }

        return list;
    }
}
