using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Tests.Semantics.Flow;

/// <summary>What repeats, and what one turn stands for. The mark is the loop or the call.</summary>
public sealed class IterationTests
{
    private const string Given = "var rows = db.Orders.ToList();\nvar ids = rows.Select(o => o.Id).ToList();\n";

    [Theory]
    [InlineData("[|foreach (var row in rows) { _ = row.Id; }|]", "ForEach rows: Elements")]
    [InlineData("[|foreach (var row in await db.Orders.ToListAsync(ct)) { }|]", "ForEach row: Elements")]
    [InlineData("[|foreach (var row in db.Orders) { }|]", "ForEach db.Orders: Elements")]
    [InlineData("[|await foreach (var row in db.Orders.AsAsyncEnumerable()) { }|]", "ForEach row: Elements")]
    [InlineData("[|foreach (var group in rows.GroupBy(o => o.CustomerId)) { }|]", "ForEach group: Elements")]
    [InlineData("[|foreach (var (key, value) in rows.ToDictionary(o => o.Id)) { }|]", "ForEach key: Elements")]
    [InlineData("[|foreach (var row in new List<Dictionary<string, object>>()) { }|]", "ForEach row: Elements")] // a row as a dictionary is no chunk
    [InlineData("[|for (var i = 0; i < rows.Count; i++) { _ = rows[i]; }|]", "For rows: Elements")]
    [InlineData("[|for (var i = rows.Count - 1; i >= 0; i--) { _ = rows[i]; }|]", "For i: Elements")]
    [InlineData("int i;\n[|for (i = 0; i < rows.Count; i++) { _ = rows.ElementAt(i); }|]", "For rows: Elements")]
    [InlineData("var reader = new StringReader(\"\");\nstring? line;\n[|while ((line = reader.ReadLine()) != null) { }|]", "While line: Elements")]
    [InlineData("var reader = new StringReader(\"\");\n[|while (reader.Peek() > -1) { _ = reader.ReadLine(); }|]", "While reader: Elements")]
    [InlineData("var reader = new StreamReader(\"\");\n[|while (!reader.EndOfStream) { _ = await reader.ReadLineAsync(ct); }|]", "While reader: Elements")]
    [InlineData("var queue = new Queue<int>(ids);\n[|while (queue.Count > 0) { _ = queue.Dequeue(); }|]", "While queue: Elements")]
    [InlineData("var queue = new Queue<int>(ids);\n[|while (queue.TryDequeue(out var id)) { _ = id; }|]", "While queue: Elements")]
    [InlineData("var e = ids.GetEnumerator();\n[|do { _ = e.Current; } while (e.MoveNext());|]", "Do e: Elements")]
    public void Loops_over_elements(string code, string expected) => Assert.Equal(expected, Marked(Given + code));

    [Theory]
    [InlineData("_ = [|rows.Select(o => o.Id)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.Where(o => o.Id > 1)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.Select((o, i) => o.Id + i)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.Any(o => o.Id > 1)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.ToDictionary(o => o.Id, o => o.Total)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.SelectMany(o => o.Lines)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.Aggregate(0, (sum, o) => sum + o.Id)|];", "Lambda rows: Elements")]
    [InlineData("[|rows.ForEach(o => { })|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.ConvertAll(o => o.Id)|];", "Lambda rows: Elements")]
    [InlineData("_ = [|rows.Select(IdOf)|];\n\nstatic int IdOf(object o) => 0;", "Lambda rows: Elements")] // a method group that takes a base
    [InlineData("_ = [|Parallel.ForEach(rows, o => { })|];", "Lambda rows: Elements")]
    [InlineData("await [|Parallel.ForEachAsync(rows, ct, async (o, token) => await Task.Yield())|];", "Lambda rows: Elements")]
    [InlineData("_ = [|Parallel.For(0, rows.Count, i => { _ = rows[i]; })|];", "Lambda rows: Elements")]
    [InlineData("await Task.WhenAll([|rows.Select(async o => await Task.Yield())|]);", "Lambda rows: Elements")]
    [InlineData("_ = [|db.Orders.AsEnumerable().Select(o => o.Id)|];", "Lambda o: Elements")]
    [InlineData("_ = [|db.Orders.Select(o => o.Id)|];", "none")] // translated
    [InlineData("_ = [|db.Orders.ToDictionaryAsync(o => o.Id)|];", "none")] // one statement, the lambda runs in memory but not over a sequence
    [InlineData("_ = [|Task.Run(() => 1)|];", "none")]
    [InlineData("_ = [|new Lazy<int>(() => 1).ToString()|];", "none")]
    [InlineData("var map = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();\n_ = [|map.GetOrAdd(1, k => k)|];", "none")]
    [InlineData("_ = [|string.Concat(\"a\", \"b\")|];", "none")]
    public void Lambdas_that_run_per_element(string code, string expected) => Assert.Equal(expected, Marked(Given + code));

