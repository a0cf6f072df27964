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
        Of("row by row", "var score = 0;\nawait foreach (var order in db.Orders.OrderBy(o => o.Id).AsAsyncEnumerable().WithCancellation(ct))\n{\n    score += order.Customer.Score;\n}\n\nreturn score;") with { IsSqliteOnly = true },
        Of("a set, row by row", "var score = 0;\nawait foreach (var order in db.Orders)\n{\n    score += order.Customer.Score;\n}\n\nreturn score;") with { IsSqliteOnly = true },
        Of("SQL changes the rows behind", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine($\"{order.Id} {order.Customer.Score}\");\n}\n\nawait db.Database.ExecuteSqlAsync($\"UPDATE \\\"Customers\\\" SET \\\"Score\\\" = 3\", ct);\nreturn orders.Count;"),
        Of("untracked, and back", "var orders = await db.Orders.AsNoTracking().OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine($\"{order.Id} {order.Customer.Name} {order.Customer.Orders.Count}\");\n}\n\nreturn orders.Select(o => o.Customer).Distinct().Count();"),
        Of("adds rows to what it reads", "var customers = await db.Customers.OrderBy(c => c.Id).ToListAsync(ct);\nforeach (var customer in customers)\n{\n    db.Orders.Add(new Order { CustomerId = customer.Id });\n    await db.SaveChangesAsync(ct);\n    output.WriteLine(customer.Orders.Count);\n}\n\nreturn 0;"),
        Of("a filter hides some, which may be missing", "var books = await db.Books.OrderBy(b => b.Id).ToListAsync(ct);\nforeach (var book in books)\n{\n    output.WriteLine($\"{book.Id} {book.Spare?.Id}\");\n}\n\nreturn books.Count;") with { Model = Shelves.Model },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("each row once", "var orders = await db.Orders.Distinct().ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine(order.Customer.Name);\n}\n\nreturn orders.Count;"),
        Of("a filter hides some, which each row needs", "var books = await db.Books.OrderBy(b => b.Id).ToListAsync(ct);\nforeach (var book in books)\n{\n    if (book.Shelf is { } shelf)\n    {\n        output.WriteLine(shelf.Id);\n    }\n}\n\nreturn books.Count;") with { Model = Shelves.Model },
        Of("a query without filters", "var books = await db.Books.IgnoreQueryFilters().OrderBy(b => b.Id).ToListAsync(ct);\nforeach (var book in books)\n{\n    output.WriteLine($\"{book.Id} {book.Spare?.Id}\");\n}\n\nreturn books.Count;") with { Model = Shelves.Model },
        Of("gets another parent before", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.CustomerId = orders[0].CustomerId;\n    output.WriteLine($\"{order.Id} {order.Customer.Name}\");\n}\n\nreturn orders.Count;"),
        Of("SQL changes the rows before", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nawait db.Database.ExecuteSqlAsync($\"UPDATE \\\"Customers\\\" SET \\\"Score\\\" = 3\", ct);\nforeach (var order in orders)\n{\n    output.WriteLine($\"{order.Id} {order.Customer.Score}\");\n}\n\nreturn orders.Count;"),
        Of("SQL changes the rows in a loop around", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var least in new[] { 0, 1, 2, 3, 4 })\n{\n    foreach (var order in orders)\n    {\n        output.WriteLine(order.Units > least ? order.Customer.Score : 0);\n    }\n\n    await db.Database.ExecuteSqlAsync($\"UPDATE \\\"Customers\\\" SET \\\"Score\\\" = 3\", ct);\n}\n\nreturn orders.Count;"),
        Of("a stream from a variable", "var score = 0;\nvar stream = db.Orders.Where(o => o.Units > 0).AsAsyncEnumerable();\nawait foreach (var order in stream)\n{\n    score += order.Customer.Score;\n}\n\nreturn score;"),
    ];

    private static Case Of(string name, string action) => new(name, action) { IsLazy = true, IsTracked = true };
}
