using System.Text;

namespace PerfAnalyzers.Tests.Robustness;

/// <summary>Code that has made analyzers hang, recurse without end or throw.</summary>
public sealed class HardCodeTests
{
    [Theory]
    [InlineData("q = q.Where(o => o.Id > 1);")]
    [InlineData("q = q;")]
    [InlineData("q = (q);")]
    [InlineData("q = q ?? q.Take(1);")]
    [InlineData("q ??= q.Take(1);")]
    [InlineData("q = ct.CanBeCanceled ? q : q.Where(o => o.Id > 1);")]
    [InlineData("q = ct.CanBeCanceled switch { true => q.Skip(1), _ => q };")]
    [InlineData("while (true) { q = q.Where(o => o.Id > 1); if (q.Any()) { break; } }")]
    [InlineData("for (; ; q = q.Skip(10)) { if (!q.Any()) { break; } }")]
    [InlineData("do { q = q.OrderBy(o => o.Id).Skip(1).Take(1); } while (q.Any());")]
    [InlineData("foreach (var x in q) { q = q.Where(o => o.Id != x.Id); }")]
    [InlineData("foreach (var x in q.ToList()) { q = q.Concat(q.Where(o => o.Id == x.Id)); foreach (var y in q.ToList()) { q = q.Union(q); db.SaveChanges(); } }")]
    [InlineData("q = q.Concat(q).Union(q.Intersect(q)).Except(q);")]
    [InlineData("q = q.Where(o => q.Any(p => p.Id == o.Id));")]
    [InlineData("var r = q; q = r.Take(1); r = q; q = r;")]
    [InlineData("var r = q; while (r.Any()) { (q, r) = (r, q); }")]
    [InlineData("IQueryable<Order> Narrow(IQueryable<Order> x) => Narrow(x.Where(o => o.Id > 1)); q = Narrow(q);")]
    [InlineData("IQueryable<Order> Self() => q = Self().Take(1); q = Self();")]
    [InlineData("Func<IQueryable<Order>>? f = null; f = () => f!().Where(o => o.Id > 1); q = f();")]
    [InlineData("q = from o in q where o.Id > 1 select o;")]
    [InlineData("q = from o in q join p in q on o.Id equals p.Id let z = q.Count() group o by o.Id into g from o in g select o;")]
    [InlineData("void Set(ref IQueryable<Order> x) => x = x.Take(1); Set(ref q);")]
    [InlineData("static void Out(IQueryable<Order> x, out IQueryable<Order> y) => y = x.Take(1); Out(q, out q);")]
    [InlineData("again: q = q.Take(1); if (q.Any()) { goto again; }")]
    [InlineData("try { q = q.Take(1); } catch { q = q.Take(2); throw; } finally { q = q.Take(3); }")]
    [InlineData("var list = q.ToList(); list = list.Where(o => o.Id > 1).ToList(); list = list.Concat(list).ToList(); foreach (var o in list) { list = list.Skip(1).ToList(); }")]
    [InlineData("object? o = q; q = (IQueryable<Order>)o!; o = q as IQueryable<Order>; q = (o as IQueryable<Order>)!;")]
    [InlineData("dynamic d = q; d = d.Where(d); q = d;")]
    public Task A_query_made_of_itself(string code) => Hard.Run($"IQueryable<Order> q = db.Orders;\n{code}\nreturn await q.ToListAsync(ct);");

    [Theory]
    [InlineData("IQueryable<Order> q = q.Where(o => o.Id > 1); return q.ToList();")]
    [InlineData("var q = q; foreach (var x in q) { db.SaveChanges(); }")]
    [InlineData("foreach (var x in x.Orders) { db.Orders.Find(x); }")]
    [InlineData("var q = (() => q)(); q.ToList();")]
    public Task A_query_declared_by_itself(string code) => Hard.Run(code, new Setup { IsBroken = true });

