using System.Text.RegularExpressions;
using PerfAnalyzers.Authoring;

namespace Rulebook;

/// <summary>Writes the four files of a new rule; the test is red until the rule finds what it is for.</summary>
internal static partial class Scaffold
{
    public static int Create(string root, string id, string name, string? bandName)
    {
        if (!Id().IsMatch(id) || !Name().IsMatch(name))
        {
            return Refuse("an id is PERF and four digits, the first of them 1 to 9; a name is PascalCase");
        }

        var band = (Band)(id[4] - '0');
        if (bandName is not null && bandName != band.ToString())
        {
            return Refuse($"{id} belongs to {band}, not to {bandName}");
        }

        var files = Files(id, name, band).Select(f => (Path: Path.Combine(root, f.Path), f.Text)).ToArray();
        if (files.FirstOrDefault(f => File.Exists(f.Path)).Path is { } taken)
        {
            return Refuse($"{Path.GetRelativePath(root, taken)} exists");
        }

        if (Rule.All().FirstOrDefault(r => r.Id == id || r.Name == name) is { } other)
        {
            return Refuse($"{other.Id} is {other.Name}");
        }

        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ReplaceLineEndings("\n"));
            Console.WriteLine($"wrote {Path.GetRelativePath(root, path)}");
        }

        Console.WriteLine("Next: make the test say what the rule is for, make it pass, then 'Rulebook write'. See docs/adding-a-rule.md.");
        return 0;
    }

    private static IEnumerable<(string Path, string Text)> Files(string id, string name, Band band)
    {
        yield return ($"src/Analyzers/Rules/{band}/{name}.cs", $$"""
            using System.Collections.Immutable;
            using Microsoft.CodeAnalysis;
            using Microsoft.CodeAnalysis.Diagnostics;
            using PerfAnalyzers.Authoring;

            namespace PerfAnalyzers.Rules.{{band}};

            /// <summary>{{id}}: what the rule finds, in one line.</summary>
            [DiagnosticAnalyzer(LanguageNames.CSharp)]
            public sealed class {{name}}() : PerfAnalyzer(Rule)
            {
                internal static readonly DiagnosticDescriptor Rule = Define(
                    "{{id}}",
                    Band.{{band}},
                    Level.Info,
                    title: "What costs, in a few words",
                    message: "'{0}' costs this much because of that");

                private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create("NameOfTheCall");

                private protected override void Register(Watch on) => on.Call(Names, static (call, find) =>
                    find.Report(call.Syntax.GetLocation(), [call.TargetMethod.Name]));
            }

            """);
        yield return ($"src/CodeFixes/Rules/{band}/{name}Fix.cs", $$"""
            using System.Collections.Immutable;
            using Microsoft.CodeAnalysis;
            using Microsoft.CodeAnalysis.CodeFixes;
            using Microsoft.CodeAnalysis.CSharp.Syntax;
            using Microsoft.CodeAnalysis.Text;
            using PerfAnalyzers.Rewriting;

            namespace PerfAnalyzers.Rules.{{band}};

            /// <summary>{{id}}: what the fix changes, in one line.</summary>
            [ExportCodeFixProvider(LanguageNames.CSharp)]
            public sealed class {{name}}Fix() : PerfCodeFix({{name}}.Rule.Id)
            {
                private protected override IEnumerable<Proposal> Propose(FixSite site)
                {
                    // Nothing is offered when the rewrite is not valid for this code.
                    if (site.Root.FindNode(site.Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax call)
                    {
                        yield return new Proposal("What changes", ImmutableArray.Create(new TextChange(call.Span, call.ToString())));
                    }
                }
            }

            """);
        yield return ($"tests/Analyzers.Tests/Rules/{band}/{name}Tests.cs", $$""""
            using PerfAnalyzers.Rules.{{band}};

            namespace PerfAnalyzers.Tests.Rules.{{band}};

            public sealed class {{name}}Tests
            {
                [Fact]
                public Task The_smallest_code_that_costs() => Verify.Fixes<{{name}}, {{name}}Fix>(
                    """
                    var orders = await [|db.Orders.ToListAsync(ct)|];
                    """,
                    """
                    var orders = await db.Orders.Take(100).ToListAsync(ct);
                    """);

                [Theory]
                [InlineData("var list = new List<Order>(); var copy = list.ToList();")]
                [InlineData("// The nearest code that is right.")]
                [InlineData("// The trap: it looks the same and is not.")]
                public Task Code_that_is_right(string code) => Verify.Silent<{{name}}>(code);
            }

            """");
        yield return ($"docs/rules/{id}.md", """
            ## What

            What the rule finds, how it proves it, and what it leaves alone.

            ## Why it costs

            A number, and where it comes from.

            ## Bad

            ```csharp
            var orders = await db.Orders.ToListAsync(ct);
            ```

            ## Good

            ```csharp
            var orders = await db.Orders.Take(100).ToListAsync(ct);
            ```

            ## When not

            When the code is right as it is, and how to say so.

            ## Fix

            What the fix changes and what it keeps. The fix turns Bad into Good.

            ## Options

            None.

            """);
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }

    [GeneratedRegex("^PERF[1-9][0-9]{3}$")]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]+$")]
    private static partial Regex Name();
}
