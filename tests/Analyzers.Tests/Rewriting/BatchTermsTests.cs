using System.Collections.Immutable;
using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>What a query for all elements does that a query per element does not, and that its title says.</summary>
public class BatchTermsTests
{
    private const string Title = "Fetch the rows for all elements with one query before the loop";

    [Theory]
    [InlineData("_ = db.Customers.[|Find|](order.CustomerId);", "")]
    [InlineData("if (order.Total > 5) { _ = db.Customers.[|Find|](order.CustomerId); }", "")] // known before the loop
    [InlineData("if (order.Total > Console.Read()) { _ = db.Customers.[|Find|](order.CustomerId); }", " (also for elements that don't ask)")]
    [InlineData("if (order.Total > 5) { continue; } _ = db.Customers.[|Find|](order.CustomerId);", "")]
    [InlineData("if (order.Total > Console.Read()) { continue; } _ = db.Customers.[|Find|](order.CustomerId);", " (also for elements that don't ask)")]
    [InlineData("var c = db.Customers.[|Find|](order.CustomerId); if (c is null) { break; }", " (also for elements that don't ask)")]
    [InlineData("var c = db.Customers.[|Find|](order.CustomerId); if (c is null) { return; }", " (also for elements that don't ask)")]
    [InlineData("try { _ = db.Customers.[|First|](c => c.Id == order.CustomerId); } catch (InvalidOperationException) { }", " (a failing query ends the loop)")]
    [InlineData("_ = db.Orders.[|FirstOrDefault|](o => o.CustomerId == order.CustomerId);", " (all rows of each key, of which the first is read)")]
    [InlineData("_ = db.Orders.[|SingleOrDefault|](o => o.CustomerId == order.CustomerId);", "")]
    [InlineData("if (Console.Read() > 3) { _ = db.Orders.[|First|](o => o.CustomerId == order.CustomerId); }", " (also for elements that don't ask; all rows of each key, of which the first is read)")]
    public async Task The_title_says_what_is_not_as_before(string statement, string terms) =>
        Assert.Equal([Title + terms], await Verify.Titles<QueryPerElement, QueryPerElementFix>($"var orders = db.Orders.ToList();\nforeach (var order in orders)\n{{\n    {statement}\n}}"));

    [Fact]
    public Task Elements_that_do_not_ask_are_left_out_where_they_are_known() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        var orders = db.Orders.ToList();
        foreach (var order in orders)
        {
            if (order.Id < 3) continue;
            if (order.Total > 5 || order.Note == null)
            {
                if (order.Status == OrderStatus.New)
                {
                    Console.WriteLine(db.Customers.[|First|](c => c.Id == order.CustomerId).Name);
                }
            }
        }
        """,
        """
        var orders = db.Orders.ToList();
        var customers = new List<Customer>();
        foreach (var part in orders.Where(order => !(order.Id < 3) && (order.Total > 5 || order.Note == null) && (order.Status == OrderStatus.New)).Select(order => order.CustomerId).Distinct().Chunk(1000))
        {
            customers.AddRange(db.Customers.Where(c => part.Contains(c.Id)).ToList());
        }

        var customersById = customers.ToLookup(c => c.Id);
        foreach (var order in orders)
        {
            if (order.Id < 3) continue;
            if (order.Total > 5 || order.Note == null)
            {
                if (order.Status == OrderStatus.New)
                {
                    Console.WriteLine(customersById[order.CustomerId].First().Name);
                }
            }
        }
        """);

    [Fact]
    public Task Fix_all_leaves_out_what_says_more_than_the_action_that_was_chosen() => Verify.FixesAll<QueryPerElement, QueryPerElementFix>(
        """
        var orders = db.Orders.ToList();
        foreach (var order in orders)
        {
            Console.WriteLine(db.Customers.[|Any|](c => c.Id == order.CustomerId));
        }

