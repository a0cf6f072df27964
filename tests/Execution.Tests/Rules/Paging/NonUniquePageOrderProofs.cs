using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Paging;

/// <summary>Equal rows may come in any order: what the order does say is compared, and the rows of all pages.</summary>
public sealed class NonUniquePageOrderProofs() : Proofs("PERF2003")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Pages("by one column", "db.Orders.OrderBy(o => o.Units)", "o.Units"),
        Pages("descending", "db.Orders.OrderByDescending(o => o.Units)", "o.Units"),
        Pages("by two columns", "db.Orders.OrderBy(o => o.Status).ThenByDescending(o => o.Units)", "o.Status, o.Units"),
        Pages("filtered behind", "db.Orders.OrderBy(o => o.PlacedAt).Where(o => o.Units > 0)", "o.PlacedAt"),
        Pages("by a nullable", "db.Orders.OrderBy(o => o.Discount)", "o.Discount"),
        Pages("by a nullable, descending", "db.Orders.OrderByDescending(o => o.Discount)", "o.Discount"),
        Pages("by text", "db.Orders.OrderBy(o => o.Note)", "o.Note"),
        Pages("untracked", "db.Orders.AsNoTracking().OrderBy(o => o.Total)", "o.Total"),
        Pages("query syntax", "(from o in db.Orders orderby o.Units descending select o)", "o.Units"),
        Pages("included", "db.Orders.Include(o => o.Lines).OrderBy(o => o.Weight)", "o.Weight, o.Lines.Count - o.Lines.Count"),
        Pages("composite key", "db.Lines.OrderByDescending(o => o.Quantity)", "o.Quantity", "(o.OrderId, o.Position)"),
        Pages("by a flag and a time", "db.Orders.OrderByDescending(o => o.Status).ThenBy(o => o.PlacedAt)", "o.Status, o.PlacedAt"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("pages behind a value", "var before = DateTime.UtcNow;\nreturn await db.Orders.Where(o => o.PlacedAt < before).OrderByDescending(o => o.PlacedAt).Take(2).ToListAsync(ct);"),
        new("the key is gone", "public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct) => await Page(db, 1);\n\nprivate static async Task<List<int>> Page(Store db, int page) =>\n    await db.Orders.Select(o => new { o.Units }).OrderBy(o => o.Units).Skip(page * 3).Take(3).Select(o => o.Units).ToListAsync();"),
        new("ordered in another method", "public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct) => await Page(db, 1);\n\nprivate static async Task<List<Order>> Page(Store db, int page) => await Ordered(db).Skip(page * 3).Take(3).ToListAsync();\n\nprivate static IQueryable<Order> Ordered(Store db) => db.Orders.OrderBy(o => o.Units);"),
        new("pages behind a value, ascending", "public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct) => await Page(db, 1);\n\nprivate static async Task<List<Order>> Page(Store db, int after) => await db.Orders.Where(o => o.Units > after).OrderBy(o => o.Units).Take(3).ToListAsync();"),
    ];

    private static Case Pages(string name, string query, string compared, string key = "o.Id") => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            var (values, keys) = (new List<object>(), new List<object>());
            for (var page = 0; page < 8; page++)
            {
                foreach (var o in await Page(db, page))
                {
                    values.Add(({{compared}}, 0));
                    keys.Add({{key}});
                }
            }

            return (values, keys.Distinct().Order().ToList());
        }

        private static async Task<List<{{(query.Contains("db.Lines") ? "Line" : "Order")}}>> Page(Store db, int page) =>
            await {{query}}.Skip(page * 3).Take(3).ToListAsync();
        """) { Gain = Gain.Certainty };
}
