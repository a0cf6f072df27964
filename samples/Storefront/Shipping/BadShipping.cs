using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Shipping;

public sealed class BadShipping(CarrierClient carrier, StoreContext store)
{
    private static readonly ActivitySource Source = new("Storefront.Shipping");
    private static readonly Meter Meter = new("Storefront.Shipping");

    private static readonly Histogram<double> QuoteDuration = Meter.CreateHistogram<double>("storefront.quote.duration", "s");

    private static readonly UpDownCounter<int> Printing = Meter.CreateUpDownCounter<int>("storefront.labels.printing");

    private static readonly Counter<int> Searches = Meter.CreateCounter<int>("storefront.searches");

    public async Task<decimal> QuoteAsync(int order, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var price = await carrier.PriceAsync(order, cancellationToken);
        QuoteDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return price;
    }

    public async Task<decimal> BookAsync(int order, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("book");
        try
        {
            return await carrier.PriceAsync(order, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CarrierRefusedException(order, e);
        }
    }

    public async Task<decimal> PrintAsync(int order, CancellationToken cancellationToken)
    {
        Printing.Add(1);
        var price = await carrier.PriceAsync(order, cancellationToken);
        Printing.Add(-1);
        return price;
    }

    public async Task<decimal> TrackAsync(int order, CancellationToken cancellationToken)
    {
        var activity = Source.StartActivity("track");
        activity?.SetTag("order.id", order);
        return await carrier.PriceAsync(order, cancellationToken);
    }

    public async Task<decimal> HandOverAsync(int order, CancellationToken cancellationToken)
    {
        using var activity = await StartAsync("hand over");
        activity?.SetTag("order.id", order);
        using var seal = Source.StartActivity("seal");
        return await carrier.PriceAsync(order, cancellationToken);
    }

    public async Task<CarrierReturns> ReturnsAsync(CancellationToken cancellationToken)
    {
        var orders = await store.Orders.CountAsync(cancellationToken);
        var shipped = await store.Orders.CountAsync(o => o.Status == OrderStatus.Shipped, cancellationToken);
        var price = await carrier.PriceAsync(1, cancellationToken);
        return new CarrierReturns(orders, shipped, price);
    }

    public async Task<SearchHits> SearchAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Searches.Add(1, new KeyValuePair<string, object?>("status", "shipped"), new KeyValuePair<string, object?>("request", context.TraceIdentifier));
        return new SearchHits(await store.Orders.CountAsync(o => o.Status == OrderStatus.Shipped, cancellationToken));
    }

    private static async Task<Activity?> StartAsync(string name) => Source.StartActivity(name);
}
