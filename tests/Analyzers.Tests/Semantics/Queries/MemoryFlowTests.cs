using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Tests.Semantics.Queries;

public sealed class MemoryFlowTests
{
    [Theory]
    [InlineData("_ = [|db.Orders.ToList()|].Count;", "Count => Value")]
    [InlineData("_ = (await [|db.Orders.ToListAsync(ct)|].ConfigureAwait(false)).Where(o => o.Total > 3).ToList().Sum(o => o.Total);", "Where.Sum => Value")]
    [InlineData("var rows = [|db.Orders.ToList()|];\n_ = rows.Count;\n_ = rows[0];", "local.Count => Value; local. => Row")]
    [InlineData("var rows = [|db.Orders.ToList()|];\nif (rows == null) return;\nforeach (var row in rows) Console.WriteLine(row.Id);", "local. => Sequence")]
    [InlineData("var rows = [|db.Orders.ToList()|];\nvar sum = 0m;\nforeach (var row in rows) { if (row.Total > 3) sum += row.Total; }", "local. => Accumulated")]
    [InlineData("var rows = [|db.Orders.ToList()|];\nforeach (var c in db.Customers) { _ = rows.Count(o => o.CustomerId == c.Id); }", "local. => Lookup")]
    [InlineData("var rows = [|db.Orders.ToList()|];\n_ = db.OrderLines.Where(l => rows.Select(o => o.Id).Contains(l.OrderId)).ToList();", "local. => Sequence")]
    [InlineData("List<Order> rows;\nif (ct.CanBeCanceled)\n{\n    rows = [|db.Orders.ToList()|];\n}\nelse\n{\n    rows = db.Orders.Where(o => o.Total > 3).ToList();\n}\n_ = rows.Max(o => o.Total);", "local.Max => Value")]
    [InlineData("var rows = [|db.Orders.ToList()|];\nrows = new List<Order>();\n_ = rows.Count;", "")] // other rows
    [InlineData("var rows = [|db.Orders.ToList()|];\nrows.Add(new Order());", "local. => Sequence")]
    [InlineData("_ = [|db.Orders.ToList()|]?.FirstOrDefault()?.Id;", "FirstOrDefault => Row")]
    [InlineData("_ = new[] { 1 }.Concat([|db.Orders.Select(o => o.Id).ToList()|]);", " => Sequence")]
    public void Every_use_of_the_rows(string code, string expected)
    {
        var snippet = Snippet.Compile(code);
        var knowledge = Knowledge.Of(snippet.Compilation);
        var uses = new MemoryFlow(knowledge.Queries, knowledge.Symbols.Bcl, static _ => false).UsesOf(snippet.Marked<IInvocationOperation>());
        Assert.Equal(expected, string.Join("; ", uses));
    }

    [Fact]
    public void A_local_that_is_its_own_source_ends()
    {
        var snippet = Snippet.Compile("""
            IEnumerable<Order> rows = [|db.Orders.ToList()|];
            while (ct.CanBeCanceled)
            {
                rows = rows.OrderBy(o => o.Id);
            }
            """);
        var knowledge = Knowledge.Of(snippet.Compilation);
        Assert.NotEmpty(new MemoryFlow(knowledge.Queries, knowledge.Symbols.Bcl, static _ => false).UsesOf(snippet.Marked<IInvocationOperation>()));
    }
}
