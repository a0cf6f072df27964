using System.Text;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Tests.Semantics.Queries;

/// <summary>Code that refers to itself, is very long or is translated: every reading ends.</summary>
public sealed class HardQueryTests
{
    [Theory]
    [InlineData("IQueryable<Order> q = db.Orders;\nq = q;\n_ = [|q|];", "Orders")]
    [InlineData("IQueryable<Order> q = db.Orders;\nq = q ?? q;\n_ = [|q|];", "Orders")]
    [InlineData("IQueryable<Order> q = db.Orders;\nq ??= q.Take(3);\n_ = [|q|];", "Orders.Take(3)?")]
    [InlineData("IQueryable<Order> q = db.Orders;\nq = ct.CanBeCanceled ? q.Take(1) : q.Take(2);\n_ = [|q|];", "Orders.Take(1)")]
    [InlineData("IQueryable<Order> q = db.Orders;\nvar p = q;\nwhile (ct.CanBeCanceled)\n{\n    q = p.Where(o => o.Id > 1);\n    p = q.Take(3);\n}\n_ = [|q|];", "Orders.Take(3)?.Where(o.Id > 1)?")]
    [InlineData("IQueryable<Order> q = db.Orders;\nwhile (ct.CanBeCanceled)\n{\n    q = q.Concat(q.Where(o => q.Any(p => p.Id == o.Id)));\n}\n_ = [|q|];", "Orders.Concat?")]
    [InlineData("IQueryable<Order> q = db.Orders;\nfor (; ct.CanBeCanceled; q = q.Take(3))\n{\n    _ = [|q|];\n}", "Orders.Take(3)?")]
    [InlineData("IQueryable<Order> q = db.Orders;\nvar p = q = q.Take(3);\n_ = [|p|];", "Orders.Take(3)")]
    public void Queries_built_on_themselves(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("IQueryable<Order> A() => A().Take(1);\nvoid M() => _ = [|A()|];", "call A.Take(1)")]
    [InlineData("IQueryable<Order> A() => B().Take(1);\nIQueryable<Order> B() => A().Take(2);\nvoid M() => _ = [|A()|];", "call A.Take(2).Take(1)")]
    [InlineData("IQueryable<Order> A(bool b) => b ? db.Orders : A(!b).Take(1);\nvoid M() => _ = [|A(true)|];", null)]
    [InlineData("IQueryable<Order> A(IQueryable<Order> q) => A(q.Take(1));\nvoid M() => _ = [|A(db.Orders)|];", null)]
    [InlineData("IQueryable<Order> P => P.Take(1);\nvoid M() => _ = [|P|];", null)]
    [InlineData("IQueryable<Order> P => R.Take(1);\nIQueryable<Order> R { get { var q = P; q = q.Take(2); return q; } }\nvoid M() => _ = [|P|];", null)]
    [InlineData("private IQueryable<Order> f = g;\nprivate static IQueryable<Order> g = new Work(null!).f;\nvoid M() => _ = [|f|];", null)]
    public void Helpers_in_cycles(string code, string? expected)
    {
        var text = QueryOf.Marked(code);
        if (expected is not null)
        {
            Assert.Equal(expected, text);
        }

        Assert.NotEqual("none", text);
    }

    [Fact]
    public void Many_helpers_that_call_each_other_end_in_time()
    {
        var code = new StringBuilder();
        for (var i = 0; i < 40; i++)
        {
            code.Append("IQueryable<Order> H").Append(i).Append("(int n)\n{\n");
            for (var j = 0; j < 40; j++)
            {
                code.Append("    if (n == ").Append(j).Append(") return H").Append(j).Append("(n).Take(").Append(j).Append(");\n");
            }

            code.Append("    return db.Orders;\n}\n");
        }

        Within(2, code.Append("void M() => _ = [|H0(3)|];").ToString());
    }

    [Fact]
    public void A_chain_of_200_steps()
    {
        var code = "_ = [|db.Orders" + string.Concat(Enumerable.Range(0, 200).Select(i => $".Where(o => o.Id != {i})")) + "|];";
        Assert.Equal(200, QueryOf.Read(code)!.Steps.Length);
        Within(2, code);
    }

    [Fact]
    public void A_local_that_is_assigned_200_times()
    {
        var code = "IQueryable<Order> q = db.Orders;\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"if (ct.CanBeCanceled) q = q.Where(o => o.Id != {i});\n")) + "_ = [|q|];";
        var query = QueryOf.Read(code)!;
        Assert.Equal(200, query.Steps.Count(s => s.Sometimes));
        Within(2, code);
    }

    [Fact]
    public void Locals_that_double_each_time_end_in_time() =>
        Within(2, "IQueryable<Order> q0 = db.Orders;\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"var q{i} = ct.CanBeCanceled ? q{i - 1}.Take({i}) : q{i - 1}.Skip({i});\n")) + "_ = [|q60|];");

    [Theory]
    [InlineData("_ = db.Orders.Where(o => [|db.Customers.Any(c => c.Id == o.CustomerId)|]);", true)]
    [InlineData("_ = db.Orders.Select(o => new { N = [|o.Lines.Count()|] });", true)]
    [InlineData("_ = from o in db.Orders where [|db.Customers.Any(c => c.Id == o.CustomerId)|] select o;", true)]
    [InlineData("System.Linq.Expressions.Expression<Func<Order, bool>> f = o => [|db.Customers.Any(c => c.Id == o.CustomerId)|];", true)]
    [InlineData("_ = db.Orders.AsEnumerable().Where(o => [|db.Customers.Any(c => c.Id == o.CustomerId)|]);", false)]
    [InlineData("_ = from o in db.Orders.ToList() where [|db.Customers.Any(c => c.Id == o.CustomerId)|] select o;", false)]
    [InlineData("Func<Order, bool> f = o => [|db.Customers.Any(c => c.Id == o.CustomerId)|];", false)]
    public void Expression_trees_are_translated(string code, bool expected)
    {
        var snippet = Snippet.Compile(code);
        Assert.Equal(expected, snippet.Marked<IInvocationOperation>().IsTranslated(Knowledge.Of(snippet.Compilation).Symbols.Bcl));
    }

    /// <summary>Slow once is chance on a busy machine; slow three times is a fault.</summary>
    private static void Within(int seconds, string code)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 3 && fastest.TotalSeconds > seconds; i++)
        {
            var snippet = Snippet.Compile(code);
            var (queries, operation) = (Knowledge.Of(snippet.Compilation).Queries, snippet.Marked());
            var watch = System.Diagnostics.Stopwatch.StartNew();
            _ = queries.Read(operation);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        Assert.True(fastest.TotalSeconds < seconds, fastest.ToString());
    }
}
