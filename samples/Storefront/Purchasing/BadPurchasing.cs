using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Purchasing;

public sealed class BadPurchasing(PurchasingContext purchasing)
{
    public async Task<List<OpenPurchase>> OpenAsync(CancellationToken cancellationToken)
    {
        var orders = await purchasing.PurchaseOrders
            .Where(p => p.IsOpen)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        var rows = new List<OpenPurchase>();
        foreach (var order in orders)
        {
            rows.Add(new OpenPurchase(order.Number, order.Supplier?.Name ?? "unknown", order.Lines.Count));
        }

        return rows;
    }

    public async Task<List<Delivery>> DeliveriesAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await purchasing.PurchaseOrders
            .Where(p => p.OrderedOn >= since)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        var deliveries = new List<Delivery>();
        foreach (var order in orders)
        {
            await purchasing.Entry(order).Reference(p => p.Supplier).LoadAsync(cancellationToken);
            await purchasing.Entry(order).Collection(p => p.Lines).LoadAsync(cancellationToken);
            deliveries.Add(new Delivery(order.Number, order.Supplier?.Name, order.Lines.Sum(l => l.Quantity)));
        }

        return deliveries;
    }
}
