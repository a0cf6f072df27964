using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Evaluation;

namespace PerfAnalyzers.Tests.Rules.Evaluation;

public sealed class SeveralAggregatesTests
{
    [Theory]
    [InlineData("var query = db.Orders.Where(o => o.CustomerId == 3);\nvar min = await query.[|MinAsync|](o => o.Total, ct);\nvar max = await query.MaxAsync(o => o.Total, ct);")]
    [InlineData("var a = await db.Orders.Where(o => o.CustomerId == 3).[|CountAsync|](ct);\nvar b = await db.Orders.Where(o => o.CustomerId == 3).SumAsync(o => o.Total, ct);")]
    [InlineData("var a = db.Orders.[|Count|](o => o.Status == OrderStatus.New);\nvar b = db.Orders.Count(o => o.Status == OrderStatus.Paid);")]
    [InlineData("var a = db.Orders.[|Count|]();\nvar b = db.Orders.Count(o => o.Status == OrderStatus.Paid);\nvar c = db.Orders.Sum(o => o.Total);")]
    [InlineData("return new { New = await db.Orders.Where(o => o.Status == OrderStatus.New).[|CountAsync|](ct), Paid = await db.Orders.Where(o => o.Status == OrderStatus.Paid).CountAsync(ct) };")]
    public Task Numbers_over_the_same_rows(string code) => Verify.Reports<SeveralAggregates>(code, level: DiagnosticSeverity.Info);

    [Fact]
    public Task The_very_same_filter_among_others() => Verify.Reports<SeveralAggregates>("""
        var all = await db.Orders.Where(o => o.CustomerId == 3).Where(o => o.Total > 5).CountAsync(ct);
        var first = await db.Orders.Where(o => o.CustomerId == 3).[|MinAsync|](o => o.PlacedAt, ct);
        var last = await db.Orders.Where(o => o.CustomerId == 3).MaxAsync(o => o.PlacedAt, ct);
        """);

    [Fact]
    public Task A_count_of_the_very_same_filter() => Verify.Reports<SeveralAggregates>("""
        var n = await db.Orders.Where(o => o.CustomerId == 3).[|CountAsync|](ct);
        var min = await db.Orders.Where(o => o.CustomerId == 3).MinAsync(o => o.PlacedAt, ct);
        var max = await db.Orders.Where(o => o.CustomerId == 3).MaxAsync(o => o.PlacedAt, ct);
        """, message: "in 3 round trips");

    [Fact]
    public Task One_grouped_query() => Verify.Fixes<SeveralAggregates, SeveralAggregatesFix>(
        """
        // What there is.
        var n = await db.Orders.AsNoTracking().Where(o => o.CustomerId == 3).[|CountAsync|](o => o.Total > 1, ct).ConfigureAwait(false);
        var max = await db.Orders.AsNoTracking().Where(o => o.CustomerId == 3).MaxAsync(o => o.Total, ct).ConfigureAwait(false);
        var sum = 1 + await db.Orders.AsNoTracking().Where(x => x.CustomerId == 4).SumAsync(o => o.Discount, ct).ConfigureAwait(false);
        """,
        """
        var figures = await db.Orders.AsNoTracking()
            .GroupBy(_ => 1)
            .Select(g => new
            {
                N = g.Where(o => o.CustomerId == 3).Count(o => o.Total > 1),
                Max = (decimal?)g.Where(o => o.CustomerId == 3).Max(o => o.Total),
                Sum = g.Where(x => x.CustomerId == 4).Sum(o => o.Discount),
            })
            .FirstOrDefaultAsync(ct).ConfigureAwait(false) ?? new { N = 0, Max = (decimal?)null, Sum = (decimal?)0m };
        // What there is.
        var n = figures.N;
        var max = figures.Max!.Value;
        var sum = 1 + figures.Sum;
        """);