        foreach (var order in orders)
        {
            if (db.Products.[|Find|](order.Id) is null)
            {
                break;
            }
        }
        """,
        """
        var orders = db.Orders.ToList();
        var customerIds = new HashSet<int>();
        foreach (var part in orders.Select(order => order.CustomerId).Distinct().Chunk(1000))
        {
            customerIds.UnionWith(db.Customers.Where(c => part.Contains(c.Id)).Select(c => c.Id).Distinct().ToList());
        }

        foreach (var order in orders)
        {
            Console.WriteLine(customerIds.Contains(order.CustomerId));
        }

        foreach (var order in orders)
        {
            if (db.Products.[|Find|](order.Id) is null)
            {
                break;
            }
        }
        """);

    [Theory]
    [InlineData("Deep(5);", true)]
    [InlineData("Deep(5); Save();", false)]
    [InlineData("Console.WriteLine(Text(\"total\"));", true)]
    [InlineData("Ask(order.Id);", false)]
    [InlineData("Console.WriteLine(Memo(() => db.Products.Count()));", true)]
    [InlineData("Memo(() => db.SaveChanges());", false)]
    [InlineData("Run(Ask);", false)]
    [InlineData("Note(order);", true)]
    [InlineData("Move(order);", false)]
    public async Task Calls_in_the_turn_must_leave_the_rows_and_the_key_alone(string call, bool isFixed)
    {
        var titles = await Verify.Titles<QueryPerElement, QueryPerElementFix>($$"""
            public class Report(Shop db, Func<string, string> text, Func<int, Task> asked)
            {
                public Func<string, string> Text { get; } = text;

                public Func<int, Task> Ask { get; } = asked;

                public void Run(List<Order> orders)
                {
                    foreach (var order in orders)
                    {
                        {{call}}
                        Console.WriteLine(db.Customers.[|First|](c => c.Id == order.CustomerId).Name);
                    }
                }

                private void Deep(int level) => Deeper(level);
                private void Deeper(int level) => Deepest(level);
                private void Deepest(int level) => Bottom(level);
                private void Bottom(int level) => Ground(level);
                private void Ground(int level) { if (level > 0) { Deep(level - 1); } Console.WriteLine(db.Products.Count()); }
                private void Save() => db.SaveChanges();
                private void Invoke(int level) => Save();
                private int Memo(Func<int> make) => Keep(make);
                private int Keep(Func<int> make) => make();
                private static void Run(Func<int, Task> ask) => ask(1);
                private static void Note(Order order) => order.Note = "!";
                private static void Move(Order order) => Next(order);
                private static void Next(Order order) => order.CustomerId++;
            }
            """);
        Assert.Equal(isFixed ? 1 : 0, titles.Length);
    }

    [Theory]
    [InlineData("public string Id { get; set; } = \"\";", "Id", true)]
    [InlineData("public int Id { get; set; } public string Name { get; set; } = \"\";", "Name", false)]
    public async Task Text_must_tell_rows_apart(string members, string key, bool isFixed)
    {
        var titles = await Verify.Titles<QueryPerElement, QueryPerElementFix>($$"""
            public class Account { {{members}} }

            public class Accounts(DbContextOptions options) : DbContext(options)
            {
                public DbSet<Account> All => Set<Account>();
            }

