using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Paging;

namespace PerfAnalyzers.Tests.Rules.Paging;

public sealed class OffsetPagingTests
{
    [Theory]
    [InlineData("for (var i = 0; i < 100; i++) { var page = await db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToListAsync(ct); }")]
    [InlineData("var at = 0; while (true) { var page = await db.Orders.OrderBy(o => o.Id).[|Skip|](at).Take(50).ToListAsync(ct); if (page.Count == 0) break; at += page.Count; }")]
    [InlineData("const int Size = 50; var at = 0; List<Order> page; do { page = db.Orders.OrderBy(o => o.Id).[|Skip|](at).Take(Size).ToList(); at += Size; } while (page.Count == Size);")]
    [InlineData("for (var i = 0; i < 100; i = i + 1) { var page = await db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToListAsync(ct); }")]
    [InlineData("var at = 0; List<Order> page; do { page = db.Orders.OrderBy(o => o.Id).[|Skip|](at++ * 50).Take(50).ToList(); } while (page.Count > 0);")]
    [InlineData("var q = db.Orders.OrderBy(o => o.Id); foreach (var i in Enumerable.Range(0, await q.CountAsync() / 50)) { foreach (var o in q.[|Skip|](50 * i).Take(50)) { } }")]
    [InlineData("var pages = Enumerable.Range(0, 9).Select(i => db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList()).ToList();")]
    public Task A_loop_that_skips_further_in_every_turn(string code) =>
        Verify.Reports<OffsetPaging>(code, level: DiagnosticSeverity.Warning, message: "every earlier row again in each turn of the loop");

    [Theory]
    [InlineData("Task<List<Order>> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToListAsync();")]
    [InlineData("Task<List<Order>> Get(int page, int size) { var skip = (page - 1) * size; return db.Orders.OrderBy(o => o.Id).[|Skip|](skip).Take(size).ToListAsync(); }")]
    [InlineData("List<Order> Get(int? start, int? limit) { IQueryable<Order> q = db.Orders.OrderBy(o => o.Id); if (start > 0) { q = q.[|Skip|](start.Value); } if (limit > 0) { q = q.Take(limit.Value); } return q.ToList(); }")]
    [InlineData("static IQueryable<T> Page<T>(IQueryable<T> q, int page, int size) => q.[|Skip|](page * size).Take(size);")]
    [InlineData("IQueryable<string> Names(int skip) => (from o in db.Orders where o.Total > 1 orderby o.Id select o.Note).[|Skip|](skip).Take(10);")]
    public Task A_page_that_somebody_asks_for_is_a_hint(string code) =>
        Verify.Reports<OffsetPaging>(code, level: DiagnosticSeverity.Info, message: "all rows of the pages before");

    private const string Repository = """

        public class PageParams { public int Number { get; set; } public int Size { get; set; } = 50; public DateTime Since { get; set; } }

        public interface IOrders { Task<List<Order>> Page(int page); Task<List<Order>> Find(PageParams wanted); }

        public class Orders(Shop db) : IOrders
        {
            public async Task<List<Order>> Page(int page)
            {
                var skipped = page * 50;
                return await db.Orders.OrderBy(o => o.Id).[|Skip|](skipped).Take(50).ToListAsync();
            }

            public async Task<List<Order>> Find(PageParams wanted) => await Paging.Create(db.Orders.Where(o => o.PlacedAt > wanted.Since).OrderBy(o => o.Id), wanted.Number, wanted.Size);
        }

        public static class Paging
        {
            public static Task<List<T>> Create<T>(IQueryable<T> query, int number, int size) => query.[|Skip|](number * size).Take(size).ToListAsync();
        }
        """;

    [Theory]
    [InlineData("for (var i = 0; i < count; i++) { var page = await orders.[|Page|](i); }")]
    [InlineData("var i = 0; while (true) { var page = await orders.[|Page|](i++); if (page.Count == 0) break; }")]
    [InlineData("for (var i = 0; i < count; i++) { var page = await orders.[|Find|](new PageParams { Number = i, Size = 20 }); }")]
    [InlineData("var asked = new PageParams(); while (asked.Number < count) { var page = await orders.[|Find|](asked); asked.Number++; }")]
    public Task A_loop_that_asks_a_method_for_page_after_page(string code) => Verify.Reports<OffsetPaging>(Loop(code));

