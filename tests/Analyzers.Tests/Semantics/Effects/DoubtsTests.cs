using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>What is true and yet no warning: a unit of work of each turn, a form that writes a few texts; elements that an object holds are few.</summary>
public sealed class DoubtsTests
{
    private const string Users = """

        public class Users(Shop db)
        {
            public Customer? ById(int id) => db.Customers.FirstOrDefault(c => c.Id == id);
            public void Rename(int id, string name) { db.Add(new AuditEntry { Text = name + id }); db.SaveChanges(); }
        }
        """;

    [Theory]
    [InlineData("class Session { public List<int> Others { get; } = new(); public void End() => Others.Clear(); }", "session.Others")]
    [InlineData("class Session { private readonly List<int> others = new(); public List<int> Get() => others; }", "session.Get().Where(i => i > 0)")]
    [InlineData("class Session { public List<int> Others = new(); public List<int> Get(string name) => Others; public static List<int> Of(Session session, string name) => session.Others; }", "session.Get(session.ToString()!)")] // a name asks, it doesn't hold them
    [InlineData("class Session { public List<int> Others = new(); public static List<int> Of(Session session, string name) => session.Others; }", "Session.Of(session, \"all\")")]
    [InlineData("class Session { private Customer? owner; private Customer? guest; public List<Customer> Get() { var all = new List<Customer>(); if (owner is not null) { all.Add(owner); } if (guest is not null) { all.Add(guest); } return all; } }", "session.Get().Select(c => c.Id)")]
    public async Task A_few_elements_that_an_object_holds(string type, string source)
    {
        await Verify.Silent<QueryPerElement>($$"""
            public {{type}}

            public class Work(Users users)
            {
                public void Run(Session session) { foreach (var id in {{source}}) { Console.WriteLine(users.ById(id)?.Name); } }
            }
            """ + Users);
        await Verify.Silent<SaveChangesPerElement>($$"""
            public {{type}}

            public class Work(Users users)
            {
                public void Run(Session session) { foreach (var id in {{source}}) { users.Rename(id, "x"); } }
            }
            """ + Users);
    }

    [Theory]
    [InlineData("class Request { public List<int> Ids { get; set; } = new(); }", "Request request", "request.Ids")]
    [InlineData("class Catalog { private readonly List<Order> all = new(); public List<Order> All() => all; }", "Catalog catalog", "catalog.All().Select(o => o.CustomerId)")]
    [InlineData("class Numbers { public static Dictionary<int, int> In(string text) => text.Split(' ').ToDictionary(int.Parse, w => w.Length); }", "string text", "Numbers.In(text).Keys")]
    [InlineData("class Lists { public List<int> Difference(List<int> one, List<int> other) { var all = new List<int>(); all.AddRange(one.Except(other)); return all; } }", "Lists lists, List<int> one, List<int> other", "lists.Difference(one, other)")]
    [InlineData("", "List<int> ids", "ids")]
    [InlineData("", "Shop db", "db.Orders.Select(o => o.CustomerId).ToList()")]
    [InlineData("", "Order order", "order.Lines.Select(l => l.ProductId)")]
    [InlineData("", "string path", "System.IO.File.ReadLines(path).Select(int.Parse)")]
    public async Task Where_the_elements_come_from(string type, string parameter, string source)
    {
        await Verify.Reports<QueryPerElement>($$"""
            public {{(type.Length > 0 ? type : "class Unused;")}}

            public class Work(Users users)
            {
                public void Run({{parameter}}) { foreach (var id in {{source}}) { Console.WriteLine(users.[|ById|](id)?.Name); } }
            }
            """ + Users, level: DiagnosticSeverity.Warning);
        await Verify.Reports<SaveChangesPerElement>($$"""
            public {{(type.Length > 0 ? type : "class Unused;")}}

            public class Work(Users users)
            {
                public void Run({{parameter}}) { foreach (var id in {{source}}) { users.[|Rename|](id, "x"); } }
            }
            """ + Users, level: DiagnosticSeverity.Warning);
    }

