using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Shipping;

public sealed class BadParcels(StoreContext store)
{
    private static Meter Meter => new("Storefront.Parcels");

    public async Task<ParcelCount> CountAsync(CancellationToken cancellationToken)
    {
        var source = new ActivitySource("Storefront.Parcels");
        using var activity = source.StartActivity("count parcels");
        var parcels = new ParcelCount(await store.Orders.CountAsync(cancellationToken), 0);
        var counter = Meter.CreateCounter<int>("storefront.parcels");
        counter.Add(parcels.Orders);
        return parcels;
    }
}
