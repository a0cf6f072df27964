using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Shipping;

public sealed class GoodShipping(CarrierClient carrier, StoreContext store)
{
    private static readonly ActivitySource Source = new("Storefront.Shipping");
    private static readonly Meter Meter = new("Storefront.Shipping");

    private static readonly Histogram<double> QuoteDuration = Meter.CreateHistogram<double>(
        "storefront.quote.duration", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });

    private static readonly UpDownCounter<int> Printing = Meter.CreateUpDownCounter<int>("storefront.labels.printing");

    private static readonly Counter<int> Searches = Meter.CreateCounter<int>("storefront.searches");

    public async Task<decimal> QuoteAsync(int order, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            return await carrier.PriceAsync(order, cancellationToken);
        }
        catch (Exception e)
        {
            error = e.GetType().FullName;
            throw;
        }
        finally
        {
            QuoteDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("error.type", error));
        }
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
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            activity?.AddException(e);
            throw new CarrierRefusedException(order, e);
        }
    }

    public async Task<decimal> PrintAsync(int order, CancellationToken cancellationToken)
    {
        Printing.Add(1);
        try
        {
            return await carrier.PriceAsync(order, cancellationToken);
        }
        finally
        {
            Printing.Add(-1);
        }
    }

    public async Task<decimal> TrackAsync(int order, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("track");
        activity?.SetTag("order.id", order);
        return await carrier.PriceAsync(order, cancellationToken);
    }

    public async Task<decimal> HandOverAsync(int order, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("hand over");
        activity?.SetTag("order.id", order);
        using var seal = Source.StartActivity("seal");
        return await carrier.PriceAsync(order, cancellationToken);
    }

    public async Task<CarrierReturns> ReturnsAsync(CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity(nameof(ReturnsAsync));
        var orders = await store.Orders.CountAsync(cancellationToken);
        var shipped = await store.Orders.CountAsync(o => o.Status == OrderStatus.Shipped, cancellationToken);
        var price = await carrier.PriceAsync(1, cancellationToken);
        return new CarrierReturns(orders, shipped, price);
    }

    public async Task<SearchHits> SearchAsync(CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("search");
        Searches.Add(1, new KeyValuePair<string, object?>("status", "shipped"));
        return new SearchHits(await store.Orders.CountAsync(o => o.Status == OrderStatus.Shipped, cancellationToken));
    }
}