    [Fact]
    public Task Members_that_call_themselves() => Hard.Run("""
        public class Tree(Shop db)
        {
            private IQueryable<Order> field = null!;
            public IQueryable<Order> Own => Own.Where(o => o.Id > 1);
            public IQueryable<Order> A => B.Take(1);
            public IQueryable<Order> B => A.Take(1);
            public IQueryable<Order> Field { get => field = Field; set => Field = field = value; }
            public Order? this[int i] => this[i - 1] ?? db.Orders.Find(i);
            public static Tree operator +(Tree a, Tree b) => a + b;
            public void Walk(Category c)
            {
                foreach (var child in db.Categories.Where(x => x.ParentId == c.Id).ToList())
                {
                    Walk(child);
                    db.SaveChanges();
                }
            }
            public async Task WalkAsync(Category c)
            {
                c.Children = await db.Categories.Where(x => x.ParentId == c.Id).ToListAsync();
                await Task.WhenAll(c.Children.Select(x => WalkAsync(x)));
                c.Children.ToList().ForEach(async x => await WalkAsync(x));
            }
            public int Ping(int n) { foreach (var o in db.Orders.ToList()) { n += Pong(n); } return n; }
            public int Pong(int n) { foreach (var o in db.Orders.ToList()) { n += Ping(n); } return n; }
        }
        """);

    [Fact]
    public Task Generics_that_expand() => Hard.Run("""
        public class Node<T>
        {
            public Node<Node<T>>? Next;
            public void Walk(Shop db, IQueryable<T> all)
            {
                foreach (var x in all.ToList()) { Next!.Walk(db, db.Set<Order>().Select(o => new Node<T>())); db.SaveChanges(); }
            }
            public int Count<U>(IQueryable<U> q) { foreach (var x in q) { Count<List<U>>(q.Select(u => new List<U>())); } return q.Count(); }
        }
        public interface IStore<T> where T : class { Task<T?> Get(int id); }
        public class Store<T>(Shop db, IStore<T> inner) : IStore<T> where T : class
        {
            public async Task<T?> Get(int id) { foreach (var i in new[] { id, id }) { await inner.Get(i); } return await db.Set<T>().FindAsync(id); }
        }
        public class Base<TSelf> where TSelf : Base<TSelf> { public virtual IQueryable<TSelf> All(Shop db) => All(db).Where(x => true); }
        public class Derived : Base<Derived> { public override IQueryable<Derived> All(Shop db) => base.All(db).Concat(All(db)); }
        """);

