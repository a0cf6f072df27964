using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Reviews;

public sealed class BadReviews(StoreContext store, StoreClock clock)
{
    public async Task<List<LatestReview>> LatestAsync(int categoryId, CancellationToken cancellationToken)
    {
        var products = await store.Products
            .Where(p => p.CategoryId == categoryId)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        return products
            .Select(p => new LatestReview(
                p.Sku,
                store.Reviews.Where(r => r.ProductId == p.Id).OrderByDescending(r => r.Id).Select(r => r.Text).First()))
            .ToList();
    }

    public async Task<ReviewsImported> ImportAsync(List<NewReview> reviews, CancellationToken cancellationToken)
    {
        foreach (var review in reviews)
        {
            store.Reviews.Add(new Review
            {
                ProductId = review.ProductId,
                Rating = review.Rating,
                Text = review.Text,
                PostedOn = clock.Today,
            });
            await store.SaveChangesAsync(cancellationToken);
        }

        return new ReviewsImported(reviews.Count, await store.Reviews.CountAsync(cancellationToken));
    }

    public async Task<int> PurgeSpamAsync(CancellationToken cancellationToken)
    {
        var spam = await store.Reviews.Where(r => r.IsSpam).ToListAsync(cancellationToken);
        store.Reviews.RemoveRange(spam);
        await store.SaveChangesAsync(cancellationToken);

        return await store.Reviews.CountAsync(cancellationToken);
    }
}
