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
}
