using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Evaluation;

namespace PerfAnalyzers.Tests.Rules.Evaluation;

public sealed class ClientSideAggregationTests
{
    private const string Repository = """

        public interface IOrderRepository
        {
            Task<IEnumerable<Order>> GetAllAsync();
            Task<List<Order>> OfCustomerAsync(int customerId);
            Task<Order[]> LatestAsync();
        }

        public class OrderRepository(Shop db) : IOrderRepository
        {
            public async Task<IEnumerable<Order>> GetAllAsync() => await db.Orders.ToListAsync();
            public async Task<List<Order>> OfCustomerAsync(int customerId)
            {
                var orders = await db.Orders.Where(o => o.CustomerId == customerId).ToListAsync();
                return orders;
            }
            public Task<Order[]> LatestAsync() => db.Orders.OrderByDescending(o => o.PlacedAt).Take(10).ToArrayAsync();

            public Task<List<Order>> FindAsync(OrderQuery query)
            {
                var orders = db.Orders.AsQueryable();
                if (query.Ids != null)
                {
                    orders = orders.Where(o => query.Ids.Contains(o.Id));
                }

                return orders.ToListAsync();
            }

            public Task<List<Order>> OfIdsAsync(params int[] ids) => db.Orders.Where(o => ids.Contains(o.Id)).ToListAsync();

            public async Task<List<Order>> CancelAsync(int customerId)
            {
                var orders = await db.Orders.Where(o => o.CustomerId == customerId).ToListAsync();
                orders.ForEach(o => o.Status = OrderStatus.Cancelled);
                await db.SaveChangesAsync();
                return orders;
            }
        }

        public class OrderQuery
        {
            public int[]? Ids { get; set; }
        }

        public interface ILogRepository
        {
            Task<ICollection<string>> GetAllAsync(CancellationToken ct = default);
            Task<ICollection<string>> GetManyByUserAsync(int userId);
        }
        """;

    [Theory]
    [InlineData("var n = (await db.Orders.ToListAsync(ct)).[|Count|];")]
    [InlineData("var n = (await db.Orders.ToListAsync(ct)).[|Count|](o => o.Total > 10);")]
    [InlineData("var n = (await db.Orders.Where(o => o.Total > 10).ToArrayAsync(ct)).[|Length|];")]
    [InlineData("var any = (await db.Orders.ToListAsync(ct)).[|Any|]();")]
    [InlineData("var any = (await db.Orders.ToListAsync(ct)).[|Exists|](o => o.Status == OrderStatus.New);")]
    [InlineData("var sum = (await db.Orders.ToListAsync(ct)).Where(o => o.Note != \"x\").[|Sum|](o => o.Total);")]
    [InlineData("var max = db.Orders.ToList().[|Max|](o => o.Total);")]
    [InlineData("var first = (await db.Orders.ToListAsync(ct)).OrderBy(o => o.PlacedAt).[|First|]();")]
    public Task Rows_reduced_in_the_same_expression(string code) => Verify.Reports<ClientSideAggregation>(code, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("var list = await db.Orders.ToListAsync(ct);\nvar n = list.[|Count|];")]
    [InlineData("var list = await db.Orders.[|ToListAsync|](ct);\nif (list.Count == 0) return null;\nreturn list.Max(o => o.Total);")]
    [InlineData("var n = db.Orders.AsEnumerable().[|GroupBy|](o => o.CustomerId).Select(g => new { g.Key, Sum = g.Sum(o => o.Total) }).OrderByDescending(x => x.Sum).Take(5);")]
    [InlineData("var list = await db.Orders.ToListAsync(ct);\nvar sums = list.[|GroupBy|](o => o.CustomerId).ToDictionary(g => g.Key, g => g.Sum(o => o.Total));")]
    [InlineData("var n = (await db.Orders.ToListAsync(ct)).[|Count|](o => string.Equals(o.Note, \"x\", StringComparison.OrdinalIgnoreCase));")]
    [InlineData("decimal sum = 0;\nforeach (var order in [|db.Orders|]) sum += order.Total;")]
    [InlineData("var late = 0;\nvar orders = await db.Orders.ToListAsync(ct);\nforeach (var order in [|orders|])\n{\n    if (order.ShippedAt == null)\n    {\n        late++;\n    }\n}")]
    [InlineData("var orders = await db.Orders.Where(o => o.Total > 10).ToListAsync(ct);\nreturn orders.[|Count|] > 0 ? orders[0].Note : null;")]
    public Task Weaker_forms(string code) => Verify.Reports<ClientSideAggregation>(code, level: DiagnosticSeverity.Info);

