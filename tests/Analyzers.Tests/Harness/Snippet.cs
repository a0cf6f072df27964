using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>A place that a test marked: <c>[|any id|]</c> or <c>{|PERF1003:that id|}</c>.</summary>
internal readonly record struct Mark(TextSpan Span, string? Id);

/// <summary>
/// The code of a test. Code that declares types stands as it is. Statements are put into
/// <c>async Task Run(Shop db, CancellationToken ct)</c>, members into a class with a field <c>db</c>;
/// using lines at the head stay at the head, and types after statements stay behind them.
/// </summary>
internal sealed record Snippet(string Text, ImmutableArray<Mark> Marks, bool IsWrapped)
{
    private static readonly CSharpParseOptions Lenient = new(LanguageVersion.Preview, DocumentationMode.None);

    public static Snippet Parse(string code, Setup? setup = null, string className = "Work")
    {
        code = code.ReplaceLineEndings("\n");
        var wrapped = setup is { IsProgram: true } ? code : Wrap(code, className);
        var (text, marks) = Unmark(wrapped);
        return new Snippet(text, marks, !ReferenceEquals(wrapped, code));
    }

    /// <summary>Compiles the code; fails when it has errors, unless the setup says that it is broken.</summary>
    public static CompiledSnippet Compile(string code, Setup? with = null)
    {
        var setup = with ?? Setup.Default;
        var snippet = Parse(code, setup);
        var world = World.Of(setup, [("Work.cs", snippet)]);
        if (!setup.IsBroken)
        {
            World.FailOnErrors(world.Compilation.GetDiagnostics(TestContext.Current.CancellationToken), snippet.Text);
        }

        var tree = world.Compilation.SyntaxTrees.Single(t => t.FilePath.EndsWith("/Work.cs", StringComparison.Ordinal));
        return new CompiledSnippet(world.Compilation, world.Compilation.GetSemanticModel(tree), snippet.Marks);
    }

    /// <summary>The text with the marks put back, to show what differs.</summary>
    public static string Annotate(string text, IEnumerable<Mark> marks)
    {
        var builder = new StringBuilder(text);
        foreach (var (position, inserted) in marks
            .SelectMany(m => new[] { (m.Span.Start, m.Id is null ? "[|" : $"{{|{m.Id}:"), (m.Span.End, m.Id is null ? "|]" : "|}") })
            .OrderByDescending(p => p.Item1))
        {
            builder.Insert(position, inserted);
        }

        return builder.ToString();
    }

    private static (string Text, ImmutableArray<Mark> Marks) Unmark(string code)
    {
        var text = new StringBuilder(code.Length);
        var open = new Stack<(int Start, string? Id)>();
        var marks = ImmutableArray.CreateBuilder<Mark>();
        for (var i = 0; i < code.Length; i++)
        {
            var next = i + 1 < code.Length ? code[i + 1] : '\0';
            if (code[i] == '[' && next == '|')
            {
                open.Push((text.Length, null));
                i++;
            }
            else if (code[i] == '{' && next == '|')
            {
                var colon = code.IndexOf(':', i);
                open.Push((text.Length, code[(i + 2)..colon]));
                i = colon;
            }
            else if (code[i] == '|' && open.Count > 0 && next == (open.Peek().Id is null ? ']' : '}'))
            {
                var (start, id) = open.Pop();
                marks.Add(new Mark(TextSpan.FromBounds(start, text.Length), id));
                i++;
            }
            else
            {
                text.Append(code[i]);
            }
        }

        Assert.True(open.Count == 0, "A mark is not closed.");
        return (text.ToString(), [.. marks.OrderBy(m => m.Span.Start).ThenByDescending(m => m.Span.Length)]);
    }

    private static string Wrap(string code, string className)
    {
        var unmarked = Unmark(code).Text;
        var root = SyntaxFactory.ParseCompilationUnit(unmarked, options: Lenient);
        var hasStatements = root.Members.Any(m => m is GlobalStatementSyntax);
        if (!hasStatements && root.Members.Any(m => m is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax))
        {
            return code;
        }

        var lines = code.Split('\n');
        var source = SourceText.From(unmarked);
        var bodyStart = root.Usings.Count == 0 ? 0 : source.Lines.GetLineFromPosition(root.Usings[^1].Span.End).LineNumber + 1;
        var tail = hasStatements ? root.Members.FirstOrDefault(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax) : null;
        var bodyEnd = tail is null ? lines.Length : source.Lines.GetLineFromPosition(tail.GetFirstToken().SpanStart).LineNumber;

        var body = lines[bodyStart..bodyEnd].SkipWhile(string.IsNullOrWhiteSpace).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse().ToArray();
        var head = lines[..bodyStart];
        var rest = lines[bodyEnd..];
        var (before, indent, after) = IsMembers(Unmark(string.Join('\n', body)).Text, out var result)
            ? ($"public class {className}\n{{\n    private readonly Shop db;\n\n    public {className}(Shop db) => this.db = db;\n\n", "    ", "}\n")
            : ($"public class {className}\n{{\n    public async {result} Run(Shop db, CancellationToken ct)\n    {{\n", "        ", "    }\n}\n");
        return string.Concat(head.Select(l => l + "\n"))
            + (head.Length > 0 ? "\n" : "")
            + before
            + string.Concat(body.Select(l => (l.Length == 0 ? l : indent + l) + "\n"))
            + after
            + (rest.Length > 0 ? "\n" + string.Join('\n', rest) : "");
    }

    /// <summary>Whether the text reads as members of a class and not as statements; else what a method of these statements returns.</summary>
    private static bool IsMembers(string body, out string result)
    {
        var method = SyntaxFactory.ParseCompilationUnit($"class C {{ async Task M() {{\n{body}\n}} }}", options: Lenient);
        var own = method.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).ToArray();
        result = own.Any(n => n is YieldStatementSyntax) ? "IAsyncEnumerable<object?>"
            : own.Any(n => n is ReturnStatementSyntax { Expression: not null }) ? "Task<object?>"
            : "Task";
        return method.ContainsDiagnostics && !SyntaxFactory.ParseCompilationUnit($"class C {{\n{body}\n}}", options: Lenient).ContainsDiagnostics;
    }
}

/// <summary>A compiled snippet and the way to its marks.</summary>
internal sealed record CompiledSnippet(CSharpCompilation Compilation, SemanticModel Model, ImmutableArray<Mark> Marks)
{
    public SyntaxTree Tree => Model.SyntaxTree;

    /// <summary>The innermost node that covers exactly the mark.</summary>
    public SyntaxNode MarkedNode(int index = 0) => Tree.GetRoot(TestContext.Current.CancellationToken).FindNode(Marks[index].Span, getInnermostNodeForTie: true);

    /// <summary>The operation of the marked code: the first one of that type at or around the mark.</summary>
    public T Marked<T>(int index = 0)
        where T : class, IOperation
    {
        for (var node = MarkedNode(index); node is not null; node = node.Parent)
        {
            for (var operation = Model.GetOperation(node, TestContext.Current.CancellationToken); operation is not null && operation.Syntax == node; operation = operation.Parent)
            {
                if (operation is T found)
                {
                    return found;
                }
            }
        }

        throw new InvalidOperationException($"No {typeof(T).Name} at mark {index}.");
    }

    public IOperation Marked(int index = 0) => Marked<IOperation>(index);

    /// <summary>The type of that name, wherever the compilation has it.</summary>
    public INamedTypeSymbol Type(string name) =>
        (INamedTypeSymbol)Compilation.GetSymbolsWithName(name, SymbolFilter.Type, TestContext.Current.CancellationToken).First();
}
