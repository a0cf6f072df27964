using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Evaluation;

public sealed class ClientSideAggregationProofs() : Proofs("PERF4001")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("count of a list", "return (await db.Orders.ToListAsync(ct)).Count;"),
        Of("count with a predicate", "return db.Orders.ToList().Count(o => o.Total > 1);"),
        Of("two at once", "return ((await db.Orders.ToListAsync(ct)).Count, db.Products.ToArray().Length);"),
        Of("long count of filtered rows", "return (await db.Orders.ToListAsync(ct)).Where(o => o.Status == OrderStatus.Paid).LongCount();"),
        Of("any with a predicate", "return (await db.Products.ToListAsync(ct)).Any(p => p.Stock < 0);"),
        Of("exists", "return db.Products.ToList().Exists(p => p.IsHidden && p.Price > 1);"),
        Of("all, true for no rows", "return (await db.Products.ToListAsync(ct)).All(p => p.Stock >= 0);"),
        Of("sum of integers", "var least = 0; return (await db.Orders.ToListAsync(ct)).Where(o => o.Units > least).Sum(o => o.Units);"),
        Of("sum of decimals", "return (await db.Orders.ToListAsync(ct).ConfigureAwait(false)).Sum(o => o.Total);"),
        Of("sum of nullables", "return (await db.Orders.ToListAsync(ct)).Sum(o => o.Discount);"),
        Of("maximum, which throws for no rows", "return (await db.Orders.ToListAsync(ct)).Max(o => o.Units);"),
        Of("minimum of nullables", "return (await db.Orders.ToListAsync(ct)).Min(o => o.Discount);"),
        Of("latest time", "return db.Orders.ToList().Max(o => o.PlacedAt);"),
        Of("average of doubles, which throws for no rows", "return (await db.Orders.ToListAsync(ct)).Average(o => o.Weight);"),
        Of("text that may be null", """return (await db.Orders.ToListAsync(ct)).Count(o => o.Note != "a");"""),
        Of("contains a value", "return (await db.Orders.Select(o => o.ProductRef).ToListAsync(ct)).Contains(3);"),
        Of("query syntax", "return (await (from o in db.Orders where o.Units > 2 select o).ToListAsync(ct)).Any();"),
        Of("a loop that adds up decimals", "var sum = 0m;\nforeach (var o in await db.Orders.Where(o => o.Units > 2).ToListAsync(ct))\n{\n    sum += o.Total;\n}\n\nreturn sum;"),
        Of("a loop that adds up some rows", "var (sum, least) = (5m, 1);\nforeach (var o in db.Orders)\n{\n    if (o.Units > least)\n    {\n        sum -= o.Total * 2;\n    }\n}\n\nreturn sum;"),
        Of("a loop that counts", "var n = 0;\nawait foreach (var o in db.Orders.AsAsyncEnumerable())\n{\n    if (o.Note != \"a\")\n    {\n        n++;\n    }\n}\n\nreturn n;"),
        Of("a loop that adds up integers in a long", "long n = 0;\nforeach (var o in db.Orders.ToList())\n{\n    n += o.Units;\n}\n\nreturn n;"),
        Of("a loop that adds up integers, checked", "var n = 0;\nchecked\n{\n    foreach (var o in db.Orders.Where(o => o.Units > 0))\n    {\n        n += o.Units;\n    }\n}\n\nreturn n;"),
        Of("a loop that adds up integers that are small", "var n = 0;\nforeach (var o in db.Orders)\n{\n    n += o.Units % 100;\n}\n\nreturn n;") with { Title = "an overflow fails there" },
        Behind("behind a call: count", "public async Task<IEnumerable<Customer>> GetAllAsync(bool isActive) { return await db.Customers.Include(c => c.Orders).Where(c => c.IsActive == isActive).OrderBy(c => c.Id).ToListAsync(); }", "return (await store.GetAllAsync(true)).Count() + (await store.GetAllAsync(false)).Count();"),
        Behind("behind a call: any, and a count of what meets a condition", "public Task<List<Order>> GetAsync(CancellationToken ct = default) => db.Orders.AsNoTracking().ToListAsync(ct);", "return (!(await store.GetAsync(ct).ConfigureAwait(false)).Any(), (await store.GetAsync()).Count(o => o.Units > 2));"),
        Behind("behind a call: rows of another form are counted", "public string[] Names() => db.Products.Where(p => p.Stock > 0).Select(p => p.Name.Substring(0, 1)).ToArray();", "return store.Names().Count();"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("through a local", "var list = await db.Orders.ToListAsync(ct);\nvar n = list.Count;\nreturn n;"),
        new("no order to be last in", "return db.Orders.ToList().Last().Id;"),
        new("a row that is the best", "return db.Orders.ToList().MaxBy(o => o.Total)?.Id;"),
        new("a pattern", "return db.Orders.ToList().Count(o => o.Note is null);"),
        new("a loop that adds up doubles", "var sum = 0.0;\nforeach (var o in db.Orders)\n{\n    sum += o.Weight;\n}\n\nreturn sum;"),
        new("a loop that adds up two numbers", "var (sum, n) = (0m, 0);\nforeach (var o in db.Orders)\n{\n    sum += o.Total;\n    n++;\n}\n\nreturn sum / Math.Max(n, 1);"),
        new("memory on purpose", "return db.Orders.AsEnumerable().Count();"),
        Behind("behind a call: distinct rows", "public List<int> Used() => db.Orders.Select(o => o.ProductRef).Distinct().ToList();", "return store.Used().Count();"),
        Behind("behind a call: a sum", "public List<Order> All() => db.Orders.ToList();", "return store.All().Sum(o => o.Units);"),
    ];

    /// <summary>The query stands in a method of another class.</summary>
    private static Case Behind(string name, string method, string statements) => Of(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            await Task.Yield();
            var store = new Shelf(db);
            {{statements}}
        }

        private sealed class Shelf(Store db)
        {
            {{method}}
        }
        """);

    private static Case Of(string name, string action) => new(name, action) { Gain = Gain.FewerRows };
}
