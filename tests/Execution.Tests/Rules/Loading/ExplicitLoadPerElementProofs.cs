using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Loading;

public sealed class ExplicitLoadPerElementProofs() : Proofs("PERF1004")
{
    private const string Orders = "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\n";
    private const string Customers = "var customers = await db.Customers.OrderBy(c => c.Id).ToListAsync(ct);\n";

    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("reference", Orders + "foreach (var order in orders)\n{\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders;"),
        Of("reference, not awaited", Orders + "foreach (var order in orders)\n{\n    db.Entry(order).Reference(o => o.Customer).Load();\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders;"),
        Of("reference that may be null", Customers + "foreach (var customer in customers)\n{\n    await db.Entry(customer).Reference(c => c.Region).LoadAsync(ct);\n    output.WriteLine(customer.Region?.Name);\n}\n\nreturn customers;"),
        Of("collection", Customers + "foreach (var customer in customers)\n{\n    await db.Entry(customer).Collection(c => c.Orders).LoadAsync(ct).ConfigureAwait(false);\n    output.WriteLine(customer.Orders.Count);\n}\n\nreturn customers;"),
        Of("two collections", Customers + "foreach (var customer in customers)\n{\n    await db.Entry(customer).Collection(c => c.Orders).LoadAsync(ct);\n    await db.Entry(customer).Collection(c => c.Tickets).LoadAsync(ct);\n    output.WriteLine($\"{customer.Orders.Count} {customer.Tickets.Count}\");\n}\n\nreturn customers;"),
        Of("reference and collection", Orders + "foreach (var order in orders)\n{\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    await db.Entry(order).Collection(o => o.Lines).LoadAsync(ct);\n    output.WriteLine($\"{order.Customer.Name} {order.Lines.Sum(l => l.Quantity)}\");\n}\n\nreturn orders;"),
        Of("by name", Orders + "foreach (var order in orders)\n{\n    await db.Entry(order).Reference(\"Customer\").LoadAsync(ct);\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders;"),
        Of("array of filtered rows", "var orders = db.Orders.Where(o => o.Units > 0).OrderBy(o => o.Id).ToArray();\nforeach (var order in orders)\n{\n    db.Entry(order).Collection(o => o.Lines).Load();\n    output.WriteLine(order.Lines.Count);\n}\n\nreturn orders;"),
        Of("composite key", "var lines = await db.Lines.OrderBy(l => l.OrderId).ThenBy(l => l.Position).ToListAsync(ct);\nforeach (var line in lines)\n{\n    await db.Entry(line).Reference(l => l.Order).LoadAsync(ct);\n    output.WriteLine(line.Order.Note);\n}\n\nreturn lines;"),
        Of("the last statement", Orders + "foreach (var order in orders)\n{\n    output.WriteLine(order.Id);\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n}\n\nreturn orders.Select(o => o.Customer.Name).ToList();"),
        Of("written to and saved", Orders + "foreach (var order in orders)\n{\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    order.Note = order.Customer.Name;\n    order.Customer.Score++;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn orders;"),
        Of("page", "var orders = await db.Orders.OrderByDescending(o => o.Id).Take(30).ToListAsync(ct);\nforeach (var order in orders)\n{\n    await db.Entry(order).Collection(o => o.Lines).LoadAsync(ct);\n    output.WriteLine(order.Lines.Count);\n}\n\nreturn orders;"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("rows from elsewhere", "public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)\n{\n    await Show(db, db.Orders.ToList(), ct);\n    return 0;\n}\n\nprivate static async Task Show(Store db, List<Order> orders, CancellationToken ct)\n{\n    foreach (var order in orders)\n    {\n        await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    }\n}"),
        new("the value of the load is used", Customers + "foreach (var customer in customers)\n{\n    var orders = await db.Entry(customer).Collection(c => c.Orders).Query().ToListAsync(ct);\n    output.WriteLine(orders.Count);\n}\n\nreturn 0;"),
        new("each row once", "var orders = await db.Orders.Distinct().ToListAsync(ct);\nforeach (var order in orders)\n{\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
        new("rows of two queries", "var orders = await db.Orders.Where(o => o.Units > 1).Union(db.Orders.Where(o => o.Total > 1)).ToListAsync(ct);\nforeach (var order in orders)\n{\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
        new("not in a block", Orders + "foreach (var order in orders)\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n\nreturn orders.Count;"),
        new("a filter hides some, which each row needs", "var books = await db.Books.OrderBy(b => b.Id).ToListAsync(ct);\nforeach (var book in books)\n{\n    await db.Entry(book).Reference(b => b.Shelf).LoadAsync(ct);\n    output.WriteLine(book.Shelf?.Id);\n}\n\nreturn books.Count;") { Model = Shelves.Model },
        new("gets another parent before", Orders + "foreach (var order in orders)\n{\n    order.CustomerId = orders[0].CustomerId;\n    await db.Entry(order).Reference(o => o.Customer).LoadAsync(ct);\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
    ];

    private static Case Of(string name, string action) => new(name, action) { IsTracked = true };
}
