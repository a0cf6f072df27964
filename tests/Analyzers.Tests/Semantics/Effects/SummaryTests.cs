using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>What calling a method does, as text.</summary>
public sealed class SummaryTests
{
    [Theory]
    [InlineData("_ = await db.Orders.ToListAsync();", "queries always: ToListAsync")]
    [InlineData("_ = db.Orders.Count();", "queries always: Count")]
    [InlineData("_ = db.Orders.Find(1);", "queries always: Find")]
    [InlineData("_ = await db.FindAsync<Order>(1);", "queries always: FindAsync")]
    [InlineData("foreach (var o in db.Orders) { Console.WriteLine(o.Id); }", "queries always: foreach")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable()) { Console.WriteLine(o.Id); }", "queries always: foreach")]
    [InlineData("await db.Orders.ExecuteDeleteAsync();", "queries always: ExecuteDeleteAsync")]
    [InlineData("await db.Database.ExecuteSqlRawAsync(\"delete\");", "queries always: ExecuteSqlRawAsync")]
    [InlineData("db.Entry(new Order()).Collection(o => o.Lines).Load();", "queries always: Load")]
    [InlineData("db.Entry(new Order()).Reload();", "queries always: Reload")]
    [InlineData("await db.Orders.LoadAsync();", "queries always: LoadAsync")]
    [InlineData("_ = await db.Orders.Where(o => o.Id > 1).Select(o => o.Id).FirstOrDefaultAsync();", "queries always: FirstOrDefaultAsync")]
    [InlineData("_ = db.Orders.AsEnumerable().First(o => o.Id > 1);", "queries always: AsEnumerable")]
    [InlineData("await db.SaveChangesAsync();", "saves always: SaveChangesAsync")]
    [InlineData("_ = db.Orders.First(); db.SaveChanges();", "queries always: First; saves always: SaveChanges")]
    [InlineData("db.Add(new Order()); db.Orders.Remove(new Order());", "none")]
    [InlineData("var q = db.Orders.Where(o => o.Id > 1);", "none")]
    [InlineData("_ = ids.First(); _ = new List<Order>().AsQueryable().First();", "none")]
    [InlineData("Expression<Func<Shop, int>> e = s => s.Orders.Count();", "none")]
    [InlineData("_ = nameof(db.Orders);", "none")]
    public void Statements(string statements, string effects) => Assert.Equal(effects, EffectsOf.Statements(statements.Replace("Expression<", "System.Linq.Expressions.Expression<")));

    [Theory]
    [InlineData("if (ids.Count > 1) { db.SaveChanges(); }", "saves sometimes: SaveChanges")]
    [InlineData("if (db.Orders.Any()) { }", "queries always: Any")]
    [InlineData("if (ids.Count > 1) { _ = db.Orders.Any(); } else { _ = db.Orders.Count(); }", "queries sometimes: Any")]
    [InlineData("_ = ids.Count > 1 ? db.Orders.Count() : 0;", "queries sometimes: Count")]
    [InlineData("_ = ids.Count > 1 && db.Orders.Any();", "queries sometimes: Any")]
    [InlineData("switch (ids.Count) { case 1: db.SaveChanges(); break; }", "saves sometimes: SaveChanges")]
    [InlineData("_ = ids.Count switch { 1 => db.Orders.Count(), _ => 0 };", "queries sometimes: Count")]
    [InlineData("foreach (var id in ids) { db.Orders.Find(id); }", "queries sometimes: Find")]
    [InlineData("foreach (var id in new[] { 1, 2 }) { db.Orders.Find(id); }", "queries always: Find")]
    [InlineData("try { db.Orders.Count(); } catch (Exception) { db.SaveChanges(); } finally { Console.WriteLine(); }", "queries always: Count")]
    [InlineData("try { } catch (Exception) { db.SaveChanges(); }", "none")]
    [InlineData("if (ids.Count > 1) { return null; } db.SaveChanges();", "saves always: SaveChanges")] // a guard is for what is wrong
    [InlineData("return null; db.SaveChanges();", "none")]
    [InlineData("if (false) { db.SaveChanges(); }", "none")]
    [InlineData("if (ids.Count > 1) { _ = db.Orders.Any(); } _ = db.Orders.Count();", "queries always: Count")]
    [InlineData("throw new Exception(); db.SaveChanges();", "none")]
    public void How_sure(string statements, string effects) => Assert.Equal(effects, EffectsOf.Statements(statements));

