using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Paging;

/// <summary>Without an order any rows are right: SQLite happens to return them by key, so that the pages can be compared.</summary>
public sealed class UnorderedPagingProofs() : Proofs("PERF2002")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("page", "return await db.Orders.Skip(2).Take(3).ToListAsync(ct);"),
        Of("skipped rows", "return db.Customers.Skip(1).ToList();"),
        Of("filtered", "return await db.Orders.Where(o => o.Units > 1).Skip(1).Take(2).ToListAsync(ct);"),
        Of("on lines of its own", "return await db.Orders\n    .Where(o => o.Units > 1)\n    .Skip(1)\n    .Take(2)\n    .ToListAsync(ct);"),
        Of("composite key", "return (await db.Lines.Skip(1).Take(3).ToListAsync(ct)).Count;"),
        Of("projected behind", "return await db.Orders.Skip(1).Take(2).Select(o => new { o.Id, o.Total }).ToListAsync(ct);"),
        Of("projected before", "return await db.Orders.Select(o => new { o.Id, o.Total }).Skip(1).Take(2).ToListAsync(ct);"),
        Of("included", "return (await db.Customers.Include(c => c.Orders).Skip(1).Take(2).ToListAsync(ct)).Select(c => (c.Id, c.Orders.Count)).ToList();"),
        Of("untracked", "return await db.Products.AsNoTracking().Skip(1).Take(2).ToListAsync(ct);"),
        Of("every page", "var ids = new List<Order>();\nfor (var page = 0; page < 10; page++)\n{\n    ids.AddRange(await db.Orders.Skip(page * 2).Take(2).ToListAsync(ct));\n}\n\nreturn ids;"),
        Of("distinct values", "return (await db.Orders.Select(o => o.ProductRef).Distinct().Skip(0 + 1).Take(100).ToListAsync(ct)).Count;"),
        Of("two queries", "return (await db.Orders.Skip(1).ToListAsync(ct), await db.Products.Skip(2).Take(1).ToListAsync(ct));"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("rows are groups", "return await db.Orders.GroupBy(o => o.Status).Select(g => new { g.Key, N = g.Count() }).Skip(1).ToListAsync(ct);"),
        new("rows of two projections", "return await db.Orders.Select(o => new { o.Units }).Union(db.Lines.Select(l => new { Units = l.Quantity })).Skip(1).ToListAsync(ct);"),
        new("ordered behind a projection", "return await db.Orders.Take(3).Select(o => new { N = o.Units }).OrderBy(o => o.N).Select(o => o.N).ToListAsync(ct);"),
        new("distinct pairs", "return await db.Orders.Select(o => new { o.Units, o.Status }).Distinct().Skip(1).ToListAsync(ct);"),
    ];

    private static Case Of(string name, string action) => new(name, action) { Gain = Gain.Certainty, IsSqliteOnly = true };
}
