using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;

namespace Rulebook;

/// <summary>A rule as its class declares it.</summary>
internal sealed record Rule(string Id, string Name, Band Band, string Title, Level Level, bool HasFix)
{
    public string Page => $"docs/rules/{Id}.md";

    public string Category => $"Performance.{Band}";

    public string LevelWord => Level switch { Level.Warning => "warning", Level.Info => "info", _ => "off" };

    /// <summary>All rules of the built analyzers, by id.</summary>
    public static IReadOnlyList<Rule> All()
    {
        var fixable = Assembly.Load("PerfAnalyzers.CodeFixes").GetTypes()
            .Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t))
            .SelectMany(t => ((CodeFixProvider)Activator.CreateInstance(t)!).FixableDiagnosticIds)
            .ToHashSet();
        return [.. typeof(PerfAnalyzer).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(PerfAnalyzer).IsAssignableFrom(t))
            .Select(t => From(t, fixable))
            .OrderBy(r => r.Id, StringComparer.Ordinal)];
    }

    private static Rule From(Type type, HashSet<string> fixable)
    {
        var descriptor = ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics.Single();
        return new Rule(
            descriptor.Id,
            type.Name,
            Enum.Parse<Band>(descriptor.Category.Split('.')[^1]),
            descriptor.Title.ToString(),
            !descriptor.IsEnabledByDefault ? Level.Off : descriptor.DefaultSeverity == DiagnosticSeverity.Warning ? Level.Warning : Level.Info,
            fixable.Contains(descriptor.Id));
    }
}
