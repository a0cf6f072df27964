using Microsoft.EntityFrameworkCore.Storage;

namespace Shopping.Orders;

public interface IClock
{
    DateTime Now { get; }
}

public sealed record OrderSummary(int Id, string Customer, decimal Total, int Lines);

public sealed record Page<T>(IReadOnlyList<T> Items, int? Next);

/// <summary>One query for each question, whatever the number of orders.</summary>
public sealed class OrderService(Shop db, IClock clock)
{
    public Task<List<OrderSummary>> Recent(int customer, CancellationToken ct) => db.Orders
        .Where(o => o.CustomerId == customer && o.PlacedAt > clock.Now.AddDays(-30))
        .OrderByDescending(o => o.PlacedAt)
        .ThenByDescending(o => o.Id)
        .Select(o => new OrderSummary(o.Id, o.Customer.Name, o.Total, o.Lines.Count))
        .ToListAsync(ct);

    public async Task<Page<OrderSummary>> After(int? last, int size, CancellationToken ct)
    {
        var query = db.Orders.AsNoTracking();
        if (last is { } id)
        {
            query = query.Where(o => o.Id > id);
        }

        var items = await query
            .OrderBy(o => o.Id)
            .Take(size)
            .Select(o => new OrderSummary(o.Id, o.Customer.Name, o.Total, o.Lines.Count))
            .ToListAsync(ct);
        return new Page<OrderSummary>(items, items.Count == size ? items[^1].Id : null);
    }

    public async Task<decimal> Turnover(DateTime from, DateTime to, CancellationToken ct) =>
        await db.Orders.Where(o => o.PlacedAt >= from && o.PlacedAt < to).SumAsync(o => o.Total, ct);

    public async Task<bool> HasOpenOrders(int customer, CancellationToken ct) =>
        await db.Orders.AnyAsync(o => o.CustomerId == customer && o.Status == OrderStatus.New, ct);

    public async Task Place(int customer, IReadOnlyCollection<(string Sku, int Quantity)> lines, CancellationToken ct)
    {
        var skus = lines.Select(l => l.Sku).ToList();
        var products = await db.Products.Where(p => skus.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, ct);
        var order = new Order { CustomerId = customer, PlacedAt = clock.Now };
        foreach (var (sku, quantity) in lines)
        {
            if (!products.TryGetValue(sku, out var product))
            {
                throw new InvalidOperationException($"No product {sku}");
            }

            order.Lines.Add(new OrderLine { Number = order.Lines.Count + 1, Product = product, Quantity = quantity, Price = product.Price });
            product.Stock -= quantity;
        }

        order.Total = order.Lines.Sum(l => l.Price * l.Quantity);
        db.Orders.Add(order);
        await db.SaveChangesAsync(ct);
    }

    public async Task Cancel(IEnumerable<int> ids, CancellationToken ct)
    {
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var chunk in ids.Chunk(500))
        {
            await db.Orders
                .Where(o => chunk.Contains(o.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, OrderStatus.Cancelled), ct);
        }

        await transaction.CommitAsync(ct);
    }
}
