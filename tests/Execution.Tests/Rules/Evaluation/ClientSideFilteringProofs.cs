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
        Behind("behind a call: a filter", "public async Task<IEnumerable<Customer>> GetAllAsync() => await db.Customers.OrderBy(c => c.Id).ToListAsync();", "var least = 2;\n    return (await store.GetAllAsync()).Where(c => c.Score > least).Select(c => c.Name).ToList();"),
        Behind("behind a call: a filter through a local", "public Task<List<Order>> All(bool withLines = false, CancellationToken ct = default)\n{\n    var query = db.Orders.AsNoTracking();\n    if (withLines)\n    {\n        query = query.Include(o => o.Lines);\n    }\n\n    return query.OrderBy(o => o.Id).ToListAsync(ct);\n}", "var orders = await store.All(true, ct).ConfigureAwait(false);\n    foreach (var order in orders.Where(o => o.Units > 1 && o.Discount != 2))\n    {\n        output.WriteLine($\"{order.Id} {order.Lines.Count}\");\n    }\n\n    return null;"),
        Behind("behind a call: text that may be null, names that are looked for", "public Customer[] Everybody() { var all = db.Customers.OrderByDescending(c => c.Number).ToArray(); return all; }", "var names = new List<string?> { \"a\", null };\n    return store.Everybody().Where(c => names.Contains(c.Phone) || c.RegionId == null).ToList();"),
        Behind("behind a call: the first that is missing", "public async Task<List<Customer>> Everybody() => await db.Customers.OrderBy(c => c.Id).ToListAsync();", "return (await store.Everybody()).FirstOrDefault(c => c.Score == 3)?.Id;"),
        Behind("behind a call: single that throws for two", "public async Task<List<Customer>> Everybody() => await db.Customers.OrderBy(c => c.Id).ToListAsync();", "return (await store.Everybody()).Single(c => c.Score > 1).Id;"),
        Behind("behind a call: find and find all of a list", "public List<Product> All(int least) => db.Products.Where(p => p.Stock >= least).OrderBy(p => p.Id).ToList();", "var one = store.All(-5).Find(p => p.IsHidden);\n    var some = store.All(least: 0).FindAll(p => p.Price < 3 || p.Sku == \"b\");\n    return (one?.Id, some.Select(p => p.Id).ToList());"),
        Behind("behind a call: filter and page", "public async Task<IList<Customer>> Everybody() => await db.Customers.OrderBy(c => c.Id).ToListAsync();", "return (await store.Everybody()).Where(c => c.IsActive).Skip(1).Take(2).ToList();"),
        Behind("behind a call: rows of another form", "public async Task<List<Figure>> Figures()\n{\n    return await db.Orders.OrderBy(o => o.Id).Select(o => new Figure { Key = o.Id, Sum = o.Units * 2, Who = o.Customer.Name }).ToListAsync();\n}", "return (await store.Figures()).Where(f => f.Sum > 2 || f.Who == \"a\").Select(f => f.Key).ToList();") with { Model = "public class Figure { public int Key { get; set; } public int Sum { get; set; } public string Who { get; set; } = \"\"; }" },
        Behind("behind a call: tracked rows are changed", "public async Task<List<Product>> All() => await db.Products.OrderBy(p => p.Id).ToListAsync();", "foreach (var product in (await store.All()).Where(p => p.Stock > 0))\n    {\n        product.Stock--;\n    }\n\n    await db.SaveChangesAsync(ct);\n    return null;"),
        new("behind a repository for any entity", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                IRepository<Order> orders = new Repository<Order>(db);
                var all = await orders.ListAsync(ct);
                var large = all.Where(o => o.Units > 2 || o.Note == "a").ToList();
                return large.OrderBy(o => o.Id).Select(o => o.Note).ToList();
            }

            private interface IRepository<T>
            {
                Task<List<T>> ListAsync(CancellationToken ct);
            }

            private sealed class Repository<T>(Store db) : IRepository<T> where T : class
            {
                public Task<List<T>> ListAsync(CancellationToken ct) => db.Set<T>().ToListAsync(ct);
            }
            """) { Gain = Gain.FewerRows },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("through a local", "var all = await db.Orders.ToListAsync(ct);\nvar open = all.Where(o => o.Status == OrderStatus.New).ToList();\nreturn open.Count;"),
        new("memory on purpose", "return db.Orders.AsEnumerable().Where(o => o.Units > 3).ToList();"),
        new("another comparison", "return db.Customers.ToList().Where(c => c.Name.Equals(\"a\", StringComparison.OrdinalIgnoreCase)).ToList();"),
        new("order and all", "return db.Orders.ToList().Where(o => o.Units > 3).OrderBy(o => o.Note).ToList();"),
        Behind("behind a call: the first rows of an order", "public List<Order> Some() => db.Orders.Distinct().OrderBy(o => o.Id).ToList();", "return store.Some().Where(o => o.Units > 1).ToList();"),
        Behind("behind a call: two queries", "public List<Order> Some(bool paid)\n{\n    if (paid)\n    {\n        return db.Orders.Where(o => o.Status == OrderStatus.Paid).ToList();\n    }\n\n    return db.Orders.ToList();\n}", "return store.Some(true).Where(o => o.Units > 1).ToList();"),
        Behind("behind a call: a member that the rows don't have", "public List<Order> Some() => db.Orders.Select(o => new Order { Id = o.Id }).ToList();", "return store.Some().Where(o => o.Units > 1).ToList();"),
        Behind("behind a call: asked for in some cases only", "public List<Order> Some() => db.Orders.ToList();", "int? least = db.Products.Count() > 3 ? 2 : null;\n    var orders = store.Some();\n    return least is null ? null : orders.Where(o => o.Units > least.Value).ToList();"),
        Behind("behind a call: a lambda that is no expression", "public List<Order> Some() => db.Orders.ToList();", "string? note = null;\n    return store.Some().Where(o => o.Units > (note?.Length ?? 1)).ToList();"),
    ];

    /// <summary>The query stands in a method of another class.</summary>
    private static Case Behind(string name, string method, string statements) => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            await Task.Yield();
            var store = new Shelf(db);
            {{statements}}
        }

        private sealed class Shelf(Store db)
        {
            {{method.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }
        """) { Gain = Gain.FewerRows };

    private static Case Of(string name, string action) => new(name, action) { Gain = Gain.FewerRows };
}
