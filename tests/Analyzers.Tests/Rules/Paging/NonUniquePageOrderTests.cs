using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Paging;

namespace PerfAnalyzers.Tests.Rules.Paging;

public sealed class NonUniquePageOrderTests
{
    private static readonly Setup WithPager = new()
    {
        HasShop = true,
        Files = [("Pager.cs", "using Microsoft.EntityFrameworkCore; public static class Pager { public static Task<List<T>> PageAsync<T>(this IQueryable<T> q, int page) => q.Skip(page * 20).Take(20).ToListAsync(); }")],
    };

    private static readonly Setup Open = new()
    {
        HasShop = true,
        Files = [("Post.cs", "public class Post { public long Number { get; set; } public DateTime At { get; set; } public string Slug { get; set; } = \"\"; } public interface IRepository<T> { IQueryable<T> Query(); }")],
    };

    [Theory]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).[|Skip|](page * 20).Take(20).ToList();", "in the order of 'o.PlacedAt'")]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).ThenByDescending(o => o.Total).[|Skip|](page * 20).Take(20).ToList();", "'o.PlacedAt, o.Total'")]
    [InlineData("List<OrderLine> Get(int page) => db.OrderLines.OrderBy(l => l.OrderId).[|Skip|](page * 20).Take(20).ToList();", "'l.OrderId'")]
    [InlineData("List<Customer> Get(int page) => db.Customers.OrderBy(c => c.Name.ToLower()).[|Skip|](page * 20).Take(20).ToList();", "'c.Name.ToLower()'")]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.Customer.Name).[|Skip|](page * 20).Take(20).ToList();", "'o.Customer.Name'")]
    [InlineData("List<Customer> Get(int page) => db.Customers.OrderByDescending(c => c.Orders.Select(o => o.PlacedAt).FirstOrDefault()).[|Skip|](page * 20).Take(20).ToList();", "a row may come on two pages")]
    [InlineData("IQueryable<Order> Get(int page) => (from o in db.Orders orderby o.PlacedAt descending select o).[|Skip|](page * 20).Take(20);", "'o.PlacedAt'")]
    [InlineData("List<string> Get(int page) => db.Customers.Select(c => new { Called = c.Name, c.Id }).OrderBy(c => c.Called).[|Skip|](page * 20).Take(20).Select(c => c.Called).ToList();", "'c.Called'")]
    [InlineData("static IQueryable<Order> Sort(IQueryable<Order> q, bool up) => up ? q.OrderBy(o => o.Total) : q.OrderByDescending(o => o.Total); List<Order> Get(int page) => Sort(db.Orders, true).[|Skip|](page * 20).Take(20).ToList();", "'o.Total'")]
    [InlineData("List<Order> Get(string by, int page) { var q = db.Orders.AsQueryable(); switch (by) { case \"total\": q = q.OrderBy(o => o.Total); break; default: q = q.OrderBy(o => o.Id); break; } return q.[|Skip|](page * 20).Take(20).ToList(); }", "'o.Total'")]
    [InlineData("List<Order> Get(string by, int page) { IQueryable<Order> q = db.Orders.OrderBy(o => o.Id); if (by == \"total\") { q = q.OrderBy(o => o.Total); } return q.[|Skip|](page * 20).Take(20).ToList(); }", "'o.Total'")]
    [InlineData("static IQueryable<Order> Sort(IQueryable<Order> q, string by) { switch (by) { case \"total\": q = q.OrderBy(o => o.Total); break; default: q = q.OrderByDescending(o => o.Total); break; } return q; } List<Order> Get(int page) { IQueryable<Order> q = db.Orders; q = Sort(q, \"total\"); return q.[|Skip|](page * 20).Take(20).ToList(); }", "'o.Total'")]
    [InlineData("List<Order> Get(bool up, int page) { IQueryable<Order> q = db.Orders; q = up ? q.OrderBy(o => o.Total) : q.OrderByDescending(o => o.Total); return q.[|Skip|](page * 20).Take(20).ToList(); }", "'o.Total'")]
    [InlineData("List<Customer> Get(decimal least, int page) => db.Customers.Select(c => new { Row = c, Latest = db.Orders.Where(o => o.CustomerId == c.Id && o.Total > least).Max(o => o.PlacedAt) }).OrderByDescending(c => c.Latest).Select(c => c.Row).[|Skip|](page * 20).Take(20).ToList();", "'c.Latest'")]
    [InlineData("async Task<IQueryable<Order>> Big(decimal least) { await Task.Yield(); return db.Orders.Where(o => o.Total > least); } async Task<List<Order>> Get(int page) { var q = await Big(9); return q.OrderBy(o => o.PlacedAt).[|Skip|](page * 20).Take(20).ToList(); }", "'o.PlacedAt'")]
    [InlineData("void All() { for (var i = 0; i < 9; i++) { db.Orders.OrderBy(o => o.PlacedAt).[|Skip|](i * 20).Take(20).ToList(); } }", "'o.PlacedAt'")]
    [InlineData("List<Order> Get(DateTime before) => db.Orders.Where(o => o.PlacedAt < before).OrderByDescending(o => o.PlacedAt).[|Take|](20).ToList();", "rows that equal the last one of a page are left out")]
    [InlineData("IQueryable<Order> Get(DateTime? lastSeen, int size) => (from o in db.Orders where lastSeen == null || o.PlacedAt > lastSeen.Value orderby o.PlacedAt select o).Skip(0).[|Take|](size);", "are left out")]
    [InlineData("IQueryable<Order> Get(int page) => (from o in db.Orders join c in db.Customers on o.CustomerId equals c.Id orderby c.Name, o.Total select new { o, c }).[|Skip|](page * 20).Take(20).Select(x => x.o);", "'c.Name, o.Total'")]
    public Task Pages_in_an_order_that_leaves_rows_equal(string code, string message) =>
        Verify.Reports<NonUniquePageOrder>(code, level: DiagnosticSeverity.Info, message: message);

    [Fact]
    public Task A_date_repeats_even_where_the_model_is_not_in_sight() => Verify.Reports<NonUniquePageOrder>(
        "List<Post> Get(IRepository<Post> posts, int page) => posts.Query().OrderByDescending(p => p.At).[|Skip|](page * 20).Take(20).ToList();", Open);

    [Fact]
    public Task A_text_may_be_unique_where_the_model_is_not_in_sight() => Verify.Silent<NonUniquePageOrder>(
        "List<Post> Get(IRepository<Post> posts, int page) => posts.Query().OrderBy(p => p.Slug).Skip(page * 20).Take(20).ToList();", Open);

    [Fact]
    public Task A_helper_pages_what_it_gets() => Verify.Reports<NonUniquePageOrder>(
        "Task Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).Select(o => o.Note).[|PageAsync|](page);", WithPager);

    [Theory]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Order> Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<OrderLine> Get(int page) => db.OrderLines.OrderBy(l => l.OrderId).ThenBy(l => l.Number).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<OrderLine> Get(int order, int page) => db.OrderLines.Where(l => l.OrderId == order && l.Quantity > 0).OrderBy(l => l.Number).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Customer> Get(int page) => db.Customers.OrderBy(c => c.Email).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Product> Get(int page) => db.Products.OrderBy(p => p.Sku.ToLower()).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<int> Get(int page) => db.Orders.Select(o => new { Number = o.Id }).OrderBy(o => o.Number).Skip(page * 20).Take(20).Select(o => o.Number).ToList();")]
    [InlineData("List<Order> Get(bool up, int page) { var q = up ? db.Orders.OrderBy(o => o.Total) : db.Orders.OrderByDescending(o => o.Total); return q.ThenBy(o => o.Id).Skip(page * 20).Take(20).ToList(); }")]
    [InlineData("List<Order> Get(bool up, int page) { IOrderedQueryable<Order> q; if (up) { q = db.Orders.OrderBy(o => o.Total); } else { q = db.Orders.OrderByDescending(o => o.PlacedAt); } return q.ThenBy(o => o.Id).Skip(page * 20).Take(20).ToList(); }")]
    [InlineData("List<Order> Get(bool up, int page) { IQueryable<Order> q = db.Orders; if (up) { q = q.OrderBy(o => o.Total).ThenBy(o => o.Id); } else { q = q.OrderByDescending(o => o.Id); } return q.Skip(page * 20).Take(20).ToList(); }")]
    [InlineData("IQueryable<Order> Get(int page) => (from o in db.Orders join c in db.Customers on o.CustomerId equals c.Id orderby c.Name, o.Id select o).Skip(page * 20).Take(20);")]
    public Task Pages_in_a_unique_order(string code) => Verify.Silent<NonUniquePageOrder>(code);

    [Theory]
    [InlineData("List<Order> Get() => db.Orders.OrderByDescending(o => o.PlacedAt).Take(5).ToList();")]
    [InlineData("List<Order> Get(int n) => db.Orders.Where(o => o.Total > 1).OrderByDescending(o => o.PlacedAt).Take(n).ToList();")]
    [InlineData("List<Order> Get(DateTime from, DateTime to) => db.Orders.Where(o => o.PlacedAt >= from && o.PlacedAt < to).OrderByDescending(o => o.PlacedAt).Take(100).ToList();")]
    [InlineData("Order? Get(int n) => db.Orders.OrderBy(o => o.PlacedAt).Skip(n).FirstOrDefault();")]
    [InlineData("Order? Get() => db.Orders.OrderByDescending(o => o.PlacedAt).FirstOrDefault();")]
    [InlineData("Task<int> Keep(int n) => db.Orders.OrderByDescending(o => o.PlacedAt).Skip(n).ExecuteDeleteAsync();")]
    [InlineData("List<Order> Get() => db.Orders.OrderBy(o => o.PlacedAt).Skip(3).Take(3).ToList();")]
    public Task The_first_rows_of_an_order(string code) => Verify.Silent<NonUniquePageOrder>(code);

    [Theory]
    [InlineData("List<Order> After(DateTime after, int id) => db.Orders.Where(o => o.PlacedAt >= after && (o.PlacedAt > after || o.Id > id)).OrderBy(o => o.PlacedAt).ThenBy(o => o.Id).Take(20).ToList();")]
    [InlineData("List<Order> After(int last) => db.Orders.Where(o => o.Id > last).OrderBy(o => o.Id).Take(20).ToList();")]
    public Task Pages_behind_a_unique_key(string code) => Verify.Silent<NonUniquePageOrder>(code);

    [Theory]
    [InlineData("static List<T> Get<T, K>(IQueryable<T> q, Expression<Func<T, K>> by, int page) => q.OrderBy(by).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Order> Get(Expression<Func<Order, object>> by, int page) => db.Orders.OrderBy(by).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<string> Get(int page) => db.Products.Select(p => p.Name).Distinct().OrderBy(n => n).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<int> Get(int page) => db.Orders.GroupBy(o => o.CustomerId).OrderBy(g => g.Key).Select(g => g.Count()).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Product> Get(double weight, int page) => db.Products.OrderBy(p => Math.Abs(p.Weight!.Value - weight)).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Order> Get(List<Order> all, int page) => all.OrderBy(o => o.PlacedAt).Skip(page * 20).Take(20).ToList();")]
    [InlineData("List<Product> Get(int page) => db.Products.Where(p => !db.Products.Any(o => o.Name == p.Name && o.Id < p.Id)).OrderBy(p => p.Name).Skip(page * 20).Take(20).ToList();")]
    public Task Orders_of_which_nothing_is_known(string code) => Verify.Silent<NonUniquePageOrder>(
        "using System.Linq.Expressions;\n" + code);

    [Fact]
    public Task Adds_the_key() => Verify.Fixes<NonUniquePageOrder, NonUniquePageOrderFix>(
        """
        List<Order> Get(int page) => db.Orders.OrderByDescending(o => o.PlacedAt).[|Skip|](page * 20).Take(20).ToList();
        List<OrderLine> Lines(int page) => db.OrderLines
            .OrderBy(l => l.OrderId) // by order
            .Select(l => l)
            .[|Skip|](page * 20)
            .Take(20)
            .ToList();
        List<OrderLine> Cheap(int page) => db.OrderLines.OrderBy(l => l.Price).[|Skip|](page * 20).Take(20).ToList();
        """,
        """
        List<Order> Get(int page) => db.Orders.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id).Skip(page * 20).Take(20).ToList();
        List<OrderLine> Lines(int page) => db.OrderLines
            .OrderBy(l => l.OrderId) // by order
            .ThenBy(l => l.Number)
            .Select(l => l)
            .Skip(page * 20)
            .Take(20)
            .ToList();
        List<OrderLine> Cheap(int page) => db.OrderLines.OrderBy(l => l.Price).ThenBy(l => l.OrderId).ThenBy(l => l.Number).Skip(page * 20).Take(20).ToList();
        """,
        title: "Make the order unique");

    [Fact]
    public Task Adds_the_key_to_a_query_expression() => Verify.FixesAll<NonUniquePageOrder, NonUniquePageOrderFix>(
        """
        List<Order> Get(int page)
        {
            var q = from o in db.Orders
                    where o.Total > 1
                    orderby o.PlacedAt descending
                    select o;
            return q.[|Skip|](page * 20).Take(20).ToList();
        }
        """,
        """
        List<Order> Get(int page)
        {
            var q = from o in db.Orders
                    where o.Total > 1
                    orderby o.PlacedAt descending, o.Id descending
                    select o;
            return q.Skip(page * 20).Take(20).ToList();
        }
        """);

    [Fact]
    public Task Adds_the_key_in_every_branch() => Verify.FixesAll<NonUniquePageOrder, NonUniquePageOrderFix>(
        """
        List<Order> Get(string by, int page)
        {
            IQueryable<Order> q = db.Orders;
            q = by switch
            {
                "total" => q.OrderBy(o => o.Total),
                "id" => q.OrderBy(o => o.Id),
                _ => q.OrderByDescending(o => o.PlacedAt),
            };
            if (by == "note")
            {
                q = q.OrderBy(o => o.Note);
            }

            return q.[|Skip|](page * 20).Take(20).ToList();
        }
        """,
        """
        List<Order> Get(string by, int page)
        {
            IQueryable<Order> q = db.Orders;
            q = by switch
            {
                "total" => q.OrderBy(o => o.Total).ThenBy(o => o.Id),
                "id" => q.OrderBy(o => o.Id),
                _ => q.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id),
            };
            if (by == "note")
            {
                q = q.OrderBy(o => o.Note).ThenBy(o => o.Id);
            }

            return q.Skip(page * 20).Take(20).ToList();
        }
        """);

    [Theory]
    [InlineData("List<Order> Get(DateTime before) => db.Orders.Where(o => o.PlacedAt < before).OrderByDescending(o => o.PlacedAt).[|Take|](20).ToList();")]
    [InlineData("static IQueryable<Order> Sort(IQueryable<Order> q) => q.OrderBy(o => o.Total); List<Order> Get(int page) => Other.Sort(db.Orders).[|Skip|](page * 20).Take(20).ToList();\nstatic class Other { public static IQueryable<Order> Sort(IQueryable<Order> q) => q.OrderBy(o => o.Total); }")]
    [InlineData("List<string> Get(int page) => db.Customers.Select(c => new { c.Name }).OrderBy(c => c.Name).[|Skip|](page * 20).Take(20).Select(c => c.Name).ToList();")]
    public Task No_fix_where_the_order_is_made_elsewhere_or_the_key_is_gone(string code) => Verify.Refuses<NonUniquePageOrder, NonUniquePageOrderFix>(code);

    [Fact]
    public Task Format_fixes_the_rest_when_the_first_place_has_no_fix() => Verify.Formats<NonUniquePageOrder, NonUniquePageOrderFix>(
    [
        (
            "List<Order> Get(DateTime before) => db.Orders.Where(o => o.PlacedAt < before).OrderByDescending(o => o.PlacedAt).[|Take|](20).ToList();",
            "List<Order> Get(DateTime before) => db.Orders.Where(o => o.PlacedAt < before).OrderByDescending(o => o.PlacedAt).[|Take|](20).ToList();"),
        (
            "List<Order> Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).[|Skip|](page * 20).Take(20).ToList();",
            "List<Order> Get(int page) => db.Orders.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id).Skip(page * 20).Take(20).ToList();"),
    ]);
}
