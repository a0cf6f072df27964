using PerfAnalyzers.Rules.Evaluation;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>PERF4001: a loop over rows that adds up one number becomes an aggregate.</summary>
public sealed class TotalEditTests
{
    [Fact]
    public Task A_sum_of_what_a_list_holds() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        """
        var sum = 0m;
        foreach (var order in [|await db.Orders.Where(o => o.CustomerId > 3).ToListAsync(ct).ConfigureAwait(false)|])
        {
            sum += order.Total;
        }

        return sum;
        """,
        """
        var sum = 0m;
        sum += await db.Orders.Where(o => o.CustomerId > 3).SumAsync(order => order.Total, ct).ConfigureAwait(false);

        return sum;
        """,
        title: "Let the database do Sum");

    [Fact]
    public Task A_sum_of_some_rows() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        """
        var least = 10m;
        var sum = 100m;
        foreach (var order in [|db.Orders
            .Include(o => o.Lines)
            .Where(o => o.CustomerId > 3)|])
        {
            if (order.Total > least)
            {
                sum -= order.Total * 2;
            }
        }
        """,
        """
        var least = 10m;
        var sum = 100m;
        sum -= db.Orders
            .Include(o => o.Lines)
            .Where(o => o.CustomerId > 3)
            .Where(order => order.Total > least)
            .Sum(order => order.Total * 2);
        """);

    [Fact]
    public Task A_count() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        """
        var n = 0;
        foreach (var o in [|db.Orders|]) if (o.Status == OrderStatus.Paid) n++;
        long all = 0;
        await foreach (var o in [|db.Orders.AsAsyncEnumerable()|]) { ++all; }
        """,
        """
        var n = 0;
        n += db.Orders.Count(o => o.Status == OrderStatus.Paid);
        long all = 0;
        all += await db.Orders.LongCountAsync();
        """);

    [Fact]
    public Task A_wider_type() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        """
        long ids = 0;
        foreach (var o in [|from o in db.Orders where o.Total > 5 select o|]) ids += o.Id + o.CustomerId;
        """,
        """
        long ids = 0;
        ids += (from o in db.Orders where o.Total > 5 select o).Sum(o => (long)(o.Id + o.CustomerId));
        """);

    [Fact]
    public Task An_overflow_is_named() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        "var ids = 0;\nforeach (var o in [|db.Orders.ToArray()|])\n{\n    ids += o.Id;\n}",
        "var ids = 0;\nids += db.Orders.Sum(o => o.Id);",
        title: "Let the database do Sum (an overflow fails there)");

    [Fact]
    public Task A_checked_overflow_fails_before_and_after() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        "var ids = 0;\nchecked\n{\n    foreach (var o in [|db.Orders.ToArray()|])\n    {\n        ids += o.Id;\n    }\n}",
        "var ids = 0;\nchecked\n{\n    ids += db.Orders.Sum(o => o.Id);\n}",
        title: "Let the database do Sum");

    [Fact]
    public Task All_at_once() => Verify.FixesAll<ClientSideAggregation, ClientSideAggregationFix>(
        """
        var sum = 0m;
        foreach (var o in [|db.Orders|]) { sum += o.Total; }
        var n = (await db.Orders.ToListAsync(ct)).[|Count|];
        """,
        """
        var sum = 0m;
        sum += db.Orders.Sum(o => o.Total);
        var n = await db.Orders.CountAsync(ct);
        """);

    [Theory]
    [InlineData("var (a, b) = (0m, 0);\nforeach (var o in [|db.Orders|]) { a += o.Total; b++; }")] // two numbers are two queries
    [InlineData("var n = 0;\nforeach (var o in [|db.Orders|]) { if (o.Note is null) { n++; } }")] // no pattern in an expression tree
    [InlineData("var n = 0;\nforeach (var o in [|db.Orders|]) { if (o.Total > 1) { n++; } else { n--; } }")]
    [InlineData("var sum = 0.0;\nforeach (var o in [|db.Orders|]) sum += (double)o.Total;")] // another order, other digits
    [InlineData("var sum = 0m;\n// all of them\nforeach (var o in [|db.Orders|]) { /* whatever it is */ sum += o.Total; }")] // the comment would be lost
    [InlineData("var orders = await db.Orders.ToListAsync(ct);\nvar n = 0;\nforeach (var o in [|orders|]) n++;")] // through a local
    [InlineData("var n = 0;\nforeach (var p in [|db.Orders.Select(o => new { o.Id, Days = Math.Cos(o.Id) })|]) { if (p.Days > 1) { n++; } }")] // the projection runs in memory
    [InlineData("short n = 0;\nforeach (var o in [|db.Orders|]) n++;")]
    [InlineData("var n = 0;\nawait foreach (var o in [|db.Orders.AsAsyncEnumerable().WithCancellation(ct)|]) n++;")]
    public Task No_fix(string code) => Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(code);

    [Fact]
    public Task A_stream_that_a_method_makes() => Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(
        """
        private IAsyncEnumerable<Order> All() => db.Orders.AsAsyncEnumerable();

        public async Task<int> Count()
        {
            var n = 0;
            await foreach (var o in [|All()|]) { n++; }
            return n;
        }
        """);

    [Fact]
    public Task A_parameter_by_reference() => Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(
        """
        public int Above(in decimal least)
        {
            var n = 0;
            foreach (var o in [|db.Orders|]) { if (o.Total > least) { n++; } }
            return n;
        }
        """);

    [Fact]
    public Task Decimals_where_the_database_may_be_SQLite() => Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(
        """
        public class Bill { public int Id { get; set; } public TimeSpan Spent { get; set; } public ulong Size { get; set; } }
        public class Bills(DbContextOptions<Bills> options) : DbContext(options)
        {
            public DbSet<Bill> All => Set<Bill>();
            protected override void OnConfiguring(DbContextOptionsBuilder builder) => builder.UseSqlite("x");
        }
        public class Work(Bills bills)
        {
            public int Long(TimeSpan least)
            {
                var n = 0;
                foreach (var b in [|bills.All|]) { if (b.Spent > least) { n++; } }
                return n;
            }
        }
        """);
}
