using PerfAnalyzers.Rules.Paging;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>The loop that PERF2001 rewrites in place.</summary>
public sealed class KeysetPagesTests
{
    [Fact]
    public Task A_counter_in_the_head_that_nothing_else_reads() => Fixes(
        """
        // All of them.
        for (var page = 0; ; page++)
        {
            // One page.
            var orders = await db.Orders.OrderBy(o => o.Id).[|Skip|](page * 50).Take(50).ToListAsync(ct); // fifty
            if (orders.Count == 0)
            {
                break;
            }
        }
        """,
        """
        int? last = null;
        // All of them.
        while (true)
        {
            IQueryable<Order> rows = db.Orders.OrderBy(o => o.Id);
            if (last is { } key)
            {
                rows = rows.Where(o => o.Id > key);
            }

            // One page.
            var orders = await rows.Take(50).ToListAsync(ct); // fifty
            last = orders.LastOrDefault() is { } tail ? tail.Id : last;
            if (orders.Count == 0)
            {
                break;
            }
        }
        """);

    [Fact]
    public Task A_counter_of_rows_in_statements_of_its_own() => Fixes(
        """
        const int Size = 100;
        var skipped = 0;
        List<Order> orders;
        do
        {
            orders = await db.Orders
                .Include(o => o.Lines)
                .OrderByDescending(o => o.PlacedAt)
                .[|Skip|](skipped)
                .Take(Size)
                .AsNoTracking()
                .ToListAsync(ct);
            skipped += Size;
            foreach (var order in orders)
            {
                Console.WriteLine(order.Id);
            }
        }
        while (orders.Count == Size);
        """,
        """
        const int Size = 100;
        List<Order> orders;
        (DateTime PlacedAt, int Id)? last = null;
        do
        {
            IQueryable<Order> rows = db.Orders
                .Include(o => o.Lines)
                .OrderByDescending(o => o.PlacedAt)
                .ThenByDescending(o => o.Id);
            if (last is { } key)
            {
                rows = rows.Where(o => o.PlacedAt <= key.PlacedAt && (o.PlacedAt < key.PlacedAt || o.Id < key.Id));
            }

            orders = await rows
                .Take(Size)
                .AsNoTracking()
                .ToListAsync(ct);
            last = orders.LastOrDefault() is { } tail ? (tail.PlacedAt, tail.Id) : last;
            foreach (var order in orders)
            {
                Console.WriteLine(order.Id);
            }
        }
        while (orders.Count == Size);
        """);

    [Fact]
    public Task A_counter_that_the_loop_needs_and_a_query_in_front_of_it() => Fixes(
        """
        var query = db.Customers.Where(c => c.IsActive).OrderBy(c => c.Name);
        var pages = (await query.CountAsync(ct) + 19) / 20;
        for (var page = 1; page <= pages; page++)
        {
            Console.WriteLine(page);
            var names = query.[|Skip|]((page - 1) * 20).Take(20).ToArray();
        }
        """,
        """
        var query = db.Customers.Where(c => c.IsActive).OrderBy(c => c.Name).ThenBy(c => c.Id);
        var pages = (await query.CountAsync(ct) + 19) / 20;
        (string Name, int Id)? last = null;
        for (var page = 1; page <= pages; page++)
        {
            Console.WriteLine(page);
            IQueryable<Customer> rows = query;
            if (last is { } key)
            {
                rows = rows.Where(x => string.Compare(x.Name, key.Name) >= 0 && (string.Compare(x.Name, key.Name) > 0 || x.Id > key.Id));
            }

            var names = rows.Take(20).ToArray();
            last = names.LastOrDefault() is { } tail ? (tail.Name, tail.Id) : last;
        }
        """);