    [Theory]
    [InlineData("var a = db.Orders.[|Count|](o => o.Total > 1);\nvar b = db.Orders.Count(o => o.Total < 1);")] // two
    [InlineData("var a = db.Orders.[|Count|](o => o.Total > 1);\nvar b = db.Orders.Sum(o => o.Total) /* as paid */;\nvar c = db.Orders.Max(o => o.Total /* net */);")] // a comment would be lost
    [InlineData("if (db.Orders.[|Count|](o => o.Total > 1) + db.Orders.Count(o => o.Total < 1) + db.Orders.Count() > 3) { await db.SaveChangesAsync(ct); }")] // no statement of their own
    [InlineData("var since = DateTime.UtcNow; var a = db.Orders.[|Count|](o => o.Total > 1); since = since.AddDays(-1); var b = db.Orders.Count(o => o.PlacedAt > since); var c = db.Orders.Count(o => o.PlacedAt < since);")] // a value that changes between
    [InlineData("var a = db.Orders.[|Count|](o => o.Lines.Any()); var b = db.Orders.Count(o => o.Customer.IsActive); var c = db.Orders.Count();")] // subqueries
    [InlineData("var a = db.Orders.[|CountAsync|](ct); var b = db.Orders.CountAsync(o => o.Total > 1, ct); var c = db.Orders.CountAsync(o => o.Total < 1, ct); await Task.WhenAll(a, b, c);")] // not awaited
    public Task No_fix(string code) => Verify.Refuses<SeveralAggregates, SeveralAggregatesFix>(code);

    [Fact]
    public Task A_query_that_a_caller_composed() => Verify.Reports<SeveralAggregates>(
        """
        public (decimal, decimal) Range(IQueryable<Product> query) => (query.[|Min|](p => p.Price), query.Max(p => p.Price));
        """,
        message: "'Min', 'Max' read the same Product rows in 2 round trips");

    [Theory]
    [InlineData("var a = db.Orders.Count();\nvar b = db.Customers.Count();\nvar c = db.Products.Count();")] // different tables
    [InlineData("var a = db.Orders.Count(o => o.CustomerId == 3);\nvar b = db.Orders.Count(o => o.CouponId == 4);")] // different indexes
    [InlineData("var a = db.Orders.Count();\nvar b = db.Orders.Sum(o => o.Total);")] // a bare count reads the smallest index
    [InlineData("var q = db.Orders.Where(o => o.Total > 3);\nvar n = q.Count();\nvar page = q.Skip(5).Take(5).ToList();")] // a page and its total
    [InlineData("var a = db.Orders.Count(o => o.Status == OrderStatus.New);\ndb.SaveChanges();\nvar b = db.Orders.Count(o => o.Status == OrderStatus.Paid);")] // a write between
    [InlineData("var a = db.Orders.Count(o => o.Status == OrderStatus.New);\nif (a > 3)\n{\n    var b = db.Orders.Count(o => o.Status == OrderStatus.Paid);\n}")] // one of them only sometimes
    [InlineData("var q = db.Orders.Where(o => o.Total > 3);\nvar a = q.Sum(o => o.Total);\nq = q.Where(o => o.CustomerId == 1);\nvar b = q.Max(o => o.Total);")] // another query
    [InlineData("var list = new List<Order>();\nvar a = list.Min(o => o.Total);\nvar b = list.Max(o => o.Total);")]
    [InlineData("var list = db.Orders.ToList();\nvar a = list.Count(o => o.Total > 3);\nvar b = list.Min(o => o.Total);\nvar c = list.Max(o => o.Total);")] // one round trip: what it costs is the rows, PERF4001
    [InlineData("var both = db.Orders.GroupBy(o => o.CustomerId).Select(g => new { Min = g.Min(o => o.Total), Max = g.Max(o => o.Total) }).ToList();")]
    public Task Numbers_that_do_not_belong_together(string code) => Verify.Silent<SeveralAggregates>(code);
}
