using Storefront.Measuring;

namespace Storefront.Catalogue;

internal static class CatalogueEndpoints
{
    private const string InCategory = "?categoryId=3";

    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        routes.MapPair(
            new("catalogue/summaries", "PERF1005"),
            (BadCatalogue catalogue, CancellationToken cancellationToken) => catalogue.SummariesAsync(cancellationToken),
            (GoodCatalogue catalogue, CancellationToken cancellationToken) => catalogue.SummariesAsync(cancellationToken));

        routes.MapPair(
            new("catalogue/featured", "PERF2002") { ChangesResults = true },
            (BadCatalogue catalogue, CancellationToken cancellationToken) => catalogue.FeaturedAsync(cancellationToken),
            (GoodCatalogue catalogue, CancellationToken cancellationToken) => catalogue.FeaturedAsync(cancellationToken));

        routes.MapPair(
            new("catalogue/browse", "PERF2003", "PERF2001")
            {
                BadQuery = "?page=3&size=20",
                GoodQuery = "?afterName=Compact%20Blanket&afterId=25&size=20",
                ChangesResults = true,
            },
            (BadCatalogue catalogue, int page, int size, CancellationToken cancellationToken) =>
                catalogue.BrowseAsync(page, size, cancellationToken),
            (GoodCatalogue catalogue, string afterName, int afterId, int size, CancellationToken cancellationToken) =>
                catalogue.BrowseAsync(afterName, afterId, size, cancellationToken));

        routes.MapPair(
            new("catalogue/heaviest", "PERF4003"),
            (BadCatalogue catalogue, CancellationToken cancellationToken) => catalogue.HeaviestAsync(cancellationToken),
            (GoodCatalogue catalogue, CancellationToken cancellationToken) => catalogue.HeaviestAsync(cancellationToken));

        routes.MapPair(
            new("catalogue/weight", "PERF4001") { BadQuery = InCategory, GoodQuery = InCategory },
            (BadCatalogue catalogue, int categoryId, CancellationToken cancellationToken) =>
                catalogue.TotalWeightAsync(categoryId, cancellationToken),
            (GoodCatalogue catalogue, int categoryId, CancellationToken cancellationToken) =>
                catalogue.TotalWeightAsync(categoryId, cancellationToken));

        routes.MapPair(
            new("catalogue/ratings", "PERF1003") { BadQuery = InCategory, GoodQuery = InCategory },
            (BadCatalogue catalogue, int categoryId, CancellationToken cancellationToken) =>
                catalogue.RatingsAsync(categoryId, cancellationToken),
            (GoodCatalogue catalogue, int categoryId, CancellationToken cancellationToken) =>
                catalogue.RatingsAsync(categoryId, cancellationToken));

        routes.MapPair(
            new("catalogue/price-list", "PERF1003") { BadQuery = InCategory, GoodQuery = InCategory },
            (BadCatalogue catalogue, int categoryId, CancellationToken cancellationToken) =>
                catalogue.PriceListAsync(categoryId, cancellationToken),
            (GoodCatalogue catalogue, int categoryId, CancellationToken cancellationToken) =>
                catalogue.PriceListAsync(categoryId, cancellationToken));
    }
}
