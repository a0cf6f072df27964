using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Loading;

public sealed class LazyNavigationPerElementProofs() : Proofs("PERF1001")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("reference", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine($\"{order.Id} {order.Customer.Name}\");\n}\n\nreturn orders;"),
        Of("reference that may be null", "foreach (var customer in db.Customers.OrderBy(c => c.Id).ToList())\n{\n    output.WriteLine($\"{customer.Id} {customer.Region?.Name}\");\n}\n\nreturn 0;"),
        Of("collection", "var customers = await db.Customers.Where(c => c.Score > 0).OrderBy(c => c.Id).ToListAsync(ct);\nforeach (var customer in customers)\n{\n    output.WriteLine($\"{customer.Id} {customer.Orders.Count}\");\n}\n\nreturn customers;"),
        Of("lambda", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nreturn orders.Select(o => o.Customer.Number).ToList();"),
        Of("lambda over a collection", "var customers = db.Customers.OrderBy(c => c.Id).ToList();\nreturn customers.Select(c => c.Orders.Sum(o => o.Units)).ToList();"),
        Of("composite key", "var lines = await db.Lines.OrderBy(l => l.OrderId).ThenBy(l => l.Position).ToListAsync(ct);\nforeach (var line in lines)\n{\n    output.WriteLine(line.Order.Note);\n}\n\nreturn lines;"),
        Of("array", "var orders = await db.Orders.OrderBy(o => o.Id).ToArrayAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Length;"),
        Of("fetched at once", "foreach (var order in db.Orders.OrderBy(o => o.Id).ToList())\n{\n    output.WriteLine(order.Customer.Score);\n}\n\nreturn 0;"),
        Of("query syntax", "var orders = await (from o in db.Orders where o.Units > 0 orderby o.Id select o).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
        Of("two navigations", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine($\"{order.Customer.Name} {order.Lines.Count}\");\n}\n\nreturn orders.Count;"),
        Of("page", "var orders = await db.Orders.OrderBy(o => o.Total).ThenBy(o => o.Id).Skip(1).Take(40).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
        Of("written to and saved", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.Note = order.Customer.Name;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn orders.Count;"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("each row once", "var orders = await db.Orders.Distinct().ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
    ];

    private static Case Of(string name, string action) => new(name, action) { IsLazy = true, IsTracked = true };
}
