namespace Storefront.Reviews;

public sealed record NewReview(int ProductId, int Rating, string Text);

public sealed record ReviewsImported(int Imported, int Total);

public sealed record LatestReview(string Sku, string Text);