    [Theory]
    [InlineData("await One();", "private Task One() => Two(); private async Task Two() => await db.SaveChangesAsync();", "saves always: Work.One → Work.Two → SaveChangesAsync")]
    [InlineData("if (ids.Count > 1) { await One(); }", "private Task One() => db.SaveChangesAsync();", "saves sometimes: Work.One → SaveChangesAsync")]
    [InlineData("_ = Total;", "private decimal Total => db.Orders.Sum(o => o.Total);", "queries always: Total → Sum")]
    [InlineData("_ = Total;", "private decimal Total { get { return db.Orders.Sum(o => o.Total); } }", "queries always: Total → Sum")]
    [InlineData("Local(); void Local() => db.SaveChanges();", "", "saves always: Local → SaveChanges")]
    [InlineData("void Local() => db.SaveChanges();", "", "none")]
    [InlineData("ids.ForEach(id => db.Orders.Find(id));", "", "queries always: Find")]
    [InlineData("ids.ForEach(One);", "private void One(int id) => db.Orders.Find(id);", "queries always: Work.One → Find")]
    [InlineData("Func<Task> later = () => db.SaveChangesAsync();", "", "none")]
    [InlineData("foreach (var o in All()) { Console.WriteLine(o.Id); }", "private IEnumerable<Order> All() { foreach (var o in db.Orders) { yield return o; } }", "queries always: Work.All → foreach")]
    [InlineData("_ = One(1);", "private int One(int id) => id; private int One(string s) => db.Orders.Count();", "none")]
    [InlineData("_ = All().Count();", "private IQueryable<Order> All() => db.Orders;", "queries always: Count")]
    [InlineData("await Again(3);", "private async Task Again(int n) { if (n > 0) { await Again(n - 1); } await db.SaveChangesAsync(); }", "saves always: Work.Again → SaveChangesAsync")]
    public void Behind_calls(string statements, string members, string effects) => Assert.Equal(effects, EffectsOf.Statements(statements, members));

    [Fact]
    public void At_most_six_hops()
    {
        static string Chain(int hops) => string.Concat(Enumerable.Range(0, hops).Select(i => i == hops - 1 ? $"private void M{i}() => db.SaveChanges(); " : $"private void M{i}() => M{i + 1}(); "));
        Assert.Equal("saves always: Work.M0 → Work.M1 → Work.M2 → Work.M3 → Work.M4 → SaveChanges", EffectsOf.Statements("M0();", Chain(5)));
        Assert.Equal("none", EffectsOf.Statements("M0();", Chain(9)));
    }