    [Theory]
    [InlineData("[|foreach (var chunk in ids.Chunk(100)) { }|]")]
    [InlineData("[|foreach (var page in new List<List<int>>()) { }|]")]
    [InlineData("[|foreach (var part in Batch(ids, 100)) { }|]\n\nstatic IEnumerable<IEnumerable<int>> Batch(List<int> all, int size) => throw new Exception();")]
    [InlineData("var chunks = ids.Chunk(100).ToList();\n[|foreach (var chunk in chunks) { }|]")]
    [InlineData("[|for (var i = 0; i < ids.Count; i += 100) { _ = ids.Skip(i).Take(100).ToList(); }|]")]
    [InlineData("[|for (var i = 0; i < ids.Count; i = i + 100) { _ = ids[i]; }|]")]
    [InlineData("[|for (var page = 0; page < ids.Count / 100; page++) { _ = db.Orders.Skip(page * 100).Take(100).ToList(); }|]")]
    [InlineData("_ = [|ids.Chunk(100).Select(chunk => chunk.Length)|];")]
    [InlineData("_ = [|Parallel.For(0, ids.Count, i => { })|];")] // a counter that indexes nothing
    public void Batches(string code) => Assert.EndsWith(": Batch", Marked(Given + code), StringComparison.Ordinal);

    [Theory]
    [InlineData("[|foreach (var id in new[] { 1, 2, 3 }) { }|]")]
    [InlineData("[|foreach (var id in new[] { 1, 2, 3, 4, 5, 6, 7, 8 }) { }|]")] // all constants
    [InlineData("[|foreach (var id in new List<int> { 1, 2, 3 }) { }|]")]
    [InlineData("int[] few = [1, 2, 3];\n[|foreach (var id in few) { }|]")]
    [InlineData("var few = new[] { ids[0], ids[1] };\n[|foreach (var id in few) { }|]")]
    [InlineData("[|foreach (var status in Enum.GetValues<OrderStatus>()) { }|]")]
    [InlineData("[|foreach (OrderStatus status in Enum.GetValues(typeof(OrderStatus))) { }|]")]
    [InlineData("[|foreach (var name in Enum.GetNames(typeof(OrderStatus))) { }|]")]
    [InlineData("[|foreach (var n in Enumerable.Range(1, 3)) { }|]")]
    [InlineData("[|foreach (var row in rows.Take(3)) { }|]")]
    [InlineData("[|foreach (var row in await db.Orders.Take(3).ToListAsync(ct)) { }|]")]
    [InlineData("[|foreach (var row in db.Orders.Take(3).ToList()) { }|]")]
    [InlineData("[|for (var i = 0; i < 3; i++) { _ = ids[i]; }|]")]
    [InlineData("_ = [|Parallel.For(0, 4, i => { })|];")]
    [InlineData("[|foreach (var handler in new List<Func<int>>()) { }|]")]
    [InlineData("[|foreach (var step in new List<IStep>()) { }|]\n\ninterface IStep { Task Run(); }")] // services
    [InlineData("[|foreach (var type in typeof(Order).Assembly.GetTypes()) { }|]")]
    [InlineData("[|foreach (var feed in new FeedOptions().Feeds) { }|]\n\nclass FeedOptions { public List<string> Feeds { get; } = new(); }")]
    [InlineData("var options = new FeedSettings();\n[|foreach (var feed in options.Feeds.Where(f => f.Length > 1)) { }|]\n\nclass FeedSettings { public string[] Feeds = []; }")]
    [InlineData("[|foreach (var name in Known.Names) { }|]\n\nstatic class Known { public static readonly string[] Names = [\"a\", \"b\"]; }")]
    public void A_handful(string code) => Assert.EndsWith(": Few", Marked(Given + code), StringComparison.Ordinal);

    private const string Optionals = """


        struct Maybe<T> : IEnumerable<T>
        {
            public static implicit operator Maybe<T>(T value) => default;
            public List<T> Listed() => new();
            public TTo Match<TTo>(Func<T, TTo> some, Func<TTo> none) => none();
            public IEnumerator<T> GetEnumerator() => throw new Exception();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }

        struct Either<TLeft, TRight>
        {
            public static implicit operator Either<TLeft, TRight>(TLeft value) => default;
            public static implicit operator Either<TLeft, TRight>(List<TLeft> values) => default;
            public static implicit operator Either<TLeft, TRight>(TRight value) => default;
            public IEnumerable<TLeft> Lefts() => [];
            public IEnumerable<TRight> Rights() => [];
        }

        class OneOrMany<T> : List<T>
        {
            public static implicit operator OneOrMany<T>(T value) => new();
            public static implicit operator OneOrMany<T>(T[] values) => new();
        }
        """;