    [Theory]
    [InlineData("_ = db.Orders.Find({0});", 5000)]
    [InlineData("await Load({0});", 5000)]
    [InlineData("_ = await db.Orders.CountAsync(o => o.Id == {0}, ct);", 2000)]
    [InlineData("orders = orders.Where(o => o.Id > {0}).ToList();", 2000)]
    [InlineData("query = query.Where(o => o.Id != {0});", 1000)]
    [InlineData("foreach (var o in orders) {{ await Load(o.Id + {0}); }}", 1000)]
    public Task A_method_of_thousands_of_calls(string statement, int times)
    {
        var body = string.Concat(Enumerable.Range(0, times).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, i) + "\n"));
        return Hard.Run($"IQueryable<Order> query = db.Orders;\nvar orders = query.ToList();\nforeach (var order in orders.ToList())\n{{\n{body}}}\nawait query.ToListAsync(ct);\nasync Task Load(int id) => await db.Orders.FindAsync(id);");
    }

    [Theory]
    [InlineData(".Where(o => o.Id > {0})", 200)]
    [InlineData(".OrderBy(o => o.Id).Skip({0}).Take(10)", 67)]
    [InlineData(".Include(o => o.Lines).ThenInclude(l => l.Product)", 100)]
    [InlineData(".Select(o => o)", 200)]
    public Task A_chain_of_200_steps(string step, int times)
    {
        var chain = string.Concat(Enumerable.Range(0, times).Select(i => "\n    " + string.Format(System.Globalization.CultureInfo.InvariantCulture, step, i)));
        return Hard.Run($"foreach (var i in new List<int>(Enumerable.Range(0, 1000)))\n{{\n    var x = await db.Orders{chain}\n        .ToListAsync(ct);\n    await db.SaveChangesAsync(ct);\n}}");
    }

    [Theory]
    [InlineData("foreach (var o{0} in db.Orders.Where(o => o.Id > {0}).ToList()) {{ ", "db.SaveChanges();", " }}", 60)]
    [InlineData("if (db.Orders.Any(o => o.Id > {0})) {{ ", "db.SaveChanges();", " }}", 120)]
    [InlineData("for (var i{0} = 0; i{0} < db.Orders.Count(); i{0}++) {{ ", "db.Orders.Skip(i0).Take(1).ToList();", " }}", 60)]
    [InlineData("try {{ ", "db.SaveChanges();", " }} catch (Exception e{0}) {{ db.SaveChanges(); }}", 40)]
    [InlineData("await Task.Run(async () => {{ ", "await db.SaveChangesAsync(ct);", " }});", 5)]
    [InlineData("void F{0}() {{ ", "db.SaveChanges();", " }} F{0}();", 60)]
    public Task Deep_nesting(string open, string inside, string close, int depth)
    {
        var code = new StringBuilder();
        for (var i = 0; i < depth; i++)
        {
            code.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, open, i);
        }

        code.Append(inside);
        for (var i = depth - 1; i >= 0; i--)
        {
            code.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, close, i);
        }

        return Hard.Run(code.ToString());
    }

    [Fact]
    public Task A_deep_expression() => Hard.Run(
        $"var sum = {string.Join(" + ", Enumerable.Range(0, 400).Select(i => $"db.Orders.Count(o => o.Id == {i})"))};\nvar all = {new string('(', 150)}db.Orders{new string(')', 150)}.ToList();\nreturn (sum, all);");

    [Fact]
    public Task A_cycle_of_50_methods_that_query_in_loops()
    {
        var methods = Enumerable.Range(0, 50).Select(i => $$"""
                public async Task M{{i}}(int n) { foreach (var o in await db.Orders.Where(o => o.Id > n).ToListAsync()) { await M{{(i + 1) % 50}}(o.Id); await M{{(i + 7) % 50}}(o.Id); await db.SaveChangesAsync(); } }
            """);
        return Hard.Run($"public class Cycle(Shop db)\n{{\n{string.Join('\n', methods)}\n}}");
    }

    [Fact]
    public Task An_interface_with_100_implementations_that_call_each_other()
    {
        var classes = Enumerable.Range(0, 100).Select(i =>
            $"public class S{i}(Shop db, IStep next) : IStep {{ public async Task Do(Order o) {{ foreach (var l in o.Lines) {{ await next.Do(o); }} await db.Orders.FindAsync({i}); }} }}");
        return Hard.Run($"public interface IStep {{ Task Do(Order o); }}\n{string.Join('\n', classes)}\npublic class Runner(Shop db, IEnumerable<IStep> steps) {{ public async Task Run() {{ foreach (var o in db.Orders.ToList()) {{ foreach (var s in steps) {{ await s.Do(o); }} }} }} }}");
    }

    [Fact]
    public Task A_model_of_300_entities()
    {
        var entities = Enumerable.Range(0, 300).Select(i =>
            $"public class E{i} {{ public int Id {{ get; set; }} public string Name {{ get; set; }} = \"\"; public int NextId {{ get; set; }} public virtual E{(i + 1) % 300} Next {{ get; set; }} = null!; public virtual List<E{(i + 299) % 300}> All {{ get; set; }} = new(); }}");
        var configured = Enumerable.Range(0, 300).Select(i =>
            $"model.Entity<E{i}>(e => {{ e.HasKey(x => x.Id); e.HasIndex(x => x.Name); e.HasOne(x => x.Next).WithMany(x => x.All).HasForeignKey(x => x.NextId); }});");
        var snapshot = Enumerable.Range(0, 300).Select(i =>
            $"model.Entity(\"E{i}\", b => {{ b.Property<int>(\"Id\"); b.HasKey(\"Id\"); b.HasIndex(\"Name\"); b.ToTable(\"E{i}\"); }});");
        var used = Enumerable.Range(0, 300).Select(i =>
            $"foreach (var e in db.Set<E{i}>().ToList()) {{ Console.WriteLine(e.Next.Name + e.All.Count); }}");
        return Hard.Run($$"""
            using Microsoft.EntityFrameworkCore.Infrastructure;

            {{string.Join('\n', entities)}}
            public class BigContext : DbContext
            {
                protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseLazyLoadingProxies().UseSqlite("x");
                protected override void OnModelCreating(ModelBuilder model) { {{string.Join('\n', configured)}} }
            }
            [DbContext(typeof(BigContext))]
            public class BigContextModelSnapshot : ModelSnapshot
            {
                protected override void BuildModel(ModelBuilder model) { {{string.Join('\n', snapshot)}} }
            }
            public class User(BigContext db) { public void Run() { {{string.Join('\n', used)}} } }
            """);
    }
}
