using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rules.Loading;

public sealed class CartesianExplosionTests
{
    [Fact]
    public Task Behind_a_set_that_is_handed_in() => Verify.Reports<CartesianExplosion>("""
        public static class OrderQueries
        {
            public static Task<List<Order>> Full(this DbSet<Order> orders, CancellationToken ct) => orders.Include(o => o.Lines).[|Include|](o => o.Payments).ToListAsync(ct);
        }
        """, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Full().Where(o => o.Id == id).ToListAsync()")]
    [InlineData("AsNoTracking().Full().FirstOrDefaultAsync(o => o.Id == id)")]
    public Task Behind_a_helper_for_everybody(string call) => Verify.Reports<CartesianExplosion>(Helper(call), level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("AsSplitQuery().Full().Where(o => o.Id == id).ToListAsync()")]
    [InlineData("Full().AsSplitQuery().FirstOrDefaultAsync(o => o.Id == id)")]
    public Task Behind_a_helper_whose_callers_split(string call) => Verify.Silent<CartesianExplosion>(Helper(call).Replace("[|Include|]", "Include"));

    private static string Helper(string call) => $$"""
        public static class OrderQueries
        {
            public static IQueryable<Order> Full(this IQueryable<Order> orders) => orders.Include(o => o.Lines).[|Include|](o => o.Payments);
        }

        public class Work(Shop db)
        {
            public Task Run(int id) => db.Orders.{{call}};
        }
        """;

    [Fact]
    public Task A_list_with_two_collections() => Verify.Fixes<CartesianExplosion, CartesianExplosionFix>(
        """
        var orders = await db.Orders
            .Where(o => o.Total > 3)
            .Include(o => o.Lines)
            .[|Include|](o => o.Payments)
            .ToListAsync(ct);
        """,
        """
        var orders = await db.Orders
            .Where(o => o.Total > 3)
            .AsSplitQuery()
            .Include(o => o.Lines)
            .Include(o => o.Payments)
            .ToListAsync(ct);
        """,
        title: "AsSplitQuery");

    [Fact]
    public Task A_list_with_two_collections_on_one_line() => Verify.Fixes<CartesianExplosion, CartesianExplosionFix>(
        """
        var orders = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).ToListAsync(ct);
        var one = await db.Customers.Include(c => c.Orders).[|Include|]("Reviews").FirstAsync(ct);
        """,
        """
        var orders = await db.Orders.AsSplitQuery().Include(o => o.Lines).Include(o => o.Payments).ToListAsync(ct);
        var one = await db.Customers.AsSplitQuery().Include(c => c.Orders).Include("Reviews").FirstAsync(ct);
        """);

    [Fact]
    public Task Everywhere() => Verify.FixesAll<CartesianExplosion, CartesianExplosionFix>(
        """
        var a = db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).ToList();
        var b = db.Products.Include(p => p.Reviews).[|Include|](p => p.Tags).AsNoTracking().ToList();
        """,
        """
        var a = db.Orders.AsSplitQuery().Include(o => o.Lines).Include(o => o.Payments).ToList();
        var b = db.Products.AsSplitQuery().Include(p => p.Reviews).Include(p => p.Tags).AsNoTracking().ToList();
        """);

    [Fact]
    public Task An_unbounded_list_is_a_warning() => Verify.Reports<CartesianExplosion>(
        "var orders = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).ToListAsync(ct);",
        message: "'Lines' and 'Payments' are joined in one query: its result has a row for every pair of theirs",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public async Task A_third_collection_in_a_query_that_was_asked_for_as_one()
    {
        const string code = "var all = await db.Customers.AsSingleQuery().Include(c => c.Orders).ThenInclude(o => o.Lines).[|Include|](c => c.Reviews).ToListAsync(ct);";
        await Verify.Reports<CartesianExplosion>(code, message: "'Orders' and 'Reviews'", level: DiagnosticSeverity.Info);
        await Verify.Refuses<CartesianExplosion, CartesianExplosionFix>(code);
    }

    [Theory]
    [InlineData("FirstAsync(ct)")]
    [InlineData("FirstOrDefaultAsync(o => o.Id == 3, ct)")]
    [InlineData("Take(10).ToListAsync(ct)")]
    public Task A_bounded_one_is_an_information(string end) => Verify.Reports<CartesianExplosion>(
        $"var order = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).{end};", level: DiagnosticSeverity.Info);

    [Fact]
    public Task Collections_of_a_reference() => Verify.Reports<CartesianExplosion>(
        "var lines = await db.OrderLines.Include(l => l.Product).ThenInclude(p => p.Reviews).Include(l => l.Product).[|ThenInclude|](p => p.Tags).ToListAsync(ct);");

    [Fact]
    public Task Collections_of_a_collection() => Verify.Reports<CartesianExplosion>("""
        var customers = await db.Customers
            .Include(c => c.Orders).ThenInclude(o => o.Lines.Where(l => l.Quantity > 0))
            .Include(c => c.Orders).[|ThenInclude|](o => o.Payments)
            .ToListAsync(ct);
        """);

    [Fact]
    public Task Three_collections_are_one_report() => Verify.Reports<CartesianExplosion>("""
        var products = await db.Categories.Include(c => c.Children).[|Include|](c => c.Products).ThenInclude(p => p.Tags).Include(c => c.Products).ThenInclude(p => p.Reviews).ToListAsync(ct);
        """);

    [Fact]
    public Task Composed_in_steps() => Verify.Reports<CartesianExplosion>(
        """
        var query = db.Orders.Where(o => o.Total > 0);
        query = query.Include(o => o.Lines);
        if (ct.CanBeCanceled)
        {
            query = query.[|Include|](o => o.Payments);
        }

        return await query.ToListAsync(ct);
        """,
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task Returned_to_callers() => Verify.Reports<CartesianExplosion>(
        "IQueryable<Order> Full() => db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments);", level: DiagnosticSeverity.Info);

    [Fact]
    public Task Pages_before_EF_Core_10_are_not_split() => Verify.Refuses<CartesianExplosion, CartesianExplosionFix>(
        "var page = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).OrderBy(o => o.PlacedAt).Skip(20).Take(10).ToListAsync(ct);", ef: Ef.V8);

    [Theory]
    [InlineData("Grid(db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments)); static List<Order> Grid(IQueryable<Order> orders) => orders.OrderBy(o => o.PlacedAt).Skip(20).Take(10).ToList();")]
    [InlineData("IQueryable<Order> Full() => db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments);")]
    public Task What_others_may_page_before_EF_Core_10_is_not_split(string code) => Verify.Refuses<CartesianExplosion, CartesianExplosionFix>(code, ef: Ef.V8);

    [Fact]
    public Task Any_first_row_before_EF_Core_10_is_not_split() => Verify.Refuses<CartesianExplosion, CartesianExplosionFix>(
        "var order = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).FirstAsync(o => o.Total > 3, ct);", ef: Ef.V9);

    [Fact]
    public Task The_row_of_a_key_is() => Verify.Fixes<CartesianExplosion, CartesianExplosionFix>(
        "var order = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).FirstAsync(o => o.Id == 3, ct);",
        "var order = await db.Orders.AsSplitQuery().Include(o => o.Lines).Include(o => o.Payments).FirstAsync(o => o.Id == 3, ct);",
        ef: Ef.V8);

    [Fact]
    public Task Pages_of_EF_Core_10_are() => Verify.Fixes<CartesianExplosion, CartesianExplosionFix>(
        "var page = await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).OrderBy(o => o.PlacedAt).Skip(20).Take(10).ToListAsync(ct);",
        "var page = await db.Orders.AsSplitQuery().Include(o => o.Lines).Include(o => o.Payments).OrderBy(o => o.PlacedAt).Skip(20).Take(10).ToListAsync(ct);");

    [Fact]
    public Task Two_branches_that_exclude_each_other() => Verify.Silent<CartesianExplosion>("""
        IQueryable<Order> query = db.Orders;
        if (ct.CanBeCanceled)
        {
            query = query.Include(o => o.Lines);
        }
        else
        {
            query = query.Include(o => o.Payments);
        }

        return await query.ToListAsync(ct);
        """);

    [Theory]
    [InlineData("db.Orders.AsSplitQuery().Include(o => o.Lines).Include(o => o.Payments).ToListAsync(ct)")]
    [InlineData("db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsSplitQuery().ToListAsync(ct)")]
    [InlineData("db.Customers.AsSingleQuery().Include(c => c.Orders).ThenInclude(o => o.Lines).ToListAsync(ct)")]
    [InlineData("db.Orders.AsSingleQuery().Include(o => o.Lines).Include(o => o.Payments).ToListAsync(ct)")]
    public Task A_mode_is_asked_for(string query) => Verify.Silent<CartesianExplosion>($"var orders = await {query};");

    [Fact]
    public Task A_mode_is_asked_for_later() => Verify.Silent<CartesianExplosion>("""
        IQueryable<Order> query = db.Orders.Include(o => o.Lines).Include(o => o.Payments);
        if (ct.CanBeCanceled)
        {
            query = query.AsSplitQuery();
        }

        return await query.ToListAsync(ct);
        """);

    [Fact]
    public Task A_mode_is_configured() => Verify.Silent<CartesianExplosion>(
        "var orders = await db.Orders.Include(o => o.Lines).Include(o => o.Payments).ToListAsync(ct);",
        new Setup { Configure = """UseSqlite("Data Source=shop.db", o => o.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))""" });

    [Theory]
    [InlineData("db.Orders.Include(o => o.Lines).ThenInclude(l => l.Product).ToListAsync(ct)")]
    [InlineData("db.Orders.Include(o => o.Lines).Include(o => o.Customer).ToListAsync(ct)")]
    [InlineData("db.Customers.Include(c => c.Orders).ThenInclude(o => o.Lines).ToListAsync(ct)")]
    [InlineData("db.Orders.Include(o => o.Lines).ThenInclude(l => l.Product).Include(o => o.Lines).ThenInclude(l => l.Order).ToListAsync(ct)")]
    [InlineData("db.Orders.Include(\"Lines.Product\").Include(o => o.Lines).ToListAsync(ct)")]
    public Task One_path(string query) => Verify.Silent<CartesianExplosion>($"var orders = await {query};");

    [Theory]
    [InlineData("CountAsync(ct)")]
    [InlineData("AnyAsync(ct)")]
    [InlineData("Select(o => o.Total).ToListAsync(ct)")]
    [InlineData("Select(o => new { o.Id, Count = o.Lines.Count }).ToListAsync(ct)")]
    public Task Includes_that_are_ignored(string end) => Verify.Silent<CartesianExplosion>($"var orders = await db.Orders.Include(o => o.Lines).Include(o => o.Payments).{end};");

    [Fact]
    public Task A_query_of_the_caller_may_have_a_mode() => Verify.Silent<CartesianExplosion>(
        "static IQueryable<Order> Full(IQueryable<Order> orders) => orders.Include(o => o.Lines).Include(o => o.Payments);");

    [Fact]
    public Task Links_of_one_row() => Verify.Silent<CartesianExplosion>("""
        public class User { public int Id { get; set; } public List<Role> Roles { get; set; } = []; public List<Membership> Memberships { get; set; } = []; }
        public class Role { public int Id { get; set; } public List<User> Users { get; set; } = []; }
        public class Group { public int Id { get; set; } }
        public class Membership { public int UserId { get; set; } public User User { get; set; } = null!; public int GroupId { get; set; } public Group Group { get; set; } = null!; }
        public class Users : DbContext { public DbSet<User> All => Set<User>(); }

        public class Work
        {
            public Task<User> Run(Users db, int id) => db.All.Include(u => u.Roles).Include(u => u.Memberships).FirstAsync(u => u.Id == id);
        }
        """);

    [Fact]
    public Task Documents_of_the_row() => Verify.Silent<CartesianExplosion>("""
        public class Card { public int Id { get; set; } public List<Line> Lines { get; set; } = []; public List<Note> Notes { get; set; } = []; }
        public class Line { public int Number { get; set; } public string? Text { get; set; } }
        public class Note { public int Id { get; set; } public int CardId { get; set; } }

        public class Cards : DbContext
        {
            public DbSet<Card> All => Set<Card>();

            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Card>().OwnsMany(c => c.Lines, l => l.ToJson());
        }

        public class Work
        {
            public Task<List<Card>> Run(Cards db) => db.All.Include(c => c.Lines).Include(c => c.Notes).ToListAsync();
        }
        """);

    [Fact]
    public Task Lists_in_memory() => Verify.Silent<CartesianExplosion>("""
        var orders = new List<Order>().AsQueryable().Include(o => o.Lines).Include(o => o.Payments).ToList();
        """);
}
