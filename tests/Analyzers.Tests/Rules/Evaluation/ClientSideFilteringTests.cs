using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Evaluation;

namespace PerfAnalyzers.Tests.Rules.Evaluation;

public sealed class ClientSideFilteringTests
{
    private const string Repository = """

        public class OrderRepository(Shop db)
        {
            public async Task<IEnumerable<Order>> GetAllAsync() => await db.Orders.ToListAsync();
            public IEnumerable<Order> Stream() => db.Orders.OrderBy(o => o.Id);
            public async Task<List<Order>> OpenAsync(bool withLines)
            {
                var query = db.Orders.Where(o => o.ShippedAt == null);
                if (withLines) query = query.Include(o => o.Lines);
                return await query.ToListAsync();
            }
        }
        """;

    [Theory]
    [InlineData("var open = (await db.Orders.ToListAsync(ct)).[|Where|](o => o.Status == OrderStatus.New).ToList();")]
    [InlineData("return db.Orders.ToList().[|Where|](o => o.CustomerId == 5);")]
    [InlineData("var page = (await db.Orders.ToListAsync(ct)).OrderBy(o => o.PlacedAt).[|Skip|](10).Take(10).ToList();")]
    [InlineData("var first = (await db.Orders.ToListAsync(ct)).[|FirstOrDefault|](o => o.Note == \"x\");")]
    [InlineData("foreach (var order in db.Orders.ToList().[|Where|](o => o.Total > 3)) Console.WriteLine(order.Id);")]
    [InlineData("var days = db.Orders.ToList().Select(o => o.CustomerId).[|Distinct|]().ToList();")]
    public Task Rows_narrowed_in_the_same_expression(string code) => Verify.Reports<ClientSideFiltering>(code, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("var all = await db.Orders.ToListAsync(ct);\nreturn all.[|Where|](o => o.Total > 3);")]
    [InlineData("var all = db.Orders.ToList();\nvar one = all.[|FirstOrDefault|](o => o.Id == 7);\nreturn one;")]
    [InlineData("var all = db.Orders.[|ToList|]();\nif (db.Coupons.Any())\n{\n    all = all.Where(o => o.Total > 3).ToList();\n}\nelse\n{\n    all = all.Where(o => o.Total > 5).ToList();\n}\nreturn all;")]
    [InlineData("return db.Orders.AsEnumerable().[|Where|](o => o.Total > 3).ToList();")]
    [InlineData("return db.Orders.ToList().[|Where|](o => o.Note!.Equals(\"a\", StringComparison.OrdinalIgnoreCase));")]
    [InlineData("return db.Orders.ToList().OrderBy(o => Guid.NewGuid().ToString() + o.GetHashCode()).[|Take|](5);")]
    public Task Weaker_forms(string code) => Verify.Reports<ClientSideFiltering>(code, level: DiagnosticSeverity.Info);

