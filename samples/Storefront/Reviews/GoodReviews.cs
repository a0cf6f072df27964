using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Reviews;

public sealed class GoodReviews(StoreContext store, StoreClock clock)
{
    public async Task<List<LatestReview>> LatestAsync(int categoryId, CancellationToken cancellationToken) =>
        await store.Products
            .Where(p => p.CategoryId == categoryId)
            .OrderBy(p => p.Id)
            .Select(p => new LatestReview(p.Sku, p.Reviews.OrderByDescending(r => r.Id).Select(r => r.Text).First()))
            .ToListAsync(cancellationToken);

    public async Task<ReviewsImported> ImportAsync(List<NewReview> reviews, CancellationToken cancellationToken)
    {
        store.Reviews.AddRange(reviews.Select(r => new Review
        {
            ProductId = r.ProductId,
            Rating = r.Rating,
            Text = r.Text,
            PostedOn = clock.Today,
        }));
        await store.SaveChangesAsync(cancellationToken);

        return new ReviewsImported(reviews.Count, await store.Reviews.CountAsync(cancellationToken));
    }

    public async Task<int> PurgeSpamAsync(CancellationToken cancellationToken)
    {
        await store.Reviews.Where(r => r.IsSpam).ExecuteDeleteAsync(cancellationToken);

        return await store.Reviews.CountAsync(cancellationToken);
    }
}
