using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Tests.Rewriting;

public sealed class ChainEditTests
{
    [Theory]
    [InlineData("db.A.ToList();", "db.A.Include(x).ToList();")]
    [InlineData("db.A\n    .Where(p)\n    .ToList();", "db.A\n    .Where(p)\n    .Include(x)\n    .ToList();")]
    [InlineData("db.A // rows\n    .ToList();", "db.A // rows\n    .Include(x)\n    .ToList();")]
    [InlineData("db.A\n    // as a list\n    .ToList();", "db.A\n    .Include(x)\n    // as a list\n    .ToList();")]
    [InlineData("db.A\r\n\t.ToList();", "db.A\r\n\t.Include(x)\r\n\t.ToList();")]
    [InlineData("db.A.\n    ToList();", "db.A.Include(x).\n    ToList();")]
    [InlineData("db.A\n    .Where(p).ToList();", "db.A\n    .Where(p).Include(x).ToList();")]
    [InlineData("db?.A.ToList();", "db?.A.Include(x).ToList();")]
    [InlineData("(from a in db.A select a).ToList();", "(from a in db.A select a).Include(x).ToList();")]
    [InlineData("await db.A.ToList();", "await db.A.Include(x).ToList();")]
    public void Inserts_before_the_terminal(string before, string after) =>
        Assert.Equal(after, Edit(before, call => ChainEdit.InsertBefore(call, "Include(x)")));

    [Theory]
    [InlineData("var q = [db.A];", "var q = db.A.One().Two(x);")]
    [InlineData("var q = [db.A\n    .Where(p)];", "var q = db.A\n    .Where(p)\n    .One()\n    .Two(x);")]
    [InlineData("var q = [from a in db.A select a];", "var q = (from a in db.A select a).One().Two(x);")]
    [InlineData("var q = [b ? db.A : db.B];", "var q = (b ? db.A : db.B).One().Two(x);")]
    [InlineData("var q = [db.A]\n    .Where(p);", "var q = db.A\n    .One()\n    .Two(x)\n    .Where(p);")]
    public void Inserts_steps_behind_an_expression(string before, string after)
    {
        var (start, end) = (before.IndexOf('['), before.IndexOf(']') - 1);
        var text = before.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var source = Parse(text).FindNode(TextSpan.FromBounds(start, end), getInnermostNodeForTie: true).AncestorsAndSelf().OfType<ExpressionSyntax>().First(e => e.Span == TextSpan.FromBounds(start, end));
        Assert.Equal(after, Apply(text, ChainEdit.InsertAfter(source, "One()", "Two(x)")));
    }

    [Theory]
    [InlineData("db.A.Include(x).ToList();", "db.A.ToList();")]
    [InlineData("db.A\n    .Include(x)\n    .ToList();", "db.A\n    .ToList();")]
    [InlineData("db.A\n    .Include(x);", "db.A;")]
    [InlineData("db.A // all\n    .Include(x)\n    .ToList();", "db.A // all\n    \n    .ToList();")]
    [InlineData("return (await q.ToListAsync()).Include(x);", "return await q.ToListAsync();")]
    [InlineData("return (await q.ToListAsync()).Include(x).B;", "return (await q.ToListAsync()).B;")]
    [InlineData("return (q).Include(x).B;", "return q.B;")]
    public void Removes_a_step(string before, string after) =>
        Assert.Equal(after, Edit(before, ChainEdit.Remove, "Include"));

    [Theory]
    [InlineData("db.A.ToList().Where(x => x.B);", "db.A.Where(x => x.B).ToList();")]
    [InlineData("db.A\n    .ToList()\n    .Where(x => x.B)\n    .Any();", "db.A\n    .Where(x => x.B)\n    .ToList()\n    .Any();")]
    [InlineData("var a = (await db.A.ToList()).Where(x => x.B);", "var a = await db.A.Where(x => x.B).ToList();")]
    public void Moves_a_step_in_front_of_another(string before, string after) =>
        Assert.Equal(after, Edit(before, step => ChainEdit.Move(step, Call(step.SyntaxTree.GetRoot(), "ToList")), "Where"));

    [Fact]
    public void Renames_a_call() =>
        Assert.Equal("await q.CountAsync(t);", Edit("await q.ToListAsync(t);", call => ChainEdit.Rename(call, "CountAsync"), "ToListAsync"));

    [Fact]
    public void Replaces_a_call() =>
        Assert.Equal("await q.AnyAsync();", Edit("await q.ToListAsync<A>(t);", call => ChainEdit.ReplaceCall(call, "AnyAsync()"), "ToListAsync"));

    [Fact]
    public void Refuses_what_is_no_chain()
    {
        Assert.Null(ChainEdit.InsertBefore(Call(Parse("ToList();"), "ToList"), "Include(x)"));
        Assert.Null(ChainEdit.Remove(Call(Parse("a?.ToList();"), "ToList")));
    }

    [Theory]
    [InlineData("using System;\nusing Z;\nclass C { }", "using System;\nusing System.Linq;\nusing Z;\nclass C { }")]
    [InlineData("using System;\nclass C { }", "using System;\nusing System.Linq;\nclass C { }")]
    [InlineData("using A;\nclass C { }", "using System.Linq;\nusing A;\nclass C { }")]
    [InlineData("// Licence\n\nnamespace N;\nclass C { }", "// Licence\n\nusing System.Linq;\n\nnamespace N;\nclass C { }")]
    [InlineData("namespace N\n{\n    using System;\n    class C { }\n}", "namespace N\n{\n    using System;\n    using System.Linq;\n    class C { }\n}")]
    [InlineData("using System.Linq;\nclass C { }", "using System.Linq;\nclass C { }")]
    [InlineData("using static System.Math;\nclass C { }", "using System.Linq;\nusing static System.Math;\nclass C { }")]
    public void Adds_a_using(string before, string after)
    {
        var tree = CSharpSyntaxTree.ParseText(before);
        var compilation = CSharpCompilation.Create("t", [tree], Libraries.Plain(Ef.V10).References);
        Assert.Equal(after, Apply(before, Usings.Add(compilation.GetSemanticModel(tree), before.IndexOf("class", StringComparison.Ordinal), Usings.Linq)));
    }

    private static string Edit(string text, Func<InvocationExpressionSyntax, ImmutableArray<TextChange>?> edit, string name = "ToList") =>
        Apply(text, edit(Call(Parse(text), name)) ?? throw new InvalidOperationException("refused"));

    private static string Apply(string text, ImmutableArray<TextChange> changes) =>
        SourceText.From(text).WithChanges(changes.OrderBy(c => c.Span.Start)).ToString();

    private static Microsoft.CodeAnalysis.SyntaxNode Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(kind: Microsoft.CodeAnalysis.SourceCodeKind.Script)).GetRoot();

    private static InvocationExpressionSyntax Call(Microsoft.CodeAnalysis.SyntaxNode root, string name) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>().First(c => ChainEdit.NameOf(c)?.Identifier.ValueText == name);
}