    [Fact]
    public Task Behind_a_repository() => Verify.Reports<ClientSideAggregation>(
        """
        public class Work(IOrderRepository orders)
        {
            public async Task<int> Count() => (await orders.GetAllAsync()).[|Count|]();
        }
        """ + Repository,
        message: "'GetAllAsync → ToListAsync' fetches every Order",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Behind_a_repository_that_filters() => Verify.Reports<ClientSideAggregation>(
        """
        public class Work(IOrderRepository orders)
        {
            public async Task<bool> Has(int id)
            {
                var found = await orders.OfCustomerAsync(id);
                return found.[|Count|] > 0;
            }
        }
        """ + Repository,
        level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("(await log.GetAllAsync()).[|Any|](l => l == wanted)")]
    [InlineData("(await log.GetAllAsync()).Where(l => l != wanted).[|Count|]() > 0")]
    public Task What_takes_nothing_to_choose_by_fetches_all(string condition) => Verify.Reports<ClientSideAggregation>(
        $$"""
        public class Work(ILogRepository log)
        {
            public async Task<bool> Has(string wanted) => {{condition}};
        }
        """ + Repository,
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task What_is_chosen_elsewhere_may_be_a_few() => Verify.Silent<ClientSideAggregation>(
        """
        public class Work(ILogRepository log)
        {
            public async Task<bool> Has(int id, string wanted) => (await log.GetManyByUserAsync(id)).Any(l => l == wanted);
        }
        """ + Repository);

    [Fact]
    public Task Behind_a_repository_that_is_implemented_elsewhere() => Verify.Reports<ClientSideAggregation>(
        """
        public class Work(ILogRepository log)
        {
            public async Task<bool> Has(int id) => (await log.GetManyByUserAsync(id)).[|Count|] != 0;
        }
        """ + Repository,
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task In_another_project() => Verify.Reports<ClientSideAggregation>(
        """
        public class Work(Data.Names names)
        {
            public int Count() => names.All().[|Count|];
        }
        """,
        with: new Setup
        {
            Projects =
            [
                new ReferencedProject("Data", """
                    using System.Collections.Generic;
                    using System.Linq;
                    using Microsoft.EntityFrameworkCore;

                    namespace Data;

                    public class Name
                    {
                        public int Id { get; set; }
                        public string Text { get; set; } = "";
                    }

                    public class NameContext : DbContext
                    {
                        public DbSet<Name> Names => Set<Name>();
                    }

                    public class Names(NameContext db)
                    {
                        public List<Name> All() => db.Names.ToList();
                    }
                    """),
            ],
        });

    [Theory]
    [InlineData("var orders = await db.Orders.Where(o => o.Total > 10).ToListAsync(ct);\nreturn orders.Count == 1 ? orders[0].Note : null;")]
    [InlineData("var list = await db.Orders.ToListAsync(ct);\nvar n = list.Count;\nreturn list;")] // needed otherwise
    [InlineData("var list = new List<Order>();\nvar n = list.Count;")]
    [InlineData("var n = db.Orders.ToList().Sum(o => System.Text.Json.JsonDocument.Parse(o.Note!).RootElement.GetInt32());")] // no SQL says that
    [InlineData("var list = await db.Orders.Take(10).ToListAsync(ct);\nvar n = list.Sum(o => o.Total);")] // a handful
    [InlineData("var list = await db.Orders.Where(o => o.Id == 5).ToListAsync(ct);\nvar n = list.Count;")] // a key
    [InlineData("var list = await db.Customers.Where(c => c.Email == \"x\").ToListAsync(ct);\nvar n = list.Count;")] // a unique index
    [InlineData("var sums = await db.Orders.GroupBy(o => o.CustomerId).Select(g => g.Sum(o => o.Total)).ToListAsync(ct);\nvar n = sums.Sum();")] // the database grouped already
    [InlineData("var list = await db.Orders.ToListAsync(ct);\nforeach (var c in new[] { 1, 2 })\n{\n    Console.WriteLine(list.Count(o => o.CustomerId == c));\n}")] // looked up per element
    [InlineData("var ids = await db.Orders.Select(o => o.Id).ToListAsync(ct);\nvar n = await db.OrderLines.CountAsync(l => ids.Contains(l.OrderId), ct);")] // sent back to the database
    [InlineData("var list = await db.Orders.ToListAsync(ct);\nvar best = list.GroupBy(o => o.CustomerId).Select(g => g.OrderBy(o => o.Total).First()).ToList();")] // the rows themselves
    [InlineData("var order = await db.Orders.Include(o => o.Lines).FirstAsync(ct);\nvar n = order.Lines.Sum(l => l.Price);")] // loaded children
    [InlineData("if (db.Database.IsSqlite())\n{\n    var n = (await db.Orders.ToListAsync(ct)).Sum(o => o.Total);\n}")] // what SQLite can't do
    [InlineData("var n = await db.Orders.CountAsync(ct);")]
    [InlineData("decimal sum = 0;\nforeach (var o in await db.Orders.ToListAsync(ct))\n{\n    sum += Math.Round(o.Total, 2);\n    Console.WriteLine(sum);\n}")]
    [InlineData("var totals = await db.Orders.Select(o => new { o.Id, Lines = o.Lines.Sum(l => l.Price) }).ToListAsync(ct);\nreturn totals;")] // translated
    public Task Rows_that_memory_needs(string code) => Verify.Silent<ClientSideAggregation>(code);

    [Fact]
    public Task A_list_that_is_kept_in_a_cache() => Verify.Silent<ClientSideAggregation>("""
        public class Work(Shop db)
        {
            private List<Order>? cache;

            public List<Order> All() => cache ??= db.Orders.ToList();

            public int Count() => All().Count;
        }
        """);

    [Theory]
    [InlineData("(await orders.FindAsync(new OrderQuery { Ids = new[] { id } })).FirstOrDefault()?.Note")]
    [InlineData("(await orders.FindAsync(new OrderQuery { Ids = [id] })).SingleOrDefault()?.Note")]
    [InlineData("(await orders.OfIdsAsync(id)).First().Note")]
    [InlineData("await orders.OfIdsAsync(id) is var found && found.Any() ? found.First().Note : null")]
    public Task The_one_row_that_is_asked_for(string expression) => Verify.Silent<ClientSideAggregation>(
        $$"""
        public class Work(OrderRepository orders)
        {
            public async Task<string?> Note(int id) => {{expression}};
        }
        """ + Repository);

    [Theory]
    [InlineData("(await orders.FindAsync(new OrderQuery { Ids = ids })).[|FirstOrDefault|]()?.Note")]
    [InlineData("(await orders.FindAsync(new OrderQuery { Ids = [ids[0], ids[1]] })).[|FirstOrDefault|]()?.Note")]
    [InlineData("(await orders.FindAsync(new OrderQuery { Ids = [ids[0]] })).[|Count|].ToString()")]
    [InlineData("(await orders.OfCustomerAsync(ids[0])).OrderBy(o => o.PlacedAt).[|First|]().Note")]
    public Task Rows_of_several(string expression) => Verify.Reports<ClientSideAggregation>(
        $$"""
        public class Work(OrderRepository orders)
        {
            public async Task<string?> Note(int[] ids) => {{expression}};
        }
        """ + Repository,
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task Rows_that_the_call_also_changes() => Verify.Silent<ClientSideAggregation>(
        """
        public class Work(OrderRepository orders)
        {
            public async Task<int> Cancel(int customer) => (await orders.CancelAsync(customer)).Count;
        }
        """ + Repository);

    [Theory]
    [InlineData("SELECT Id FROM Orders WHERE Note IS NULL", true)]
    [InlineData("DELETE FROM Orders WHERE Note IS NULL RETURNING Id", false)]
    [InlineData("WITH gone AS (SELECT Id FROM Orders) INSERT INTO Audit SELECT Id FROM gone RETURNING Id", false)]
    public Task Rows_that_a_statement_also_changes(string sql, bool isReported)
    {
        var code = $$"""
            using Dapper;
            using System.Data;

            public class Orders(IDbConnection connection)
            {
                public async Task<int[]> Run() => (await connection.QueryAsync<int>("{{sql}}")).ToArray();
            }

            public class Work(Orders orders)
            {
                public async Task<int> Count() => (await orders.Run()).[|Length|];
            }
            """;
        var with = new Setup { Also = [Library.Dapper] };
        return isReported ? Verify.Reports<ClientSideAggregation>(code, with, level: DiagnosticSeverity.Info) : Verify.Silent<ClientSideAggregation>(code.Replace("[|Length|]", "Length"), with);
    }

    [Fact]
    public Task A_page_behind_a_repository() => Verify.Silent<ClientSideAggregation>(
        """
        public class Work(IOrderRepository orders)
        {
            public async Task<decimal> Sum() => (await orders.LatestAsync()).Sum(o => o.Total);
        }
        """ + Repository);

    [Fact]
    public Task Seeds() => Verify.Silent<ClientSideAggregation>("""
        public class ShopSeed(Shop db)
        {
            public bool IsEmpty() => db.Orders.ToList().Count == 0;
        }
        """);

    [Fact]
    public Task Counted_with_its_predicate_and_token() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        "var n = (await db.Orders.ToListAsync(ct)).[|Count|](o => o.Total > 10);",
        "var n = await db.Orders.CountAsync(o => o.Total > 10, ct);",
        title: "Let the database do Count");

    [Fact]
    public Task A_property_becomes_a_call() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        "if ((await db.Orders.ToListAsync()).[|Count|] > 10 && db.Coupons.ToArray().[|Length|] == 0) { }",
        "if (await db.Orders.CountAsync() > 10 && db.Coupons.Count() == 0) { }");

    [Fact]
    public Task Filters_stay_in_front() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        """
        var sum = (await db.Orders
                .Include(o => o.Customer)
                .ToListAsync(ct).ConfigureAwait(false))
            .Where(o => o.Status == OrderStatus.Paid)
            .[|Sum|](o => o.Total);
        """,
        """
        var sum = await db.Orders
                .Include(o => o.Customer)
            .Where(o => o.Status == OrderStatus.Paid)
            .SumAsync(o => o.Total, ct).ConfigureAwait(false);
        """);

    [Fact]
    public Task What_follows_stays_behind_the_await() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        "var text = (await db.Orders.ToListAsync(ct)).[|Max|](o => o.PlacedAt).ToString(\"u\");",
        "var text = (await db.Orders.MaxAsync(o => o.PlacedAt, ct)).ToString(\"u\");");

