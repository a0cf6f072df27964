using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rules.Loading;

public sealed class QueryPerElementTests
{
    private const string Repositories = """
        public interface IRepository<T> where T : class
        {
            Task<T?> GetAsync(int id);
            IQueryable<T> All();
        }

        public class Repository<T>(Shop db) : IRepository<T> where T : class
        {
            public async Task<T?> GetAsync(int id) => await db.Set<T>().FindAsync(id);
            public IQueryable<T> All() => db.Set<T>();
        }
        """;

    [Fact]
    public Task In_the_loop() => Verify.Reports<QueryPerElement>(
        """
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var order in orders)
        {
            var customer = await db.Customers.[|FirstAsync|](c => c.Id == order.CustomerId, ct);
        }
        """,
        message: "'FirstAsync' runs a query for every element of 'orders'",
        level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("await db.Customers.[|FindAsync|](order.CustomerId);")]
    [InlineData("await db.[|FindAsync<Customer>|](order.CustomerId);")]
    [InlineData("_ = db.Customers.[|Find|](order.CustomerId);")]
    [InlineData("_ = db.Customers.[|Any|](c => c.Id == order.CustomerId);")]
    [InlineData("_ = await db.OrderLines.Where(l => l.OrderId == order.Id).[|SumAsync|](l => l.Price, ct);")]
    [InlineData("_ = await db.OrderLines.Where(l => l.OrderId == order.Id).[|ToListAsync|](ct);")]
    [InlineData("await db.Orders.Where(o => o.Id == order.Id).[|ExecuteDeleteAsync|](ct);")]
    [InlineData("await db.Database.[|ExecuteSqlAsync|]($\"delete from Orders where Id = {order.Id}\", ct);")]
    [InlineData("foreach (var line in [|db.OrderLines.Where(l => l.OrderId == order.Id)|]) { Console.WriteLine(line.Price); }")]
    [InlineData("await foreach (var line in [|db.OrderLines.Where(l => l.OrderId == order.Id).AsAsyncEnumerable()|]) { Console.WriteLine(line.Price); }")]
    [InlineData("var id = order.CustomerId; _ = await db.Customers.[|FirstOrDefaultAsync|](c => c.Id == id, ct);")]
    [InlineData("_ = await (from l in db.OrderLines where l.OrderId == order.Id select l.Price).[|ToListAsync|](ct);")]
    [InlineData("var lines = db.OrderLines.Where(l => l.OrderId == order.Id); lines = lines.Where(l => l.Price > 1); _ = lines.[|Count|]();")]
    [InlineData("try { _ = db.Customers.[|Find|](order.CustomerId); } finally { Console.WriteLine(order.Id); }")]
    public Task Every_kind_of_statement(string statement) => Verify.Reports<QueryPerElement>(
        $"var orders = await db.Orders.ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {statement}\n}}", level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("_ = await db.Customers.AsNoTracking().ToListAsync(ct);")]
    [InlineData("_ = await db.Customers.Where(c => c.IsActive).ToListAsync(ct);")]
    [InlineData("_ = await db.Customers.Select(c => c.Name).ToListAsync(ct);")]
    [InlineData("_ = await db.Orders.ToListAsync(ct);")]
    [InlineData("_ = await new Shop().Customers.ToListAsync(ct);")]
    public Task Find_of_rows_that_are_not_tracked(string before) => Verify.Reports<QueryPerElement>(
        $"var ids = new List<int>();\n{before}\nforeach (var id in ids)\n{{\n    _ = await db.Customers.[|FindAsync|](id);\n}}");

    [Theory]
    [InlineData("_ = orders.Select(o => db.Customers.[|First|](c => c.Id == o.CustomerId)).ToList();")]
    [InlineData("orders.ForEach(o => db.Customers.[|First|](c => c.Id == o.CustomerId));")]
    [InlineData("orders.ForEach(async o => await db.Customers.[|FirstAsync|](c => c.Id == o.CustomerId));")]
    [InlineData("await Task.WhenAll(orders.Select(async o => await db.Customers.[|FindAsync|](o.CustomerId)));")]
    [InlineData("await Task.WhenAll(orders.Select(o => db.Customers.[|FirstAsync|](c => c.Id == o.CustomerId)));")]
    [InlineData("Parallel.ForEach(orders, o => { db.Customers.[|Find|](o.CustomerId); });")]
    [InlineData("await Parallel.ForEachAsync(orders, ct, async (o, token) => { await db.Customers.[|FindAsync|]([o.CustomerId], token); });")]
    [InlineData("_ = orders.Where(o => db.Customers.[|Any|](c => c.Id == o.CustomerId)).ToList();")]
    [InlineData("_ = orders.ToDictionary(o => o.Id, o => db.Customers.[|Find|](o.CustomerId));")]
    [InlineData("_ = orders.RemoveAll(o => !db.Customers.[|Any|](c => c.Id == o.CustomerId));")]
    public Task In_a_lambda_that_runs_per_element(string statement) => Verify.Reports<QueryPerElement>(
        $"var orders = await db.Orders.ToListAsync(ct);\n{statement}", level: DiagnosticSeverity.Warning);