    [Fact]
    public Task A_query_that_stands_in_the_loop_itself() => Verify.Reports<QueryPerElement>("""
        public class Session { public List<int> Others { get; } = new(); public void End() => Others.Clear(); }

        public class Work(Shop db)
        {
            public void Run(Session session) { foreach (var id in session.Others) { Console.WriteLine(db.Customers.[|First|](c => c.Id == id).Name); } }
        }
        """, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("try { await Close(order.Id); } catch (Exception e) { Console.WriteLine(e.Message); }", DiagnosticSeverity.Info)]
    [InlineData("await Close(order.Id);", DiagnosticSeverity.Warning)]
    public Task A_write_that_is_kept_from_the_others(string turn, DiagnosticSeverity level) => Verify.Reports<QueryPerElement>($$"""
        public class Work(Shop db)
        {
            public async Task Run()
            {
                foreach (var order in await db.Orders.ToListAsync()) { {{turn.Replace("Close(", "[|Close|](", StringComparison.Ordinal)}} }
            }

            private async Task Close(int id) => await db.Payments.Where(p => p.OrderId == id).ExecuteDeleteAsync();
        }
        """, level: level);

    [Fact]
    public async Task A_call_that_reads_and_saves_is_reported_for_its_save()
    {
        const string Code = """
            public class Work(Shop db)
            {
                public async Task Run(List<int> ids) { foreach (var id in ids) { await [|Pay|](id); } }

                private async Task Pay(int id)
                {
                    var order = await db.Orders.FirstAsync(o => o.Id == id);
                    order.Status = OrderStatus.Paid;
                    await db.SaveChangesAsync();
                }
            }
            """;
        await Verify.Reports<QueryPerElement>(Code, level: DiagnosticSeverity.Info);
        await Verify.Reports<SaveChangesPerElement>(Code, level: DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("foreach (var text in model.Texts) { [|Write|](text.Language, text.Value); }", DiagnosticSeverity.Info)]
    [InlineData("foreach (var customer in db.Customers.ToList()) { [|Write|](customer.Id, customer.Name); }", DiagnosticSeverity.Warning)]
    public Task A_helper_that_adds_what_is_missing(string loop, DiagnosticSeverity level) => Verify.Reports<QueryPerElement>($$"""
        public class Text { public int Language { get; set; } public string Value { get; set; } = ""; }
        public class Model { public List<Text> Texts { get; set; } = new(); }

        public class Work(Shop db)
        {
            public void Run(Model model) { {{loop}} }

            private void Write(int language, string value) => Apply(language, value);

            private AuditEntry Apply(int language, string value)
            {
                var entry = db.Set<AuditEntry>().FirstOrDefault(a => a.Id == language);
                return Apply(entry, language, value);
            }

            private AuditEntry Apply(AuditEntry? found, int language, string value)
            {
                if (found != null)
                {
                    found.Text = value;
                    return found;
                }

                var made = new AuditEntry { Text = value };
                db.Set<AuditEntry>().Add(made);
                return made;
            }
        }
        """, level: level);

    [Fact]
    public Task A_loop_that_fills_a_cache() => Verify.Silent<QueryPerElement>("""
        using Microsoft.Extensions.Caching.Memory;

        public class Work(Shop db, IMemoryCache cache)
        {
            public Dictionary<int, string>? Names(List<int> ids) => cache.GetOrCreate("names", _ =>
            {
                var names = new Dictionary<int, string>();
                foreach (var id in ids) { names[id] = db.Customers.First(c => c.Id == id).Name; }
                return names;
            });
        }
        """);

    [Fact]
    public Task A_loop_in_a_lambda_that_runs_each_time() => Verify.Reports<QueryPerElement>("""
        public class Work(Shop db)
        {
            public Task Names(List<int> ids) => Task.Run(() =>
            {
                foreach (var id in ids) { Console.WriteLine(db.Customers.[|First|](c => c.Id == id).Name); }
            });
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public async Task One_warning_for_a_loop()
    {
        var found = await Verify.Reports<QueryPerElement>("""
            foreach (var order in await db.Orders.ToListAsync(ct))
            {
                var customer = await db.Customers.[|FirstAsync|](c => c.Id == order.CustomerId, ct);
                var paid = await db.Payments.[|CountAsync|](p => p.OrderId == order.Id, ct);
            }
            """);
        Assert.Equal([DiagnosticSeverity.Warning, DiagnosticSeverity.Info], found.Select(d => d.Severity));
        Assert.All(found, d => Assert.Single(d.AdditionalLocations));
    }

    [Theory]
    [InlineData("p => order.Total", DiagnosticSeverity.Info)]
    [InlineData("p => p.Amount + 1", DiagnosticSeverity.Warning)]
    public Task An_update_with_values_of_the_element(string value, DiagnosticSeverity level) => Verify.Reports<QueryPerElement>($$"""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            await db.Payments.Where(p => p.OrderId == order.Id).[|ExecuteUpdateAsync|](s => s.SetProperty(p => p.Amount, {{value}}), ct);
        }
        """, ef: Ef.V8, level: level);

    [Theory]
    [InlineData("if (!await [|Pay|](order)) { break; }", DiagnosticSeverity.Info)]
    [InlineData("await [|Pay|](order);", DiagnosticSeverity.Warning)]
    public Task A_save_with_an_outcome_of_its_own(string turn, DiagnosticSeverity level) => Verify.Reports<SaveChangesPerElement>($$"""
        public class Work(Shop db)
        {
            public async Task Run(List<Order> orders) { foreach (var order in orders) { {{turn}} } }

            private async Task<bool> Pay(Order order)
            {
                order.Status = OrderStatus.Paid;
                return await db.SaveChangesAsync() > 0;
            }
        }
        """, level: level);

    [Theory]
    [InlineData("List<string> roles, IdentityUser user", "roles", "AddToRoleAsync(user, element)", DiagnosticSeverity.Info)]
    [InlineData("List<IdentityUser> all", "all", "AddToRoleAsync(element, \"admin\")", DiagnosticSeverity.Warning)]
    public Task Roles_of_one_user(string parameters, string source, string call, DiagnosticSeverity level) => Verify.Reports<SaveChangesPerElement>($$"""
        using Microsoft.AspNetCore.Identity;

        public class Work(UserManager<IdentityUser> users)
        {
            public async Task Run({{parameters}}) { foreach (var element in {{source}}) { await users.{{call.Replace("AddToRoleAsync", "[|AddToRoleAsync|]", StringComparison.Ordinal)}}; } }
        }
        """, new Setup { Also = [Library.Identity] }, level: level);

    [Theory]
    [InlineData("foreach (var name in names) { db.Add(new AuditEntry { Text = name }); } db.SaveChanges();", DiagnosticSeverity.Info)]
    [InlineData("var at = 0; while (at < names.Count) { db.Add(new AuditEntry { Text = names[at++] }); } db.SaveChanges();", DiagnosticSeverity.Info)]
    [InlineData("db.Add(new AuditEntry { Text = names[0] }); db.SaveChanges();", DiagnosticSeverity.Warning)]
    [InlineData("db.Add(new AuditEntry { Text = names[0] }); db.SaveChanges(); foreach (var name in names) { Console.WriteLine(name); }", DiagnosticSeverity.Warning)]
    public Task A_batch_that_the_called_method_saves(string body, DiagnosticSeverity level) => Verify.Reports<SaveChangesPerElement>($$"""
        public class Work(Shop db)
        {
            public void Run(List<List<string>> pages, List<int> ids)
            {
                foreach (var id in ids)
                {
                    [|Keep|](pages[id]);
                }
            }

            private void Keep(List<string> names) { {{body}} }
        }
        """, level: level);

    [Theory]
    [InlineData("search.Prepare(id).Any(o => o.Id == 1)", "Any", DiagnosticSeverity.Info)]
    [InlineData("search.Orders.Any(o => o.Id == id)", "Any", DiagnosticSeverity.Warning)]
    [InlineData("search.Where(o => o.Id == id).Any()", "Any", DiagnosticSeverity.Warning)]
    public Task A_query_that_a_method_out_of_sight_makes(string query, string terminal, DiagnosticSeverity level) => Verify.Reports<QueryPerElement>($$"""
        public interface ISearch { DbSet<Order> Orders { get; } IQueryable<Order> Prepare(int filter); IQueryable<Order> Where(System.Linq.Expressions.Expression<Func<Order, bool>> filter); }
        public class Work(ISearch search)
        {
            public void Run(List<int> ids)
            {
                foreach (var id in ids)
                {
                    Console.WriteLine({{query.Replace(terminal + "(", $"[|{terminal}|](", StringComparison.Ordinal)}});
                }
            }
        }
        """, level: level);
}
