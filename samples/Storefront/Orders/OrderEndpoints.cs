using Storefront.Data;
using Storefront.Measuring;

namespace Storefront.Orders;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPair(
            new("orders/recent", "PERF1001"),
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.RecentAsync(clock.Today.AddDays(-60), cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.RecentAsync(clock.Today.AddDays(-60), cancellationToken));

        routes.MapPair(
            new("orders/packing-list", "PERF1001"),
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.PackingListAsync(clock.Today.AddDays(-60), cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.PackingListAsync(clock.Today.AddDays(-60), cancellationToken));

        routes.MapPair(
            new("orders/labels", "PERF1001"),
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.LabelsAsync(clock.Today.AddDays(-60), cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.LabelsAsync(clock.Today.AddDays(-60), cancellationToken));

        routes.MapPair(
            new("orders/shipping-quotes", "PERF1006"),
            (BadOrders orders, CancellationToken cancellationToken) => orders.ShippingQuotesAsync(cancellationToken),
            (GoodOrders orders, CancellationToken cancellationToken) => orders.ShippingQuotesAsync(cancellationToken));

        routes.MapPair(
            new("orders/export", "PERF2001"),
            (BadOrders orders, CancellationToken cancellationToken) => orders.ExportAsync(cancellationToken),
            (GoodOrders orders, CancellationToken cancellationToken) => orders.ExportAsync(cancellationToken));

        routes.MapPair(
            new("orders/history", "PERF2001") { BadQuery = "?page=9&size=50", GoodQuery = "?after=400&size=50" },
            (BadOrders orders, int page, int size, CancellationToken cancellationToken) =>
                orders.HistoryAsync(page, size, cancellationToken),
            (GoodOrders orders, int after, int size, CancellationToken cancellationToken) =>
                orders.HistoryAsync(after, size, cancellationToken));

        routes.MapPair(
            new("orders/open-count", "PERF4001"),
            (BadOrders orders, CancellationToken cancellationToken) => orders.OpenCountAsync(cancellationToken),
            (GoodOrders orders, CancellationToken cancellationToken) => orders.OpenCountAsync(cancellationToken));

        routes.MapPair(
            new("orders/revenue", "PERF4001"),
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.RevenueAsync(clock.Today.AddDays(-90), cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.RevenueAsync(clock.Today.AddDays(-90), cancellationToken));

        routes.MapPair(
            new("orders/totals", "PERF4002"),
            (BadOrders orders, CancellationToken cancellationToken) => orders.TotalsAsync(cancellationToken),
            (GoodOrders orders, CancellationToken cancellationToken) => orders.TotalsAsync(cancellationToken));

        routes.MapPair(
            new("orders/counters", "PERF4002"),
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.CountersAsync(clock.Today.AddDays(-90), cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.CountersAsync(clock.Today.AddDays(-90), cancellationToken));

        routes.MapPair(
            new("orders/late", "PERF4003"),
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.LateAsync(clock.Today.AddDays(-120), cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.LateAsync(clock.Today.AddDays(-120), cancellationToken));

        routes.MapPair(
            new("orders/ship", "PERF3002") { Method = "POST" },
            (BadOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.ShipAsync(clock.Today, cancellationToken),
            (GoodOrders orders, StoreClock clock, CancellationToken cancellationToken) =>
                orders.ShipAsync(clock.Today, cancellationToken));
    }
}
