using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Flow;

/// <summary>How often code runs, as the rules see it: what is one turn per element, and what only looks like it.</summary>
public sealed class MultiplicityTests
{
    private const string Given = "var ids = db.Orders.Select(o => o.Id).ToList();\nvar customers = db.Customers.ToList();\n";

    [Theory]
    [InlineData("foreach (var id in ids) { _ = db.Orders.{|PERF1003:First|}(o => o.Id == id); }")]
    [InlineData("foreach (var id in ids) { _ = await db.Orders.{|PERF1003:FindAsync|}(id); }")]
    [InlineData("await foreach (var c in db.Customers.AsAsyncEnumerable()) { _ = await db.Orders.{|PERF1003:CountAsync|}(o => o.CustomerId == c.Id, ct); }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { _ = db.Orders.Where(o => o.Id == ids[i]).{|PERF1003:ToList|}(); }")]
    [InlineData("var queue = new Queue<int>(ids);\nwhile (queue.TryDequeue(out var id)) { _ = db.Orders.{|PERF1003:First|}(o => o.Id == id); }")]
    [InlineData("var e = ids.GetEnumerator();\nwhile (e.MoveNext()) { _ = db.Orders.{|PERF1003:First|}(o => o.Id == e.Current); }")]
    [InlineData("var e = ids.GetEnumerator();\ne.MoveNext();\ndo { _ = db.Orders.{|PERF1003:First|}(o => o.Id == e.Current); } while (e.MoveNext());")]
    [InlineData("_ = ids.Select(id => db.Orders.{|PERF1003:First|}(o => o.Id == id)).ToList();")]
    [InlineData("_ = ids.Where(id => db.Orders.{|PERF1003:Any|}(o => o.CustomerId == id)).ToList();")]
    [InlineData("ids.ForEach(id => db.Orders.Where(o => o.Id == id).{|PERF1003:ExecuteDelete|}());")]
    [InlineData("_ = ids.Aggregate(0, (n, id) => n + db.Orders.{|PERF1003:Count|}(o => o.CustomerId == id));")]
    [InlineData("Parallel.ForEach(ids, id => { _ = db.Orders.{|PERF1003:First|}(o => o.Id == id); });")]
    [InlineData("await Parallel.ForEachAsync(ids, ct, async (id, token) => { _ = await db.Orders.{|PERF1003:FirstAsync|}(o => o.Id == id, token); });")]
    [InlineData("Parallel.For(0, ids.Count, i => { _ = db.Orders.{|PERF1003:First|}(o => o.Id == ids[i]); });")]
    [InlineData("await Task.WhenAll(ids.Select(id => db.Orders.{|PERF1003:FirstAsync|}(o => o.Id == id, ct)));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => await db.Orders.{|PERF1003:FirstAsync|}(o => o.Id == id, ct)));")]
    [InlineData("foreach (var c in customers)\n{\n    foreach (var o in {|PERF1003:db.Orders.Where(o => o.CustomerId == c.Id)|}) { }\n}")]
    [InlineData("foreach (var chunk in ids.Chunk(100))\n{\n    foreach (var id in chunk) { _ = db.Orders.{|PERF1003:First|}(o => o.Id == id); }\n}")]
    public Task One_query_per_element(string code) => Verify.Reports<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("foreach (var id in db.Orders.Select(o => o.Id).ToList()) { }")] // the collection runs once
    [InlineData("for (var i = db.Orders.Count(); i < ids.Count; i++) { _ = ids[i]; }")] // before the loop
    [InlineData("_ = db.Customers.Where(c => db.Orders.Any(o => o.CustomerId == c.Id)).ToList();")] // translated
    [InlineData("_ = from c in db.Customers where db.Orders.Any(o => o.CustomerId == c.Id) select c;")]
    [InlineData("_ = db.Customers.Select(c => new { c.Id, N = db.Orders.Count(o => o.CustomerId == c.Id) }).ToList();")]
    [InlineData("var later = new List<Func<Order>>();\nforeach (var id in ids) { later.Add(() => db.Orders.First(o => o.Id == id)); }")] // kept, not run
    [InlineData("foreach (var id in ids) { _ = nameof(Enumerable.First); }")]
    [InlineData("foreach (var id in ids) { IQueryable<Order> q = db.Orders.Where(o => o.Id == id); }")] // only built
    public Task Not_in_a_turn(string code) => Verify.Silent<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("foreach (var part in ids.Chunk(500)) { _ = db.Orders.Where(o => part.Contains(o.Id)).ToList(); }")]
    [InlineData("foreach (var part in Batch(ids, 500)) { _ = db.Orders.Where(o => part.Contains(o.Id)).ToList(); }\n\nstatic IEnumerable<List<int>> Batch(List<int> all, int size) => throw new Exception();")]
    [InlineData("for (var at = 0; at < ids.Count; at += 500) { var part = ids.Skip(at).Take(500).ToList(); _ = db.Orders.Where(o => part.Contains(o.Id)).ToList(); }")]
    [InlineData("for (var page = 0; page < ids.Count / 100; page++) { _ = db.Orders.OrderBy(o => o.Id).Skip(page * 100).Take(100).ToList(); }")]
    [InlineData("List<Order> page;\nvar last = 0;\ndo { page = db.Orders.Where(o => o.Id > last).OrderBy(o => o.Id).Take(100).ToList(); last = page.LastOrDefault()?.Id ?? 0; } while (page.Count == 100);")]
    [InlineData("var buffer = new List<int>();\nforeach (var id in ids)\n{\n    buffer.Add(id);\n    if (buffer.Count >= 500) { _ = db.Orders.Where(o => buffer.Contains(o.Id)).ToList(); buffer.Clear(); }\n}")]
    [InlineData("var n = 0;\nforeach (var id in ids)\n{\n    n++;\n    if (n % 100 == 0) { _ = db.Orders.Count(o => o.Id < id); }\n}")]
    public Task Chunks_and_pages(string code) => Verify.Silent<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("while (true) { _ = db.Orders.Count(); await Task.Delay(1000, ct); }")]
    [InlineData("while (!ct.IsCancellationRequested) { var o = await db.Orders.FirstOrDefaultAsync(o => o.ShippedAt == null, ct); await Work(o); }\n\nstatic Task Work(Order? o) => Task.CompletedTask;")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));\nwhile (await timer.WaitForNextTickAsync(ct)) { _ = await db.Orders.CountAsync(ct); }")]
    [InlineData("var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();\nawait foreach (var id in channel.Reader.ReadAllAsync(ct)) { _ = await db.Orders.FindAsync(id); }")]
    [InlineData("foreach (var id in ids) { _ = db.Orders.Find(id); await Task.Delay(100, ct); }")] // throttled on purpose
    [InlineData("for (var attempt = 0; attempt < ids.Count; attempt++)\n{\n    try { _ = db.Orders.First(o => o.Id > attempt); return; }\n    catch (Exception) { }\n}")]
    [InlineData("var attempts = 0;\nwhile (attempts < 5)\n{\n    try { _ = db.Orders.First(o => o.Id > attempts); break; }\n    catch (Exception) { attempts++; }\n}")]
    [InlineData("try { }\ncatch (Exception)\n{\n    foreach (var id in ids) { _ = db.Orders.First(o => o.Id == id); }\n}")] // when something went wrong
    public Task Polls_and_retries(string code) => Verify.Silent<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("foreach (var id in ids) { _ = db.Orders.First(o => o.Id == id); break; }")]
    [InlineData("foreach (var id in ids) { if (id > 3) { _ = db.Orders.First(o => o.Id == id); return; } }")]
    [InlineData("foreach (var id in ids)\n{\n    if (id < 3) continue;\n    return db.Orders.First(o => o.Id == id);\n}\nreturn null;")]
    [InlineData("foreach (var id in ids)\n{\n    if (id > 3) throw new Exception(db.Orders.First(o => o.Id == id).Note);\n}")]
    [InlineData("var slug = \"a\";\nwhile (db.Products.Any(p => p.Sku == slug)) { slug += \"1\"; }")]
    public Task Searches_that_stop_at_the_first_hit(string code) => Verify.Silent<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("var node = db.Categories.First();\nwhile (node?.ParentId != null) { node = db.Categories.Find(node.ParentId); }")]
    [InlineData("var level = new List<int> { 1 };\nwhile (level.Count > 0) { level = db.Categories.Where(c => level.Contains(c.ParentId!.Value)).Select(c => c.Id).ToList(); }")]
    public Task Walks(string code) => Verify.Silent<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }) { _ = db.Orders.First(o => o.Id == id); }")]
    [InlineData("foreach (var status in Enum.GetValues<OrderStatus>()) { _ = db.Orders.Count(o => o.Status == status); }")]
    [InlineData("foreach (var feed in new FeedOptions().Feeds) { _ = db.Products.First(p => p.Sku == feed); }\n\nclass FeedOptions { public List<string> Feeds { get; } = new(); }")]
    [InlineData("int? only = null;\nif (only is { } id) { _ = db.Orders.First(o => o.Id == id); }")]
    [InlineData("new Option<int>(1).ForEach(id => { _ = db.Orders.First(o => o.Id == id); });\n\nclass Option<T>(T value) { public void ForEach(Action<T> run) => run(value); }")]
    public Task A_handful_or_one(string code) => Verify.Silent<QueryPerElement>(Given + code);

    [Theory]
    [InlineData("var known = new Dictionary<int, Order>();\nforeach (var id in ids)\n{\n    if (!known.TryGetValue(id % 5, out var order)) { order = db.Orders.First(o => o.Id == id); known[id % 5] = order; }\n}", false)]
    [InlineData("var known = new HashSet<int>();\nforeach (var id in ids)\n{\n    if (known.Contains(id)) continue;\n    _ = db.Orders.{|PERF1003:First|}(o => o.Id == id);\n}", true)] // a set leaves out doubles, it holds no answers
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Order>();\nforeach (var id in ids) { _ = cache.GetOrAdd(id % 5, k => db.Orders.First(o => o.Id == k)); }", false)]
    [InlineData("var all = db.Orders.ToDictionary(o => o.Id);\nforeach (var id in ids) { _ = all.GetValueOrDefault(id) ?? db.Orders.First(o => o.Id == id); }", false)]
    [InlineData("var all = db.Orders.ToDictionary(o => o.Id);\nforeach (var id in ids) { if (all.TryGetValue(id, out var order)) { _ = db.OrderLines.{|PERF1003:Count|}(l => l.OrderId == order.Id); } }", true)] // found: it asks again
    public Task Answers_that_are_kept(string code, bool isReported) =>
        isReported ? Verify.Reports<QueryPerElement>(Given + code) : Verify.Silent<QueryPerElement>(Given + code);

    private const string Tenants = """

        class Tenant { public string Connection { get; set; } = ""; }

        class Tenants
        {
            public Shop Open(Tenant tenant) => CreateFor(tenant);
            public Shop CreateFor(Tenant tenant) => new();
        }
        """;

    [Theory]
    [InlineData("foreach (var tenant in new List<Tenant>()) { using var own = new Tenants().CreateFor(tenant); _ = own.Orders.Count(o => o.Note == tenant.Connection); }")] // another database
    public Task A_database_per_element(string code) => Verify.Silent<QueryPerElement>(code + Tenants);

    [Theory]
    [InlineData("foreach (var id in ids) { using var own = new Shop(); _ = own.Orders.{|PERF1003:First|}(o => o.Id == id); }")] // the same database
    [InlineData("IDbContextFactory<Shop> factory = null!;\nawait Parallel.ForEachAsync(ids, ct, async (id, token) => { await using var own = await factory.CreateDbContextAsync(token); _ = await own.Orders.{|PERF1003:FirstAsync|}(o => o.Id == id, token); });")]
    public Task A_context_per_element_asks_the_same_database(string code) => Verify.Reports<QueryPerElement>(Given + code);

    private const string Optional = """


        struct Maybe<T> : IEnumerable<T>
        {
            public static implicit operator Maybe<T>(T value) => default;
            public IEnumerator<T> GetEnumerator() => throw new Exception();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }
        """;

    [Fact]
    public async Task An_optional_value_is_no_loop_of_its_own()
    {
        await Verify.Silent<QueryPerElement>("Maybe<int> found = 1;\nforeach (var id in found) { _ = db.Orders.First(o => o.Id == id); }" + Optional);
        await Verify.Reports<QueryPerElement>(
            Given + "foreach (var id in ids)\n{\n    Maybe<int> found = id;\n    foreach (var one in found) { _ = db.Orders.[|First|](o => o.Id == one); }\n}" + Optional, message: "for every element of 'ids'");
    }
}
