using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Paging;

/// <summary>
/// Nothing calls an overload that was just added: the program asks itself for it, and pages by key when it has one. All pages together must be what all pages by number are,
/// in an order that leaves no rows equal. Where the fix makes the order unique, pages by number repeat rows and pass over others (PostgreSQL does, in the data here): there all rows of the table are compared,
/// and their sequence as far as the order says. A loop over all pages is rewritten in place and must visit the same rows in the same sequence.
/// </summary>
public sealed class OffsetPagingProofs() : Proofs("PERF2001")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Pages("by the key", "db.Orders.OrderBy(o => o.Id)", "o.Id"),
        Pages("by the key, descending", "db.Orders.OrderByDescending(o => o.Id)", "o.Id"),
        Pages("two columns", "db.Orders.OrderBy(o => o.Units).ThenBy(o => o.Id)", "(o.Units, o.Id)"),
        Pages("two directions", "db.Orders.OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id)", "(o.PlacedAt, o.Id)"),
        Pages("three columns in three directions", "db.Orders.OrderByDescending(o => o.ProductRef).ThenBy(o => o.Units).ThenByDescending(o => o.Id)", "(o.ProductRef, o.Units, o.Id)"),
        Pages("a state", "db.Orders.OrderBy(o => o.Status).ThenByDescending(o => o.Id)", "(o.Status, o.Id)"),
        Pages("amounts", "db.Orders.OrderByDescending(o => o.Total).ThenByDescending(o => o.Id)", "(o.Total, o.Id)"),
        Pages("weights", "db.Orders.OrderBy(o => o.Weight).ThenBy(o => o.Id)", "(o.Weight, o.Id)"),
        Pages("a unique number", "db.Customers.OrderBy(o => o.Number)", "o.Number", row: "Customer"),
        Pages("a unique text", "db.Products.OrderByDescending(o => o.Sku)", "o.Sku", row: "Product"),
        Pages("texts that differ in case", "db.Products.OrderBy(o => o.Name).ThenByDescending(o => o.Id)", "(o.Name, o.Id)", row: "Product"),
        Pages("a composite key", "db.Lines.OrderByDescending(o => o.OrderId).ThenBy(o => o.Position)", "(o.OrderId, o.Position)", row: "Line"),
        Pages("a Guid", "db.Tickets.OrderBy(o => o.Id)", "o.Id", row: "Ticket"),
        Pages("a Guid behind a long", "db.Tickets.OrderByDescending(o => o.Priority).ThenByDescending(o => o.Id)", "(o.Priority, o.Id)", row: "Ticket"),
        Pages("filtered and included", "db.Orders.Include(o => o.Lines).Where(o => o.Units > 0).OrderBy(o => o.CustomerId).ThenBy(o => o.Id)", "(o.CustomerId, o.Id)"),
        Pages("filtered behind", "db.Orders.AsNoTracking().OrderBy(o => o.PlacedAt).ThenBy(o => o.Id).Where(o => o.Units > 0)", "(o.PlacedAt, o.Id)"),
        Pages("query syntax", "(from o in db.Orders where o.Units < 5 orderby o.ProductRef descending, o.Id select o)", "(o.ProductRef, o.Id)"),
        Pages("held to one value by a filter", "db.Lines.Where(o => o.OrderId == 2).OrderBy(o => o.Position)", "o.Position", row: "Line"),
        MadeUnique("made unique", "db.Orders.OrderBy(o => o.Units)", "(o.Units, o.Id)", compared: "o.Units"),
        MadeUnique("made unique, descending", "db.Orders.OrderByDescending(o => o.PlacedAt)", "(o.PlacedAt, o.Id)", compared: "o.PlacedAt"),
        MadeUnique("made unique with two columns", "db.Lines.OrderBy(o => o.Quantity)", "(o.Quantity, o.OrderId, o.Position)", row: "Line", compared: "o.Quantity"),
        MadeUnique("made unique in query syntax", "(from o in db.Products orderby o.Name select o)", "(o.Name, o.Id)", row: "Product", compared: "o.Name"),
        Of("projected", "(o.PlacedAt, o.Id)", "Seen", "o", """
            private static async Task<List<Seen>> Page(Store db, int page) =>
                await db.Orders
                    .OrderBy(o => o.PlacedAt)
                    .ThenByDescending(o => o.Id)
                    .Select(o => new Seen { Id = o.Id, PlacedAt = o.PlacedAt, Name = o.Customer.Name })
                    .Skip(page * 3)
                    .Take(3)
                    .ToListAsync();

            private sealed class Seen
            {
                public int Id { get; set; }
                public DateTime PlacedAt { get; set; }
                public string Name { get; set; } = "";
            }
            """),
        Of("computed in steps, in a loop over rows", "(o.Units, o.Id)", "Order", "o", """
            private static async Task<List<Order>> Page(Store db, int page, int size = 3)
            {
                if (page < 0)
                {
                    page = 0;
                }

                var skipped = Math.Max(page, 0) * size;
                var (total, list) = (await db.Orders.CountAsync(), new List<Order>());
                foreach (var order in db.Orders.Where(o => o.Units != total).OrderByDescending(o => o.Units).ThenBy(o => o.Id).Skip(skipped).Take(size))
                {
                    list.Add(order);
                }

                return list;
            }
            """, more: ", 3"),
        Changing("rows come and go", "db.Orders.OrderBy(o => o.Units).ThenBy(o => o.Id)", "(o.Units, o.Id)"),
        Changing("rows come and go, two directions", "db.Orders.OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id)", "(o.PlacedAt, o.Id)"),
        Changing("rows come and go, by the key", "db.Orders.OrderByDescending(o => o.Id)", "o.Id"),
        Loop("loop without an end", """
            for (var page = 0; ; page++)
            {
                var orders = await db.Orders.OrderBy(o => o.Id).Skip(page * 3).Take(3).ToListAsync(ct);
                if (orders.Count == 0)
                {
                    break;
                }

                rows.AddRange(orders);
            }
            """),
        Loop("loop over counted pages", """
            const int Size = 4;
            var query = db.Orders.Where(o => o.Units < 6).OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id);
            var pages = (await query.CountAsync(ct) + Size - 1) / Size;
            for (var page = 1; page <= pages; page++)
            {
                var orders = await query.Skip((page - 1) * Size).Take(Size).ToListAsync(ct);
                rows.AddRange(orders);
                output.WriteLine(page);
            }
            """),
        Loop("loop that asks until a page is not full", """
            const int Size = 3;
            var skipped = 0;
            List<Product> products;
            do
            {
                products = db.Products
                    .OrderBy(p => p.Name)
                    .ThenByDescending(p => p.Id)
                    .Skip(skipped)
                    .Take(Size)
                    .ToList();
                skipped += Size;
                rows.AddRange(products);
            }
            while (products.Count == Size);
            """),
        Loop("loop that counts what it got", """
            var seen = 0;
            while (true)
            {
                var lines = await db.Lines.OrderByDescending(l => l.OrderId).ThenBy(l => l.Position).Skip(seen).Take(2).ToArrayAsync(ct);
                seen += lines.Length;
                if (lines.Length == 0)
                {
                    break;
                }

                foreach (var line in lines)
                {
                    rows.Add(line);
                }
            }
            """),
        Loop("two loops, one in the other", """
            for (var page = 0; page < 6; page++)
            {
                var customers = await db.Customers.OrderBy(c => c.Number).Skip(page * 4).Take(4).ToListAsync(ct);
                rows.AddRange(customers);
                for (var inner = 0; inner < 4; inner++)
                {
                    var tickets = await db.Tickets.OrderBy(t => t.Priority).ThenBy(t => t.Id).Skip(inner * 5).Take(5).ToListAsync(ct);
                    rows.AddRange(tickets);
                }
            }
            """),
        Loop("loop that changes rows", """
            for (var page = 0; ; page++)
            {
                var orders = await db.Orders.OrderByDescending(o => o.Id).Skip(page * 3).Take(3).ToListAsync(ct);
                if (orders.Count == 0)
                {
                    break;
                }

                foreach (var order in orders)
                {
                    order.Note = $"page {page}";
                    rows.Add(order.Id);
                }

                await db.SaveChangesAsync(ct);
            }
            """),
        Loop("loop that ends early", """
            for (var page = 0; page < 100; page++)
            {
                var orders = await db.Orders.OrderBy(o => o.Total).ThenBy(o => o.Id).Skip(page * 2).Take(2).ToListAsync(ct);
                rows.AddRange(orders);
                if (orders.Any(o => o.Units > 5) || page > 8)
                {
                    return rows;
                }
            }
            """),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        new("loop whose rows may move", "var page = 0;\nwhile (page < 5)\n{\n    var orders = await db.Orders.OrderBy(o => o.Units).ThenBy(o => o.Id).Skip(page * 3).Take(3).ToListAsync(ct);\n    orders.ForEach(o => o.Units++);\n    await db.SaveChangesAsync(ct);\n    page++;\n}\n\nreturn null;"),
        new("loop that leaves out pages", "var page = 0;\nwhile (page < 5)\n{\n    var orders = await db.Orders.OrderBy(o => o.Id).Skip(page * 3).Take(3).ToListAsync(ct);\n    page += 2;\n}\n\nreturn null;"),
        Refusing("a flag", "db.Customers.OrderBy(c => c.IsActive).ThenBy(c => c.Id)"),
        Refusing("a nullable number", "db.Customers.OrderBy(c => c.RegionId).ThenBy(c => c.Id)"),
        Refusing("a nullable text", "db.Customers.OrderBy(c => c.Phone)"),
        Refusing("a computed value", "db.Customers.OrderBy(c => c.Name.ToLower()).ThenBy(c => c.Id)"),
        Refusing("a column of another row", "db.Customers.OrderBy(c => c.Region!.Name).ThenBy(c => c.Id)"),
        Refusing("rows that repeat", "db.Orders.Select(o => o.Customer).OrderBy(c => c.Id)"),
        Refusing("rows of two sources", "db.Customers.Concat(db.Customers).OrderBy(c => c.Id)"),
        Refusing("an order by the caller's choice", "(page > 3 ? db.Customers.OrderBy(c => c.Id) : db.Customers.OrderByDescending(c => c.Id))"),
    ];

    private static Case Loop(string name, string loop) => new(name, $"var rows = new List<object>();\n{loop}\n\nreturn rows;") { Gain = Gain.FewerOffsets, Rows = 20 };

    private static Case Refusing(string name, string query) => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct) => await Page(db, 1);

        private static async Task<List<Customer>> Page(Store db, int page) => await {{query}}.Skip(page * 3).Take(3).ToListAsync();
        """);

    private static Case Pages(string name, string query, string key, string row = "Order") =>
        Of(name, key, row, "o", $"private static async Task<List<{row}>> Page(Store db, int page) => await {query}.Skip(page * 3).Take(3).ToListAsync();");

    private static Case MadeUnique(string name, string query, string key, string compared, string row = "Order") =>
        Of(name, key, row, compared, $"private static async Task<List<{row}>> Page(Store db, int page) => await {query}.Skip(page * 3).Take(3).ToListAsync();", everything: $"await {query}.ToListAsync()");

    /// <param name="key">What the overload gets, read from the last row of a page.</param>
    /// <param name="row">What a page holds.</param>
    /// <param name="compared">What is compared in sequence.</param>
    /// <param name="page">The method.</param>
    /// <param name="more">Arguments behind the page.</param>
    /// <param name="everything">What stands for the pages by number when they are not certain.</param>
    private static Case Of(string name, string key, string row, string compared, string page, string more = "", string everything = "") => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            var (rows, keys) = (new List<object>(), new List<object>());
            object? after = null;
            for (var page = 0; page < 9; page++)
            {
                var found = Behind is { } behind ? await (Task<List<{{row}}>>)behind.Invoke(null, [db, after{{more}}])! : await Page(db, page{{more}});
                foreach (var o in {{(everything.Length == 0 ? "found" : $"Behind is null ? page == 0 ? {everything} : [] : found")}})
                {
                    rows.Add({{compared}});
                    keys.Add({{key}});
                    after = {{key}};
                }
            }

            return (rows, keys.Count, keys.Order().ToList());
        }

        private static System.Reflection.MethodInfo? Behind =>
            typeof(Action).GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic).SingleOrDefault(m => m.Name == "Page" && m.GetParameters()[1].Name!.StartsWith("after"));

        {{page}}
        """) { Gain = Gain.FewerOffsets, Rows = 20 };

    /// <summary>Between two pages a row comes and a row goes; pages by number, which would repeat and pass over rows then, get both behind the last page. Every row that stays is seen once.</summary>
    private static Case Changing(string name, string query, string key) => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            var seen = new List<int>();
            object? after = null;
            for (var page = 0; page < 12; page++)
            {
                var found = Behind is { } behind ? await (Task<List<Order>>)behind.Invoke(null, [db, after])! : await Page(db, page);
                foreach (var o in found)
                {
                    seen.Add(o.Id);
                    after = {{key}};
                }

                if (Behind is not null)
                {
                    await Change(db, page);
                }
            }

            for (var page = 0; Behind is null && page < 12; page++)
            {
                await Change(db, page);
            }

            var stayed = await db.Orders.Where(o => o.Id < 1000).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync();
            return stayed.Select(id => (id, seen.Count(s => s == id))).ToList();
        }

        private static async Task Change(Store db, int page)
        {
            if (await db.Customers.OrderBy(c => c.Id).FirstOrDefaultAsync() is { } customer)
            {
                db.Orders.Add(new Order { Id = 1001 + page, CustomerId = customer.Id, Units = page % 5, PlacedAt = new DateTime(2024, 12, 30, page, 0, 0, DateTimeKind.Utc) });
                await db.SaveChangesAsync();
            }

            await db.Lines.Where(l => l.OrderId == page).ExecuteDeleteAsync();
            await db.Orders.Where(o => o.Id == page).ExecuteDeleteAsync();
        }

        private static System.Reflection.MethodInfo? Behind =>
            typeof(Action).GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic).SingleOrDefault(m => m.Name == "Page" && m.GetParameters()[1].Name!.StartsWith("after"));

        private static async Task<List<Order>> Page(Store db, int page) => await {{query}}.Skip(page * 3).Take(3).ToListAsync();
        """) { Gain = Gain.FewerOffsets, Rows = 20 };
}