    [Theory]
    [InlineData("Maybe<Order> found = rows[0];\n[|foreach (var row in found) { }|]")]
    [InlineData("[|foreach (var row in await Find(1)) { }|]\n\nstatic Task<Maybe<Order>> Find(int id) => throw new Exception();")]
    [InlineData("Maybe<Order> found = rows[0];\n[|foreach (var row in found.Where(r => r.Id > 1)) { }|]")]
    [InlineData("Maybe<Order> found = rows[0];\n[|foreach (var row in found.Listed()) { }|]")]
    [InlineData("Maybe<Order> found = rows[0];\n_ = [|found.Match(async row => { await db.SaveChangesAsync(); return 1; }, async () => 0)|];")]
    [InlineData("Either<string, Order> found = rows[0];\n[|foreach (var row in found.Rights()) { }|]")]
    public void An_optional_value(string code) => Assert.EndsWith(": Once", Marked(Given + code + Optionals), StringComparison.Ordinal);

    [Theory]
    [InlineData("Maybe<Order> found = rows[0];\n[|foreach (var line in found.SelectMany(r => r.Lines)) { }|]")] // one order, many lines
    [InlineData("Either<string, Order> found = rows[0];\n[|foreach (var text in found.Lefts()) { }|]")] // many go in
    [InlineData("OneOrMany<Order> all = rows.ToArray();\n[|foreach (var row in all) { }|]")]
    public void No_optional_value(string code) => Assert.EndsWith(": Elements", Marked(Given + code + Optionals), StringComparison.Ordinal);

    [Theory]
    [InlineData("var list = new List<int> { 1 };\nlist.AddRange(ids);\n[|foreach (var id in list) { }|]")] // it grows
    [InlineData("[|foreach (var id in new List<int>(ids)) { }|]")]
    [InlineData("int[] all = [..ids, 1];\n[|foreach (var id in all) { }|]")]
    [InlineData("[|foreach (var row in rows.Take(50)) { }|]")]
    [InlineData("[|foreach (var n in Enumerable.Range(1, ids.Count)) { }|]")]
    [InlineData("var few = new[] { 1, 2 };\nif (ids.Count > 3) few = ids.ToArray();\n[|foreach (var id in few) { }|]")]
    [InlineData("[|foreach (var id in new[] { 1, 2 }.Concat(ids)) { }|]")]
    [InlineData("[|for (var i = 0; i < ids.Count; i++)\n{\n    try { _ = ids[i]; }\n    catch (Exception) { continue; }\n    if (ids[i] > 3) return;\n}|]")] // a try alone is no retry
    public void No_handful(string code) => Assert.EndsWith(": Elements", Marked(Given + code), StringComparison.Ordinal);

