using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Tests.Semantics.Flow;

/// <summary>Writes and reads of one variable, named x; the mark is anywhere in the body.</summary>
public sealed class BodyIndexTests
{
    [Theory]
    [InlineData("var x = 1;", "1")]
    [InlineData("int x;\nx = 1;\nx = 2;", "1, 2")]
    [InlineData("var x = 1;\nx += 2;", "1, +2")]
    [InlineData("var x = 1;\nx++;", "1, +x++")]
    [InlineData("string? x = null;\nx ??= \"a\";", "null, +\"a\"")]
    [InlineData("var (x, y) = (1, 2);", "1")]
    [InlineData("int x, y;\n(y, x) = (1, 2);", "2")]
    [InlineData("var ((x, y), z) = ((1, 2), 3);", "1")]
    [InlineData("var (x, y) = Both();\n\nstatic (int, int) Both() => (1, 2);", "+Both()")]
    [InlineData("int.TryParse(\"1\", out var x);", "+var x")]
    [InlineData("var x = 1;\nInterlocked.Increment(ref x);", "1, +x")]
    [InlineData("var x = 1;\nAction set = () => x = 2;", "1, 2")]
    [InlineData("int x;\nvar y = x = 3;", "3")]
    public void Writes(string code, string expected)
    {
        var (index, x) = Of(code);
        Assert.Equal(expected, string.Join(", ", index.Writes(x).Select(w => (w.IsCompound ? "+" : "") + w.Value.Syntax)));
    }

    [Theory]
    [InlineData("var x = 1;\n_ = x + x;", 2)]
    [InlineData("var x = 1;\nx = 2;", 0)]
    [InlineData("var x = 1;\nx = x + 1;", 1)]
    [InlineData("var x = 1;\nx++;", 1)]
    [InlineData("int.TryParse(\"1\", out var x);\n_ = x;", 1)]
    [InlineData("var x = 1;\nFunc<int> get = () => x;", 1)]
    public void Reads(string code, int expected)
    {
        var (index, x) = Of(code);
        Assert.Equal(expected, index.Reads(x).Count);
    }

    [Theory]
    [InlineData("var x = 1;", "1")]
    [InlineData("var x = 1;\nx = 2;", null)]
    [InlineData("var x = 1;\nx++;", null)]
    [InlineData("int.TryParse(\"1\", out var x);", null)]
    [InlineData("foreach (var x in new[] { 1 }) { }", null)]
    public void A_single_value(string code, string? expected)
    {
        var (index, x) = Of(code);
        Assert.Equal(expected, index.SingleValue(x)?.Syntax.ToString());
    }

    [Theory]
    [InlineData("var x = 1;\n_ = [|x|];", "1!")]
    [InlineData("var x = 1;\nx = 2;\n_ = [|x|];", "1!, 2!")]
    [InlineData("var x = 1;\nif (ct.CanBeCanceled) x = 2;\n_ = [|x|];", "1!, 2")]
    [InlineData("var x = 1;\nif (ct.CanBeCanceled) { x = 2; } else { _ = [|x|]; }", "1!")]
    [InlineData("var x = 1;\nif (ct.CanBeCanceled) { x = 2; return; }\n_ = [|x|];", "1!")]
    [InlineData("var x = 1;\n_ = [|x|];\nx = 2;", "1!")]
    [InlineData("var x = 1;\nwhile (ct.CanBeCanceled) { _ = [|x|]; x = 2; }", "1!, 2")]
    [InlineData("while (ct.CanBeCanceled) { var x = 1; _ = [|x|]; x = 2; }", "1!")]
    [InlineData("var x = 1;\nfor (; ct.CanBeCanceled; x = 2) { _ = [|x|]; }", "1!, 2")]
    [InlineData("var x = 1;\nvoid Set() { x = 2; return; }\n_ = [|x|];", "1!, 2")]
    [InlineData("var x = 1;\nAction later = () => { x = 2; _ = [|x|]; };", "1!, 2!")]
    [InlineData("var x = 1;\ntry { x = 2; } catch (Exception) { }\n_ = [|x|];", "1!, 2")]
    [InlineData("var x = 1;\nx = [|x|] + 1;", "1!")]
    public void Writes_that_reach_a_use(string code, string expected)
    {
        var (index, x) = Of(code);
        var use = Snippet.Compile(code).Marked();
        use = index.Reads(x).First(r => r.Syntax.Span == use.Syntax.Span);
        Assert.Equal(expected, string.Join(", ", index.Writes(x).Where(w => w.Reaches(use, x, out _)).Select(w => w.Value.Syntax + (w.Reaches(use, x, out var certain) && certain ? "!" : ""))));
    }

    private static (BodyIndex Index, ISymbol Symbol) Of(string code)
    {
        var snippet = Snippet.Compile(code);
        var body = snippet.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>().First();
        var operation = snippet.Model.GetOperation(body, TestContext.Current.CancellationToken)!;
        var index = BodyIndex.Of(operation);
        var x = operation.Descendants().Select(o => o switch { IVariableDeclaratorOperation v => v.Symbol, ILocalReferenceOperation l => l.Local, _ => null }).First(s => s?.Name == "x")!;
        return (index, x);
    }
}
