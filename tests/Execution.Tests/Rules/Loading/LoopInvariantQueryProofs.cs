using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Loading;

public sealed class LoopInvariantQueryProofs() : Proofs("PERF1006")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("count", "var n = await db.Products.CountAsync(ct);\n    output.WriteLine(n + order.Id);"),
        Of("any in a condition", "if (db.Products.Any(p => p.Stock > 3) && order.Units > 0)\n    {\n        output.WriteLine(order.Id);\n    }"),
        Of("a filter over a local", "output.WriteLine(await db.Products.CountAsync(p => p.Stock > least, ct));"),
        Of("list that is searched", "var ids = await db.Products.Select(p => p.Id).ToListAsync(ct);\n    output.WriteLine(ids.Contains(order.ProductRef));"),
        Of("rows that are counted", "var products = db.Products.AsNoTracking().ToList();\n    output.WriteLine(products.Count(p => p.Id > order.ProductRef));"),
        Of("first that is missing", "var product = await db.Products.OrderBy(p => p.Id).FirstOrDefaultAsync(p => p.Stock > 5, ct);\n    output.WriteLine($\"{order.Id} {product?.Name}\");"),
        Of("sum of nothing", "var sum = db.Lines.Where(l => l.Position < least).Sum(l => l.Quantity);\n    output.WriteLine(sum + order.Id);"),
        Of("maximum of nullables", "var most = await db.Orders.MaxAsync(o => o.Discount, ct).ConfigureAwait(false);\n    output.WriteLine(most > order.Discount);"),
        Of("array of names", "var names = db.Regions.OrderBy(r => r.Id).Select(r => r.Name).ToArray();\n    foreach (var name in names)\n    {\n        output.WriteLine(name + order.Id);\n    }"),
        Of("query syntax", "var n = (from p in db.Products where p.Price > 1 select p.Id).Count();\n    output.WriteLine(n - order.Id);"),
        Of("written to and saved", "var n = await db.Products.CountAsync(ct);\n    order.Note = n.ToString();", "await db.SaveChangesAsync(ct);\n"),
        Of("out of two loops", "foreach (var unit in new[] { order.Units, order.Id, order.ProductRef, order.CustomerId, 3, 4, 5 })\n    {\n        var n = db.Products.Count();\n        output.WriteLine(n + unit);\n    }"),
        Of("two in one loop", "var products = await db.Products.CountAsync(ct);\n    var isRich = await db.Customers.AnyAsync(c => c.Balance > 2, ct);\n    output.WriteLine($\"{products} {isRich} {order.Id}\");") with { Extra = 2 },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("throws for no rows", "var most = db.Products.Max(p => p.Stock);\n    output.WriteLine(most + order.Id);"),
        Of("a list that each turn changes", "var list = db.Regions.ToList();\n    list.RemoveAll(r => r.Id == order.Units);\n    output.WriteLine(list.Count);"),
        Of("leaves before it", "if (order.Units > 5)\n    {\n        break;\n    }\n\n    var n = db.Products.Count();\n    output.WriteLine(n);"),
        new("in a lambda", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\norders.ForEach(o => o.Units = db.Regions.Count());\nreturn orders;"),
    ];

    private static Case Of(string name, string body, string end = "") => new(
        name, $"var least = 2;\nvar orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {body}\n}}\n\n{end}return orders;");
}
