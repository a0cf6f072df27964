using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Writing;

public sealed class LoadModifySaveProofs() : Proofs("PERF3002")
{
    private const string Own = "await using var own = new Store((DbContextOptions<Store>)Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Infrastructure.IDbContextOptions>(db));\n";

    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("a constant", "order.Units = 7;"),
        Of("a parameter and a local", "order.Note = note;\n    order.Discount = share;"),
        Of("nothing", "order.Note = null;\n    order.Discount = default;"),
        Of("one more", "order.Units++;"),
        Of("from old values", "order.Units += order.ProductRef - 1;\n    order.Total -= 0.25m;\n    order.Weight *= 2;"),
        Of("from columns that change later", "order.Units = order.ProductRef + 1;\n    order.ProductRef = 3;"),
        Of("where it is missing", "order.Note ??= note;\n    order.Discount = order.Discount ?? order.Total;"),
        Of("of nullable arithmetic", "order.Discount += 1;\n    order.ReferrerNumber = order.ReferrerNumber - order.Units;"),
        Of("text that is put together", "order.Note = order.Note + \"-\" + note;"),
        Of("on a condition", "if (order.Units > 2 && order.Discount == null || order.Status == OrderStatus.Paid)\n    {\n        order.Status = OrderStatus.Shipped;\n        order.Weight = 0.5;\n    }"),
        Of("on a condition over amounts", "if (order.Total >= 1.5m || order.Total == 0)\n    {\n        order.Units = -1;\n    }"),
        Of("one value or another", "order.Units = order.Total > 1 ? 0 : order.Units;\n    order.Note = order.Discount != null ? \"cheap\" : null;"),
        Of("the day of today", "order.PlacedAt = DateTime.UtcNow.Date;"),
        Of("filtered by what they lead to", "order.Units = 9;", "db.Orders.Where(o => o.Customer.Score > 2 || o.Lines.Any())"),
        Of("untracked, and updated as a whole", "order.Units = 4;\n    db.Update(order);", "db.Orders.AsNoTracking()"),
        new("not awaited", "foreach (var product in db.Products.Where(p => !p.IsHidden))\n{\n    product.IsHidden = product.Stock == 0;\n    product.Stock = product.Stock + 1;\n}\n\ndb.SaveChanges();\nreturn 0;"),
        new("streamed", "await foreach (var line in db.Lines.AsAsyncEnumerable().WithCancellation(ct))\n{\n    line.Quantity -= 1;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn await db.Lines.SumAsync(l => l.Quantity, ct);"),
        new("by lambdas", "var tickets = await db.Tickets.Where(t => t.Priority > 0).ToListAsync(ct);\ntickets.ForEach(t => t.Priority = 0);\nawait db.SaveChangesAsync(ct);\nawait db.Customers.ForEachAsync(c => c.Balance = c.Balance + c.Balance, ct);\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("moved to another owner", "var owner = await db.Customers.MinAsync(c => (int?)c.Id, ct) ?? 0;\nvar orders = await db.Orders.ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.CustomerId = owner;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("beside another change", "db.Regions.Add(new Region { Name = \"new\" });\nvar products = await db.Products.Where(p => p.Stock > 2).ToListAsync(ct);\nforeach (var product in products)\n{\n    product.Stock = 0;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn await db.Regions.CountAsync(ct);") { Gain = Gain.FewerRows },
        new("for each value", "for (var units = 0; units < 4; units++)\n{\n    var orders = db.Orders.Where(o => o.Units == units).ToList();\n    foreach (var order in orders)\n    {\n        order.Units = order.Id + units;\n    }\n\n    db.SaveChanges();\n}\n\nreturn db.Orders.Sum(o => o.Units);") { Rows = 12 },
        new("on a context of its own", Own + "var orders = await own.Orders.Where(o => o.Units > 1).ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.Units = 0;\n}\n\nawait own.SaveChangesAsync(ct);\nreturn await own.Orders.CountAsync(o => o.Units == 0, ct);"),
        new("a value that is stored as another", "var notes = await db.Notes.Where(n => n.Size > 1).ToListAsync(ct);\nforeach (var note in notes)\n{\n    note.Mood = Mood.Good;\n    note.Pages = 3;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn await db.Notes.CountAsync(n => n.Mood == Mood.Good, ct);")
        {
            Model = "public enum Mood { Bad, Good }\n\npublic class Note { public int Id { get; set; } public int Size { get; set; } public short Pages { get; set; } public Mood Mood { get; set; } }\n\npublic partial class Store\n{\n    public DbSet<Note> Notes => Set<Note>();\n\n    protected override void ConfigureConventions(ModelConfigurationBuilder builder) => builder.Properties<Mood>().HaveConversion<string>();\n}",
        },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("a value that reads one assigned before", "order.Units = order.Units + 1;\n    order.ProductRef = order.Units;"),
        Of("a text that is compared", "if (order.Note == note)\n    {\n        order.Units = 1;\n    }"),
        Of("a product of amounts", "order.Total *= 1.1m;"),
        Of("untracked, so nothing is saved", "order.Units = 4;", "db.Orders.AsNoTracking()"),
        Of("a null that is compared", "order.Units = order.Discount > 1 ? 1 : 2;"),
        new("a unique column", "var products = await db.Products.ToListAsync(ct);\nforeach (var product in products)\n{\n    product.Sku = product.Sku + \"x\";\n}\n\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("the number of rows is used", "var orders = await db.Orders.ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.Units = 1;\n}\n\nreturn await db.SaveChangesAsync(ct);"),
        new("rows of the same table are tracked", "var first = await db.Orders.OrderBy(o => o.Id).FirstOrDefaultAsync(ct);\nvar orders = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.Units = 1;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn first?.Units;"),
        new("counted before", "var orders = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\nif (orders.Count == 0)\n{\n    return \"none\";\n}\n\nforeach (var order in orders)\n{\n    order.Units = 1;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn \"some\";"),
        new("the first rows", "var orders = await db.Orders.OrderBy(o => o.Id).Take(2).ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.Units = 1;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("a failure is caught", "try\n{\n    foreach (var order in db.Orders.ToList())\n    {\n        order.CustomerId = 12;\n    }\n\n    db.SaveChanges();\n    return \"moved\";\n}\ncatch (DbUpdateException)\n{\n    return \"no such customer\";\n}"),
    ];

    private static Case Of(string name, string turn, string query = "db.Orders.Where(o => o.Units >= 0)") => new(
        name, $"var note = \"seen\";\nvar share = 0.5m;\nvar orders = await {query}.ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {turn}\n}}\n\nawait db.SaveChangesAsync(ct);\nreturn note + share;");
}