    [Theory]
    [InlineData("[|while (true) { await Task.Delay(1000, ct); }|]")]
    [InlineData("[|while (!ct.IsCancellationRequested) { }|]")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));\n[|while (await timer.WaitForNextTickAsync(ct)) { }|]")]
    [InlineData("[|do { Thread.Sleep(10); } while (ids.Count > 0);|]")]
    [InlineData("var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();\n[|await foreach (var item in channel.Reader.ReadAllAsync(ct)) { }|]")]
    [InlineData("var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();\n[|while (await channel.Reader.WaitToReadAsync(ct)) { }|]")]
    [InlineData("[|for (var attempt = 0; attempt < ids.Count; attempt++)\n{\n    try { _ = db.Orders.First(); return; }\n    catch (Exception) { }\n}|]")] // retry
    public void Polls_and_retries(string code) => Assert.EndsWith(": Poll", Marked(Given + code), StringComparison.Ordinal);

    [Theory]
    [InlineData("[|while (true) { break; }|]")]
    [InlineData("var reader = new StringReader(\"\");\nvar other = new StringReader(\"\");\n[|while (reader.Peek() > -1) { _ = other.ReadLine(); }|]")] // of another
    [InlineData("var name = \"a\";\n[|while (db.Products.Any(p => p.Sku == name)) { name += \"1\"; }|]")] // unique names
    [InlineData("Category? node = db.Categories.First();\n[|while (node != null) { node = db.Categories.Find(node.ParentId); }|]")] // parents
    [InlineData("List<Order> page;\nvar at = 0;\n[|do { page = db.Orders.Skip(at).Take(100).ToList(); at += 100; } while (page.Count == 100);|]")] // pages
    [InlineData("var queue = new Queue<int>(ids);\n[|while (queue.Count > 0) { foreach (var c in db.Categories.Where(c => c.ParentId == queue.Dequeue()).ToList()) queue.Enqueue(c.Id); }|]")] // a tree
    [InlineData("var attempts = 0;\n[|while (attempts < 3)\n{\n    try { _ = db.Orders.First(); break; }\n    catch (Exception) { attempts++; }\n}|]")]
    public void Walks(string code) => Assert.EndsWith(": Walk", Marked(Given + code), StringComparison.Ordinal);

    [Fact]
    public void Around_an_operation_the_innermost_comes_first()
    {
        var snippet = Snippet.Compile(Given + """
            foreach (var chunk in ids.Chunk(10))
            {
                foreach (var id in chunk)
                {
                    _ = rows.Select(o => [|o.Id|] + id).ToList();
                }
            }
            """);
        var around = Knowledge.Of(snippet.Compilation).Iterations.Around(snippet.Marked());
        Assert.Equal("Lambda rows: Elements, ForEach chunk: Elements, ForEach chunk: Batch", string.Join(", ", around));
    }

    [Theory]
    [InlineData("foreach (var row in [|rows|]) { }", "")]
    [InlineData("for (var i = [|ids|].Count; i < rows.Count; i++) { _ = rows[i]; }", "")]
    [InlineData("for (var i = 0; i < [|rows|].Count; i++) { _ = rows[i]; }", "For rows: Elements")]
    [InlineData("_ = [|rows|].Select(o => o.Id);", "")]
    public void What_runs_once_before_is_not_around(string code, string expected)
    {
        var snippet = Snippet.Compile(Given + code);
        Assert.Equal(expected, string.Join(", ", Knowledge.Of(snippet.Compilation).Iterations.Around(snippet.Marked())));
    }

    [Theory]
    [InlineData("foreach (var row in rows) { _ = [|row.Id|]; }", true)]
    [InlineData("foreach (var row in rows) { var id = row.Id; _ = [|id + 1|]; }", true)]
    [InlineData("foreach (var row in rows) { _ = [|ids.Count|]; }", false)]
    [InlineData("var n = 0;\nforeach (var row in rows) { _ = [|n|]; n++; }", true)]
    [InlineData("foreach (var row in rows) { _ = [|ids.Where(i => i > 3)|]; }", false)] // the parameter is the read's own
    [InlineData("int i;\nfor (i = 0; i < rows.Count; i++) { _ = rows[0]; _ = [|i + 1|]; _ = rows[i]; }", true)]
    [InlineData("var queue = new Queue<int>(ids);\nwhile (queue.TryDequeue(out var id)) { _ = [|id|]; }", true)]
    [InlineData("var e = ids.GetEnumerator();\nwhile (e.MoveNext()) { _ = [|e.Current|]; }", true)]
    [InlineData("_ = rows.Select(o => [|o.Id|]);", true)]
    [InlineData("await Parallel.ForEachAsync(rows, ct, async (o, token) => { await Task.Delay([|1|], token); });", false)]
    [InlineData("await Parallel.ForEachAsync(rows, ct, async (o, token) => { await [|Task.Delay(1, token)|]; });", false)] // the token is no element
    public void What_changes_from_turn_to_turn(string code, bool expected)
    {
        var snippet = Snippet.Compile(Given + code);
        var operation = snippet.Marked();
        Assert.Equal(expected, Knowledge.Of(snippet.Compilation).Iterations.Around(operation).First().Varies(operation));
    }

    [Fact]
    public void Asked_again_it_is_the_same()
    {
        var snippet = Snippet.Compile(Given + "[|foreach (var row in rows) { }|]");
        var iterations = Knowledge.Of(snippet.Compilation).Iterations;
        var loop = snippet.Marked<ILoopOperation>();
        Assert.Same(iterations.Read(loop), iterations.Read(loop));
    }

    private static string Marked(string code)
    {
        var snippet = Snippet.Compile(code);
        var iterations = Knowledge.Of(snippet.Compilation).Iterations;
        return (snippet.MarkedNode() is StatementSyntax and not ExpressionStatementSyntax
            ? iterations.Read(snippet.Marked<ILoopOperation>())
            : iterations.Read((IInvocationOperation)snippet.Marked().Core()).FirstOrDefault())?.ToString() ?? "none";
    }
}