    [Fact]
    public Task A_rule_of_the_application_that_SQL_could_say() => Verify.Reports<ClientSideFiltering>(
        """
        public class Work(Shop db)
        {
            public List<Order> Late() => db.Orders.ToList().[|Where|](o => o.IsLate()).ToList();
        }

        public static class Rules
        {
            public static bool IsLate(this Order order) => order.ShippedAt == null && order.Total > 5;
        }
        """,
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task Behind_a_call() => Verify.Reports<ClientSideFiltering>(
        """
        public class Work(OrderRepository orders)
        {
            public async Task<Order?> Find(int id) => (await orders.GetAllAsync()).[|SingleOrDefault|](o => o.Id == id);
            public IEnumerable<Order> Large() => orders.Stream().[|Where|](o => o.Total > 100);
            public async Task<List<Order>> Open()
            {
                var open = await orders.OpenAsync(true);
                return open.[|Where|](o => o.Total > 3).ToList();
            }
        }
        """ + Repository);

    [Fact]
    public Task A_list_joined_to_a_table() => Verify.Reports<ClientSideFiltering>(
        """
        var wanted = new List<int> { 1, 2 };
        var lines = from id in wanted
                    [|join line in db.OrderLines on id equals line.OrderId|]
                    select line;
        """,
        message: "'OrderLines' fetches every OrderLine");

    [Fact]
    public Task What_a_caller_sent_checked_against_everything() => Verify.Reports<ClientSideFiltering>("""
        public async Task<List<int>> Known(IEnumerable<int> wanted, CancellationToken ct)
        {
            var all = await db.Orders.Select(o => o.Id).ToListAsync(ct);
            return wanted.Where(w => [|all|].Contains(w)).ToList();
        }
        """);

    [Theory]
    [InlineData("var known = await db.Orders.Where(o => wanted.Contains(o.Id)).Select(o => o.Id).ToListAsync(ct);")]
    [InlineData("var ids = wanted.Distinct().ToList(); var known = await db.Orders.Where(o => ids.Contains(o.Id)).Select(o => o.Id).ToListAsync(ct);")]
    [InlineData("var known = await Allowed(wanted);")]
    public Task What_a_caller_sent_chose_the_rows(string fetch) => Verify.Silent<ClientSideFiltering>($$"""
        public async Task<List<int>> Known(IReadOnlyList<int> wanted, CancellationToken ct)
        {
            {{fetch}}
            return wanted.Where(w => known.Contains(w)).ToList();
        }

        private Task<List<int>> Allowed(IEnumerable<int> ids) => db.Orders.Where(o => o.Total > 3 && ids.Contains(o.Id)).Select(o => o.Id).ToListAsync();
        """);

    [Theory]
    [InlineData("var all = await db.Orders.ToListAsync(ct);\nvar open = all.Where(o => o.Total > 3).ToList();\nreturn (all, open);")] // the whole is used as well
    [InlineData("var list = new List<Order>();\nreturn list.Where(o => o.Total > 3);")]
    [InlineData("return db.Orders.ToList().Where(o => File.Exists(o.Note)).ToList();")] // no SQL says that
    [InlineData("return db.Orders.ToList().Where(o => System.Text.RegularExpressions.Regex.IsMatch(o.Note!, \"a\")).Take(5);")]
    [InlineData("return (await db.Orders.OrderBy(o => o.Id).Take(20).ToListAsync(ct)).Where(o => o.Total > 3);")] // bounded already
    [InlineData("return (await db.Orders.Where(o => o.Id == 1).ToListAsync(ct)).Where(o => o.Total > 3);")]
    [InlineData("return db.Orders.ToList().Where(o => o.Note != null).ToList();")] // keeps almost all
    [InlineData("return db.Orders.ToList().OrderBy(o => o.Total).ToList();")] // order alone costs little
    [InlineData("var all = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\ndb.RemoveRange(all.Skip(1));\nreturn all[0];")] // all but one
    [InlineData("return db.Orders.ToList().GroupBy(o => o.CustomerId).ToList();")] // groups of rows
    [InlineData("return db.Products.ToList().DistinctBy(p => p.Name).ToDictionary(p => p.Name);")] // a few duplicates
    [InlineData("var all = await db.Orders.ToListAsync(ct);\nforeach (var c in db.Customers) Console.WriteLine(all.FirstOrDefault(o => o.CustomerId == c.Id));")] // looked up per element
    [InlineData("var names = new[] { \"a\" };\nvar all = await db.Products.Select(p => p.Name).ToListAsync(ct);\nreturn names.Where(n => !all.Contains(n));")] // what is missing
    [InlineData("return await db.Orders.Where(o => o.Total > 3).ToListAsync(ct);")]
    [InlineData("return db.Orders.Select(o => new { o.Id, Big = o.Lines.Where(l => l.Price > 3).ToList() }).ToList();")] // translated
    public Task Rows_that_memory_needs(string code) => Verify.Silent<ClientSideFiltering>(code);

    [Fact]
    public Task A_rule_that_asks_a_service() => Verify.Silent<ClientSideFiltering>("""
        public class Work(Shop db, IAccess access)
        {
            public List<Order> Mine() => db.Orders.ToList().Where(o => access.MayRead(o)).Skip(10).ToList();
        }

        public interface IAccess
        {
            bool MayRead(Order order);
        }
        """);

    [Fact]
    public Task Start_up() => Verify.Silent<ClientSideFiltering>("""
        public class Work
        {
            public static void Main() => Console.WriteLine(First(new Shop()));

            private static Coupon? First(Shop db) => db.Coupons.ToList().FirstOrDefault(c => c.Percent > 5);
        }
        """);

    [Fact]
    public Task The_filter_in_front_of_the_terminal() => Verify.Fixes<ClientSideFiltering, ClientSideFilteringFix>(
        "var open = (await db.Orders.ToListAsync(ct)).[|Where|](o => o.Status == OrderStatus.New).ToList();",
        "var open = await db.Orders.Where(o => o.Status == OrderStatus.New).ToListAsync(ct);");

    [Fact]
    public Task A_page_with_line_breaks() => Verify.Fixes<ClientSideFiltering, ClientSideFilteringFix>(
        """
        var page = (await db.Orders.AsNoTracking().ToListAsync(ct))
            .OrderBy(o => o.Id)
            .[|Skip|](10)
            .Take(10);
        """,
        """
        var page = await db.Orders.AsNoTracking()
            .OrderBy(o => o.Id)
            .Skip(10)
            .Take(10)
            .ToListAsync(ct);
        """);

    [Fact]
    public Task What_memory_must_do_stays_behind() => Verify.Fixes<ClientSideFiltering, ClientSideFilteringFix>(
        "return (await db.Orders.ToListAsync(ct)).[|Where|](o => o.Total > 3).All(o => File.Exists(o.Note));",
        "return (await db.Orders.Where(o => o.Total > 3).ToListAsync(ct)).All(o => File.Exists(o.Note));");

    [Fact]
    public Task One_row() => Verify.Fixes<ClientSideFiltering, ClientSideFilteringFix>(
        "var one = (await db.Orders.ToListAsync(ct)).[|FirstOrDefault|](o => o.Note == \"x\")?.Id;",
        "var one = (await db.Orders.FirstOrDefaultAsync(o => o.Note == \"x\", ct))?.Id;");

    [Fact]
    public Task All_at_once() => Verify.FixesAll<ClientSideFiltering, ClientSideFilteringFix>(
        """
        var a = db.Orders.ToList().[|Where|](o => o.Total > 3).ToArray();
        var b = db.Coupons.ToList().[|FindAll|](c => c.Percent > 50);
        """,
        """
        var a = db.Orders.Where(o => o.Total > 3).ToArray();
        var b = db.Coupons.Where(c => c.Percent > 50).ToList();
        """);

    [Theory]
    [InlineData("var open = await db.Orders.ToListAsync(ct);\nreturn open.[|Where|](o => o.Total > 3);")]
    [InlineData("var open = db.Orders.ToList().[|Where|](o => o.Total > 3);\nopen = open.Reverse();\nreturn open;")] // the local has another type afterwards
    [InlineData("return db.Orders.AsEnumerable().[|Where|](o => o.Total > 3);")]
    [InlineData("var random = new Random();\nreturn db.Orders.ToList().OrderBy(_ => random.Next()).[|Take|](4).ToList();")] // a query would ask once
    public Task No_fix_where_it_would_not_be_the_same(string code) => Verify.Refuses<ClientSideFiltering, ClientSideFilteringFix>(code);
}
