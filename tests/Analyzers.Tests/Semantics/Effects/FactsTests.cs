using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Rules.Evaluation;
using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Paging;
using PerfAnalyzers.Rules.Writing;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>What a build writes down about its methods, and what the builds above read.</summary>
public sealed class FactsTests
{
    private const string Library = """
        namespace Stores;

        public interface IPrices { Task<decimal> Get(int id); Task Put(int id, decimal price); }
        public interface IClock { Task<DateTime> Now(); }

        public class Prices(Shop db, IClock clock) : IPrices
        {
            public async Task<decimal> Get(int id) => await Load(id);
            private async Task<decimal> Load(int id) => (await db.Products.FirstAsync(p => p.Id == id)).Price;
            async Task IPrices.Put(int id, decimal price) { if (id > 1) { await db.SaveChangesAsync(); } }
            public async Task Touch() { await clock.Now(); db.SaveChanges(); }
            public decimal Double(decimal price) => price * 2;
            public Task<List<Product>> All() => db.Products.ToListAsync();
            public List<Product> Cheap(decimal limit) => Below(limit);
            private List<Product> Below(decimal limit) => db.Products.Where(p => p.Price < limit).ToList();
            public void Drop(Product product) { db.Products.Remove(product); db.SaveChanges(); }
            public void Keep(IEnumerable<Product> products) => db.Products.AddRange(products);
            public List<Product> Few() => db.Products.OrderBy(p => p.Id).Take(10).ToList();
            internal int Hidden() => db.Products.Count();
        }

        public class Store<T>(Shop db) where T : class
        {
            public T? Find<TKey>(TKey key, List<T> more) => db.Set<T>().Find(key);
        }
        """;

    [Fact]
    public void What_is_written() => Assert.Equal(
        """
        2
        @Stores.Prices
        All|q3>ToListAsync|r3a>Product>ToListAsync
        Cheap(System.Decimal)|q3>Prices.Below>ToList|r3f>Product>Prices.Below>ToList
        Drop(ShopModel.Product)|s3>SaveChanges|w0rs
        Few|q3>ToList
        Get(System.Int32)|q3>Prices.Load>FirstAsync
        Keep(System.Collections.Generic.IEnumerable{ShopModel.Product})|w0a
        Stores#IPrices#Put(System.Int32,System.Decimal)|s2>SaveChangesAsync
        Touch|s3>SaveChanges|?M:Stores.IClock.Now
        @Stores.Store`1
        Find``1(``0,System.Collections.Generic.List{`0})|q3>Find

        """.ReplaceLineEndings("\n"),
        Text(Library));

    [Theory]
    [InlineData("public class A(Shop db) { internal int First() => db.Orders.Count(); }", false)]
    [InlineData("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Above\")]\npublic class A(Shop db) { internal int First() => db.Orders.Count(); }", true)]
    [InlineData("internal class A(Shop db) { public int First() => db.Orders.Count(); }", false)]
    [InlineData("public interface IA { int First(); }\ninternal class A(Shop db) : IA { public int First() => db.Orders.Count(); }", true)]
    [InlineData("public abstract class B { public abstract int First(); }\ninternal class A(Shop db) : B { public override int First() => db.Orders.Count(); }", true)]
    [InlineData("public class A(Shop db) { protected int First() => db.Orders.Count(); }", true)]
    [InlineData("public class A(Shop db) : Microsoft.AspNetCore.Mvc.ControllerBase { public int First() => db.Orders.Count(); }", false)]
    [InlineData("public class A(Shop db) : Microsoft.AspNetCore.Mvc.ControllerBase { protected int First() => db.Orders.Count(); }", true)]
    [InlineData("public abstract class A(Shop db) : Microsoft.AspNetCore.Mvc.ControllerBase { public int First() => db.Orders.Count(); }", true)]
    public void Only_what_projects_above_can_call_is_written(string code, bool isWritten) => Assert.Equal(isWritten, FactsText.Write(Knowledge.Of(EffectsOf.Compile(code, new Setup { Also = [Harness.Library.AspNetCore] })).Facts(default)).Contains("First|q3>Count"));

