using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Paging;

namespace PerfAnalyzers.Tests.Rules.Paging;

public sealed class UnorderedPagingTests
{
    private const string Repository = """
        public interface IRepository<T> where T : class { IQueryable<T> Query(); IQueryable<T> Latest(); }
        public class Repository<T>(Shop db) : IRepository<T> where T : class { public IQueryable<T> Query() => db.Set<T>(); public IQueryable<T> Latest() => db.Set<T>().OrderBy(x => EF.Property<int>(x, "Id")); }
        """;

    private const string PagedList = """
        public class PagedList<T> : List<T>
        {
            public static async Task<PagedList<T>> CreateAsync(IQueryable<T> source, int page, int size)
            {
                var count = await source.CountAsync();
                var list = new PagedList<T>();
                list.AddRange(await source.Skip((page - 1) * size).Take(size).ToListAsync());
                return list;
            }
        }
        public static class Paging
        {
            public static Task<PagedList<T>> ToPagedAsync<T>(this IQueryable<T> source, int page) => PagedList<T>.CreateAsync(source, page, 20);
            public static IQueryable<T> Ordered<T>(this IQueryable<T> source, int page) where T : Order => source.OrderBy(o => o.Id).Skip(page * 20).Take(20);
            public static IQueryable<T> Any<T>(this IQueryable<T> source, int page) => source;
        }
        """;

    private static readonly Setup WithPagedList = new() { HasShop = true, Files = [("PagedList.cs", "using Microsoft.EntityFrameworkCore; using ShopModel;\n" + PagedList)] };

    private static readonly Setup WithRepository = new() { HasShop = true, Files = [("Repository.cs", "using Microsoft.EntityFrameworkCore; using ShopModel;\n" + Repository)] };

