using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Benchmarks;

/// <summary>An application made of copies of realistic files, three good ones for each bad one, each in a namespace of its own.</summary>
internal static partial class Sources
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp12);

    // One line in ten has to do with the database, as in an application of some size.
    private const int PlainFilesPerCopy = 8;

    /// <summary>About 3,500 lines for each copy.</summary>
    public static CSharpCompilation Application(int copies)
    {
        var files = typeof(Sources).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Code/", StringComparison.Ordinal)).Select(Read).ToArray();
        var trees = Enumerable.Range(0, copies)
            .SelectMany(i => files.Select((text, f) => Tree(Namespace().Replace(text, $"namespace $1.Copy{i};"), $"/app/{i}/{f}.cs")))
            .Concat(Plain(copies * PlainFilesPerCopy))
            .Append(Tree(Read("Shop.cs"), "/app/Shop.cs"))
            .Append(Tree("namespace ShopModel;\n\npartial class Shop\n{\n    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite(\"x\");\n}\n", "/app/ShopOptions.cs"));
        return Compile(trees, "ShopModel", Libraries.Ef(Ef.V10));
    }

    /// <summary>The part of the application that has nothing to do with databases.</summary>
    public static CSharpCompilation WithoutEf(int copies) => Compile(Plain(copies * PlainFilesPerCopy), null, Libraries.Plain());

    public static ImmutableArray<DiagnosticAnalyzer> Rules() =>
        [.. typeof(PerfAnalyzer).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(PerfAnalyzer).IsAssignableFrom(t)).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    /// <summary>A compilation that has bound nothing yet, over the same trees and references.</summary>
    public static CSharpCompilation Fresh(CSharpCompilation compilation) =>
        CSharpCompilation.Create(compilation.AssemblyName, compilation.SyntaxTrees, compilation.References, compilation.Options);

    private static IEnumerable<SyntaxTree> Plain(int count) => Enumerable.Range(0, count).Select(i => Tree($$"""
        namespace Plain.Copy{{i}};

        public sealed record Line(int Number, string Text, decimal Amount)
        {
            public string Short => Text.Length > 20 ? Text[..20].TrimEnd() : Text;
        }

        public sealed class Ledger
        {
            private readonly Dictionary<string, List<Line>> accounts = new();

            public event Action<Line>? Added;

        {{string.Concat(Enumerable.Range(0, 25).Select(m => $$"""
                public decimal Sum{{m}}(string account, int from)
                {
                    if (!accounts.TryGetValue(account, out var lines) || lines.Count == 0)
                    {
                        throw new ArgumentException($"No account {account}", nameof(account));
                    }

                    var sum = 0m;
                    foreach (var line in lines.Where(l => l.Number >= from).OrderBy(l => l.Number))
                    {
                        sum += Math.Round(line.Amount, {{m % 5}});
                        Added?.Invoke(line with { Text = line.Text.Trim().ToUpperInvariant() });
                    }

                    return lines.Any(l => l.Amount < 0) ? -sum : sum;
                }

            """))}}
        }
        """, $"/plain/{i}.cs"));

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees, string? model, Libraries libraries)
    {
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        var all = model is null ? usings : [.. usings, "Microsoft.EntityFrameworkCore", model];
        var compilation = CSharpCompilation.Create(
            "Application",
            trees.Append(Tree(string.Concat(all.Select(u => $"global using {u};\n")), "/app/Usings.cs")),
            libraries.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error
            ? throw new InvalidOperationException(error.ToString())
            : compilation;
    }

    private static SyntaxTree Tree(string text, string path) => CSharpSyntaxTree.ParseText(text, Parse, path);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Sources).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^namespace (Shopping[.\w]*);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
