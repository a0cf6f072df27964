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

    /// <summary>About 330 lines for each copy.</summary>
    public static CSharpCompilation Application(int copies)
    {
        var files = typeof(Sources).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Code/", StringComparison.Ordinal)).Select(Read).ToArray();
        var trees = Enumerable.Range(0, copies)
            .SelectMany(i => files.Select((text, f) => Tree(Namespace().Replace(text, $"namespace $1.Copy{i};"), $"/app/{i}/{f}.cs")))
            .Append(Tree(Read("Shop.cs"), "/app/Shop.cs"))
            .Append(Tree("namespace ShopModel;\n\npartial class Shop\n{\n    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite(\"x\");\n}\n", "/app/ShopOptions.cs"));
        return Compile(trees, "ShopModel", Libraries.Ef(Ef.V10));
    }

    /// <summary>As many lines in a project that has nothing to do with databases.</summary>
    public static CSharpCompilation WithoutEf(int copies) => Compile(
        Enumerable.Range(0, copies).Select(i => Tree(
            $"namespace Plain.Copy{i};\n\npublic static class Numbers\n{{\n"
            + string.Concat(Enumerable.Range(0, 80).Select(m => $"    public static int Sum{m}(List<int> all)\n    {{\n        var sum = 0;\n        foreach (var one in all.Where(a => a > {m})) {{ sum += one; }}\n        return sum;\n    }}\n"))
            + "}\n",
            $"/app/{i}.cs")),
        null,
        Libraries.Plain());

    public static ImmutableArray<DiagnosticAnalyzer> Rules() =>
        [.. typeof(PerfAnalyzer).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(PerfAnalyzer).IsAssignableFrom(t)).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    /// <summary>A compilation that has bound nothing yet, over the same trees and references.</summary>
    public static CSharpCompilation Fresh(CSharpCompilation compilation) =>
        CSharpCompilation.Create(compilation.AssemblyName, compilation.SyntaxTrees, compilation.References, compilation.Options);

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
