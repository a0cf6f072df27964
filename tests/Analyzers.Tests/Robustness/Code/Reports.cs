namespace Shopping.Reporting;

public readonly record struct Share(string Category, decimal Turnover, double Percent);

/// <summary>Aggregates in the database, arithmetic in memory.</summary>
public static class Reports
{
    public static async Task<IReadOnlyList<Share>> ByCategory(Shop db, DateTime since, CancellationToken ct)
    {
        var sums = await (
            from line in db.OrderLines
            where line.Order.PlacedAt >= since
            group line by line.Product.Category.Name into lines
            orderby lines.Key
            select new { Category = lines.Key, Sum = lines.Sum(l => l.Price * l.Quantity) }).ToListAsync(ct);
        var total = sums.Sum(s => s.Sum);
        return [.. sums.Select(s => new Share(s.Category, s.Sum, total == 0 ? 0 : (double)(s.Sum / total)))];
    }

    public static async Task<Dictionary<int, double>> Stars(Shop db, ICollection<int> products, CancellationToken ct) =>
        await db.Reviews
            .Where(r => products.Contains(r.ProductId))
            .GroupBy(r => r.ProductId)
            .Select(g => new { g.Key, Average = g.Average(r => r.Stars) })
            .ToDictionaryAsync(g => g.Key, g => g.Average, ct);

    public static async Task<Customer?> WithOrders(Shop db, int id, CancellationToken ct) =>
        await db.Customers
            .Include(c => c.Orders.Where(o => o.Status != OrderStatus.Cancelled))
            .ThenInclude(o => o.Lines)
            .SingleOrDefaultAsync(c => c.Id == id, ct);

    public static decimal Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length switch
        {
            0 => 0,
            var n when n % 2 == 1 => sorted[n / 2],
            var n => (sorted[(n / 2) - 1] + sorted[n / 2]) / 2,
        };
    }
}
