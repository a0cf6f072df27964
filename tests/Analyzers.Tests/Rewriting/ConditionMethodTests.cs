using PerfAnalyzers.Rules.Evaluation;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>PERF4003 where the query stands in the method that is called.</summary>
public sealed class ConditionMethodTests
{
    private const string Notes = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        namespace Store;

        public class Note
        {
            public int Id { get; set; }

            public string Text { get; set; } = "";
        }

        public class Board : DbContext
        {
            public DbSet<Note> Notes => Set<Note>();
        }

        public interface INotes
        {
            Task<List<Note>> GetAllAsync();
        }

        public class Notes(Board db) : INotes
        {
            public async Task<List<Note>> GetAllAsync() => await db.Notes.ToListAsync();
        }
        """;

    private const string Call = """
        public class Work(IOrderStore orders)
        {
            public async Task<List<Order>> Large(decimal least, CancellationToken ct) => (await orders.GetAllAsync(true, ct)).[|Where|](o => o.Total > least).ToList();
        }

        """ + "\n";

    private const string Store = """
        public interface IOrderStore
        {
            Task<IEnumerable<Order>> GetAllAsync(bool withLines = false, CancellationToken ct = default);
        }

        public class OrderStore(Shop db) : IOrderStore
        {
            public async Task<IEnumerable<Order>> GetAllAsync(bool withLines = false, CancellationToken ct = default)
            {
                var query = db.Orders.AsNoTracking();
                if (withLines)
                {
                    query = query.Include(o => o.Lines);
                }

                return await query
                    .OrderBy(o => o.Id)
                    .ToListAsync(ct);
            }
        }
        """;

    private static readonly string NotesWithCondition = Notes
        .Replace("using System.Collections.Generic;\n", "using System.Collections.Generic;\nusing System.Linq.Expressions;\n", StringComparison.Ordinal)
        .Replace("GetAllAsync();\n", "GetAllAsync();\n\n    /// <summary>What GetAllAsync finds, but only the rows that meet a condition.</summary>\n    Task<List<Note>> GetAllAsync(Expression<Func<Note, bool>> where);\n", StringComparison.Ordinal)
        .Replace("await db.Notes.ToListAsync();\n", "await db.Notes.ToListAsync();\n\n    /// <summary>What GetAllAsync finds, but only the rows that meet a condition.</summary>\n    public async Task<List<Note>> GetAllAsync(Expression<Func<Note, bool>> where) => await db.Notes.Where(where).ToListAsync();\n", StringComparison.Ordinal);

    [Fact]
    public Task The_method_gets_the_condition_in_its_interface_too() => Verify.FixesAll<ClientSideFiltering, ClientSideFilteringFix>(
        Call + Store,
        """
        using System.Linq.Expressions;

        public class Work(IOrderStore orders)
        {
            public async Task<List<Order>> Large(decimal least, CancellationToken ct) => (await orders.GetAllAsync(o => o.Total > least, true, ct)).ToList();
        }

        public interface IOrderStore
        {
            Task<IEnumerable<Order>> GetAllAsync(bool withLines = false, CancellationToken ct = default);

            /// <summary>What GetAllAsync finds, but only the rows that meet a condition.</summary>
            Task<IEnumerable<Order>> GetAllAsync(Expression<Func<Order, bool>> where, bool withLines = false, CancellationToken ct = default);
        }

        public class OrderStore(Shop db) : IOrderStore
        {
            public async Task<IEnumerable<Order>> GetAllAsync(bool withLines = false, CancellationToken ct = default)
            {
                var query = db.Orders.AsNoTracking();
                if (withLines)
                {
                    query = query.Include(o => o.Lines);
                }

                return await query
                    .OrderBy(o => o.Id)
                    .ToListAsync(ct);
            }

            /// <summary>What GetAllAsync finds, but only the rows that meet a condition.</summary>
            public async Task<IEnumerable<Order>> GetAllAsync(Expression<Func<Order, bool>> where, bool withLines = false, CancellationToken ct = default)
            {
                var query = db.Orders.AsNoTracking();
                if (withLines)
                {
                    query = query.Include(o => o.Lines);
                }

                return await query
                    .OrderBy(o => o.Id)
                    .Where(where)
                    .ToListAsync(ct);
            }
        }
        """);

    [Fact]
    public Task Several_calls_share_one_overload() => Verify.FixesAll<ClientSideFiltering, ClientSideFilteringFix>(
        """
        public class Work(Shop db)
        {
            private List<Order> All() => db.Orders.ToList();

            public Order? Find(int id) => All().[|Find|](o => o.Id == id);

            public IEnumerable<Order> Named(string note)
            {
                var all = All();
                return all.[|Where|](o => o.Note == note);
            }
        }
        """,
        """
        using System.Linq.Expressions;

        public class Work(Shop db)
        {
            private List<Order> All() => db.Orders.ToList();

            /// <summary>What All finds, but only the rows that meet a condition.</summary>
            private List<Order> All(Expression<Func<Order, bool>> where) => db.Orders.Where(where).ToList();

            public Order? Find(int id) => All(o => o.Id == id).FirstOrDefault();

            public IEnumerable<Order> Named(string note)
            {
                var all = All(o => o.Note == note);
                return all;
            }
        }
        """);

    [Fact]
    public Task A_repository_for_any_entity() => Verify.Fixes<ClientSideFiltering, ClientSideFilteringFix>(
        """
        public class Work(IRepository<Order> orders)
        {
            public async Task<int> Large()
            {
                foreach (var order in (await orders.GetAllAsync()).[|Where|](o => o.Total > 5))
                {
                    Console.WriteLine(order.Id);
                }

                return 1;
            }
        }