    [Theory]
    [InlineData("for (var i = 0; i < count; i++) { var page = await orders.Page(3); }")] // the same page each time
    [InlineData("for (var day = 0; day < count; day++) { var page = await orders.Find(new PageParams { Number = 0, Since = DateTime.Today.AddDays(day) }); }")] // the first page of each day
    [InlineData("foreach (var i in wanted) { var page = await orders.Page(i); }")] // pages that somebody chose
    [InlineData("var page = await orders.Page(count);")]
    public Task Calls_that_ask_for_one_page(string code) => Verify.Reports<OffsetPaging>(Loop(code));

    private static string Loop(string code) => $"public class Work(IOrders orders) {{ public async Task Run(int count, List<int> wanted) {{ {code} }} }}{Repository}";

    [Fact]
    public Task A_handful_of_turns_is_no_walk_over_a_table() => Verify.Reports<OffsetPaging>(
        "for (var i = 0; i < 3; i++) { db.Orders.OrderBy(o => o.Id).[|Skip|](i * 50).Take(50).ToList(); }", level: DiagnosticSeverity.Info);

    [Fact]
    public Task One_report_for_a_helper_and_none_for_those_who_call_it() => Verify.Reports<OffsetPaging>("""
        static IQueryable<T> Page<T>(IQueryable<T> q, int page) => q.[|Skip|](page * 20).Take(20);
        List<Order> Orders(int page) => Page(db.Orders.OrderBy(o => o.Id), page).ToList();
        List<Customer> Customers(int page) => Page(db.Customers.OrderBy(o => o.Id), page).ToList();
        """);