    [Fact]
    public Task Two_loops_and_names_that_are_taken() => Fixes(
        """
        var last = 0;
        while (last < 3)
        {
            last++;
            for (int i = 0; i < 9; i = i + 1)
            {
                var rows = db.OrderLines.OrderBy(l => l.OrderId).ThenByDescending(l => l.Number).[|Skip|](50 * i).Take(50).ToList();
                Console.WriteLine(i + rows.Count);
            }

            for (int i = 0; i < 9; i++)
            {
                var more = db.Payments.OrderBy(p => p.Id).[|Skip|](i * 5).Take(5).ToList();
                Console.WriteLine(i);
            }
        }
        """,
        """
        var last = 0;
        while (last < 3)
        {
            last++;
            (int OrderId, int Number)? last2 = null;
            for (int i = 0; i < 9; i = i + 1)
            {
                IQueryable<OrderLine> rows2 = db.OrderLines.OrderBy(l => l.OrderId).ThenByDescending(l => l.Number);
                if (last2 is { } key)
                {
                    rows2 = rows2.Where(l => l.OrderId >= key.OrderId && (l.OrderId > key.OrderId || l.Number < key.Number));
                }

                var rows = rows2.Take(50).ToList();
                last2 = rows.LastOrDefault() is { } tail ? (tail.OrderId, tail.Number) : last2;
                Console.WriteLine(i + rows.Count);
            }

            Guid? last3 = null;
            for (int i = 0; i < 9; i++)
            {
                IQueryable<Payment> rows3 = db.Payments.OrderBy(p => p.Id);
                if (last3 is { } key2)
                {
                    rows3 = rows3.Where(p => p.Id > key2);
                }

                var more = rows3.Take(5).ToList();
                last3 = more.LastOrDefault() is { } tail2 ? tail2.Id : last3;
                Console.WriteLine(i);
            }
        }
        """);

    [Fact]
    public async Task The_title_says_that_a_loop_that_changes_rows_sees_all_of_them()
    {
        Assert.Equal(["Start each page behind the last Id of the page before"], await Verify.Titles<OffsetPaging, OffsetPagingFix>(
            "for (var i = 0; ; i++) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n if (page.Count == 0) break; }"));
        Assert.Equal(["Start each page behind the last Id of the page before (no row is passed over when the loop changes rows)"], await Verify.Titles<OffsetPaging, OffsetPagingFix>(
            "for (var i = 0; ; i++) { \nvar page = db.Orders.Where(o => o.Note == null).OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n if (page.Count == 0) break; page.ForEach(o => o.Note = \"seen\"); db.SaveChanges(); }"));
    }

    [Theory]
    [InlineData("var i = 2; while (i < 9) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n i++; }")] // begins later
    [InlineData("for (var i = 0; i < 9; i += 2) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n }")] // every second page
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(40).ToList();\n }")] // gaps
    [InlineData("for (var i = 0; i < 9; i++) { if (i == 3) continue; \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n }")]
    [InlineData("var i = 0; while (i < 9) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n if (page.Count > 2) i++; }")] // tries a page again
    [InlineData("var at = 0; while (at < 900) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](at).Take(50).ToList();\n page.RemoveAt(0); at += page.Count; }")]
    [InlineData("for (var i = 0; i < 9; i++) { var least = i; \nvar page = db.Orders.Where(o => o.Total > least).OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n }")] // another query each time
    [InlineData("for (var i = 0; i < 9; i++) { if (i != 5) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList();\n } }")]
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).Select(o => o.Note).ToList();\n }")]
    public Task A_loop_that_chooses_its_pages(string code) => Verify.Refuses<OffsetPaging, OffsetPagingFix>(code);

    [Theory]
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.OrderBy(o => o.Note).[|Skip|](i * 50).Take(50).ToList();\n }")]
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.[|Skip|](i * 50).Take(50).ToList();\n }")]
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.OrderBy(o => o.PlacedAt).[|Skip|](i * 50).Take(50).ToList();\n page.ForEach(o => o.PlacedAt = DateTime.Now); }")] // rows move
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.OrderBy(o => o.PlacedAt).[|Skip|](i * 50).Take(50).ToList();\n db.SaveChanges(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { \nvar page = db.Orders.OrderBy(o => o.Customer.Name).[|Skip|](i * 50).Take(50).ToList();\n }")]
    public Task Rows_that_have_no_place_or_may_leave_it(string code) => Verify.Refuses<OffsetPaging, OffsetPagingFix>(code);

    private static Task Fixes(string before, string after) => Verify.Fixes<OffsetPaging, OffsetPagingFix>(before, after);
}
