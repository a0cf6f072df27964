using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Evaluation;

public sealed class ClientSideFilteringProofs() : Proofs("PERF4003")
{
    // No order is asked for: the rows that are the same are compared in one of the test's own.
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("filter", "var open = (await db.Orders.ToListAsync(ct)).Where(o => o.Status == OrderStatus.New).ToList();\nreturn open.OrderBy(o => o.Id).ToList();"),
        Of("filter, fetched at once", "var rich = db.Customers.ToList().Where(c => c.Balance > 0 && c.IsActive);\nreturn rich.OrderBy(c => c.Id).ToList();"),
        Of("two filters", "var some = (await db.Orders.ToListAsync(ct)).Where(o => o.Units > 1).Where(o => o.Total < 3).ToArray();\nreturn some.OrderBy(o => o.Id).ToList();"),
        Of("find all", "var found = db.Products.ToList().FindAll(p => p.Stock > 0);\nreturn found.OrderBy(p => p.Id).ToList();"),
        Of("nullable compared", "var found = (await db.Orders.ToListAsync(ct)).Where(o => o.Discount > 0.5m).ToList();\nreturn found.OrderBy(o => o.Id).ToList();"),
        Of("nullable not equal", "var found = (await db.Customers.ToListAsync(ct)).Where(c => c.RegionId != 3).ToList();\nreturn found.OrderBy(c => c.Id).ToList();"),
        Of("text equal, case and all", "var found = (await db.Customers.ToListAsync(ct)).Where(c => c.Name == \"a\").ToList();\nreturn found.OrderBy(c => c.Id).ToList();"),
        Of("text that may be null", "var found = (await db.Customers.ToListAsync(ct)).Where(c => c.Phone != \"b\").ToList();\nreturn found.OrderBy(c => c.Id).ToList();"),
        Of("first that is missing", "return (await db.Customers.OrderBy(c => c.Id).ToListAsync(ct)).FirstOrDefault(c => c.Score > 3)?.Id;"),
        Of("first that throws", "return (await db.Customers.OrderBy(c => c.Id).ToListAsync(ct)).First(c => c.Score > 3).Id;"),
        Of("single that throws for two", "return (await db.Customers.ToListAsync(ct)).SingleOrDefault(c => c.Score == 3)?.Id;"),
        Of("page", "var skip = 2;\nreturn (await db.Customers.OrderBy(c => c.Id).ToListAsync(ct)).Skip(skip).Take(3).ToList();"),
        Of("the first rows of an order", "return db.Customers.ToList().OrderByDescending(c => c.Number).Take(2).ToList();"),
        Of("first rows in the order of the query", "return (await db.Customers.OrderByDescending(c => c.Number).ToListAsync(ct)).Take(2).ToList();"),
        Of("time and enum", "var day = new DateTime(2024, 12, 31, 0, 0, 0, DateTimeKind.Utc);\nvar found = (await db.Orders.ToListAsync(ct)).Where(o => o.PlacedAt >= day || o.Status != OrderStatus.Paid).ToList();\nreturn found.OrderBy(o => o.Id).ToList();"),
        Of("two at once", "var a = db.Orders.ToList().Where(o => o.Units > 3).ToList();\nvar b = db.Products.ToList().Where(p => p.Stock > 3).ToList();\nreturn (a.OrderBy(o => o.Id).ToList(), b.OrderBy(p => p.Id).ToList());"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("through a local", "var all = await db.Orders.ToListAsync(ct);\nvar open = all.Where(o => o.Status == OrderStatus.New).ToList();\nreturn open.Count;"),
        new("memory on purpose", "return db.Orders.AsEnumerable().Where(o => o.Units > 3).ToList();"),
        new("another comparison", "return db.Customers.ToList().Where(c => c.Name.Equals(\"a\", StringComparison.OrdinalIgnoreCase)).ToList();"),
        new("order and all", "return db.Orders.ToList().Where(o => o.Units > 3).OrderBy(o => o.Note).ToList();"),
    ];

    private static Case Of(string name, string action) => new(name, action) { Gain = Gain.FewerRows };
}
