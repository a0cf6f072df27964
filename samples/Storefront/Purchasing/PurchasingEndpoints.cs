using Storefront.Data;
using Storefront.Measuring;

namespace Storefront.Purchasing;

internal static class PurchasingEndpoints
{
    public static void MapPurchasing(this IEndpointRouteBuilder routes)
    {
        routes.MapPair(
            new("purchasing/open", "PERF1002") { ChangesResults = true },
            (BadPurchasing purchasing, CancellationToken cancellationToken) => purchasing.OpenAsync(cancellationToken),
            (GoodPurchasing purchasing, CancellationToken cancellationToken) => purchasing.OpenAsync(cancellationToken));

        routes.MapPair(
            new("purchasing/deliveries", "PERF1004"),
            (BadPurchasing purchasing, StoreClock clock, CancellationToken cancellationToken) =>
                purchasing.DeliveriesAsync(clock.Today.AddDays(-30), cancellationToken),
            (GoodPurchasing purchasing, StoreClock clock, CancellationToken cancellationToken) =>
                purchasing.DeliveriesAsync(clock.Today.AddDays(-30), cancellationToken));
    }
}
