using Storefront.Measuring;

namespace Storefront.Reviews;

internal static class ReviewEndpoints
{
    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        routes.MapPair(
            new("reviews/latest", "PERF1003") { BadQuery = "?categoryId=5", GoodQuery = "?categoryId=5" },
            (BadReviews reviews, int categoryId, CancellationToken cancellationToken) =>
                reviews.LatestAsync(categoryId, cancellationToken),
            (GoodReviews reviews, int categoryId, CancellationToken cancellationToken) =>
                reviews.LatestAsync(categoryId, cancellationToken));

        routes.MapPair(
            new("reviews/import", "PERF3001") { Method = "POST", Body = SampleReviews() },
            (BadReviews reviews, List<NewReview> body, CancellationToken cancellationToken) =>
                reviews.ImportAsync(body, cancellationToken),
            (GoodReviews reviews, List<NewReview> body, CancellationToken cancellationToken) =>
                reviews.ImportAsync(body, cancellationToken));

        routes.MapPair(
            new("reviews/purge-spam", "PERF3003") { Method = "POST" },
            (BadReviews reviews, CancellationToken cancellationToken) => reviews.PurgeSpamAsync(cancellationToken),
            (GoodReviews reviews, CancellationToken cancellationToken) => reviews.PurgeSpamAsync(cancellationToken));
    }

    private static List<NewReview> SampleReviews() =>
        [.. Enumerable.Range(1, 100).Select(i => new NewReview(1 + (i * 13 % 240), 1 + (i % 5), $"Imported review {i}"))];
}
