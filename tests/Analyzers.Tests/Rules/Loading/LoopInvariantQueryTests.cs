using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rules.Loading;

public sealed class LoopInvariantQueryTests
{
    [Fact]
    public Task The_same_query_in_every_turn() => Verify.Reports<LoopInvariantQuery>(
        """
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var order in orders)
        {
            var regions = await db.Regions.[|ToListAsync|](ct);
            Console.WriteLine(regions.Count + order.Id);
        }
        """,
        message: "'ToListAsync' runs the same query again for every element of 'orders', as nothing that it reads changes in the loop",
        level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("if (await db.Coupons.[|AnyAsync|](c => c.Code == code, ct)) { Console.WriteLine(order.Id); }")]
    [InlineData("_ = db.Coupons.[|FirstOrDefault|](c => c.Code == code);")]
    [InlineData("foreach (var region in [|db.Regions|]) { Console.WriteLine(region.Name + order.Id); }")]
    [InlineData("order.Discount = await db.Coupons.Where(c => c.Code == code).[|MaxAsync|](c => (decimal?)c.Percent, ct);")]
    [InlineData("var query = db.Regions.Where(r => r.Name == code); Console.WriteLine(query.[|Count|]() + order.Id);")]
    public Task Every_kind_of_statement(string statement) => Verify.Reports<LoopInvariantQuery>(
        $"var code = \"A\";\nforeach (var order in await db.Orders.ToListAsync(ct))\n{{\n    {statement}\n}}", level: DiagnosticSeverity.Warning);