    [Fact]
    public Task In_a_counted_loop() => Verify.Reports<QueryPerElement>("""
        var orders = await db.Orders.ToListAsync(ct);
        for (var i = 0; i < orders.Count; i++)
        {
            _ = await db.Customers.[|FindAsync|](orders[i].CustomerId);
        }
        """);

    [Fact]
    public Task While_a_reader_has_lines() => Verify.Reports<QueryPerElement>("""
        using var reader = new StreamReader("orders.csv");
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            _ = await db.Products.[|FirstOrDefaultAsync|](p => p.Sku == line, ct);
        }
        """);

    [Fact]
    public Task Per_group() => Verify.Reports<QueryPerElement>("""
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var group in orders.GroupBy(o => o.CustomerId))
        {
            _ = await db.Customers.[|FindAsync|](group.Key);
        }
        """);

    [Fact]
    public async Task Each_statement_is_a_cause_and_one_warning_stands_for_the_loop()
    {
        var found = await Verify.Reports<QueryPerElement>("""
            var orders = await db.Orders.ToListAsync(ct);
            foreach (var order in orders)
            {
                _ = db.Customers.[|Find|](order.CustomerId);
                _ = db.Coupons.[|Find|](order.CouponId);
            }
            """);
        Assert.Equal([DiagnosticSeverity.Warning, DiagnosticSeverity.Info], found.Select(f => f.Severity).Order().Reverse());
        Assert.All(found, f => Assert.Single(f.AdditionalLocations));
    }

    [Fact]
    public Task One_report_for_all_calls_of_a_method() => Verify.Reports<QueryPerElement>("""
        public interface IStore<T> { Task<T> Get(int id); }

        public class Store<T>(Shop db) : IStore<T> where T : class
        {
            public async Task<T> Get(int id) => (await db.Set<T>().FindAsync(id))!;
        }

        public class Report(IStore<Customer> customers, IStore<Coupon> coupons)
        {
            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    _ = await customers.[|Get|](order.CustomerId);
                    _ = await customers.Get(order.Id);
                    _ = await coupons.[|Get|](order.CouponId ?? 0);
                }
            }
        }
        """);

    [Fact]
    public async Task Through_a_private_method()
    {
        var found = await Verify.Reports<QueryPerElement>(
            """
            public async Task All(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    await [|LoadAsync|](order.CustomerId);
                }
            }

            private async Task<Customer?> LoadAsync(int id) => await db.Customers.FindAsync(id);
            """,
            message: "'LoadAsync' runs a query for every element of 'orders': LoadAsync → FindAsync",
            level: DiagnosticSeverity.Warning);
        Assert.Equal("FindAsync", found[0].AdditionalLocations[0].SourceTree!.ToString().Substring(found[0].AdditionalLocations[0].SourceSpan.Start, found[0].AdditionalLocations[0].SourceSpan.Length));
    }

