using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Purchasing;

public sealed class GoodPurchasing(PurchasingContext purchasing)
{
    public async Task<List<OpenPurchase>> OpenAsync(CancellationToken cancellationToken) =>
        await purchasing.PurchaseOrders
            .Where(p => p.IsOpen)
            .OrderBy(p => p.Id)
            .Select(p => new OpenPurchase(p.Number, p.Supplier!.Name, p.Lines.Count))
            .ToListAsync(cancellationToken);

    public async Task<List<Delivery>> DeliveriesAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await purchasing.PurchaseOrders
            .Include(p => p.Supplier)
            .Include(p => p.Lines)
            .Where(p => p.OrderedOn >= since)
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);

        var deliveries = new List<Delivery>();
        foreach (var order in orders)
        {
            deliveries.Add(new Delivery(order.Number, order.Supplier?.Name, order.Lines.Sum(l => l.Quantity)));
        }

        return deliveries;
    }
}