        public interface IRepository<T>
        {
            Task<List<T>> GetAllAsync();
        }

        public class Repository<T>(Shop db) : IRepository<T>
            where T : class
        {
            public Task<List<T>> GetAllAsync() => db.Set<T>().ToListAsync();
        }
        """,
        """
        using System.Linq.Expressions;

        public class Work(IRepository<Order> orders)
        {
            public async Task<int> Large()
            {
                foreach (var order in await orders.GetAllAsync(o => o.Total > 5))
                {
                    Console.WriteLine(order.Id);
                }

                return 1;
            }
        }

        public interface IRepository<T>
        {
            Task<List<T>> GetAllAsync();

            /// <summary>What GetAllAsync finds, but only the rows that meet a condition.</summary>
            Task<List<T>> GetAllAsync(Expression<Func<T, bool>> where);
        }

        public class Repository<T>(Shop db) : IRepository<T>
            where T : class
        {
            public Task<List<T>> GetAllAsync() => db.Set<T>().ToListAsync();

            /// <summary>What GetAllAsync finds, but only the rows that meet a condition.</summary>
            public Task<List<T>> GetAllAsync(Expression<Func<T, bool>> where) => db.Set<T>().Where(where).ToListAsync();
        }
        """);

    [Fact]
    public Task The_class_and_its_interface_in_another_project() => Verify.Fixes<ClientSideFiltering, ClientSideFilteringFix>(
        """
        using Store;

        public class Report(INotes notes)
        {
            public async Task<Note?> Run(string text) => (await notes.GetAllAsync()).[|FirstOrDefault|](n => n.Text == text);
        }
        """,
        """
        using Store;

        public class Report(INotes notes)
        {
            public async Task<Note?> Run(string text) => (await notes.GetAllAsync(n => n.Text == text)).FirstOrDefault();
        }
        """,
        with: new Setup { HasShop = false, Projects = [new("Store", Notes, After: NotesWithCondition)] });

    [Theory]
    [InlineData("var all = All();\nleast++;\nreturn all.[|Where|](o => o.Total > least).ToList();")] // another value by then
    [InlineData("var all = All();\nreturn least > 5 ? all.[|Where|](o => o.Total > least).ToList() : [];")] // only sometimes
    [InlineData("return All().[|Where|](o => o.Note!.Equals(\"a\", StringComparison.OrdinalIgnoreCase)).ToList();")] // not in these words
    [InlineData("return All().[|Where|](o => o.Total > Least()).ToList();")] // no argument may be left out in an expression
    [InlineData("return All().[|Where|](Large).ToList();")]
    [InlineData("decimal Local() => 5;\nreturn All().[|Where|](o => o.Total > Local()).ToList();")]
    [InlineData("var some = All().[|Where|](o => o.Total > least);\nleast++;\nreturn some.ToList();")] // read later, with another value
    [InlineData("var limit = 3;\nvar some = All().[|Where|](o => o.Total > limit);\nlimit = 5;\nreturn some.ToList();")]
    [InlineData("return All().[|Where|](o => { return o.Total > 5; }).ToList();")]
    [InlineData("return (least > 5 ? All() : Kept()).{|PERF4003:{|PERF4003:Where|}|}(o => o.Total > least).ToList();")] // two sources
    public Task No_fix_for_this_call(string code) => Verify.Refuses<ClientSideFiltering, ClientSideFilteringFix>(
        $$"""
        public class Work(Shop db)
        {
            public List<Order> Run(decimal least)
            {
                {{code.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }

            private List<Order> All() => db.Orders.ToList();

            private List<Order> Kept() => db.Orders.ToList();

            private static decimal Least(decimal most = 5) => most - 1;

            private static bool Large(Order order) => order.Total > 5;
        }
        """);

    [Theory]
    [InlineData("return db.Orders.Distinct().ToList();")]
    [InlineData("return db.Orders.FromSqlRaw(\"select * from Orders\").ToList();")]
    [InlineData("if (late) { return db.Orders.Where(o => o.ShippedAt == null).ToList(); }\nreturn db.Orders.ToList();")]
    [InlineData("return db.Orders.ToList().OrderBy(o => o.Id).ToList();")]
    [InlineData("return db.Orders.Select(o => new Order { Id = o.Id }).ToList();")] // what the condition reads isn't there
    public Task No_fix_for_this_method(string body) => Verify.Refuses<ClientSideFiltering, ClientSideFilteringFix>(
        $$"""
        public class Work(Shop db)
        {
            public List<Order> Run() => All(true).[|Where|](o => o.Total > 5).ToList();

            private List<Order> All(bool late)
            {
                {{body.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """);

    [Theory]
    [InlineData("public virtual List<Order> All() => db.Orders.ToList();")] // a derived class may do something else
    [InlineData("public List<Order> All() => db.Orders.ToList();\npublic List<Order> All(Func<Order, bool> keeps) => db.Orders.ToList().FindAll(o => keeps(o) || o.Id == 1);")] // a lambda could mean either
    [InlineData("public List<Order> All(string? note = null) => db.Orders.ToList();\npublic int Count() => All(null).Count(o => Console.In != null);")] // null could mean either
    public Task No_fix_beside_this(string members) => Verify.Refuses<ClientSideFiltering, ClientSideFilteringFix>(
        $$"""
        public class Work(Shop db)
        {
            public List<Order> Run() => All().[|Where|](o => o.Total > 5).ToList();

            {{members.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }
        """);
}
