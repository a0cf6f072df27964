using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Evaluation;

public sealed class SeveralAggregatesProofs() : Proofs("PERF4002")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        new("counts with predicates", """
            var fresh = await db.Orders.CountAsync(o => o.Status == OrderStatus.New, ct);
            var paid = await db.Orders.CountAsync(o => o.Status == OrderStatus.Paid, ct);
            var shipped = await db.Orders.CountAsync(o => o.Status == OrderStatus.Shipped, ct);
            return (fresh, paid, shipped);
            """),
        new("all counts and sums of one filter", """
            var least = 1;
            var count = await db.Orders.Where(o => o.Units > least).CountAsync(ct).ConfigureAwait(false);
            var many = await db.Orders.Where(o => o.Units > least).LongCountAsync(ct).ConfigureAwait(false);
            var units = await db.Orders.Where(o => o.Units > least).SumAsync(o => o.Units, ct).ConfigureAwait(false);
            var total = await db.Orders.Where(o => o.Units > least).SumAsync(o => o.Total, ct).ConfigureAwait(false);
            return (count, many, units, total);
            """),
        new("counts by filter", """
            int active = db.Customers.Where(c => c.IsActive).Count();
            int rich = db.Customers.Where(c => c.IsActive).Where(c => c.Balance > 1).Count(c => c.Score > 0);
            int all = db.Customers.Count();
            return (active, rich, all);
            """),
        new("sums of nullables", """
            var sum = await db.Orders.SumAsync(o => o.Discount, ct);
            var paid = await db.Orders.Where(o => o.Status == OrderStatus.Paid).SumAsync(o => o.Discount, ct);
            var given = await db.Orders.CountAsync(o => o.Discount != null, ct);
            return (sum, paid, given);
            """),
        new("extremes that throw for no rows", """
            var least = await db.Orders.MinAsync(o => o.Units, ct);
            var most = await db.Orders.MaxAsync(o => o.Units, ct);
            var mean = await db.Orders.AverageAsync(o => o.Units, ct);
            return (least, most, mean);
            """),
        new("extremes of some that throw", """
            try
            {
                output.WriteLine("before");
                var count = await db.Orders.CountAsync(o => o.Units > 3, ct);
                var most = await db.Orders.Where(o => o.Units > 3).MaxAsync(o => o.Total, ct);
                output.WriteLine(most);
                var mean = await db.Orders.Where(o => o.Units > 3).AverageAsync(o => o.Weight, ct);
                return (count, most, mean);
            }
            catch (InvalidOperationException)
            {
                return "none";
            }
            """),
        new("extremes of nullables", """
            var first = await db.Orders.Where(o => o.Units > 2).MinAsync(o => o.Discount, ct);
            var last = await db.Orders.Where(o => o.Units > 2).MaxAsync(o => o.Discount, ct);
            var mean = await db.Orders.Where(o => o.Units > 2).AverageAsync(o => o.Discount, ct);
            return (first, last, mean);
            """),
        new("extremes of columns", """
            var open = db.Orders.AsNoTracking().Where(o => o.Status != OrderStatus.Shipped);
            var first = open.Select(o => o.PlacedAt).Min();
            var last = open.Select(o => o.PlacedAt).Max();
            var worth = open.Select(o => o.Total).Sum();
            return (first, last, worth);
            """),
        new("members of a new object", """
            return new
            {
                Hidden = await db.Products.CountAsync(p => p.IsHidden, ct),
                Missing = await db.Products.CountAsync(p => p.Stock <= 0, ct),
                Worth = Math.Round(await db.Products.SumAsync(p => p.Price * p.Stock, ct), 1),
            };
            """),
        new("members of a tuple, named twice", """
            return (db.Customers.Count(c => c.Score > 3), db.Customers.Count(c => c.Score < 0), db.Customers.Count(c => c.Score == 3));
            """),
        new("with another query between", """
            var low = await db.Products.CountAsync(p => p.Stock < 2, ct);
            var regions = await db.Regions.CountAsync(ct);
            var high = await db.Products.CountAsync(p => p.Stock > 4, ct);
            var none = await db.Products.CountAsync(p => p.Stock == 0, ct);
            return (low, regions, high, none);
            """),
        new("text and times", """
            var since = new DateTime(2024, 12, 31, 0, 0, 0, DateTimeKind.Utc);
            var noted = await db.Orders.CountAsync(o => o.Note != null && o.Note.StartsWith("a"), ct);
            var recent = await db.Orders.CountAsync(o => o.PlacedAt >= since.AddDays(0), ct);
            var unnoted = await db.Orders.CountAsync(o => string.IsNullOrEmpty(o.Note), ct);
            return (noted, recent, unnoted);
            """),
        new("of a query that a caller composed", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct) => await Totals(db.Orders.Where(o => o.Units > 0), ct);

            private static async Task<(decimal, decimal, decimal)> Totals(IQueryable<Order> orders, CancellationToken ct)
            {
                decimal sum, most, least;
                sum = await orders.SumAsync(o => o.Total, ct);
                least = await orders.MinAsync(o => o.Total, ct);
                most = await orders.MaxAsync(o => o.Total, ct);
                return (sum, least, most);
            }
            """),
        new("of each region", """
            var found = new List<object>();
            foreach (var region in await db.Regions.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(ct))
            {
                var all = await db.Customers.Where(c => c.RegionId == region).CountAsync(ct);
                var active = await db.Customers.Where(c => c.RegionId == region).SumAsync(c => c.Score, ct);
                var balance = await db.Customers.Where(c => c.RegionId == region).SumAsync(c => c.Balance, ct);
                found.Add((region, all, active, balance));
            }

            return found;
            """) { Rows = 15 },
        new("cancelled", """
            using var source = new CancellationTokenSource();
            if (await db.Regions.AnyAsync(ct))
            {
                source.Cancel();
            }

            try
            {
                var a = await db.Orders.CountAsync(o => o.Units > 3, source.Token);
                var b = await db.Orders.CountAsync(o => o.Units < 3, source.Token);
                var c = await db.Orders.CountAsync(o => o.Units == 3, source.Token);
                return (a, b, c);
            }
            catch (OperationCanceledException)
            {
                return "cancelled";
            }
            """) { Rows = 3 },
        new("two groups", """
            var a = await db.Orders.CountAsync(o => o.Units > 3, ct);
            var b = await db.Orders.CountAsync(o => o.Units < 3, ct);
            var c = await db.Orders.CountAsync(o => o.Units == 3, ct);
            var d = await db.Products.Where(p => !p.IsHidden).SumAsync(p => p.Stock, ct);
            var e = await db.Products.Where(p => !p.IsHidden).SumAsync(p => p.Price, ct);
            var f = await db.Products.Where(p => !p.IsHidden).CountAsync(ct);
            return (a, b, c, d, e, f);
            """),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("two of them", "var a = db.Orders.Count(o => o.Units > 3);\nvar b = db.Orders.Count(o => o.Units < 3);\nreturn (a, b);"),
        new("one decides what the next one reads", """
            var most = await db.Orders.Where(o => o.Units > 0).MaxAsync(o => o.Units, ct);
            var best = await db.Orders.Where(o => o.Units > 0).CountAsync(o => o.Units == most, ct);
            var rest = await db.Orders.Where(o => o.Units > 0).CountAsync(o => o.Units != most, ct);
            return (most, best, rest);
            """),
        new("over other rows", """
            var a = await db.Orders.CountAsync(o => o.Lines.Any(), ct);
            var b = await db.Orders.CountAsync(o => o.Customer.IsActive, ct);
            var c = await db.Orders.CountAsync(ct);
            return (a, b, c);
            """),
        new("keys of a list", """
            var some = new List<int> { 1, 2 };
            var a = await db.Orders.CountAsync(o => some.Contains(o.Units), ct);
            var b = await db.Orders.CountAsync(o => !some.Contains(o.Units), ct);
            var c = await db.Orders.CountAsync(ct);
            return (a, b, c);
            """),
        new("a write out of sight between", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                var a = await db.Orders.CountAsync(o => o.Units > 3, ct);
                await Close(db, ct);
                var b = await db.Orders.CountAsync(o => o.Units < 3, ct);
                var c = await db.Orders.CountAsync(o => o.Units == 3, ct);
                return (a, b, c);
            }

            private static Task Close(Store db, CancellationToken ct) => db.Orders.Where(o => o.Units > 3).ExecuteUpdateAsync(s => s.SetProperty(o => o.Units, 3), ct);
            """),
        new("some of them wait, some don't", "var a = db.Orders.Count(o => o.Units > 3);\nvar b = await db.Orders.CountAsync(o => o.Units < 3, ct);\nvar c = await db.Orders.CountAsync(o => o.Units == 3, ct);\nreturn (a, b, c);"),
        new("text, whose extreme is a row's", "var a = db.Products.Min(p => p.Name);\nvar b = db.Products.Max(p => p.Name);\nvar c = db.Products.Count();\nreturn (a, b, c);"),
        new("the first rows only", "var top = db.Orders.OrderByDescending(o => o.Total).Take(3);\nvar a = top.Sum(o => o.Total);\nvar b = top.Sum(o => o.Units);\nvar c = top.Count();\nreturn (a, b, c);"),
    ];
}