    [Fact]
    public Task Endpoints_of_a_program() => Verify.Reports<OffsetPaging>("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/orders", (Shop db, int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToListAsync());
        app.Run();
        """, new Setup { IsProgram = true, Also = [Library.AspNetCore] }, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("db.Orders.OrderBy(o => o.Id).Skip(0).Take(20).ToList();")]
    [InlineData("db.Orders.OrderBy(o => o.Id).Skip(1).Take(20).ToList();")]
    [InlineData("const int Size = 20; db.Orders.OrderBy(o => o.Id).Skip(2 * Size).Take(Size).ToList();")]
    [InlineData("var start = 0; db.Orders.OrderBy(o => o.Id).Skip(start).Take(20).ToList();")]
    public Task A_constant_number_of_rows(string code) => Verify.Silent<OffsetPaging>(code);

    [Theory]
    [InlineData("List<int> Get(List<int> all, int page) => all.Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Order> Get(int page) => db.Orders.ToList().Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Order> Get(int page) => db.Orders.AsEnumerable().Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<int> Get(List<int> all, int page) => all.AsQueryable().Skip(page * 20).Take(20).ToList();")]
    [InlineData("void Each(int[] ids) { for (var i = 0; i < ids.Length; i += 100) { var part = ids.Skip(i).Take(100).ToList(); db.Orders.Where(o => part.Contains(o.Id)).ToList(); } }")]
    public Task Pages_of_a_list_in_memory(string code) => Verify.Silent<OffsetPaging>(code);

    [Theory]
    [InlineData("var n = await db.Orders.CountAsync(ct); var any = await db.Orders.OrderBy(o => o.Id).Skip(new Random().Next(0, n)).Take(5).ToListAsync(ct);")]
    [InlineData("var n = Random.Shared.Next(db.Orders.Count()); var any = db.Orders.OrderBy(o => o.Id).Skip(n).Take(2).ToList();")]
    [InlineData("var n = Random.Shared.Next(db.Orders.Count()); var any = db.Orders.Skip(n).First();")]
    public Task Rows_drawn_by_lot(string code) => Verify.Silent<OffsetPaging>(code);

    [Theory]
    [InlineData("Order? Nth(int n) => db.Orders.OrderBy(o => o.Id).Skip(n).FirstOrDefault();")]
    [InlineData("List<Order> Nth(int n) => db.Orders.OrderBy(o => o.Id).Skip(n).Take(1).ToList();")]
    [InlineData("Task<int> KeepNewest(int n) => db.Audit.OrderByDescending(o => o.At).Skip(n).ExecuteDeleteAsync();")]
    [InlineData("void KeepNewest(int n) { var old = db.Audit.OrderByDescending(o => o.At).Skip(n).ToList(); db.RemoveRange(old); }")]
    public Task One_row_or_all_but_the_first_ones(string code) => Verify.Silent<OffsetPaging>(code);

    [Theory]
    [InlineData("List<Product> Near(double weight, int page) => db.Products.OrderBy(p => Math.Abs(p.Weight!.Value - weight)).Skip(page * 20).Take(20).ToList();")]
    [InlineData("var weight = 2.0; List<double> Near(int page) => db.Products.Select(p => new { p.Id, Distance = p.Weight!.Value - weight }).OrderBy(p => p.Distance).Skip(page * 20).Take(20).Select(p => p.Distance).ToList();")]
    public Task An_order_that_differs_from_call_to_call(string code) => Verify.Silent<OffsetPaging>(code);

    [Theory]
    [InlineData("List<Order> After(int last) => db.Orders.Where(o => o.Id > last).OrderBy(o => o.Id).Take(20).ToList();")]
    [InlineData("var last = 0; while (true) { var page = db.Orders.Where(o => o.Id > last).OrderBy(o => o.Id).Take(20).ToList(); if (page.Count == 0) break; last = page[^1].Id; }")]
    public Task Pages_that_start_behind_a_key(string code) => Verify.Silent<OffsetPaging>(code);

    [Fact]
    public Task The_inner_query_of_a_query() => Verify.Silent<OffsetPaging>(
        "List<decimal> Get(int n) => db.Customers.Select(c => db.Orders.Where(o => o.CustomerId == c.Id).OrderBy(o => o.Id).Skip(n).Take(3).Sum(o => o.Total)).ToList();");

    [Fact]
    public Task Seeds_and_data_migrations() => Verify.Silent<OffsetPaging>(
        "class OrderSeeder(Shop db) { public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).Skip(page * 20).Take(20).ToList(); }");

    [Fact]
    public async Task The_title_says_what_the_key_is_and_where_the_method_stands()
    {
        Assert.Equal(["Add an overload that continues behind the last PlacedAt and Id"], await Verify.Titles<OffsetPaging, OffsetPagingFix>(
            "public List<Order> Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).[|Skip|](page * 20).Take(20).ToList();"));
        Assert.Equal(["Add an overload that continues behind the last Id, to this class only"], await Verify.Titles<OffsetPaging, OffsetPagingFix>("""
            public interface IOrders { List<Order> Get(int page); }
            public class Other : IOrders { public List<Order> Get(int page) => []; }
            public class Orders(Shop db) : IOrders
            {
                public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();
            }
            """));
    }

    [Fact]
    public Task An_endpoint() => Verify.Refuses<OffsetPaging, OffsetPagingFix>(
        """
        public class OrdersController(Shop db) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task<List<Order>> Get(int page) => await db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToListAsync();
        }
        """,
        new Setup { HasShop = true, Also = [Library.AspNetCore] });

    [Fact]
    public Task A_run_of_dotnet_format_adds_no_methods() => Verify.Formats<OffsetPaging, OffsetPagingFix>([(OnePage, OnePage)]);

    private const string OnePage = "public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();";

    /// <summary>The text of the method is tested with the rewriting.</summary>
    [Fact]
    public Task A_method_gets_an_overload_that_continues_behind_the_last_key() => Verify.Fixes<OffsetPaging, OffsetPagingFix>(
        OnePage,
        $$"""
        {{OnePage}}

        /// <summary>Continues behind a row instead of skipping rows: afterId is the Id of the last row of the page before, null for the first page.</summary>
        public List<Order> Get(int? afterId)
        {
            IQueryable<Order> rows = db.Orders.OrderBy(o => o.Id);
            if (afterId is { } last)
            {
                rows = rows.Where(o => o.Id > last);
            }

            return rows.Take(20).ToList();
        }
        """);
}