    [Fact]
    public Task Query_syntax() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        "var any = (await (from o in db.Orders where o.Total > 5 select o).ToListAsync(ct)).[|Any|]();",
        "var any = await (from o in db.Orders where o.Total > 5 select o).AnyAsync(ct);");

    [Fact]
    public Task All_at_once() => Verify.FixesAll<ClientSideAggregation, ClientSideAggregationFix>(
        """
        var n = (await db.Orders.ToListAsync(ct)).[|Count|];
        var any = db.Coupons.ToList().[|Exists|](c => c.Percent > 50);
        """,
        """
        var n = await db.Orders.CountAsync(ct);
        var any = db.Coupons.Any(c => c.Percent > 50);
        """);

    [Theory]
    [InlineData("var list = await db.Orders.ToListAsync(ct);\nvar n = list.[|Count|];")] // through a local
    [InlineData("var last = db.Orders.ToList().[|Last|]();")] // no order: the database has no last row
    [InlineData("var best = db.Orders.ToList().[|MaxBy|](o => o.Total);")]
    [InlineData("var n = db.Orders.ToList().[|Count|](o => o.Note is null);")] // no pattern in an expression tree
    [InlineData("var n = db.Orders.AsEnumerable().[|Count|]();")] // somebody switched to memory on purpose
    [InlineData("var n = db.Orders\n    .ToList() // all of them\n    .[|Count|];")]
    public Task No_fix_where_it_would_not_be_the_same(string code) => Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(code);

    private const string Filtered = """
        public class Author { public int Id { get; set; } public bool IsDeleted { get; set; } }
        public class Post { public int Id { get; set; } public int AuthorId { get; set; } public Author Author { get; set; } = null!; public Post? Parent { get; set; } public List<Tag> Tags { get; set; } = []; }
        public class Tag { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Blog(DbContextOptions<Blog> options) : DbContext(options)
        {
            public DbSet<Post> Posts => Set<Post>();
            public DbSet<Author> Authors => Set<Author>();
            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Author>().HasQueryFilter(a => !a.IsDeleted);
        }
        public class Work(Blog blog)
        {
            public int Run() =>
                blog.Posts.Include(EXPRESSION;
        }
        """;

    [Theory]
    [InlineData("p => p.Author).ToList().[|Count|]")] // an author who is filtered takes the post along
    [InlineData("p => p.Parent!).ThenInclude(p => p.Author).ToList().[|Count|]")]
    [InlineData("\"Author\").ToList().[|Count|]")]
    public Task No_fix_where_an_include_decides_which_rows_come(string expression) =>
        Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(Filtered.Replace("EXPRESSION", expression, StringComparison.Ordinal));

    [Fact]
    public Task An_include_that_leaves_the_rows_as_they_are() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        Filtered.Replace("EXPRESSION", "p => p.Tags).ToList().[|Count|]", StringComparison.Ordinal),
        Filtered.Replace("EXPRESSION", "p => p.Tags).Count()", StringComparison.Ordinal));

    [Theory]
    [InlineData("var sum = db.Orders.ToList().[|Sum|](o => o.Total);", Ef.V8, DiagnosticSeverity.Info)] // a decimal, which EF Core adds up from 10 on
    [InlineData("var sum = db.Orders.ToList().[|Sum|](o => o.Total);", Ef.V10, DiagnosticSeverity.Warning)]
    [InlineData("var max = db.Orders.ToList().[|Max|](o => (decimal?)o.Total);", Ef.V8, DiagnosticSeverity.Info)]
    [InlineData("var first = db.Orders.ToList().OrderBy(o => o.Total).[|First|]();", Ef.V8, DiagnosticSeverity.Info)]
    [InlineData("var max = db.Orders.ToList().[|Max|](o => TimeSpan.FromDays(1));", Ef.V10, DiagnosticSeverity.Info)]
    [InlineData("var max = db.Orders.ToList().[|Max|](o => o.Id);", Ef.V8, DiagnosticSeverity.Warning)]
    [InlineData("var n = db.Orders.ToList().[|Count|](o => o.Total > 10);", Ef.V8, DiagnosticSeverity.Warning)]
    public async Task What_SQLite_cannot_compute_is_no_warning(string code, Ef ef, DiagnosticSeverity level)
    {
        var sqlite = new Setup { Configure = "UseSqlite(\"\")" };
        await Verify.Reports<ClientSideAggregation>(code, level: level, with: sqlite, ef: ef);
        if (level == DiagnosticSeverity.Info)
        {
            await Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(code, sqlite, ef);
            await Verify.Reports<ClientSideAggregation>(code, level: DiagnosticSeverity.Warning, with: new Setup { Configure = "UseNpgsql(\"\")", Also = [Library.Npgsql] }, ef: ef);
        }
    }

    [Fact]
    public Task A_list_that_is_reduced_several_times_is_one_report() => Verify.Reports<ClientSideAggregation>(
        "var list = await db.Orders.[|ToListAsync|](ct);\nvar n = list.Count(o => o.Total > 10);\nvar sum = list.Sum(o => o.Total);\nvar max = list.Max(o => o.Total);",
        level: DiagnosticSeverity.Info);
}
