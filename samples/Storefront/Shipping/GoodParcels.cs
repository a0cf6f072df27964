using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Shipping;

public sealed class GoodParcels(StoreContext store)
{
    // The name to which the pipeline listens.
    private static readonly ActivitySource Source = new("Storefront.Shipping");
    private static readonly Meter Meter = new("Storefront.Shipping");
    private static readonly Counter<int> Parcels = Meter.CreateCounter<int>("storefront.parcels");

    public async Task<ParcelCount> CountAsync(CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("count parcels");
        var parcels = new ParcelCount(await store.Orders.CountAsync(cancellationToken), 0);
        Parcels.Add(parcels.Orders);
        return parcels;
    }
}
