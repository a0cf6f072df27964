using Storefront.Measuring;

namespace Storefront.Stock;

internal static class StockEndpoints
{
    public static void MapStock(this IEndpointRouteBuilder routes)
    {
        routes.MapPair(
            new("stock/shortages", "PERF1003"),
            (BadStock stock, CancellationToken cancellationToken) => stock.ShortagesAsync(cancellationToken),
            (GoodStock stock, CancellationToken cancellationToken) => stock.ShortagesAsync(cancellationToken));

        routes.MapPair(
            new("stock/count", "PERF3001") { Method = "POST", Body = SampleCounts() },
            (BadStock stock, List<StockCount> counts, CancellationToken cancellationToken) =>
                stock.CountAsync(counts, cancellationToken),
            (GoodStock stock, List<StockCount> counts, CancellationToken cancellationToken) =>
                stock.CountAsync(counts, cancellationToken));
    }

    private static List<StockCount> SampleCounts() =>
        [.. Enumerable.Range(1, 120).Select(id => new StockCount(id, 100 + (id * 7 % 31)))];
}