    [Theory]
    [InlineData("public class A(Shop db) : I { public void Do() => db.SaveChanges(); }", "saves always: SaveChanges")]
    [InlineData("public class A(Shop db) : I { public void Do() => db.SaveChanges(); } public class B : I { public void Do() { } }", "saves sometimes: SaveChanges")]
    [InlineData("public class A(Shop db) : I { public void Do() => db.SaveChanges(); } public class B(Shop db) : I { public void Do() => db.SaveChanges(); }", "saves always: SaveChanges")]
    [InlineData("public class A(Shop db) : I { void I.Do() => db.SaveChanges(); public void Do() { } }", "saves always: SaveChanges")]
    [InlineData("public abstract class A : I { public abstract void Do(); } public class B(Shop db) : A { public override void Do() => db.SaveChanges(); }", "saves always: SaveChanges")]
    [InlineData("public class A : I { public virtual void Do() { } } public class B(Shop db) : A { public override void Do() => db.SaveChanges(); }", "saves sometimes: SaveChanges")]
    [InlineData("public struct A(Shop db) : I { public void Do() => db.SaveChanges(); }", "saves always: SaveChanges")]
    [InlineData("public interface J : I { } public class A(Shop db) : J { public void Do() => db.SaveChanges(); }", "saves always: SaveChanges")]
    [InlineData("public class A(Shop db) { public void Do() => db.SaveChanges(); } public class B(Shop db) : A(db), I;", "saves always: SaveChanges")]
    [InlineData("", "none")]
    public void An_interface_does_what_its_implementations_do(string types, string effects) =>
        Assert.Equal(effects, EffectsOf.Do($"public interface I {{ void Do(); }} {types} public class User(Shop db) {{ public int Count() => db.Orders.Count(); }}"));

    [Fact]
    public void An_interface_with_a_body_of_its_own() =>
        Assert.Equal("saves always: SaveChanges", EffectsOf.Do("public interface I { Shop Db { get; } void Do() => Db.SaveChanges(); } public class A(Shop db) : I { public Shop Db => db; }"));

    [Fact]
    public void A_generic_interface() => Assert.Equal("queries always: FindAsync", EffectsOf.Do("""
        public interface IStore<T> where T : class { Task<T?> Do(int id); }
        public class Store<T>(Shop db) : IStore<T> where T : class { public async Task<T?> Do(int id) => await db.Set<T>().FindAsync(id); }
        """));

    [Theory]
    [InlineData("Task<Order?> Do(int id);", "queries assumed: ")]
    [InlineData("Task Do(Order order);", "saves assumed: ")]
    [InlineData("Order? Do(int id);", "none")]
    public void A_data_interface_that_nothing_implements(string method, string effects) =>
        Assert.Equal(effects, EffectsOf.Do($"public interface IOrderRepository {{ {method} }} public class User(Shop db) {{ public int Count() => db.Orders.Count(); }}"));