    [Fact]
    public void The_same_code_gives_the_same_bytes()
    {
        var expected = Write(Library);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(expected, Write(Library)));

        // Whatever the order of files and members.
        var types = Library.Split("\n\n").Skip(1).ToArray();
        Assert.Equal(Text(Library), Text("namespace Stores;\n\n" + string.Join("\n\n", types.Reverse())));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var text = Text(Library);
        var facts = FactsText.Read(text, Realm.Database, out var unreadable)!;
        Assert.Equal(0, unreadable);
        Assert.Equal(text, FactsText.Write(facts.Select(f => (f.Key, Realm.Database, f.Value))));
        Assert.Equal(new ReturnedRows("Product", RowCount.All, Certainty.Always, ["ToListAsync"]).ToString(), facts["M:Stores.Prices.All"].Rows?.ToString());
        Assert.Equal(["Prices.Load", "FirstAsync"], facts["M:Stores.Prices.Get(System.Int32)"].QueryTrail);
        Assert.Equal(("M:Stores.IClock.Now", false), Assert.Single(facts["M:Stores.Prices.Touch"].Pending));
    }

    [Fact]
    public void Other_systems_and_files_are_written_too()
    {
        var text = Text("public class Sender(HttpClient http, Shop db) { public async Task Send(int id) { await http.PostAsync(\"\", null); System.IO.File.Delete(\"x\"); db.SaveChanges(); } }");
        Assert.Equal("2\n@Sender\nSend(System.Int32)|s3>SaveChanges|n3>PostAsync|f3>Delete\n", text);
        Assert.Equal(Certainty.Always, FactsText.Read(text, Realm.Outside, out _)!["M:Sender.Send(System.Int32)"].Queries);
        Assert.Equal(Certainty.None, FactsText.Read(text, Realm.Database, out _)!["M:Sender.Send(System.Int32)"].Queries);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1\n@A\nB|q3>C\n")]
    [InlineData("2")]
    [InlineData("2|q3")]
    [InlineData("hello world")]
    [InlineData("\0\u0001\uFFFD")]
    public void Another_version_or_garbage_is_no_facts(string? text) => Assert.Null(FactsText.Read(text, Realm.Database, out _));

    [Theory]
    [InlineData("B|q3>C", 1, 0)]
    [InlineData("B|q9>C", 0, 1)]
    [InlineData("B|x3>C", 0, 1)]
    [InlineData("B|q", 0, 1)]
    [InlineData("B||||", 0, 1)]
    [InlineData("B", 1, 0)]
    [InlineData("|", 0, 1)]
    [InlineData("B|?", 0, 1)]
    [InlineData("B|?M:A.B|~M:A.C|q1", 1, 0)]
    [InlineData("B|q3>>>>>", 1, 0)]
    [InlineData("B|p0", 1, 0)]
    [InlineData("B|p", 0, 1)]
    [InlineData("B|p10", 0, 1)]
    [InlineData("B|w0rs|w12an", 1, 0)]
    [InlineData("B|w", 0, 1)]
    [InlineData("B|w0", 0, 1)]
    [InlineData("B|wr", 0, 1)]
    [InlineData("B|w0z", 0, 1)]
    [InlineData("B|w99999999999r", 0, 1)]
    [InlineData("B|wwww0r", 0, 1)]
    [InlineData("B|r3a>Order>ToList", 1, 0)]
    [InlineData("B|r3a>", 1, 0)]
    [InlineData("B|r3a", 0, 1)]
    [InlineData("B|r", 0, 1)]
    [InlineData("B|r9a>Order", 0, 1)]
    [InlineData("B|r3x>Order", 0, 1)]
    [InlineData("B|r3->Order", 0, 1)]
    [InlineData("@\n@@\n@A.B.\n", 0, 0)]
    public void Lines_that_cannot_be_read_are_left_out(string lines, int read, int unreadable)
    {
        var facts = FactsText.Read("2\n@A\n" + lines + "\nGood|s3>Save\n", Realm.Database, out var left);
        Assert.Equal((read, unreadable), (facts!.Keys.Count(k => !k.EndsWith("Good", StringComparison.Ordinal)), left));
        Assert.Equal(Certainty.Always, facts.Single(f => f.Key.EndsWith("Good", StringComparison.Ordinal)).Value.Saves);
    }

    [Fact]
    public void Huge_texts_are_read_in_linear_time()
    {
        static TimeSpan Time(string text)
        {
            var clock = Stopwatch.StartNew();
            _ = FactsText.Read(text, Realm.Database, out _);
            return clock.Elapsed;
        }

        _ = Time("2\n@A\nB|q3>C\n");
        Assert.True(Time("2\n@A\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"M{i}(System.Int32)|q3>First>Second|?M:A.B\n"))) < TimeSpan.FromSeconds(20));
        Assert.True(Time("2\n@A\nB" + new string('|', 5_000_000)) < TimeSpan.FromSeconds(5));
        Assert.True(Time("2\n@A\nB|q3" + new string('>', 5_000_000)) < TimeSpan.FromSeconds(5));
        Assert.True(Time("2\n" + new string('@', 5_000_000)) < TimeSpan.FromSeconds(5));
        Assert.True(Time("2" + new string('\n', 5_000_000)) < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("7\n@Stores.Prices\nGet(System.Int32)|q3>First\n")]
    [InlineData("2\n@Stores.Prices\nGet(System.Int32)|q7>First\n@@@|||\n")]
    [InlineData("2\n@Stores.Prices\nGet(System.Int32)|?M:No.Such(|?M:|?X|?!:)\n")]
    public async Task A_reference_with_foreign_facts_breaks_nothing(string text)
    {
        var world = Above($"[assembly: System.Reflection.AssemblyMetadata(\"PerfAnalyzers.Facts\", {Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true)})]\nnamespace Stores {{ public class Prices {{ public Task<int> Get(int id) => Task.FromResult(id); }} }}",
            "public class User(Stores.Prices prices) { public async Task Run(List<int> ids) { foreach (var id in ids) { await prices.Get(id); } } }", isBuilt: true);
        Assert.Empty(await Verify.Run([new QueryPerElement()], world));
    }

    [Fact]
    public async Task Facts_that_cannot_be_read_are_told_once()
    {
        var world = Above("[assembly: System.Reflection.AssemblyMetadata(\"PerfAnalyzers.Facts\", \"2\\n@A\\nB|q9\\nC|x\\n\")]\npublic class Prices { }", "public class User { }", isBuilt: true);
        var told = Assert.Single(await Verify.Run([new FactsCheck()], world));
        Assert.Equal(("PERF0004", DiagnosticSeverity.Info), (told.Id, told.Severity));
        Assert.Contains("'Stores' are not followed everywhere: 2 of its facts", told.GetMessage(), StringComparison.Ordinal);
        Assert.Empty(await Verify.Run([new FactsCheck()], Above("[assembly: System.Reflection.AssemblyMetadata(\"PerfAnalyzers.Facts\", \"9\\nwhatever\")]\npublic class Prices { }", "public class User { }", isBuilt: true)));
    }

    [Theory]
    [InlineData("await prices.Get(id);")]
    [InlineData("await prices.Put(id, 1);")]
    [InlineData("await concrete.Get(id);")]
    [InlineData("await concrete.Touch(); Console.WriteLine(id);")]
    [InlineData("concrete.Double(id);")]
    [InlineData("store.Find(id, more);")]
    [InlineData("await above.Now(id);")]
    public async Task A_build_reports_what_an_editor_reports(string statement)
    {
        var code = $$"""
            using Stores;

            public class Clock(Shop db) : IClock { public Task<DateTime> Now() => db.Orders.MaxAsync(o => o.PlacedAt); }
            public class Above(IPrices prices) { public Task<decimal> Now(int id) => prices.Get(id); }

            public class User(IPrices prices, Prices concrete, Store<Order> store, Above above, List<Order> more)
            {
                public async Task Run(List<int> ids)
                {
                    foreach (var id in ids)
                    {
                        {{statement}}
                        await Task.CompletedTask;
                    }
                }
            }
            """;
        var inEditor = await Found(Library, code, isBuilt: false);
        var inBuild = await Found(Library, code, isBuilt: true);
        Assert.Equal(inEditor, inBuild);
        Assert.Equal(statement.Contains("Double", StringComparison.Ordinal), inBuild.Length == 0);
    }

    [Theory]
    [InlineData("(await prices.All()).Count", "PERF4001")]
    [InlineData("prices.Cheap(3).Where(p => p.Name == name).ToList()", "PERF4003")]
    [InlineData("prices.Few().Count", null)]
    [InlineData("(await prices.All()).ToList()", null)]
    public async Task A_build_knows_which_calls_return_fetched_rows(string expression, string? id)
    {
        var code = $$"""public class User(Stores.Prices prices) { public async Task<object> Run(string name) { await Task.CompletedTask; return {{expression}}; } }""";
        var inEditor = await Rows(isBuilt: false);
        Assert.Equal(inEditor, await Rows(isBuilt: true));
        Assert.Equal(id, inEditor.SingleOrDefault()?[..8]);

        async Task<string[]> Rows(bool isBuilt) =>
            [.. (await Verify.Run([new ClientSideAggregation(), new ClientSideFiltering()], Above(Library, code, isBuilt))).Select(d => $"{d.Id} {d.Severity} {d.Location.SourceSpan} {d.GetMessage()}")];
    }

    [Theory]
    [InlineData("rows.Remove(found);", "PERF3003")]
    [InlineData("rows.RemoveAndKeep(found);", null)]
    [InlineData("rows.Remove(found); rows.Add(new Order());", null)] // replaced
    [InlineData("rows.Look(found);", null)]
    public async Task A_build_knows_what_is_done_with_rows_that_are_handed_on(string statement, string? id)
    {
        const string library = """
            namespace Stores;

            public interface IRows<T> where T : class { void Remove(T row); void RemoveAndKeep(T row); void Add(T row); void Look(T row); void Save(); }

            public class Rows<T>(DbContext context) : IRows<T> where T : class
            {
                private readonly List<T> kept = [];
                public void Remove(T row) => context.Set<T>().Remove(row);
                public void RemoveAndKeep(T row) { context.Set<T>().Remove(row); kept.Add(row); }
                public void Add(T row) => context.Set<T>().Add(row);
                public void Look(T row) => Console.WriteLine(row);
                public void Save() => context.SaveChanges();
            }
            """;
        var code = $$"""
            public class User(Shop db, Stores.IRows<Order> rows)
            {
                public void Run(int customer)
                {
                    var found = db.Orders.FirstOrDefault(o => o.CustomerId == customer);
                    if (found != null)
                    {
                        {{statement}}
                        rows.Save();
                    }
                }
            }
            """;
        var inEditor = await Rows(isBuilt: false);
        Assert.Equal(inEditor, await Rows(isBuilt: true));
        Assert.Equal(id, inEditor.SingleOrDefault()?[..8]);

        async Task<string[]> Rows(bool isBuilt) => [.. (await Verify.Run([new LoadRemove()], Above(library, code, isBuilt))).Select(d => $"{d.Id} {d.Location.SourceSpan} {d.GetMessage()}")];
    }

    [Theory]
    [InlineData("db.Orders.Page(number)", "PERF2002")]
    [InlineData("db.Orders.OrderBy(o => o.PlacedAt).Page(number)", "PERF2003")]
    [InlineData("db.Orders.OrderBy(o => o.Id).Page(number)", null)]
    [InlineData("db.Orders.Sorted().Page(number)", null)] // the order is set by a helper
    [InlineData("db.Orders.PageById(number)", null)] // the helper orders what it pages
    [InlineData("Stores.Paging.Total(db.Orders, number)", null)]
    public async Task A_build_knows_which_helpers_page(string expression, string? id)
    {
        const string library = """
            namespace Stores;

            public static class Paging
            {
                public static List<T> Page<T>(this IQueryable<T> query, int number) => query.Skip(number * 10).Take(10).ToList();
                public static List<Order> PageById(this IQueryable<Order> query, int number) => query.OrderBy(o => o.Id).Skip(number * 10).Take(10).ToList();
                public static IQueryable<Order> Sorted(this IQueryable<Order> query) => query.OrderBy(o => o.Id);
                public static int Total<T>(IQueryable<T> query, int number) => query.Count() - number;
            }
            """;
        var code = $$"""using Stores; public class User(Shop db) { public object Run(int number) => {{expression}}; }""";
        var inEditor = await Cuts(isBuilt: false);
        Assert.Equal(inEditor, await Cuts(isBuilt: true));
        Assert.Equal(id, inEditor.SingleOrDefault()?[..8]);

        async Task<string[]> Cuts(bool isBuilt) =>
            [.. (await Verify.Run([new OffsetPaging(), new UnorderedPaging(), new NonUniquePageOrder()], Above(library, code, isBuilt))).Select(d => $"{d.Id} {d.Severity} {d.Location.SourceSpan} {d.GetMessage()}")];
    }

    [Fact]
    public async Task A_method_that_waits_for_an_implementation_above()
    {
        const string library = """
            public interface IStep { Task Run(int id); }
            public class Steps(IStep step) { public async Task All(int id) => await step.Run(id); }
            """;
        const string code = """
            public class Step(Shop db) : IStep { public async Task Run(int id) => await db.Orders.FindAsync(id); }
            public class User(Steps steps) { public async Task Run(List<int> ids) { foreach (var id in ids) { await steps.All(id); } } }
            """;
        var found = await Found("public class Anchor(Shop db) { }\n" + library, code, isBuilt: true);
        Assert.Equal(found, await Found("public class Anchor(Shop db) { }\n" + library, code, isBuilt: false));
        Assert.Contains(": All → IStep.Run → FindAsync", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_facts_a_build_sees_nothing()
    {
        var world = Above(Library, "public class User(Stores.IPrices prices) { public async Task Run(List<int> ids) { foreach (var id in ids) { await prices.Get(id); } } }", isBuilt: true, "false");
        Assert.Empty(await Verify.Run([new QueryPerElement()], world));
    }

    [Fact]
    public void Nothing_is_written_without_a_database() =>
        Assert.Null(FactsGenerator.Write(EffectsOf.Compile("public class A { public int First() => 1; }", new Setup { HasEf = false }), AddedEffects.None, default));

    private static async Task<ImmutableArray<string>> Found(string library, string code, bool isBuilt) =>
        [.. (await Verify.Run([new QueryPerElement(), new SaveChangesPerElement(), new LoopInvariantQuery()], Above(library, code, isBuilt))).Select(d => $"{d.Location.SourceSpan} {d.Severity} {d.Id} {d.GetMessage()}")];

    private static World Above(string library, string code, bool isBuilt, string facts = "true")
    {
        var setup = new Setup { Projects = [new ReferencedProject("Stores", library, AsMetadata: isBuilt)], Properties = ImmutableDictionary<string, string>.Empty.Add("PerfAnalyzersFacts", facts) };
        return World.Of(setup, [("Work.cs", Snippet.Parse(code, setup))]);
    }

    private static string Write(string code) => FactsGenerator.Write(EffectsOf.Compile(code), AddedEffects.None, default)!;

    private static string Text(string code)
    {
        return FactsText.Write(Knowledge.Of(EffectsOf.Compile(code)).Facts(default));
    }
}
