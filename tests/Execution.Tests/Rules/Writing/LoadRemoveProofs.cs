using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Writing;

public sealed class LoadRemoveProofs() : Proofs("PERF3003")
{
    private const string Save = "\nawait db.SaveChangesAsync(ct);\nreturn await db.Orders.CountAsync(ct);";

    private const string Own = "await using var own = new Store((DbContextOptions<Store>)Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Infrastructure.IDbContextOptions>(db));\n";

    public override ImmutableArray<Case> Fixed { get; } =
    [
        new("on a context of its own", Own + "var old = await own.Orders.Where(o => o.Units > 1).ToListAsync(ct);\nown.RemoveRange(old);\nawait own.SaveChangesAsync(ct);\nreturn await own.Orders.CountAsync(ct);"),
        new("a list", "var old = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\ndb.Orders.RemoveRange(old);" + Save),
        new("through the context", "var old = await db.Orders.Where(o => o.Discount == null).ToListAsync(ct);\ndb.RemoveRange(old);" + Save),
        new("not awaited", "var old = db.Orders.Where(o => o.Units < 3).ToArray();\ndb.RemoveRange(old);\ndb.SaveChanges();\nreturn 0;"),
        new("one by one", "var old = await db.Orders.Where(o => o.Note != null).ToListAsync(ct);\nforeach (var order in old)\n{\n    db.Orders.Remove(order);\n}\n" + Save),
        new("by their state", "foreach (var order in await db.Orders.Where(o => o.Units == 0).ToListAsync(ct))\n{\n    db.Entry(order).State = EntityState.Deleted;\n}\n" + Save),
        new("a query in place", "db.Orders.RemoveRange(db.Orders.Where(o => o.Status == OrderStatus.Paid));" + Save),
        new("all of them", "db.RemoveRange(db.Tickets);\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("streamed", "await foreach (var line in db.Lines.Where(l => l.Quantity > 1).AsAsyncEnumerable().WithCancellation(ct))\n{\n    db.Remove(line);\n}\n" + Save),
        new("with rows that the database deletes too", "var gone = await db.Customers.Where(c => c.Score > 3).ToListAsync(ct);\ndb.Customers.RemoveRange(gone);" + Save),
        new("by what they lead to", "var old = await db.Orders.Where(o => o.Customer.Score < 5 || o.Lines.Any(l => l.Quantity > 2)).ToListAsync(ct);\ndb.RemoveRange(old);" + Save),
        new("by keys in memory", "var names = new List<string> { \"a\", \"b\", \"10\" };\nvar found = await db.Products.Where(p => names.Contains(p.Name)).ToListAsync(ct);\ndb.Products.RemoveRange(found);\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("of a composed query", "var query = db.Orders.AsQueryable();\nif (await db.Orders.CountAsync(ct) > 3)\n{\n    query = query.Where(o => o.Units > 0);\n}\n\nquery = query.Where(o => o.Total >= 0).AsNoTracking();\nvar old = await query.ToListAsync(ct);\ndb.RemoveRange(old);" + Save),
        new("beside another change", "db.Regions.Add(new Region { Name = \"new\" });\nvar products = await db.Products.Where(p => p.Stock > 2).ToListAsync(ct);\ndb.Products.RemoveRange(products);\nawait db.SaveChangesAsync(ct);\nreturn await db.Regions.CountAsync(ct);") { Gain = Gain.FewerRows },
        new("in a transaction that is rolled back", """
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                var old = await db.Orders.Where(o => o.Units > 1).ToListAsync(ct);
                db.RemoveRange(old);
                await db.SaveChangesAsync(ct);
                if (await db.Orders.AnyAsync(ct))
                {
                    await transaction.RollbackAsync(ct);
                }
                else
                {
                    await transaction.CommitAsync(ct);
                }
            }

            return await db.Orders.CountAsync(ct);
            """),
        new("twice, and read between", "db.RemoveRange(db.Lines.Where(l => l.Quantity > 3));\nawait db.SaveChangesAsync(ct);\nvar left = await db.Lines.CountAsync(ct);\nvar old = await db.Orders.Where(o => !o.Lines.Any()).ToListAsync(ct);\ndb.RemoveRange(old);\nawait db.SaveChangesAsync(ct);\nreturn (left, await db.Orders.CountAsync(ct));"),
        new("for each value", "for (var units = 0; units < 4; units++)\n{\n    var old = db.Orders.Where(o => o.Units == units).ToList();\n    db.Orders.RemoveRange(old);\n    db.SaveChanges();\n}\n\nreturn db.Orders.Count();") { Rows = 12 },
        new("cancelled", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                using var source = new CancellationTokenSource();
                if (await db.Orders.CountAsync(ct) > 2)
                {
                    source.Cancel();
                }

                try
                {
                    await Clear(db, source.Token);
                    return "cleared";
                }
                catch (OperationCanceledException)
                {
                    return "cancelled";
                }
            }

            private static async Task Clear(Store db, CancellationToken ct)
            {
                var old = await db.Orders.ToListAsync(ct);
                db.RemoveRange(old);
                await db.SaveChangesAsync(ct);
            }
            """),
        new("of a set by its type", "var large = await db.Set<Note>().Where(n => n.Size > 1).IgnoreQueryFilters().ToListAsync(ct);\ndb.Set<Note>().RemoveRange(large);\nawait db.SaveChangesAsync(ct);\nreturn 0;")
        {
            Model = "public class Note { public int Id { get; set; } public int Size { get; set; } }\n\npublic partial class Store\n{\n    public DbSet<Note> Notes => Set<Note>();\n}",
        },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("dependents that the client detaches", "var old = await db.Regions.Where(r => r.Id > 3).ToListAsync(ct);\ndb.Regions.RemoveRange(old);\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("the number of rows is used", "var old = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\ndb.Orders.RemoveRange(old);\nreturn await db.SaveChangesAsync(ct);"),
        new("only when there are some", "var old = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\nif (old.Any())\n{\n    db.Orders.RemoveRange(old);\n    await db.SaveChangesAsync(ct);\n}\n\nreturn 0;"),
        new("rows of the same table are tracked", "var first = await db.Orders.OrderBy(o => o.Id).FirstOrDefaultAsync(ct);\nvar old = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\ndb.Orders.RemoveRange(old);\nawait db.SaveChangesAsync(ct);\nreturn first is null ? \"none\" : db.Entry(first).State.ToString();"),
        new("the principal is tracked", "var customer = await db.Customers.Include(c => c.Orders).OrderBy(c => c.Id).FirstOrDefaultAsync(ct);\nvar old = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\ndb.Orders.RemoveRange(old);\nawait db.SaveChangesAsync(ct);\nreturn customer?.Orders.Count;"),
        new("the first rows", "var old = await db.Orders.OrderBy(o => o.Id).Take(3).ToListAsync(ct);\ndb.Orders.RemoveRange(old);\nawait db.SaveChangesAsync(ct);\nreturn 0;"),
        new("one row", "var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == 3, ct);\nif (order is null)\n{\n    return \"none\";\n}\n\ndb.Orders.Remove(order);\nawait db.SaveChangesAsync(ct);\nreturn \"gone\";"),
        new("another statement between", "var old = await db.Orders.Where(o => o.Units > 3).ToListAsync(ct);\ndb.Orders.RemoveRange(old);\nvar left = await db.Orders.CountAsync(ct);\nawait db.SaveChangesAsync(ct);\nreturn left;"),
        new("failures are caught", "try\n{\n    db.RemoveRange(db.Orders);\n    await db.SaveChangesAsync(ct);\n}\ncatch (DbUpdateException)\n{\n}\n\nreturn 0;"),
    ];
}
