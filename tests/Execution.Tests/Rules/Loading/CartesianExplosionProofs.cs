using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Loading;

public sealed class CartesianExplosionProofs() : Proofs("PERF1005")
{
    private const string Show = "\nreturn customers.Select(c => (c.Id, c.Orders.Select(o => o.Id).Order().ToList(), c.Tickets.Select(t => t.Id).Order().ToList())).ToList();";

    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("two collections", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);" + Show),
        Of("on lines of their own", "var customers = db.Customers\n    .OrderBy(c => c.Id)\n    .Include(c => c.Orders)\n    .Include(c => c.Tickets)\n    .ToList();" + Show),
        Of("filtered rows", "var customers = await db.Customers.Where(c => c.Score > 0).Include(c => c.Orders).Include(c => c.Tickets).OrderByDescending(c => c.Score).ThenBy(c => c.Id).ToListAsync(ct);" + Show),
        Of("filtered collection", "var customers = await db.Customers.Include(c => c.Orders.Where(o => o.Units > 1)).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);" + Show),
        Of("deeper", "var customers = await db.Customers.Include(c => c.Orders).ThenInclude(o => o.Lines).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);\noutput.WriteLine(customers.Sum(c => c.Orders.Sum(o => o.Lines.Count)));" + Show),
        Of("a reference too", "var customers = await db.Customers.Include(c => c.Region).Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);\ncustomers.ForEach(c => output.WriteLine(c.Region?.Name));" + Show),
        Of("through a reference", "var orders = await db.Orders.Include(o => o.Customer.Tickets).Include(o => o.Lines).OrderBy(o => o.Id).ToListAsync(ct);\nreturn orders.Select(o => (o.Id, o.Lines.Count, o.Customer.Tickets.Count)).ToList();"),
        Of("under one navigation", "var regions = await db.Regions.Include(r => r.Customers).ThenInclude(c => c.Orders).Include(r => r.Customers).ThenInclude(c => c.Tickets).OrderBy(r => r.Id).ToListAsync(ct);\nreturn regions.Select(r => r.Customers.OrderBy(c => c.Id).Select(c => (c.Id, c.Orders.Count, c.Tickets.Count)).ToList()).ToList();"),
        Of("untracked", "var customers = await db.Customers.AsNoTracking().Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);" + Show),
        Of("array", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Number).ToArrayAsync(ct);" + Show),
        Of("page", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Number).Skip(1).Take(3).ToListAsync(ct);" + Show),
        Of("rows of two queries", "var customers = await db.Customers.Where(c => c.Score > 1).Union(db.Customers.Where(c => c.IsActive)).Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);" + Show),
        Of("each row once", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).Distinct().ToListAsync(ct);\ncustomers = customers.OrderBy(c => c.Id).ToList();" + Show),
        Of("rows of two queries that include", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).Union(db.Customers.Include(c => c.Orders).Include(c => c.Tickets).Where(c => c.IsActive)).ToListAsync(ct);\ncustomers = customers.OrderBy(c => c.Id).ToList();" + Show),
        Of("untracked, the same row for many", "var orders = await db.Orders.AsNoTracking().Include(o => o.Customer.Tickets).Include(o => o.Lines).OrderBy(o => o.Id).ToListAsync(ct);\nreturn (orders.Select(o => o.Customer).Distinct().Count(), orders.SelectMany(o => o.Customer.Tickets).Distinct().Count(), orders.Count);"),
        Of("a few of a collection", "var customers = await db.Customers.Include(c => c.Orders.OrderBy(o => o.Units).ThenBy(o => o.Id).Take(2)).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);" + Show),
        Of("a page in an order that is not unique", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Score).Take(3).ToListAsync(ct);\nreturn customers.All(c => c.Orders.Count == db.Orders.Count(o => o.CustomerId == c.Id) && c.Tickets.Count == db.Tickets.Count(t => t.CustomerId == c.Id)) ? customers.Sum(c => c.Score) : -1;") with { IsTracked = false },
        Of("two queries", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => c.Id).ToListAsync(ct);\nvar others = await db.Customers.Include(c => c.Tickets).Include(c => c.Orders).Where(c => c.IsActive).ToListAsync(ct);\noutput.WriteLine(others.Count);" + Show),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("raw SQL", "var customers = await db.Customers.FromSqlRaw(\"SELECT * FROM \\\"Customers\\\"\").Include(c => c.Orders).Include(c => c.Tickets).ToListAsync(ct);\nreturn customers.Count;"),
        new("interpolated SQL", "var least = 1;\nvar customers = await db.Customers.FromSql($\"SELECT * FROM \\\"Customers\\\" WHERE \\\"Score\\\" > {least}\").Include(c => c.Orders).Include(c => c.Tickets).ToListAsync(ct);\nreturn customers.Count;"),
        new("a page that is drawn by lot", "var customers = await db.Customers.Include(c => c.Orders).Include(c => c.Tickets).OrderBy(c => EF.Functions.Random()).Take(3).ToListAsync(ct);\nreturn customers.Count;"),
        new("rows that are drawn by lot", "var customers = await db.Customers.Where(c => EF.Functions.Random() > 0.5).Include(c => c.Orders).Include(c => c.Tickets).ToListAsync(ct);\nreturn customers.Sum(c => c.Orders.Count + c.Tickets.Count);"),
        new("one query that is asked for", "var orders = await db.Orders.AsSingleQuery().Include(o => o.Lines).Include(o => o.Customer.Tickets).Include(o => o.Customer.Orders).ToListAsync(ct);\nreturn orders.Count;"),
    ];

    private static Case Of(string name, string action) => new(name, action) { Gain = Gain.FewerRows, IsTracked = true, Rows = 30, Owners = 4 };
}
