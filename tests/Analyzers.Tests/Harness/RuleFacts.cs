using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>A rule of the package and the files that belong to it, found by reflection.</summary>
internal sealed record RuleFacts(Type Type, DiagnosticDescriptor Descriptor, Type? Fix)
{
    public static readonly ImmutableArray<Type> Fixes =
        [.. System.Reflection.Assembly.Load("PerfAnalyzers.CodeFixes").GetTypes().Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t))];

    public static readonly ImmutableArray<RuleFacts> All =
        [.. typeof(PerfAnalyzer).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(t) && t.Namespace != "PerfAnalyzers.Facts")
            .Select(t => new RuleFacts(
                t,
                ((DiagnosticAnalyzer)Activator.CreateInstance(t)!).SupportedDiagnostics[0],
                Fixes.SingleOrDefault(f => f.Name == t.Name + "Fix")))
            .OrderBy(r => r.Id, StringComparer.Ordinal)];

    public string Id => Descriptor.Id;

    public string Name => Type.Name;

    public Band Band => (Band)(Id[4] - '0');

    public string AnalyzerFile => $"src/Analyzers/Rules/{Band}/{Name}.cs";

    public string FixFile => $"src/CodeFixes/Rules/{Band}/{Name}Fix.cs";

    public string TestFile => $"tests/Analyzers.Tests/Rules/{Band}/{Name}Tests.cs";

    public string Page => $"docs/rules/{Id}.md";

    public string ReleaseSeverity => !Descriptor.IsEnabledByDefault ? "Disabled" : Descriptor.DefaultSeverity.ToString();

    public DiagnosticAnalyzer Create() => (DiagnosticAnalyzer)Activator.CreateInstance(Type)!;

    /// <summary>The analyzers of all rules.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers() => [.. All.Select(r => r.Create())];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Libraries.RepositoryRoot, path));

    public static bool Exists(string path) => File.Exists(Path.Combine(Libraries.RepositoryRoot, path));

    /// <summary>The files under a folder of the repository, as paths from its root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*.cs")
    {
        var full = Path.Combine(Libraries.RepositoryRoot, folder);
        return !Directory.Exists(full) ? [] : Directory.EnumerateFiles(full, pattern, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Libraries.RepositoryRoot, f).Replace('\\', '/'))
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    public override string ToString() => $"{Id} {Name}";
}
