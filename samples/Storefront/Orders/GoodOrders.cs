using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Orders;

public sealed class GoodOrders(StoreContext store)
{
    private const int PageSize = 50;

    public async Task<List<RecentOrder>> RecentAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await store.Orders
            .Include(o => o.Customer)
            .Include(o => o.Lines)
            .Where(o => o.PlacedOn >= since)
            .OrderBy(o => o.Id)
            .ToListAsync(cancellationToken);

        var rows = new List<RecentOrder>();
        foreach (var order in orders)
        {
            rows.Add(new RecentOrder(order.Number, order.Customer.Name, order.Lines.Count));
        }

        return rows;
    }

    public async Task<List<PackingLine>> PackingListAsync(DateTime since, CancellationToken cancellationToken) =>
        await store.OrderLines
            .Where(l => l.Order.Status == OrderStatus.Paid && l.Order.PlacedOn >= since)
            .OrderBy(l => l.OrderId)
            .ThenBy(l => l.Id)
            .Select(l => new PackingLine(l.Order.Number, l.Product.Name, l.Quantity))
            .ToListAsync(cancellationToken);

    public async Task<List<string>> LabelsAsync(DateTime since, CancellationToken cancellationToken) =>
        await store.Orders
            .Where(o => o.Status == OrderStatus.Paid && o.PlacedOn >= since)
            .OrderBy(o => o.Id)
            .Select(o => $"{o.Number} {o.Customer.Name} ({o.Customer.Country})")
            .ToListAsync(cancellationToken);

    public async Task<List<ShippingQuote>> ShippingQuotesAsync(CancellationToken cancellationToken)
    {
        var freeFrom = await store.Settings
            .Where(s => s.Key == StoreSetting.FreeShippingFrom)
            .Select(s => s.Amount)
            .SingleAsync(cancellationToken);

        return await store.Orders
            .Where(o => o.Status == OrderStatus.Paid)
            .OrderBy(o => o.Id)
            .Select(o => new ShippingQuote(o.Number, o.Total >= freeFrom ? 0m : 4.95m))
            .ToListAsync(cancellationToken);
    }

    public async Task<List<OrderRow>> ExportAsync(CancellationToken cancellationToken)
    {
        var rows = new List<OrderRow>();
        Order? last = null;
        while (true)
        {
            IQueryable<Order> query = store.Orders;
            if (last is not null)
            {
                // The leading bound on PlacedOn alone lets the database seek in the index (PlacedOn, Id).
                var (placedOn, id) = (last.PlacedOn, last.Id);
                query = query.Where(o => o.PlacedOn >= placedOn && (o.PlacedOn > placedOn || o.Id > id));
            }

            var orders = await query
                .OrderBy(o => o.PlacedOn)
                .ThenBy(o => o.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            if (orders.Count == 0)
            {
                return rows;
            }

            rows.AddRange(orders.Select(o => new OrderRow(o.Id, o.Number, o.Total)));
            last = orders[^1];
        }
    }

    public async Task<List<OrderRow>> HistoryAsync(int after, int size, CancellationToken cancellationToken) =>
        await store.Orders
            .Where(o => o.Id > after)
            .OrderBy(o => o.Id)
            .Take(size)
            .Select(o => new OrderRow(o.Id, o.Number, o.Total))
            .ToListAsync(cancellationToken);

    public async Task<int> OpenCountAsync(CancellationToken cancellationToken) =>
        await store.Orders.CountAsync(o => o.ShippedOn == null, cancellationToken);

    public async Task<decimal> RevenueAsync(DateTime since, CancellationToken cancellationToken) =>
        await store.Orders.Where(o => o.PlacedOn >= since).SumAsync(o => o.Total, cancellationToken);

    public async Task<OrderTotals> TotalsAsync(CancellationToken cancellationToken) =>
        await store.Orders
            .Where(o => o.Status == OrderStatus.Paid)
            .GroupBy(_ => 1)
            .Select(g => new OrderTotals(g.Count(), g.Sum(o => o.Total), g.Max(o => o.Total)))
            .FirstAsync(cancellationToken);

    public async Task<OrderCounters> CountersAsync(DateTime since, CancellationToken cancellationToken) =>
        await store.Orders
            .Where(o => o.PlacedOn >= since)
            .GroupBy(_ => 1)
            .Select(g => new OrderCounters(
                g.Count(o => o.Status == OrderStatus.Placed),
                g.Count(o => o.Status == OrderStatus.Paid),
                g.Count(o => o.Status == OrderStatus.Shipped)))
            .FirstOrDefaultAsync(cancellationToken) ?? new OrderCounters(0, 0, 0);

    public async Task<List<LateOrder>> LateAsync(DateTime before, CancellationToken cancellationToken) =>
        await store.Orders
            .Where(o => o.ShippedOn == null && o.PlacedOn < before)
            .OrderBy(o => o.Id)
            .Select(o => new LateOrder(o.Number, o.PlacedOn))
            .ToListAsync(cancellationToken);

    public async Task<ShippedOrders> ShipAsync(DateTime today, CancellationToken cancellationToken)
    {
        await store.Orders
            .Where(o => o.Status == OrderStatus.Paid)
            .ExecuteUpdateAsync(
                s => s.SetProperty(o => o.Status, OrderStatus.Shipped).SetProperty(o => o.ShippedOn, today),
                cancellationToken);
        return new ShippedOrders(await store.Orders.CountAsync(o => o.ShippedOn == today, cancellationToken));
    }
}