    [Theory]
    [InlineData("List<Order> Get(int page) => db.Orders.[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("Task<List<Order>> Get(int page) => db.Orders.Where(o => o.Total > 1).Include(o => o.Lines).[|Skip|](page * 20).Take(20).ToListAsync();")]
    [InlineData("Task<List<Order>> Get(int page) { var q = db.Orders.AsNoTracking(); if (page > 3) { q = q.Where(o => o.Total > 1); } return q.[|Skip|](page * 20).Take(20).ToListAsync(); }")]
    [InlineData("IQueryable<Order> Get(int page) => (from o in db.Orders where o.Total > 1 select o).[|Skip|](page * 20).Take(20);")]
    [InlineData("List<Order> Get() => db.Orders.[|Skip|](10).ToList();")]
    [InlineData("static IQueryable<Order> Only(IQueryable<Order> q, bool big) { if (big) { q = q.Where(o => o.Total > 9); } return q; } List<Order> Get(int page) { IQueryable<Order> q = db.Orders; q = Only(q, true); q = q.Where(o => o.Note != null); return q.[|Skip|](page * 20).Take(20).ToList(); }")]
    [InlineData("List<Order> Get(bool a, int page) { IQueryable<Order> q = db.Orders; q = a ? q.Where(o => o.Total > 9) : q; return q.[|Skip|](page * 20).Take(20).ToList(); }")]
    [InlineData("List<string> Get(int page) => db.Orders.OrderBy(o => o.Id).Select(o => o.Note!).Distinct().[|Skip|](page).Take(20).ToList();")]
    public Task Pages_of_rows_in_no_order(string code) =>
        Verify.Reports<UnorderedPaging>(code, level: DiagnosticSeverity.Warning, message: "which nothing orders: a row may come on two pages or on none");

    [Theory]
    [InlineData("Order Get(int n) => db.Orders.[|ElementAt|](n);", "which row comes is up to the database")]
    [InlineData("Order Get() => db.Orders.Where(o => o.Total > 1).[|Last|]();", "EF Core throws")]
    [InlineData("Task<Order?> Get() => db.Orders.[|LastOrDefaultAsync|]();", "EF Core throws")]
    [InlineData("List<Order> Get() => db.Orders.[|Take|](10).OrderBy(o => o.PlacedAt).ToList();", "'OrderBy' orders only afterwards")]
    public Task Rows_by_position(string code, string message) => Verify.Reports<UnorderedPaging>(code, level: DiagnosticSeverity.Warning, message: message);

    [Fact]
    public Task A_repository_for_any_entity_can_order_nothing() => Verify.Reports<UnorderedPaging>(
        "List<Order> Get(IRepository<Order> orders, int page) => orders.Query().[|Skip|](page * 20).Take(20).ToList();",
        WithRepository, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task A_repository_whose_code_is_not_in_sight_is_a_hint() => Verify.Reports<UnorderedPaging>(
        "List<Order> Get(IRepository<Order> orders, int page) => orders.Query().[|Skip|](page * 20).Take(20).ToList();",
        new Setup { Projects = [new("Store", "public interface IRepository<T> where T : class { IQueryable<T> Query(); }", AsMetadata: true)] }, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("Task Get(int page) => PagedList<Order>.[|CreateAsync|](db.Orders.Where(o => o.Total > 1), page, 20);")]
    [InlineData("Task Get(int page) { var q = db.Orders.Select(o => new { o.Id }); return q.[|ToPagedAsync|](page); }")]
    public Task A_helper_gets_a_query_in_no_order(string code) => Verify.Reports<UnorderedPaging>(code, WithPagedList, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task A_helper_of_another_project() => Verify.Reports<UnorderedPaging>(
        "Task Get(int page) => PagedList<Order>.[|CreateAsync|](db.Orders.Where(o => o.Total > 1), page, 20);",
        new Setup { Projects = [new("Web", "using Microsoft.EntityFrameworkCore;\n" + PagedList)] }, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Task Get(int page) => PagedList<Order>.CreateAsync(db.Orders.OrderBy(o => o.Id), page, 20);")]
    [InlineData("Task Get(int page) => db.Orders.OrderBy(o => o.Id).Select(o => o.Note).ToPagedAsync(page);")]
    [InlineData("Task Get(IQueryable<Order> q, int page) => q.ToPagedAsync(page);")]
    [InlineData("IQueryable<Order> Get(int page) => db.Orders.Ordered(page);")]
    [InlineData("IQueryable<Order> Get(int page) => db.Orders.Any(page);")]
    public Task A_helper_that_orders_or_gets_what_is_ordered(string code) => Verify.Silent<UnorderedPaging>(code, WithPagedList);

    [Theory]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).Skip(page).Take(20).ToList();")]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).Where(o => o.Total > 1).Include(o => o.Lines).Skip(page).Take(20).ToList();")]
    [InlineData("List<string?> Get(int page) { var q = db.Orders.OrderBy(o => o.Id).Select(o => o.Note); return q.Skip(page).Take(20).ToList(); }")]
    [InlineData("List<Order> Get(int page, bool old) { IQueryable<Order> q = db.Orders; q = old ? q.OrderBy(o => o.PlacedAt) : q.OrderByDescending(o => o.PlacedAt); return q.Skip(page).Take(20).ToList(); }")]
    [InlineData("List<Order> Get(int page, bool old) { IQueryable<Order> q = db.Orders; if (old) { q = q.OrderBy(o => o.PlacedAt); } else { q = q.OrderByDescending(o => o.PlacedAt); } return q.Skip(page).Take(20).ToList(); }")]
    [InlineData("IQueryable<Order> Get(int page) => (from o in db.Orders orderby o.Id select o).Skip(page).Take(20);")]
    [InlineData("List<Order> Get(int page) { var q = from o in db.Orders join c in db.Customers on o.CustomerId equals c.Id orderby c.Name select o; return q.Skip(page).Take(20).ToList(); }")]
    [InlineData("static IQueryable<Order> Sort(IQueryable<Order> q) => q.OrderBy(o => o.Id); List<Order> Get(int page) => Sort(db.Orders).Skip(page).Take(20).ToList();")]
    [InlineData("static IQueryable<Order> Sort(IQueryable<Order> q, string by) { switch (by) { case \"total\": q = q.OrderBy(o => o.Total); break; default: q = q.OrderByDescending(o => o.Total); break; } return q; } List<Order> Get(int page) { IQueryable<Order> q = db.Orders; q = Sort(q, \"total\"); return q.Skip(page * 20).Take(20).ToList(); }")]
    [InlineData("List<Order> Get(int page) { IQueryable<Order> q = db.Orders; for (var i = 0; i < 2; i++) { q = q.OrderBy(o => o.Total); } return q.Skip(page * 20).Take(20).ToList(); }")]
    [InlineData("IQueryable<Order> Recent() => db.Orders.OrderBy(o => o.PlacedAt); List<Order> Get(int page) => Recent().Skip(page).Take(20).ToList();")]
    [InlineData("static IQueryable<Order> Sort(IQueryable<Order> q, string by) { switch (by) { case \"id\": return q.OrderBy(o => o.Id); default: return q.OrderBy(o => o.Total); } } List<Order> Get(int page) => Sort(db.Orders, \"id\").Skip(page).Take(20).ToList();")]
    [InlineData("static IQueryable<T> Unknown<T>(IQueryable<T> q) => q.Provider.CreateQuery<T>(q.Expression); List<Order> Get(int page) => Unknown(db.Orders).Skip(page).Take(20).ToList();")]
    public Task An_order_on_some_path(string code) => Verify.Silent<UnorderedPaging>(code);

    [Theory]
    [InlineData("static List<T> Page<T>(IQueryable<T> q, int page) => q.Skip(page * 20).Take(20).ToList();")]
    [InlineData("static List<T> Page<T>(IOrderedQueryable<T> q, int page) => q.Skip(page * 20).Take(20).ToList();")]
    [InlineData("class Pager<T>(IQueryable<T> q) { public List<T> Page(int page) => q.Skip(page * 20).Take(20).ToList(); }")]
    public Task An_order_that_a_caller_may_have_set(string code) => Verify.Silent<UnorderedPaging>(code);

    [Fact]
    public Task A_repository_that_orders() => Verify.Silent<UnorderedPaging>(
        "List<Order> Get(IRepository<Order> orders, int page) => orders.Latest().Skip(page * 20).Take(20).ToList();", WithRepository);

    [Fact]
    public Task A_method_out_of_sight_for_one_entity_may_order() => Verify.Silent<UnorderedPaging>(
        "List<Order> Get(IOrders orders, int page) => orders.Recent().Skip(page * 20).Take(20).ToList();",
        new Setup { Projects = [new("Store", "public interface IOrders { IQueryable<Order> Recent(); }", AsMetadata: true)] });

    [Theory]
    [InlineData("List<Order> Get() => db.Orders.Skip(0).Take(20).ToList();")]
    [InlineData("List<Order> Get(int n) => db.Orders.Where(o => o.Total > 1).Take(n).ToList();")]
    [InlineData("Task<int> Get() => db.Orders.Where(o => o.Total > 1).Take(500).ExecuteDeleteAsync();")]
    [InlineData("var any = await db.Orders.Skip(Random.Shared.Next(db.Orders.Count())).Take(1).FirstOrDefaultAsync(ct);")]
    [InlineData("List<Order> Get(int page) => db.Orders.FromSql($\"select * from Orders order by Id\").Skip(page * 20).Take(20).ToList();")]
    [InlineData("Order? Get() => db.Orders.FirstOrDefault(o => o.Total > 1);")]
    [InlineData("List<Order> Get() => db.Orders.Take(10).ToList().OrderBy(o => o.Id).ToList();")]
    public Task Rows_of_which_any_will_do(string code) => Verify.Silent<UnorderedPaging>(code);

    [Theory]
    [InlineData("List<int> Get(List<int> all, int page) => all.Skip(page).Take(20).ToList();")]
    [InlineData("List<Order> Get(int page) => db.Orders.AsEnumerable().Skip(page).Take(20).ToList();")]
    [InlineData("int Get(List<int> all) => all.AsQueryable().Last();")]
    [InlineData("var firsts = db.Customers.Select(c => c.Orders.Skip(1).FirstOrDefault()).ToList();")]
    public Task Lists_in_memory_and_inner_sequences(string code) => Verify.Silent<UnorderedPaging>(code);

    [Fact]
    public Task Orders_by_the_key() => Verify.Fixes<UnorderedPaging, UnorderedPagingFix>(
        """
        List<Order> Get(int page) => db.Orders.Where(o => o.Total > 1).[|Skip|](page * 20).Take(20).ToList();
        List<OrderLine> Lines(int page) => db.OrderLines
            .AsNoTracking()
            .[|Skip|](page * 20) // rows before
            .Take(20)
            .ToList();
        """,
        """
        List<Order> Get(int page) => db.Orders.Where(o => o.Total > 1).OrderBy(o => o.Id).Skip(page * 20).Take(20).ToList();
        List<OrderLine> Lines(int page) => db.OrderLines
            .AsNoTracking()
            .OrderBy(x => x.OrderId)
            .ThenBy(x => x.Number)
            .Skip(page * 20) // rows before
            .Take(20)
            .ToList();
        """,
        title: "Order by ");

    [Fact]
    public Task Orders_before_the_projection() => Verify.FixesAll<UnorderedPaging, UnorderedPagingFix>(
        """
        var q = db.Orders
            .Where(o => o.Total > 1)
            .Select(o => new { o.Note, o.Total });
        List<string?> Get(int page) => db.Orders.Select(o => new { o.Note }).Where(o => o.Note != "").[|Skip|](page * 20).Take(20).Select(o => o.Note).ToList();
        Order Last() => db.Orders.[|Last|]();
        """,
        """
        var q = db.Orders
            .Where(o => o.Total > 1)
            .Select(o => new { o.Note, o.Total });
        List<string?> Get(int page) => db.Orders.OrderBy(o => o.Id).Select(o => new { o.Note }).Where(o => o.Note != "").Skip(page * 20).Take(20).Select(o => o.Note).ToList();
        Order Last() => db.Orders.OrderBy(x => x.Id).Last();
        """);

    [Fact]
    public Task Orders_where_the_query_is_made() => Verify.Fixes<UnorderedPaging, UnorderedPagingFix>(
        """
        List<string?> Get(int page)
        {
            var q = db.Orders
                .Where(o => o.Total > 1)
                .Select(o => new { o.Note, o.Total });
            return q.[|Skip|](page * 20).Take(20).Select(o => o.Note).ToList();
        }
        """,
        """
        List<string?> Get(int page)
        {
            var q = db.Orders
                .Where(o => o.Total > 1)
                .OrderBy(o => o.Id)
                .Select(o => new { o.Note, o.Total });
            return q.Skip(page * 20).Take(20).Select(o => o.Note).ToList();
        }
        """);

    [Fact]
    public Task Orders_what_a_helper_gets() => Verify.Fixes<UnorderedPaging, UnorderedPagingFix>(
        "Task Get(IQueryable<Order> q, int page) => PagedList<Order>.[|CreateAsync|](db.Orders.Where(o => o.Total > 1), page, 20);",
        "Task Get(IQueryable<Order> q, int page) => PagedList<Order>.CreateAsync(db.Orders.Where(o => o.Total > 1).OrderBy(o => o.Id), page, 20);",
        with: WithPagedList);

    [Fact]
    public Task Orders_values_by_themselves() => Verify.Fixes<UnorderedPaging, UnorderedPagingFix>(
        "List<string> Get(int page) => db.Products.Select(p => p.Name).Distinct().[|Skip|](page).Take(20).ToList();",
        "List<string> Get(int page) => db.Products.Select(p => p.Name).Distinct().OrderBy(p => p).Skip(page).Take(20).ToList();",
        title: "Order by the value");

    [Fact]
    public Task Moves_the_order_that_comes_too_late() => Verify.Fixes<UnorderedPaging, UnorderedPagingFix>(
        """
        List<Order> Get(int page) => db.Orders
            .[|Skip|](page * 20)
            .Take(20)
            .OrderByDescending(o => o.PlacedAt)
            .ThenBy(o => o.Id)
            .ToList();
        """,
        """
        List<Order> Get(int page) => db.Orders
            .OrderByDescending(o => o.PlacedAt)
            .ThenBy(o => o.Id)
            .Skip(page * 20)
            .Take(20)
            .ToList();
        """,
        title: "changes which rows are returned");

    [Fact]
    public Task No_fix_where_the_key_is_gone_or_the_query_is_made_elsewhere()
    {
        const string Elsewhere = "IQueryable<string?> Notes() => db.Orders.Select(o => o.Note + 1); List<int> Get(int page) => db.Orders.GroupBy(o => o.CustomerId).Select(g => new { g.Key }).[|Skip|](page).Take(9).Select(g => g.Key).ToList();";
        return Verify.Refuses<UnorderedPaging, UnorderedPagingFix>(Elsewhere);
    }

    [Fact]
    public Task No_move_across_a_projection() => Verify.Refuses<UnorderedPaging, UnorderedPagingFix>(
        "List<int> Get() => db.Orders.[|Take|](10).Select(o => new { N = o.Id }).OrderBy(o => o.N).Select(o => o.N).ToList();");
}
