using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Flow;

/// <summary>Saves that run once per element, and those that are a batch or a unit of work on purpose.</summary>
public sealed class SavesPerTurnTests
{
    private const string Given = "var rows = db.Orders.ToList();\n";

    [Theory]
    [InlineData("foreach (var row in rows) { row.Note = \"a\"; db.{|PERF3001:SaveChanges|}(); }")]
    [InlineData("foreach (var row in rows) { row.Note = \"a\"; await db.{|PERF3001:SaveChangesAsync|}(ct); }")]
    [InlineData("for (var i = 0; i < rows.Count; i++) { rows[i].Note = \"a\"; db.{|PERF3001:SaveChanges|}(); }")]
    [InlineData("rows.ForEach(row => { row.Note = \"a\"; db.{|PERF3001:SaveChanges|}(); });")]
    [InlineData("using var own = new Shop();\nforeach (var row in rows) { own.Add(row); own.{|PERF3001:SaveChanges|}(); }")] // one context for all
    public Task One_per_element(string code) => Verify.Reports<SaveChangesPerElement>(Given + code);

    [Theory]
    [InlineData("foreach (var row in rows) { row.Note = \"a\"; }\ndb.SaveChanges();")]
    [InlineData("foreach (var chunk in rows.Chunk(100)) { db.AddRange(chunk); db.SaveChanges(); }")]
    [InlineData("for (var at = 0; at < rows.Count; at += 100) { db.AddRange(rows.Skip(at).Take(100)); db.SaveChanges(); }")]
    [InlineData("var n = 0;\nforeach (var row in rows) { row.Note = \"a\"; if (++n % 100 == 0) db.SaveChanges(); }")]
    [InlineData("var n = 0;\nforeach (var row in rows) { row.Note = \"a\"; n++; if (n >= 100) { db.SaveChanges(); n = 0; } }")]
    [InlineData("for (var i = 0; i < rows.Count; i++) { rows[i].Note = \"a\"; if (i % 100 == 99 || i == rows.Count - 1) db.SaveChanges(); }")]
    [InlineData("var pending = new List<Order>();\nforeach (var row in rows) { pending.Add(row); if (pending.Count == 100) { db.AddRange(pending); db.SaveChanges(); pending.Clear(); } }")]
    public Task Batches(string code) => Verify.Silent<SaveChangesPerElement>(Given + code);

    [Theory]
    [InlineData("foreach (var row in rows) { try { row.Note = \"a\"; db.SaveChanges(); } catch (DbUpdateException) { } }")] // one may fail
    [InlineData("foreach (var row in rows) { row.Note = \"a\"; db.SaveChanges(); await Task.Delay(100, ct); }")]
    [InlineData("foreach (var row in rows) { row.Note = \"a\"; db.SaveChanges(); await new HttpClient().PostAsync(\"http://a\", null, ct); }")] // told to somebody
    [InlineData("foreach (var row in rows) { if (row.Id > 3) { row.Note = \"a\"; db.SaveChanges(); return; } }")]
    [InlineData("while (!ct.IsCancellationRequested) { db.Audit.Add(new AuditEntry { Text = \"a\" }); db.SaveChanges(); await Task.Delay(100, ct); }")]
    [InlineData("foreach (var name in new[] { \"a\", \"b\" }) { db.Regions.Add(new Region { Name = name }); db.SaveChanges(); }")]
    [InlineData("var attempts = 0;\nwhile (attempts < 3) { try { db.SaveChanges(); break; } catch (DbUpdateException) { attempts++; } }")]
    public Task On_purpose(string code) => Verify.Silent<SaveChangesPerElement>(Given + code);

    private const string Services = """

        interface IOrders { void Ship(Order order); }
        class OrderService(Shop shop) : IOrders { public void Ship(Order order) { order.Note = "a"; shop.SaveChanges(); } }
        class UnitOfWork(Shop shop) { public Task Save() => shop.SaveChangesAsync(); }
        """;

    [Theory]
    [InlineData("IDbContextFactory<Shop> factory = null!;\nforeach (var row in rows) { using var own = factory.CreateDbContext(); own.Attach(row); own.SaveChanges(); }")]
    [InlineData("IDbContextFactory<Shop> factory = null!;\nforeach (var row in rows) { await using var own = await factory.CreateDbContextAsync(ct); own.Attach(row); await own.SaveChangesAsync(ct); }")]
    [InlineData("IDbContextFactory<Shop> factory = null!;\nawait Parallel.ForEachAsync(rows, ct, async (row, token) => { await using var own = await factory.CreateDbContextAsync(token); own.Attach(row); await own.SaveChangesAsync(token); });")]
    [InlineData("foreach (var row in rows) { using var own = new Shop(); own.Attach(row); own.SaveChanges(); }")]
    [InlineData("foreach (var row in rows) { using (var own = new Shop()) { own.Attach(row); own.SaveChanges(); } }")]
    [InlineData("Func<Shop> open = () => new Shop();\nforeach (var row in rows) { using var own = open(); own.Attach(row); own.SaveChanges(); }")]
    [InlineData("IServiceProvider services = null!;\nforeach (var row in rows) { using var scope = services.CreateScope(); var own = scope.ServiceProvider.GetRequiredService<Shop>(); own.Attach(row); own.SaveChanges(); }")]
    [InlineData("IServiceProvider services = null!;\nforeach (var row in rows) { await using var scope = services.CreateAsyncScope(); await scope.ServiceProvider.GetRequiredService<Shop>().SaveChangesAsync(ct); }")]
    [InlineData("IServiceProvider services = null!;\nforeach (var row in rows) { using var scope = services.CreateScope(); var orders = scope.ServiceProvider.GetRequiredService<IOrders>(); orders.Ship(row); }")]
    [InlineData("foreach (var row in rows) { using var own = new Shop(); var unit = new UnitOfWork(own); await unit.Save(); }")]
    [InlineData("foreach (var row in rows) { using var own = new Shop(); Save(own, row); }\n\nstatic void Save(Shop shop, Order row) { shop.Attach(row); shop.SaveChanges(); }")]
    public Task Contexts_of_their_own(string code) => Verify.Silent<SaveChangesPerElement>("using Microsoft.Extensions.DependencyInjection;\n" + Given + code + "\n" + Services);

    [Theory]
    [InlineData("IServiceProvider services = null!;\nforeach (var row in rows) { var shared = services.GetRequiredService<Shop>(); shared.Attach(row); shared.{|PERF3001:SaveChanges|}(); }")] // the scope's, the same each turn
    [InlineData("foreach (var row in rows) { using var own = new Shop(); _ = own.Orders.Count(); row.Note = \"a\"; db.{|PERF3001:SaveChanges|}(); }")] // another one saves
    [InlineData("IOrders orders = new OrderService(db);\nforeach (var row in rows) { orders.{|PERF3001:Ship|}(row); }")]
    public Task Contexts_that_outlive_the_turn(string code) => Verify.Reports<SaveChangesPerElement>("using Microsoft.Extensions.DependencyInjection;\n" + Given + code + "\n" + Services);
}