    [Fact]
    public Task Through_two_methods() => Verify.Reports<QueryPerElement>(
        """
        public async Task All(List<Order> orders)
        {
            foreach (var order in orders)
            {
                await [|PriceAsync|](order);
            }
        }

        private async Task PriceAsync(Order order) => Console.WriteLine(await NameAsync(order.CustomerId));
        private async Task<string> NameAsync(int id) { var customer = await db.Customers.FirstAsync(c => c.Id == id); return customer.Name; }
        """,
        message: ": PriceAsync → Work.NameAsync → FirstAsync",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_three_methods() => Verify.Reports<QueryPerElement>(
        """
        public async Task All(List<Order> orders)
        {
            foreach (var order in orders)
            {
                await [|One|](order);
            }
        }

        private Task One(Order order) => Two(order);
        private Task Two(Order order) => Three(order);
        private async Task Three(Order order) => await db.Customers.FirstAsync(c => c.Id == order.CustomerId);
        """,
        message: ": One → Work.Two → Work.Three → FirstAsync",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_an_interface_with_one_implementation() => Verify.Reports<QueryPerElement>(
        """
        public interface ICustomers { Task<Customer?> Get(int id); }

        public class Customers(Shop db) : ICustomers
        {
            public async Task<Customer?> Get(int id) => await db.Customers.FindAsync(id);
        }

        public class Reports(ICustomers customers)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    await customers.[|Get|](order.CustomerId);
                }
            }
        }
        """,
        message: "'Get' runs a query for every element of 'orders': Get → FindAsync",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_an_explicit_implementation() => Verify.Reports<QueryPerElement>("""
        public interface ICustomers { Task<Customer?> Get(int id); }

        public class Customers(Shop db) : ICustomers
        {
            async Task<Customer?> ICustomers.Get(int id) => await db.Customers.FindAsync(id);
        }

        public class Reports(ICustomers customers)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders) { await customers.[|Get|](order.CustomerId); }
            }
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Some_implementations_query() => Verify.Reports<QueryPerElement>(
        """
        public interface ICustomers { Task<Customer?> Get(int id); }

        public class Customers(Shop db) : ICustomers
        {
            public async Task<Customer?> Get(int id) => await db.Customers.FindAsync(id);
        }

        public class NoCustomers : ICustomers
        {
            public Task<Customer?> Get(int id) => Task.FromResult<Customer?>(null);
        }

        public class Reports(ICustomers customers)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders) { await customers.[|Get|](order.CustomerId); }
            }
        }
        """,
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task Through_a_generic_repository() => Verify.Reports<QueryPerElement>(
        Repositories + """

        public class Reports(IRepository<Customer> customers)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    await customers.[|GetAsync|](order.CustomerId);
                }
            }
        }
        """,
        message: ": GetAsync → FindAsync",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task On_a_query_from_a_generic_repository() => Verify.Reports<QueryPerElement>(Repositories + """

        public class Reports(IRepository<Customer> customers)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    await customers.All().[|FirstAsync|](c => c.Id == order.CustomerId);
                }
            }
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_an_abstract_method() => Verify.Reports<QueryPerElement>("""
        public abstract class Step
        {
            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders) { await [|One|](order); }
            }

            protected abstract Task One(Order order);
        }

        public class Load(Shop db) : Step
        {
            protected override async Task One(Order order) => await db.Customers.FindAsync(order.CustomerId);
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_an_override_that_calls_its_base() => Verify.Reports<QueryPerElement>("""
        public class Store(Shop db)
        {
            public virtual async Task<Customer?> Get(int id) => await db.Customers.FindAsync(id);
        }

        public class LoggingStore(Shop db) : Store(db)
        {
            public override Task<Customer?> Get(int id) { Console.WriteLine(id); return base.Get(id); }

            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders) { await [|Get|](order.CustomerId); }
            }
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_method_of_a_base_class() => Verify.Reports<QueryPerElement>("""
        public abstract class Controller(Shop db)
        {
            protected async Task<Customer?> Get(int id) => await db.Customers.FindAsync(id);
        }

        public class Orders(Shop db) : Controller(db)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders) { await [|Get|](order.CustomerId); }
            }
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_an_extension() => Verify.Reports<QueryPerElement>("""
        public static class Customers
        {
            public static Task<Customer> Get(this Shop db, int id) => db.Customers.FirstAsync(c => c.Id == id);
        }

        public class Orders(Shop db)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders) { await db.[|Get|](order.CustomerId); }
            }
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_local_function() => Verify.Reports<QueryPerElement>("""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            await [|Load|](order.CustomerId);
        }

        async Task Load(int id) => await db.Customers.FindAsync(id);
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_method_group() => Verify.Reports<QueryPerElement>("""
        public List<Customer?> All(List<int> ids) => ids.Select([|Load|]).ToList();

        private Customer? Load(int id) => db.Customers.Find(id);
        """);

    [Fact]
    public Task Through_a_property() => Verify.Reports<QueryPerElement>("""
        public class Basket(Shop db, int customer)
        {
            public decimal Total => db.Orders.Where(o => o.CustomerId == customer).Sum(o => o.Total);
        }

        public class Reports
        {
            public decimal Sum(List<Basket> baskets)
            {
                var sum = 0m;
                foreach (var basket in baskets) { sum += [|basket.Total|]; }
                return sum;
            }
        }
        """);

    [Fact]
    public Task Through_an_async_iterator() => Verify.Reports<QueryPerElement>("""
        public async Task All(List<Order> orders)
        {
            foreach (var order in orders)
            {
                await foreach (var line in [|Lines|](order.Id)) { Console.WriteLine(line.Price); }
            }
        }

        private async IAsyncEnumerable<OrderLine> Lines(int id)
        {
            foreach (var line in await db.OrderLines.Where(l => l.OrderId == id).ToListAsync()) { yield return line; }
        }
        """);

    [Fact]
    public Task Through_an_iterator() => Verify.Reports<QueryPerElement>("""
        public void All(List<Order> orders)
        {
            foreach (var order in orders)
            {
                foreach (var line in [|Lines|](order.Id)) { Console.WriteLine(line.Price); }
            }
        }

        private IEnumerable<OrderLine> Lines(int id)
        {
            foreach (var line in db.OrderLines.Where(l => l.OrderId == id)) { yield return line; }
        }
        """);

    [Fact]
    public Task Through_a_partial_method() => Verify.Reports<QueryPerElement>("""
        public partial class Reports(Shop db)
        {
            private partial Customer? Load(int id);

            public void Write(List<Order> orders)
            {
                foreach (var order in orders) { _ = [|Load|](order.CustomerId); }
            }
        }

        public partial class Reports
        {
            private partial Customer? Load(int id) => db.Customers.Find(id);
        }
        """);

    [Fact]
    public Task A_query_on_one_path_is_weaker() => Verify.Reports<QueryPerElement>("""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            if (order.CouponId is { } id)
            {
                _ = await db.Coupons.[|FindAsync|](id);
            }
        }
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task An_interface_that_is_implemented_above_is_assumed_to_do_what_it_says() => Verify.Reports<QueryPerElement>(
        """
        public interface ICustomerRepository { Task<Customer?> GetAsync(int id); }

        public class Reports(ICustomerRepository customers)
        {
            public async Task Write(List<Order> orders)
            {
                foreach (var order in orders) { await customers.[|GetAsync|](order.CustomerId); }
            }
        }
        """,
        message: ", if its implementation does what its declaration says",
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task Dapper() => Verify.Reports<QueryPerElement>("""
        using Dapper;
        using System.Data;

        public class Reports(IDbConnection connection)
        {
            public async Task Write(List<int> ids)
            {
                foreach (var id in ids) { _ = await connection.[|QueryAsync<string>|]("select Name from Customers where Id = @id", new { id }); }
            }
        }
        """, new Setup { Also = [Library.Dapper] });

    [Fact]
    public Task Dapper_without_EF() => Verify.Reports<QueryPerElement>("""
        using Dapper;
        using System.Data;

        public class Reports(IDbConnection connection)
        {
            public async Task Write(List<int> ids)
            {
                foreach (var id in ids) { _ = await connection.[|QueryAsync<string>|]("select Name from Customers where Id = @id", new { id }); }
            }
        }
        """, new Setup { Also = [Library.Dapper], HasEf = false });

    [Fact]
    public Task Ado() => Verify.Reports<QueryPerElement>("""
        using System.Data.Common;

        public class Reports(DbConnection connection)
        {
            public void Write(List<int> ids)
            {
                foreach (var id in ids)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "select Name from Customers where Id = " + id;
                    _ = command.[|ExecuteScalar|]();
                }
            }
        }
        """);

    [Fact]
    public Task Identity() => Verify.Reports<QueryPerElement>("""
        using Microsoft.AspNetCore.Identity;

        public class Reports(UserManager<IdentityUser> users)
        {
            public async Task Write(List<IdentityUser> all)
            {
                foreach (var user in all) { _ = await users.[|GetRolesAsync|](user); }
            }
        }
        """, new Setup { Also = [Library.Identity] });

    [Theory]
    [InlineData("foreach (var part in ids.Chunk(500)) { _ = await db.Customers.Where(c => part.Contains(c.Id)).ToListAsync(ct); }")]
    [InlineData("for (var i = 0; i < ids.Count; i += 500) { var part = ids.Skip(i).Take(500).ToList(); _ = await db.Customers.Where(c => part.Contains(c.Id)).ToListAsync(ct); }")]
    [InlineData("for (var page = 0; page < 100; page++) { _ = await db.Customers.OrderBy(c => c.Id).Skip(page * 10).Take(10).ToListAsync(ct); }")]
    [InlineData("List<Customer> rows; var last = 0; do { rows = await db.Customers.Where(c => c.Id > last).OrderBy(c => c.Id).Take(10).ToListAsync(ct); last = rows[^1].Id; } while (rows.Count == 10);")]
    [InlineData("while (!ct.IsCancellationRequested) { _ = await db.Orders.CountAsync(ct); await Task.Delay(1000, ct); }")]
    [InlineData("while (true) { if (await db.Orders.AnyAsync(ct)) { break; } await Task.Delay(1000, ct); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(ct)) { _ = await db.Orders.CountAsync(ct); }")]
    [InlineData("for (var attempt = 0; attempt < 5; attempt++) { try { _ = await db.Customers.FindAsync(attempt); break; } catch (Exception) { } }")]
    [InlineData("foreach (var id in ids) { return await db.Customers.FindAsync(id); } return null;")]
    [InlineData("foreach (var id in ids) { if (id > 7) { _ = await db.Customers.FindAsync(id); break; } }")]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }) { _ = await db.Customers.FindAsync(id); }")]
    [InlineData("foreach (var status in Enum.GetValues<OrderStatus>()) { _ = await db.Orders.CountAsync(o => o.Status == status, ct); }")]
    [InlineData("foreach (var id in (int[])[1, 2]) { _ = await db.Customers.FindAsync(id); }")]
    [InlineData("var category = await db.Categories.FindAsync(1); while (category?.ParentId is { } parent) { category = await db.Categories.FindAsync(parent); }")]
    [InlineData("foreach (var order in await db.Orders.ToListAsync(ct)) { Console.WriteLine(order.Total); }")]
    [InlineData("_ = await db.Orders.Select(o => db.Customers.First(c => c.Id == o.CustomerId)).ToListAsync(ct);")]
    [InlineData("_ = await db.Orders.Where(o => ids.Any(id => db.Customers.Any(c => c.Id == id))).ToListAsync(ct);")]
    [InlineData("foreach (var id in await db.Orders.Select(o => db.Customers.Count(c => c.Id == o.CustomerId)).ToListAsync(ct)) { Console.WriteLine(id); }")]
    [InlineData("var q = db.Orders.AsQueryable(); foreach (var id in ids) { q = q.Where(o => o.Id != id); } _ = await q.ToListAsync(ct);")]
    [InlineData("var all = await db.Customers.ToListAsync(ct); foreach (var id in ids) { _ = all.First(c => c.Id == id); _ = all.AsQueryable().First(c => c.Id == id); }")]
    [InlineData("var later = new List<Func<Task>>(); foreach (var id in ids) { later.Add(async () => await db.Customers.FindAsync(id)); }")]
    [InlineData("foreach (var id in ids) { try { Console.WriteLine(id); } catch (Exception) { _ = await db.Customers.FindAsync(id); } }")]
    [InlineData("foreach (var id in ids) { await Task.Delay(100, ct); _ = await db.Customers.FindAsync(id); }")]
    [InlineData("foreach (var id in ids) { if (id % 100 == 0) { _ = await db.Customers.CountAsync(ct); } }")]
    [InlineData("await db.Customers.LoadAsync(ct); foreach (var id in ids) { _ = await db.Customers.FindAsync(id); }")]
    [InlineData("_ = await db.Customers.Where(c => ids.Contains(c.Id)).ToListAsync(ct); foreach (var id in ids) { _ = await db.Customers.FindAsync(id); }")]
    [InlineData("_ = db.Customers.Include(c => c.Orders).ToDictionary(c => c.Id); foreach (var id in ids) { _ = db.Find<Customer>(id); }")]
    [InlineData("try { Console.WriteLine(1); } catch (Exception) { foreach (var id in ids) { _ = await db.Customers.FindAsync(id); } }")]
    public Task Traps(string statements) => Verify.Silent<QueryPerElement>($"var ids = await db.Customers.Select(c => c.Id).ToListAsync(ct);\n{statements}");

    [Theory]
    [InlineData("if (!known.TryGetValue(id, out var name)) { name = (await db.Customers.FirstAsync(c => c.Id == id, ct)).Name; known[id] = name; }")]
    [InlineData("if (known.TryGetValue(id, out var name)) { continue; } known[id] = (await db.Customers.FirstAsync(c => c.Id == id, ct)).Name;")]
    [InlineData("if (!known.ContainsKey(id)) { known[id] = (await db.Customers.FirstAsync(c => c.Id == id, ct)).Name; }")]
    [InlineData("var name = known.GetValueOrDefault(id) ?? (await db.Customers.FirstAsync(c => c.Id == id, ct)).Name;")]
    [InlineData("var row = rows.FirstOrDefault(c => c.Id == id); if (row is null) { row = await db.Customers.FirstAsync(c => c.Id == id, ct); rows.Add(row); }")]
    [InlineData("var row = rows.FirstOrDefault(c => c.Id == id) ?? await db.Customers.FirstAsync(c => c.Id == id, ct);")]
    [InlineData("_ = cache.GetOrAdd(id, key => db.Customers.First(c => c.Id == key).Name);")]
    public Task What_is_looked_up_first_is_not_asked_again(string statement) => Verify.Silent<QueryPerElement>(
        $"var ids = new List<int>(); var rows = new List<Customer>(); var known = new Dictionary<int, string>(); var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, string>();\nforeach (var id in ids)\n{{\n    {statement}\n}}");

    [Fact]
    public Task A_cached_callee() => Verify.Silent<QueryPerElement>("""
        using Microsoft.Extensions.Caching.Memory;

        public class Customers(Shop db, IMemoryCache cache)
        {
            private readonly Dictionary<int, Customer?> known = new();
            private List<Region>? regions;

            public Task<Customer?> Cached(int id) => cache.GetOrCreateAsync(id, _ => db.Customers.FirstOrDefaultAsync(c => c.Id == id));
            public Customer? Known(int id) { if (known.TryGetValue(id, out var found)) { return found; } return known[id] = db.Customers.Find(id); }
            public async Task<Region> Region(int id) { regions ??= await db.Regions.ToListAsync(); return regions.First(r => r.Id == id); }
            public async Task<Region> Lazily(int id) { if (regions == null) { regions = await db.Regions.ToListAsync(); } return regions.First(r => r.Id == id); }

            public async Task Write(List<int> ids)
            {
                foreach (var id in ids)
                {
                    await Cached(id);
                    Known(id);
                    await Region(id);
                    await Lazily(id);
                }
            }
        }
        """);

    [Fact]
    public Task A_callee_that_does_not_query() => Verify.Silent<QueryPerElement>("""
        public interface IPrices { decimal Of(Product product); }
        public class Prices : IPrices { public decimal Of(Product product) => product.Price * 2; }

        public class Reports(Shop db, IPrices prices)
        {
            public async Task Write()
            {
                foreach (var product in await db.Products.ToListAsync()) { Console.WriteLine(prices.Of(product) + Local(product)); }
            }

            private decimal Local(Product product) => product.Reviews.Count + new[] { 1, 2 }.First(x => x > 1);
        }
        """);

    [Fact]
    public Task A_callee_that_returns_a_query() => Verify.Silent<QueryPerElement>("""
        public async Task<List<Order>> All(List<int> ids)
        {
            var parts = new List<IQueryable<Order>>();
            foreach (var id in ids) { parts.Add(Of(id)); }
            return await parts.Aggregate((a, b) => a.Union(b)).ToListAsync();
        }

        private IQueryable<Order> Of(int id) => db.Orders.Where(o => o.CustomerId == id);
        """);

    [Fact]
    public Task A_callee_that_queries_in_a_lambda_for_later() => Verify.Silent<QueryPerElement>("""
        public List<Func<Task>> All(List<int> ids)
        {
            var jobs = new List<Func<Task>>();
            foreach (var id in ids) { jobs.Add(Job(id)); }
            return jobs;
        }

        private Func<Task> Job(int id) => async () => await db.Orders.FindAsync(id);
        """);

    [Fact]
    public Task A_loop_over_services() => Verify.Silent<QueryPerElement>("""
        public interface IStep { Task Run(); }
        public class Count(Shop db) : IStep { public async Task Run() => await db.Orders.CountAsync(); }

        public class Runner(IEnumerable<IStep> steps)
        {
            public async Task Run()
            {
                foreach (var step in steps) { await step.Run(); }
            }
        }
        """);

    [Fact]
    public Task A_database_for_each_element() => Verify.Silent<QueryPerElement>("""
        public interface ITenants { Shop Open(string tenant); }
        public class Reports(ITenants tenants)
        {
            public async Task Write(List<string> names)
            {
                foreach (var name in names)
                {
                    await using var shop = tenants.Open(name);
                    Console.WriteLine(await shop.Orders.CountAsync(o => o.Note == name));
                }
            }
        }
        """);

    [Fact]
    public Task A_loop_over_options() => Verify.Silent<QueryPerElement>("""
        public class ImportOptions { public List<string> Sources { get; set; } = new(); }

        public class Import(Shop db, ImportOptions options)
        {
            public async Task Run()
            {
                foreach (var source in options.Sources) { _ = await db.Tags.FirstOrDefaultAsync(t => t.Text == source); }
            }
        }
        """);

    [Fact]
    public Task A_turn_that_calls_out_waits_for_that() => Verify.Silent<QueryPerElement>("""
        public class Totals(Shop db)
        {
            public async Task<decimal> Of(int id) => (await Load(id)).Total;

            private async Task<Order> Load(int id) => await db.Orders.FirstAsync(o => o.Id == id);
        }

        public class Sender(Totals totals, HttpClient http)
        {
            public async Task Run(List<int> ids)
            {
                foreach (var id in ids)
                {
                    await http.PostAsync("https://example.org/" + await totals.Of(id), null);
                }
            }
        }
        """);

    [Theory]
    [InlineData("var order = await db.Orders.[|FindAsync|](id);")]
    [InlineData("var order = await [|Load|](id);")]
    public Task What_such_a_turn_asks_for_itself_is_a_hint(string query) => Verify.Reports<QueryPerElement>($$"""
        public class Sender(Shop db, HttpClient http)
        {
            public async Task Run(List<int> ids)
            {
                foreach (var id in ids)
                {
                    {{query}}
                    await http.PostAsync("https://example.org/" + order!.Total, null);
                }
            }

            private async Task<Order?> Load(int id) => await db.Orders.FirstOrDefaultAsync(o => o.Id == id);
        }
        """, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("public class SeedOrders(Shop db)")]
    [InlineData("public class OrderMigration(Shop db)")]
    public Task Seeds_and_migrations(string type) => Verify.Silent<QueryPerElement>($$"""
        {{type}}
        {
            public void Run(List<int> ids) { foreach (var id in ids) { _ = db.Orders.Find(id); } }
        }
        """);

    [Fact]
    public Task A_data_migration() => Verify.Silent<QueryPerElement>("""
        using Microsoft.EntityFrameworkCore.Migrations;

        public class AddTotals(Shop db) : Migration
        {
            protected override void Up(MigrationBuilder builder) { foreach (var order in db.Orders.ToList()) { _ = db.Customers.Find(order.CustomerId); } }
        }
        """);

    [Fact]
    public Task Without_a_database_nothing_is_looked_at() => Verify.Silent<QueryPerElement>("""
        public class Shops { public int First(Func<int, bool> f) => 1; }
        public class Reports(Shops db)
        {
            public void Write(List<int> ids) { foreach (var id in ids) { _ = db.First(x => x == id); } }
        }
        """, new Setup { HasEf = false });

    [Fact]
    public Task An_in_memory_repository() => Verify.Silent<QueryPerElement>("""
        public interface IProducts { Product First(int id); }
        public class MemoryProducts : IProducts
        {
            private readonly List<Product> all = new();
            public Product First(int id) => all.First(p => p.Id == id);
        }

        public class Reports(IProducts products, Shop db)
        {
            public async Task Write() { foreach (var line in await db.OrderLines.ToListAsync()) { Console.WriteLine(products.First(line.ProductId).Name); } }
        }
        """);

    [Fact]
    public Task A_row_that_may_be_missing() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var order in orders)
        {
            var coupon = await db.Customers.[|FirstOrDefaultAsync|](c => c.Id == order.CustomerId && c.IsActive, ct).ConfigureAwait(false);
            Console.WriteLine(coupon?.Name);
        }
        """,
        """
        var orders = await db.Orders.ToListAsync(ct);
        var customersById = new Dictionary<int, Customer>();
        foreach (var part in orders.Select(order => order.CustomerId).Distinct().Chunk(1000))
        {
            foreach (var found in await db.Customers.Where(c => part.Contains(c.Id) && c.IsActive).ToListAsync(ct).ConfigureAwait(false))
            {
                customersById.Add(found.Id, found);
            }
        }

        foreach (var order in orders)
        {
            var coupon = customersById.GetValueOrDefault(order.CustomerId);
            Console.WriteLine(coupon?.Name);
        }
        """,
        title: "one query before the loop");

    [Fact]
    public Task Code_without_await_needs_no_namespace_of_EF_Core() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(db.Customers.[|FirstOrDefault|](c => c.Id == order.CustomerId)?.Name);
        }
        """,
        """
        var orders = db.Orders.ToList();
        var customersById = new Dictionary<int, Customer>();
        foreach (var part in orders.Select(order => order.CustomerId).Distinct().Chunk(1000))
        {
            foreach (var found in db.Customers.Where(c => part.Contains(c.Id)).ToList())
            {
                customersById.Add(found.Id, found);
            }
        }

        foreach (var order in orders)
        {
            Console.WriteLine(customersById.GetValueOrDefault(order.CustomerId)?.Name);
        }
        """,
        with: new Setup { UsesEf = false });

    [Fact]
    public Task A_key_that_may_be_null() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(db.Coupons.[|Find|](order.CouponId)?.Code);
        }
        """,
        """
        var orders = db.Orders.ToList();
        var coupons = new List<Coupon>();
        foreach (var part in orders.Select(order => order.CouponId).OfType<int>().Distinct().Chunk(1000))
        {
            coupons.AddRange(db.Coupons.Where(x => part.Contains(x.Id)).ToList());
        }

        var couponsById = coupons.ToLookup(x => (int?)x.Id);
        foreach (var order in orders)
        {
            Console.WriteLine(couponsById[order.CouponId].FirstOrDefault()?.Code);
        }
        """);

    [Fact]
    public Task Rows_with_their_steps() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        foreach (var order in db.Orders.Where(o => o.Total > 5).Take(100))
        {
            // their lines
            var lines = await db.OrderLines
                .Include(l => l.Product)
                .Where(l => l.OrderId == order.Id)
                .OrderBy(l => l.Number)
                .[|ToListAsync|](ct);
            Console.WriteLine(lines.Count);
        }
        """,
        """
        var orders = await db.Orders.Where(o => o.Total > 5).Take(100).ToListAsync(ct);
        var ids = orders.Select(order => order.Id).Distinct().ToList();
        var orderLinesByOrderId = (await db.OrderLines
            .Include(l => l.Product)
            .Where(l => ids.Contains(l.OrderId))
            .OrderBy(l => l.Number).ToListAsync(ct)).ToLookup(l => l.OrderId);
        foreach (var order in orders)
        {
            // their lines
            var lines = orderLinesByOrderId[order.Id].ToList();
            Console.WriteLine(lines.Count);
        }
        """);

    [Fact]
    public Task Any_and_Count_all_at_once() => Verify.FixesAll<QueryPerElement, QueryPerElementFix>(
        """
        var customers = db.Customers.ToArray();
        foreach (var customer in customers)
        {
            Console.WriteLine(db.Orders.[|Any|](o => o.CustomerId == customer.Id));
        }

        foreach (var customer in customers)
        {
            Console.WriteLine(db.Reviews.[|Count|](r => r.CustomerId == customer.Id));
        }
        """,
        """
        var customers = db.Customers.ToArray();
        var orderCustomerIds = new HashSet<int>();
        foreach (var part in customers.Select(customer => customer.Id).Distinct().Chunk(1000))
        {
            orderCustomerIds.UnionWith(db.Orders.Where(o => part.Contains(o.CustomerId)).Select(o => o.CustomerId).Distinct().ToList());
        }

        foreach (var customer in customers)
        {
            Console.WriteLine(orderCustomerIds.Contains(customer.Id));
        }

        var reviewCountByCustomerId = new Dictionary<int, int>();
        foreach (var part2 in customers.Select(customer => (int?)customer.Id).Distinct().Chunk(1000))
        {
            foreach (var group in db.Reviews.Where(r => part2.Contains(r.CustomerId)).GroupBy(r => r.CustomerId).Select(group => new { group.Key, Count = group.Count() }).ToList())
            {
                reviewCountByCustomerId.Add(group.Key!.Value, group.Count);
            }
        }

        foreach (var customer in customers)
        {
            Console.WriteLine(reviewCountByCustomerId.GetValueOrDefault(customer.Id));
        }
        """);

    [Theory]
    [InlineData("_ = db.Products.[|FirstOrDefault|](p => p.Sku == order.Note);")]
    [InlineData("_ = db.Orders.OrderBy(o => o.PlacedAt).[|FirstOrDefault|](o => o.CustomerId == order.CustomerId);")]
    [InlineData("_ = db.Customers.Where(c => c.Id == order.CustomerId).Select(c => new { c.Name }).[|FirstOrDefault|]();")]
    [InlineData("_ = db.Customers.Where(c => c.Id == order.CustomerId).Select(c => c.Orders.Count()).[|FirstOrDefault|]();")]
    [InlineData("_ = db.Orders.Where(o => o.Id == order.Id).Select(o => o.Customer).[|First|]();")]
    [InlineData("_ = db.Orders.Select(o => o.Customer!).[|First|](c => c.Id == order.CustomerId);")]
    [InlineData("_ = db.OrderLines.Where(l => l.OrderId == order.Id).Select(l => l.Price).Distinct().[|ToList|]();")]
    [InlineData("_ = db.Customers.[|FirstOrDefault|](c => c.Id == order.CustomerId && c.CreatedAt < DateTime.Now);")]
    [InlineData("_ = db.Customers.[|Find|](order.CustomerId); db.Customers.Add(new Customer { Name = \"a\", Email = \"b\" });")]
    [InlineData("order.CustomerId++; _ = db.Customers.[|Find|](order.CustomerId);")]
    [InlineData("if (order != null) { _ = db.Customers.[|Find|](order.CustomerId); }")]
    [InlineData("_ = db.Customers.[|Find|](order.CustomerId /* who pays */);")]
    [InlineData("_ = db.OrderLines.Where(l => l.OrderId == order.Id).OrderBy(l => l.Price).Take(3).[|ToList|]();")]
    public Task No_batch_where_it_would_not_be_the_same(string statement) => Verify.Refuses<QueryPerElement, QueryPerElementFix>(
        $"var orders = db.Orders.ToList();\nforeach (var order in orders)\n{{\n    {statement}\n}}");

    [Theory]
    [InlineData("IOrderRepository")]
    [InlineData("IRepositoryBase<Order>")]
    [InlineData("IRepositoryWithTypedId<Order, int>")]
    public Task A_layer_that_knows_its_repositories_only(string repository) => Verify.Reports<QueryPerElement>($$"""
        public class Order { }
        public interface IRepositoryBase<T> { Task<T> GetAsync(int id); }
        public interface IRepositoryWithTypedId<T, TId> { Task<T> GetAsync(TId id); }
        public interface IOrderRepository : IRepositoryBase<Order> { }
        public class Work({{repository}} orders)
        {
            public async Task Do(List<int> ids)
            {
                foreach (var id in ids)
                {
                    await orders.[|GetAsync|](id);
                }
            }
        }
        """, new Setup { HasEf = false }, level: DiagnosticSeverity.Info);

    [Fact]
    public Task A_layer_below_that_declares_them() => Verify.Reports<QueryPerElement>("""
        public class Work(IOrderRepository orders)
        {
            public async Task Do(List<int> ids)
            {
                foreach (var id in ids)
                {
                    await orders.[|GetAsync|](id);
                }
            }
        }
        """, new Setup { HasEf = false, Projects = [new ReferencedProject("Domain", "public interface IOrderRepository { Task<string> GetAsync(int id); }", AsMetadata: true)] }, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("IOrderRepositoryFactory")]
    [InlineData("IOrders")]
    public Task Other_interfaces_say_nothing_by_their_names(string name) => Verify.Silent<QueryPerElement>($$"""
        public interface {{name}} { Task<string> GetAsync(int id); }
        public class Work({{name}} orders)
        {
            public async Task Do(List<int> ids)
            {
                foreach (var id in ids)
                {
                    await orders.GetAsync(id);
                }
            }
        }
        """, new Setup { HasEf = false });
}
