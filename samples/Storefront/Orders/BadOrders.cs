using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Orders;

public sealed class BadOrders(StoreContext store)
{
    private const int PageSize = 50;

    public async Task<List<RecentOrder>> RecentAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await store.Orders
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

    public async Task<List<PackingLine>> PackingListAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await store.Orders
            .Where(o => o.Status == OrderStatus.Paid && o.PlacedOn >= since)
            .OrderBy(o => o.Id)
            .ToListAsync(cancellationToken);

        var list = new List<PackingLine>();
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
            {
                list.Add(new PackingLine(order.Number, line.Product.Name, line.Quantity));
            }
        }

        return list;
    }

    public async Task<List<string>> LabelsAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await store.Orders
            .Where(o => o.Status == OrderStatus.Paid && o.PlacedOn >= since)
            .OrderBy(o => o.Id)
            .ToListAsync(cancellationToken);

        return orders.Select(o => $"{o.Number} {o.Customer.Name} ({o.Customer.Country})").ToList();
    }

    public async Task<List<ShippingQuote>> ShippingQuotesAsync(CancellationToken cancellationToken)
    {
        var orders = await store.Orders
            .Where(o => o.Status == OrderStatus.Paid)
            .OrderBy(o => o.Id)
            .ToListAsync(cancellationToken);

        var quotes = new List<ShippingQuote>();
        foreach (var order in orders)
        {
            var freeFrom = await store.Settings
                .Where(s => s.Key == StoreSetting.FreeShippingFrom)
                .Select(s => s.Amount)
                .SingleAsync(cancellationToken);
            quotes.Add(new ShippingQuote(order.Number, order.Total >= freeFrom ? 0m : 4.95m));
        }

        return quotes;
    }

    public async Task<List<OrderRow>> ExportAsync(CancellationToken cancellationToken)
    {
        var rows = new List<OrderRow>();
        for (var page = 0; ; page++)
        {
            var orders = await store.Orders
                .OrderBy(o => o.PlacedOn)
                .ThenBy(o => o.Id)
                .Skip(page * PageSize)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            if (orders.Count == 0)
            {
                break;
            }

            foreach (var order in orders)
            {
                rows.Add(new OrderRow(order.Id, order.Number, order.Total));
            }
        }

        return rows;
    }

    public async Task<List<OrderRow>> HistoryAsync(int page, int size, CancellationToken cancellationToken)
    {
        return await store.Orders
            .OrderBy(o => o.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(o => new OrderRow(o.Id, o.Number, o.Total))
            .ToListAsync(cancellationToken);
    }

    public async Task<int> OpenCountAsync(CancellationToken cancellationToken)
    {
        return (await store.Orders.Where(o => o.ShippedOn == null).ToListAsync(cancellationToken)).Count;
    }

    public async Task<decimal> RevenueAsync(DateTime since, CancellationToken cancellationToken)
    {
        var orders = await store.Orders.Where(o => o.PlacedOn >= since).ToListAsync(cancellationToken);
        return orders.Sum(o => o.Total);
    }

    public async Task<OrderTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        var paid = await store.Orders.Where(o => o.Status == OrderStatus.Paid).ToListAsync(cancellationToken);
        return new OrderTotals(paid.Count, paid.Sum(o => o.Total), paid.Max(o => o.Total));
    }

    public async Task<OrderCounters> CountersAsync(DateTime since, CancellationToken cancellationToken)
    {
        var recent = store.Orders.Where(o => o.PlacedOn >= since);
        var placed = await recent.CountAsync(o => o.Status == OrderStatus.Placed, cancellationToken);
        var paid = await recent.CountAsync(o => o.Status == OrderStatus.Paid, cancellationToken);
        var shipped = await recent.CountAsync(o => o.Status == OrderStatus.Shipped, cancellationToken);
        return new OrderCounters(placed, paid, shipped);
    }

    public async Task<List<LateOrder>> LateAsync(DateTime before, CancellationToken cancellationToken)
    {
        var orders = await store.Orders.ToListAsync(cancellationToken);
        return orders
            .Where(o => o.ShippedOn == null && o.PlacedOn < before)
            .OrderBy(o => o.Id)
            .Select(o => new LateOrder(o.Number, o.PlacedOn))
            .ToList();
    }

    public async Task<ShippedOrders> ShipAsync(DateTime today, CancellationToken cancellationToken)
    {
        var paid = await store.Orders.Where(o => o.Status == OrderStatus.Paid).ToListAsync(cancellationToken);
        foreach (var order in paid)
        {
            order.Status = OrderStatus.Shipped;
            order.ShippedOn = today;
        }

        await store.SaveChangesAsync(cancellationToken);
        return new ShippedOrders(await store.Orders.CountAsync(o => o.ShippedOn == today, cancellationToken));
    }
}
