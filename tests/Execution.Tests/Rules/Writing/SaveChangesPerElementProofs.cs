using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Writing;

public sealed class SaveChangesPerElementProofs() : Proofs("PERF3001")
{
    private const string Save = "\n    await db.SaveChangesAsync(ct);";

    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("a value", "order.Units = 7;" + Save),
        Of("not awaited", "order.Note = \"seen\";\n    db.SaveChanges();"),
        Of("from old values", "order.Units += order.Id;\n    order.Total = order.Units;" + Save),
        Of("on a condition", "if (order.Discount is null)\n    {\n        order.Discount = 0.5m;\n    }\n" + Save),
        Of("removed rows", "db.Remove(order);\n    await db.SaveChangesAsync(ct).ConfigureAwait(false);"),
        Of("removed from the set", "db.Orders.Remove(order);" + Save),
        Of("added rows", "db.Regions.Add(new Region { Name = order.Note ?? \"none\" });" + Save),
        Of("added rows with keys of their own", "db.Tickets.Add(new Ticket { Id = new Guid(order.Id, 7, 7, new byte[8]), CustomerId = order.CustomerId, Priority = order.Id });" + Save),
        Of("a statement behind it", "order.Units = 1;" + Save + "\n    done++;"),
        Of("updated as a whole", "order.Weight = 0.5;\n    db.Update(order);" + Save),
        Of("skipped by a filter", "order.Status = OrderStatus.Shipped;" + Save, "db.Orders.Where(o => o.Units > 1)"),
        Of("with related rows", "order.Customer.Score = order.Id;" + Save, "db.Orders.Include(o => o.Customer)"),
        new("counted loop", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nfor (var i = 0; i < orders.Count; i++)\n{\n    orders[i].Units = i;\n    await db.SaveChangesAsync(ct);\n}\n\nreturn orders;") { Gain = Gain.FewerCommits, IsTracked = true },
        new("two loops", "foreach (var order in db.Orders.OrderBy(o => o.Id).ToList())\n{\n    order.Units = 1;\n    db.SaveChanges();\n}\n\nforeach (var product in db.Products.OrderBy(p => p.Id).ToList())\n{\n    product.Stock = 1;\n    db.SaveChanges();\n}\n\nreturn 0;") { Gain = Gain.FewerCommits, IsTracked = true },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("skips turns", "if (order.Units > 1)\n    {\n        continue;\n    }\n\n    order.Units = 1;" + Save),
        Of("leaves early", "order.Units = 1;" + Save + "\n    if (order.Id == 7)\n    {\n        break;\n    }"),
        Of("a transaction each", "await using var transaction = await db.Database.BeginTransactionAsync(ct);\n    order.Units = 1;" + Save + "\n    await transaction.CommitAsync(ct);"),
        Of("the number of rows is used", "order.Units = 1;\n    done += await db.SaveChangesAsync(ct);"),
        Of("a key that the save makes", "var region = new Region { Name = \"x\" };\n    db.Add(region);" + Save + "\n    output.WriteLine(region.Id);"),
    ];

    private static Case Of(string name, string body, string query = "db.Orders") => new(
        name, $"var done = 0;\nvar orders = await {query}.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {body}\n}}\n\nreturn done;")
    {
        Gain = Gain.FewerCommits,
        IsTracked = true,
    };
}
