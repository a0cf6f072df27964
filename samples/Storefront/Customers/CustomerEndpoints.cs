using Storefront.Data;
using Storefront.Measuring;

namespace Storefront.Customers;

internal static class CustomerEndpoints
{
    private const string FromDenmark = "?country=DK";

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapPair(
            new("customers/subscribers", "PERF2002", "PERF2001")
            {
                BadQuery = "?page=2&size=10",
                GoodQuery = "?after=20&size=10",
                ChangesResults = true,
            },
            (BadCustomers customers, int page, int size, CancellationToken cancellationToken) =>
                customers.PageAsync(page, size, cancellationToken),
            (GoodCustomers customers, int after, int size, CancellationToken cancellationToken) =>
                customers.PageAsync(after, size, cancellationToken));

        routes.MapPair(
            new("customers/any-subscriber", "PERF4001") { BadQuery = FromDenmark, GoodQuery = FromDenmark },
            (BadCustomers customers, string country, CancellationToken cancellationToken) =>
                customers.AnySubscriberAsync(country, cancellationToken),
            (GoodCustomers customers, string country, CancellationToken cancellationToken) =>
                customers.AnySubscriberAsync(country, cancellationToken));

        routes.MapPair(
            new("customers/spend", "PERF1003") { BadQuery = FromDenmark, GoodQuery = FromDenmark },
            (BadCustomers customers, string country, CancellationToken cancellationToken) =>
                customers.SpendAsync(country, cancellationToken),
            (GoodCustomers customers, string country, CancellationToken cancellationToken) =>
                customers.SpendAsync(country, cancellationToken));

        routes.MapPair(
            new("customers/credit", "PERF3001") { Method = "POST" },
            (BadCustomers customers, StoreClock clock, CancellationToken cancellationToken) =>
                customers.CreditOrdersAsync(clock.Today.AddDays(-180), cancellationToken),
            (GoodCustomers customers, StoreClock clock, CancellationToken cancellationToken) =>
                customers.CreditOrdersAsync(clock.Today.AddDays(-180), cancellationToken));

        routes.MapPair(
            new("customers/bonus", "PERF3002") { Method = "POST", BadQuery = "?points=25", GoodQuery = "?points=25" },
            (BadCustomers customers, int points, CancellationToken cancellationToken) =>
                customers.NewsletterBonusAsync(points, cancellationToken),
            (GoodCustomers customers, int points, CancellationToken cancellationToken) =>
                customers.NewsletterBonusAsync(points, cancellationToken));
    }
}