    [Fact]
    public Task In_a_lambda() => Verify.Reports<LoopInvariantQuery>("""
        var orders = await db.Orders.ToListAsync(ct);
        _ = orders.Where(o => o.Total > db.Orders.[|Average|](x => x.Total)).ToList();
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_call_is_weaker() => Verify.Reports<LoopInvariantQuery>("""
        public async Task All(List<Order> orders)
        {
            foreach (var order in orders) { Console.WriteLine((await [|Settings|]()).Count + order.Id); }
        }

        private Task<List<Region>> Settings() => db.Regions.ToListAsync();
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task A_turn_that_saves_may_change_the_answer() => Verify.Reports<LoopInvariantQuery>("""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            order.Total = await db.Orders.[|MaxAsync|](o => o.Total, ct);
            await db.SaveChangesAsync(ct);
        }
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task A_turn_that_writes_a_set_may_change_the_answer() => Verify.Reports<LoopInvariantQuery>("""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            var max = await db.Orders.[|MaxAsync|](o => o.Total, ct);
            await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Total, max + 1), ct);
        }
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task On_one_path_is_weaker() => Verify.Reports<LoopInvariantQuery>("""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            if (order.Total > 100)
            {
                Console.WriteLine(await db.Regions.[|CountAsync|](ct));
            }
        }
        """, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("foreach (var order in orders) { _ = await db.Customers.FindAsync(order.CustomerId); }")]
    [InlineData("foreach (var order in orders) { var id = order.CustomerId; _ = await db.Customers.FirstAsync(c => c.Id == id, ct); }")]
    [InlineData("var last = 0; foreach (var order in orders) { _ = await db.Orders.CountAsync(o => o.Id > last, ct); last = order.Id; }")]
    [InlineData("var n = 0; foreach (var order in orders) { n++; _ = await db.Orders.CountAsync(o => o.Id > n, ct); }")]
    [InlineData("foreach (var order in orders) { int.TryParse(order.Note, out var id); _ = await db.Orders.CountAsync(o => o.Id > id, ct); }")]
    [InlineData("while (!await db.Orders.AnyAsync(ct)) { await Task.Delay(100, ct); }")]
    [InlineData("foreach (var order in orders) { await Task.Delay(100, ct); _ = await db.Orders.CountAsync(ct); }")]
    [InlineData("for (var i = 0; i < 5; i++) { try { _ = await db.Orders.CountAsync(ct); break; } catch (Exception) { } }")]
    [InlineData("for (var i = 0; i < orders.Count; i += 100) { _ = await db.Orders.CountAsync(ct); }")]
    [InlineData("foreach (var order in orders) { return await db.Regions.ToListAsync(ct); } return null;")]
    [InlineData("List<Region>? regions = null; foreach (var order in orders) { if (regions == null) { regions = await db.Regions.ToListAsync(ct); } }")]
    [InlineData("var regions = await db.Regions.ToListAsync(ct); foreach (var order in orders) { Console.WriteLine(regions.Count(r => r.Id == order.Id)); }")]
    [InlineData("foreach (var order in await db.Orders.ToListAsync(ct)) { Console.WriteLine(order.Id); }")]
    [InlineData("_ = await db.Orders.Where(o => o.Total > db.Orders.Average(x => x.Total)).ToListAsync(ct);")]
    [InlineData("foreach (var order in orders) { switch (order.Status) { case OrderStatus.New: _ = await db.Regions.CountAsync(ct); break; } }")]
    [InlineData("foreach (var order in orders) { if (order.Id % 100 == 0) { Console.WriteLine(await db.Orders.CountAsync(ct)); } }")]
    [InlineData("foreach (var status in Enum.GetValues<OrderStatus>()) { Console.WriteLine(await db.Orders.CountAsync(ct)); }")]
    [InlineData("try { Console.WriteLine(1); } catch (Exception) { foreach (var order in orders) { _ = await db.Regions.CountAsync(ct); } }")]
    public Task Traps(string statements) => Verify.Silent<LoopInvariantQuery>($"var orders = await db.Orders.ToListAsync(ct);\n{statements}");

    [Fact]
    public Task A_field_that_the_loop_writes() => Verify.Silent<LoopInvariantQuery>("""
        public class Import(Shop db)
        {
            private int last;

            public void Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine(db.Orders.Count(o => o.Id > last));
                    last = order.Id;
                }
            }
        }
        """);

    [Fact]
    public Task A_context_of_each_turn() => Verify.Silent<LoopInvariantQuery>("""
        public class Import(IDbContextFactory<Shop> shops, List<string> tenants)
        {
            public async Task Run()
            {
                foreach (var tenant in tenants)
                {
                    await using var shop = await shops.CreateDbContextAsync();
                    Console.WriteLine(await shop.Orders.CountAsync());
                }
            }
        }
        """, new Setup { Configure = "" });

    [Fact]
    public Task The_declaration_moves() => Verify.Fixes<LoopInvariantQuery, LoopInvariantQueryFix>(
        """
        var orders = await db.Orders.ToListAsync(ct);

        // All of them.
        foreach (var order in orders)
        {
            // What it may not exceed.
            var limit = await db.Orders
                .Where(o => o.Status == OrderStatus.Paid)
                .[|MaxAsync|](o => (decimal?)o.Total, ct)
                .ConfigureAwait(false);

            order.Total = Math.Min(order.Total, limit ?? 0);
        }
        """,
        """
        var orders = await db.Orders.ToListAsync(ct);

        // What it may not exceed.
        var limit = await db.Orders
            .Where(o => o.Status == OrderStatus.Paid)
            .MaxAsync(o => (decimal?)o.Total, ct)
            .ConfigureAwait(false);
        // All of them.
        foreach (var order in orders)
        {
            order.Total = Math.Min(order.Total, limit ?? 0);
        }
        """,
        title: "Run the query once, before the loop");

    [Fact]
    public Task A_value_moves_into_a_local() => Verify.Fixes<LoopInvariantQuery, LoopInvariantQueryFix>(
        """
        var code = "A";
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            if (await db.Coupons.[|AnyAsync|](c => c.Code == code, ct) && order.Total > 10)
            {
                order.Discount = 1;
            }
        }
        """,
        """
        var code = "A";
        var exists = await db.Coupons.AnyAsync(c => c.Code == code, ct);
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            if (exists && order.Total > 10)
            {
                order.Discount = 1;
            }
        }
        """);

    [Fact]
    public Task A_value_gets_a_free_name() => Verify.Fixes<LoopInvariantQuery, LoopInvariantQueryFix>(
        """
        var count = 0;
        foreach (var order in db.Orders.ToList())
        {
            count += db.Regions.[|Count|]() + order.Id;
        }
        """,
        """
        var count = 0;
        var count2 = db.Regions.Count();
        foreach (var order in db.Orders.ToList())
        {
            count += count2 + order.Id;
        }
        """);

    [Theory]
    [InlineData("var ids = db.Regions.Select(r => r.Id).[|ToList|]();", "if (ids.Contains(order.Id)) { order.Total = ids.Count; }")]
    [InlineData("var regions = db.Regions.AsNoTracking().[|ToList|]();", "order.Total = regions.Count(r => r.Id > order.Id);")]
    [InlineData("var region = db.Regions.[|FirstOrDefault|](r => r.Id == 1);", "order.Note = region?.Name; if (region != null) { order.Note += region.Name; }")]
    [InlineData("var region = await db.Regions.[|FindAsync|](1);", "order.Note = region?.Name;")]
    [InlineData("var names = db.Set<Region>().Select(r => r.Name).[|ToArray|]();", "foreach (var name in names) { order.Note += name; }")]
    [InlineData("var names = (from r in db.Regions where r.Id > 1 select new { r.Id, r.Name }).[|Count|]();", "order.Total = names;")]
    [InlineData("var total = db.Orders.Where(o => o.Id == 1).[|Sum|](o => o.Total);", "if (order.Total > total) { continue; }")]
    public Task What_is_only_looked_at_moves(string declaration, string use) => Verify.Fixes<LoopInvariantQuery, LoopInvariantQueryFix>(
        $"var orders = db.Orders.ToList();\nforeach (var order in orders)\n{{\n    {declaration}\n    {use}\n}}",
        $"var orders = db.Orders.ToList();\n{declaration.Replace("[|", "").Replace("|]", "")}\nforeach (var order in orders)\n{{\n    {use}\n}}");

    [Fact]
    public Task Out_of_the_inner_loop_first() => Verify.Fixes<LoopInvariantQuery, LoopInvariantQueryFix>(
        """
        foreach (var order in db.Orders.ToList())
        {
            foreach (var line in order.Lines)
            {
                var count = db.Regions.[|Count|]();
                line.Price = count;
            }
        }
        """,
        """
        var count = db.Regions.Count();
        foreach (var order in db.Orders.ToList())
        {
            foreach (var line in order.Lines)
            {
                line.Price = count;
            }
        }
        """);

    [Fact]
    public Task All_at_once() => Verify.FixesAll<LoopInvariantQuery, LoopInvariantQueryFix>(
        """
        foreach (var order in db.Orders.ToList())
        {
            var regions = db.Regions.[|Count|]();
            order.Total = regions;
        }

        foreach (var customer in db.Customers.ToList())
        {
            customer.IsActive = await db.Orders.[|AnyAsync|](ct);
        }
        """,
        """
        var regions = db.Regions.Count();
        foreach (var order in db.Orders.ToList())
        {
            order.Total = regions;
        }

        var exists = await db.Orders.AnyAsync(ct);
        foreach (var customer in db.Customers.ToList())
        {
            customer.IsActive = exists;
        }
        """);

    [Theory]
    [InlineData("var region = db.Regions.[|First|](); order.Note = region.Name;")] // throws for a loop without elements
    [InlineData("var region = db.Regions.[|SingleOrDefault|](); order.Note = region?.Name;")]
    [InlineData("order.Total = db.Orders.[|Max|](o => o.Total);")]
    [InlineData("if (order.Total > 1) { continue; } var n = db.Regions.[|Count|](); order.Total = n;")]
    [InlineData("if (order.Total > 1 && db.Regions.[|Any|]()) { order.Total = 1; }")]
    [InlineData("var n = order.Total > 1 ? db.Regions.[|Count|]() : 0; order.Total = n;")]
    [InlineData("var regions = db.Regions.[|ToList|](); all.Add(regions);")]
    [InlineData("var regions = db.Regions.[|ToList|](); regions.Add(new Region { Name = order.Note! });")]
    [InlineData("var region = db.Regions.[|FirstOrDefault|](); if (region != null) { region.Name = order.Note!; }")]
    [InlineData("var n = db.Orders.[|Count|](o => o.PlacedAt < DateTime.Now); order.Total = n;")]
    [InlineData("var n = db.Orders.[|Count|](o => o.Id > Random.Shared.Next()); order.Total = n;")]
    [InlineData("var n = db.Orders.Where(o => o.Id > 1).AsQueryable().[|Count|](); n += order.Id; order.Total = n;")]
    [InlineData("var query = db.Orders.Where(o => o.Id > 1); var n = query.[|Count|](); order.Total = n;")]
    [InlineData("var task = db.Regions.[|CountAsync|](); order.Total = await task;")]
    [InlineData("order.Total = db.Regions.[|CountAsync|]().Result;")]
    [InlineData("db.Regions.[|Load|](); order.Total = 1;")]
    [InlineData("lock (all) { var n = db.Regions.[|Count|](); order.Total = n; }")]
    [InlineData("using (var reader = File.OpenRead(order.Note!)) { order.Total = db.Regions.[|Count|](); }")]
    public Task No_light_bulb(string statements) => Verify.Refuses<LoopInvariantQuery, LoopInvariantQueryFix>(
        $"var all = new List<List<Region>>();\nvar orders = db.Orders.ToList();\nforeach (var order in orders)\n{{\n    {statements}\n}}\nawait Task.CompletedTask;");

    [Fact]
    public Task No_light_bulb_for_a_name_that_is_taken() => Verify.Refuses<LoopInvariantQuery, LoopInvariantQueryFix>("""
        foreach (var order in db.Orders.ToList())
        {
            var n = db.Regions.[|Count|]();
            order.Total = n;
        }

        foreach (var n in new[] { 1, 2 }) { Console.WriteLine(n); }
        """);

    [Fact]
    public Task No_light_bulb_in_a_lambda() => Verify.Refuses<LoopInvariantQuery, LoopInvariantQueryFix>(
        "var orders = db.Orders.ToList();\norders.ForEach(o => o.Total = db.Regions.[|Count|]());");

    [Fact]
    public Task No_light_bulb_for_a_property_that_the_loop_may_change() => Verify.Refuses<LoopInvariantQuery, LoopInvariantQueryFix>("""
        var customer = db.Customers.First();
        foreach (var order in db.Orders.ToList())
        {
            var n = db.Orders.[|Count|](o => o.CustomerId == customer.Id);
            Change(customer, n);
        }

        static void Change(Customer customer, int n) => customer.Id = n;
        """);
}