            public class Report(Accounts db)
            {
                public void Run(List<string> owners)
                {
                    foreach (var owner in owners)
                    {
                        Console.WriteLine(db.All.[|Any|](a => a.{{key}} == owner));
                    }
                }
            }
            """);
        Assert.Equal(isFixed ? [Title + " (text must agree in every character)"] : ImmutableArray<string>.Empty, titles);
    }

    [Theory]
    [InlineData("var names = orders.Select(o => db.Customers.[|First|](c => c.Id == o.CustomerId).Name).ToList();", true)]
    [InlineData("var count = orders.Count(o => db.Customers.[|Any|](c => c.Id == o.CustomerId));", true)]
    [InlineData("orders.ForEach(o => { o.Note = db.Customers.[|First|](c => c.Id == o.CustomerId).Name; });", true)]
    [InlineData("var names = orders.Select(o => db.Customers.[|First|](c => c.Id == o.CustomerId).Name);", false)] // runs later, or never
    [InlineData("var names = orders.Select(o => db.Customers.[|First|](c => c.Id == o.CustomerId).Name).Take(3).ToList();", false)]
    [InlineData("var names = orders.Count < 9 ? orders.Select(o => db.Customers.[|First|](c => c.Id == o.CustomerId).Name).ToList() : [];", false)]
    [InlineData("for (var i = 0; i < orders.Count(o => db.Customers.[|Any|](c => c.Id == o.CustomerId)); i++) { }", false)]
    [InlineData("var names = orders.Select((o, i) => db.Customers.[|First|](c => c.Id == o.CustomerId).Name + i).ToList();", false)]
    [InlineData("var names = orders.Select(o => { db.SaveChanges(); return db.Customers.[|First|](c => c.Id == o.CustomerId).Name; }).ToList();", false)]
    [InlineData("Console.WriteLine($\"{db.SaveChanges()} {orders.Count(o => db.Customers.[|Any|](c => c.Id == o.CustomerId))}\");", false)]
    public async Task A_lambda_must_run_for_all_elements_where_it_stands(string statement, bool isFixed) => Assert.Equal(
        isFixed ? [Title] : ImmutableArray<string>.Empty,
        await Verify.Titles<QueryPerElement, QueryPerElementFix>($"var orders = db.Orders.ToList();\n{statement}"));

    [Fact]
    public Task A_query_in_a_lambda_moves_in_front_of_its_statement() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        var orders = db.Orders.ToList();
        var lines = orders.Where(o => o.Total > 3).Select(o => new
        {
            o.Id,
            Customer = db.Customers.[|First|](c => c.Id == o.CustomerId).Name,
        }).ToList();
        """,
        """
        var orders = db.Orders.ToList();
        var orders2 = orders.Where(o => o.Total > 3).ToList();
        var customers = new List<Customer>();
        foreach (var part in orders2.Select(o => o.CustomerId).Distinct().Chunk(1000))
        {
            customers.AddRange(db.Customers.Where(c => part.Contains(c.Id)).ToList());
        }

        var customersById = customers.ToLookup(c => c.Id);
        var lines = orders2.Select(o => new
        {
            o.Id,
            Customer = customersById[o.CustomerId].First().Name,
        }).ToList();
        """);

    [Fact]
    public Task What_a_query_makes_of_its_row_is_fetched_with_the_key() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        var orders = await db.Orders.ToListAsync();
        foreach (var order in orders)
        {
            var name = await db.Customers
                .Where(c => c.Id == order.CustomerId)
                .Select(c => c.Name)
                .[|FirstOrDefaultAsync|]();
            Console.WriteLine(name);
        }
        """,
        """
        var orders = await db.Orders.ToListAsync();
        var names = new List<KeyValuePair<int, string>>();
        foreach (var part in orders.Select(order => order.CustomerId).Distinct().Chunk(1000))
        {
            names.AddRange(await db.Customers
                .Where(c => part.Contains(c.Id))
                .Select(c => new KeyValuePair<int, string>(c.Id, c.Name)).ToListAsync());
        }

        var namesById = names.ToLookup(c => c.Key, c => c.Value);
        foreach (var order in orders)
        {
            var name = namesById[order.CustomerId].FirstOrDefault();
            Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task A_method_that_makes_something_of_rows_gets_a_sibling_that_does() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        public interface ICustomers
        {
            Task<string?> NameOf(int id);
        }

        public class Customers(Shop db) : ICustomers
        {
            public async Task<string?> NameOf(int id) => await db.Customers.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync();
        }

        public class Report(ICustomers customers)
        {
            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine(await customers.[|NameOf|](order.CustomerId));
                }
            }
        }
        """,
        """
        public interface ICustomers
        {
            Task<string?> NameOf(int id);

            /// <summary>What NameOf finds, for many keys at once.</summary>
            Task<ILookup<int, string>> NameOfByIds(IEnumerable<int> ids);
        }

        public class Customers(Shop db) : ICustomers
        {
            public async Task<string?> NameOf(int id) => await db.Customers.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync();

            /// <summary>What NameOf finds, for many keys at once.</summary>
            public async Task<ILookup<int, string>> NameOfByIds(IEnumerable<int> ids)
            {
                var names = new List<KeyValuePair<int, string>>();
                foreach (var part in ids.Distinct().Chunk(1000))
                {
                    names.AddRange(await db.Customers.Where(c => part.Contains(c.Id)).Select(c => new KeyValuePair<int, string>(c.Id, c.Name)).ToListAsync());
                }

                return names.ToLookup(c => c.Key, c => c.Value);
            }
        }

        public class Report(ICustomers customers)
        {
            public async Task Run(List<Order> orders)
            {
                var namesById = await customers.NameOfByIds(orders.Select(order => order.CustomerId));
                foreach (var order in orders)
                {
                    Console.WriteLine(namesById[order.CustomerId].FirstOrDefault());
                }
            }
        }
        """);

    private const string Repository = """
        public interface IRepository<T> where T : class
        {
            IQueryable<T> GetAll();
            Task<T?> Find(object key, CancellationToken ct = default);
            void Add(T row);
        }

        public class Repository<T>(Shop db) : IRepository<T> where T : class
        {
            private readonly DbSet<T> set = db.Set<T>();
            public IQueryable<T> GetAll() => set;
            public async Task<T?> Find(object key, CancellationToken ct = default) => await set.FindAsync([key], ct);
            public void Add(T row) => set.Add(row);
        }
        """;

    [Fact]
    public Task A_repository_for_any_entity_is_asked_for_many_keys() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        Repository + """


        public class Report(IRepository<Customer> customers)
        {
            public async Task Run(List<Order> orders, CancellationToken ct)
            {
                foreach (var order in orders)
                {
                    var customer = await customers.[|Find|](order.CustomerId, ct);
                    Console.WriteLine(customer?.Name);
                }
            }
        }
        """,
        Repository + """


        public class Report(IRepository<Customer> customers)
        {
            public async Task Run(List<Order> orders, CancellationToken ct)
            {
                var customersById = new Dictionary<int, Customer>();
                foreach (var part in orders.Select(order => order.CustomerId).Distinct().Chunk(1000))
                {
                    foreach (var found in await customers.GetAll().Where(x => part.Contains(x.Id)).ToListAsync(ct))
                    {
                        customersById.Add(found.Id, found);
                    }
                }

                foreach (var order in orders)
                {
                    var customer = customersById.GetValueOrDefault(order.CustomerId);
                    Console.WriteLine(customer?.Name);
                }
            }
        }
        """);

    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("", "", "notes.Add(null!);", true)]
    [InlineData("", "", "rows.Add(null!);", false)] // Find would see it
    [InlineData("IQueryable<T> GetAll() => set", "IQueryable<T> GetAll() => set.AsNoTracking()", "", false)]
    [InlineData("IQueryable<T> GetAll() => set", "IQueryable<T> GetAll() => set.Take(100)", "", false)]
    [InlineData("=> await set.FindAsync([key], ct);", "{ Add(null!); return await set.FindAsync([key], ct); }", "", false)]
    [InlineData("public async Task<T?> Find", "public virtual async Task<T?> Find", "", true)]
    [InlineData("IQueryable<T> GetAll()", "IEnumerable<T> GetAll()", "", false)]
    public async Task Both_methods_of_the_repository_must_say_the_same(string from, string to, string statement, bool isFixed)
    {
        var titles = await Verify.Titles<QueryPerElement, QueryPerElementFix>((from.Length == 0 ? Repository : Repository.Replace(from, to, StringComparison.Ordinal)) + $$"""


            public class Report(IRepository<Customer> rows, IRepository<Product> notes)
            {
                public async Task Run(List<Order> orders)
                {
                    foreach (var order in orders)
                    {
                        var customer = await rows.[|Find|](order.CustomerId);
                        Console.WriteLine(customer?.Name);
                        {{statement}}
                    }
                }
            }
            """);
        Assert.Equal(isFixed ? [Title] : ImmutableArray<string>.Empty, titles);
    }
}
