using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Loading;

/// <summary>The fix says that it changes results where nothing was loaded; where the context tracks the other rows, it changes none.</summary>
public sealed class NavigationNeverLoadedProofs() : Proofs("PERF1002")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("reference", "await db.Orders.OrderBy(o => o.Id).ToListAsync(ct)", "output.WriteLine(row.Customer.Name);"),
        Of("collection", "await db.Customers.OrderBy(c => c.Id).ToListAsync(ct)", "output.WriteLine(row.Orders.Count);"),
        Of("fetched at once", "db.Lines.OrderBy(l => l.OrderId).ThenBy(l => l.Position).ToList()", "output.WriteLine(row.Order.Note);"),
        Of("filtered", "await db.Orders.Where(o => o.Units > 1).OrderBy(o => o.Id).ToArrayAsync(ct)", "output.WriteLine(row.Customer.Score);"),
        Of("page", "await db.Orders.OrderBy(o => o.Id).Skip(1).Take(30).ToListAsync(ct)", "output.WriteLine(row.Lines.Count);"),
        Of("lines of an order", "await db.Orders.OrderByDescending(o => o.Id).ToListAsync(ct)", "output.WriteLine(row.Lines.Sum(l => l.Quantity));"),
        Of("query syntax", "await (from o in db.Orders orderby o.Id select o).ToListAsync(ct)", "output.WriteLine(row.Customer.Number);"),
        Of("on lines of its own", "await db.Customers\n            .OrderBy(c => c.Id)\n            .ToListAsync(ct)", "output.WriteLine(row.Orders.Count);"),
        Of("included otherwise", "await db.Orders.Include(o => o.Lines).OrderBy(o => o.Id).ToListAsync(ct)", "output.WriteLine(row.Customer.Score);"),
        Of("by two columns", "await db.Orders.OrderBy(o => o.Status).ThenBy(o => o.Id).ToListAsync(ct)", "output.WriteLine(row.Customer.IsActive);"),
        Of("of a unique number", "await db.Customers.OrderBy(c => c.Number).ToListAsync(ct)", "output.WriteLine(row.Orders.Count(o => o.Units > 1));"),
        Of("two navigations", "await db.Orders.OrderBy(o => o.Id).ToListAsync(ct)", "output.WriteLine($\"{row.Customer.Name} {row.Lines.Count}\");"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("each row once", "await db.Orders.Distinct().ToListAsync(ct)", "output.WriteLine(row.Customer.Name);"),
        Of("a filter hides some, which each row needs", "await db.Books.OrderBy(b => b.Id).ToListAsync(ct)", "output.WriteLine(row.Shelf.Id);") with { Model = Shelves.Model },
        Of("gets another parent before", "await db.Orders.OrderBy(o => o.Id).ToListAsync(ct)", "row.CustomerId = rows[0].CustomerId;\n        output.WriteLine(row.Customer.Name);"),
        Of("SQL changes the rows before", "await db.Orders.OrderBy(o => o.Id).ToListAsync(ct)", "await db.Database.ExecuteSqlAsync($\"UPDATE \\\"Customers\\\" SET \\\"Score\\\" = 3\", ct);\n        output.WriteLine(row.Customer.Score);"),
    ];

    private static Case Of(string name, string query, string body) => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            await Warm(db, ct);
            await Show(db, output, ct);
            return 0;
        }

        private static async Task Warm(Store db, CancellationToken ct)
        {
            await db.Customers.LoadAsync(ct);
            await db.Orders.LoadAsync(ct);
            await db.Lines.LoadAsync(ct);
        }

        private static async Task Show(Store db, TextWriter output, CancellationToken ct)
        {
            var rows = {{query}};
            foreach (var row in rows)
            {
                {{body}}
            }
        }
        """) { Gain = Gain.Certainty, IsTracked = true };
}