    [Fact]
    public void More_implementations_than_can_be_followed_say_nothing() => Assert.Equal("none", EffectsOf.Do(
        "public interface I { void Do(); }\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"public class A{i}(Shop db) : I {{ public void Do() => db.SaveChanges(); }}\n"))));

    [Fact]
    public void Mutual_recursion_through_interfaces() => Assert.Equal("queries always: Find", EffectsOf.Do("""
        public interface I { void Do(int n); }
        public interface J { void Back(int n); }
        public class A(Shop db, J j) : I { public void Do(int n) { j.Back(n); db.Orders.Find(n); } }
        public class B(I i) : J { public void Back(int n) => i.Do(n - 1); }
        """));

    [Fact]
    public void Every_method_of_a_cycle_of_200_is_read_in_bounded_time()
    {
        var code = new StringBuilder("public class Cycle(Shop db)\n{\n");
        for (var i = 0; i < 200; i++)
        {
            code.Append($"    public void M{i}() {{ M{(i + 1) % 200}(); M{(i + 7) % 200}(); M{(i + 13) % 200}(); {(i == 100 ? "db.SaveChanges();" : "")} }}\n");
        }

        var compilation = EffectsOf.Compile(code.Append("}\n").ToString());
        var clock = Stopwatch.StartNew();
        Assert.Equal("saves always: SaveChanges", EffectsOf.Summary(compilation, "M100").ToString());
        Assert.Equal("saves always: Cycle.M100 → SaveChanges", EffectsOf.Summary(compilation, "M99").ToString());
        Assert.All(Enumerable.Range(0, 200), i => EffectsOf.Summary(compilation, "M" + i));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    [Fact]
    public void Fifty_implementations_that_call_each_other_are_read_in_bounded_time()
    {
        var types = string.Concat(Enumerable.Range(0, 38).Select(i => $"public class A{i}(Shop db, I next) : I {{ public void Do(int n) {{ next.Do(n); next.Do(n + 1); db.Orders.Find({i}); }} }}\n"));
        var compilation = EffectsOf.Compile("public interface I { void Do(int n); }\n" + types);
        var clock = Stopwatch.StartNew();
        Assert.Equal("queries always: Find", EffectsOf.Summary(compilation, "Do").ToString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    [Fact]
    public void Generics_that_expand_for_ever_come_to_an_end() => Assert.Equal("queries always: Count", EffectsOf.Do("""
        public class Node<T>
        {
            public void Do(Shop db) { new Node<Node<T>>().Do(db); Walk<T>(db); _ = db.Orders.Count(); }
            private void Walk<U>(Shop db) => Walk<List<U>>(db);
        }
        """));

    [Fact]
    public void A_method_of_5000_calls_is_read_in_bounded_time()
    {
        var compilation = EffectsOf.Compile($"public class Work(Shop db) {{ public void Do() {{ {string.Concat(Enumerable.Range(0, 5000).Select(i => $"One({i});\n"))} }} private void One(int id) => db.Orders.Find(id); }}");
        var clock = Stopwatch.StartNew();
        Assert.Equal("queries always: Work.One → Find", EffectsOf.Summary(compilation, "Do").ToString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    [Fact]
    public void A_project_that_is_referenced_as_source_is_read_there()
    {
        var compilation = EffectsOf.Compile("public class User(Store store) { public void Do() => store.Save(); }", new Setup
        {
            Projects = [new ReferencedProject("Stores", "public class Store(Shop db) { public void Save() => Inner(); private void Inner() => db.SaveChanges(); }")],
        });
        Assert.Equal("saves always: Store.Save → Store.Inner → SaveChanges", EffectsOf.Summary(compilation, "Do").ToString());
    }

    [Fact]
    public void Names_of_a_file_are_read_once_however_often_others_change()
    {
        var compilation = (Microsoft.CodeAnalysis.CSharp.CSharpCompilation)EffectsOf.Compile("public class Work(Shop db) { public void Do() => db.SaveChanges(); }");
        Assert.Equal("saves always: SaveChanges", EffectsOf.Summary(compilation, "Do").ToString());
        var before = compilation.SyntaxTrees.ToDictionary(t => t.FilePath, PerfAnalyzers.Semantics.Names.TreeNames.Of);

        var work = compilation.SyntaxTrees.Single(t => t.FilePath.EndsWith("/Work.cs", StringComparison.Ordinal));
        var edited = work.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From("public class Work(Shop db) { public void Do() => db.Orders.Count(); }"));
        var after = compilation.ReplaceSyntaxTree(work, edited);
        Assert.Equal("queries always: Count", EffectsOf.Summary(after, "Do").ToString());
        Assert.All(after.SyntaxTrees, t => Assert.Equal(t != edited, ReferenceEquals(before[t.FilePath], PerfAnalyzers.Semantics.Names.TreeNames.Of(t))));
    }

    [Fact]
    public void Reading_from_many_threads_gives_the_same()
    {
        var types = string.Concat(Enumerable.Range(0, 30).Select(i => $"public class A{i}(Shop db) {{ public void M{i}() {{ {(i == 0 ? "db.SaveChanges();" : $"new A{i - 1}(db).M{i - 1}();")} }} }}\n"));
        var compilation = EffectsOf.Compile(types);
        var all = Enumerable.Range(0, 200).AsParallel().WithDegreeOfParallelism(8).Select(i => (i % 30, EffectsOf.Summary(compilation, "M" + (i % 30)).ToString())).ToList();
        Assert.All(all.GroupBy(a => a.Item1), g => Assert.Single(g.Select(a => a.Item2).Distinct()));
        Assert.Contains(all, a => a == (4, "saves always: A3.M3 → A2.M2 → A1.M1 → A0.M0 → SaveChanges"));
    }
}
