using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Includes;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1001: reading a lazy navigation runs a query for every element.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LazyNavigationPerElement() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF1001",
        Band.Loading,
        Level.Warning,
        title: "A lazy navigation is loaded for every element",
        message: "Reading '{0}' runs a query for every element of '{1}', as the query doesn't include it",
        description: "Lazy loading sends one query for each element. An Include loads the navigation together with the rows.");

    private protected override void Register(Watch on) => on.Iteration(static (iteration, find) =>
    {
        foreach (var read in find.Knowledge.Navigations.Unloaded(iteration))
        {
            if (read.Navigation.Lazy == Fact.Yes && LoadsLazily(read, find.Knowledge))
            {
                find.Report(
                    read.Read.Syntax.GetLocation(),
                    [read.Last.Name, iteration.Name],
                    read.Others.Select(static o => o.Syntax.GetLocation()).Prepend(IncludeFacts.PlaceOf(read.Source.Use)),
                    IncludeFacts.Of(read.Source.Use, iteration.Operation, read.Path, find.Knowledge.Includes));
            }
        }
    });

    /// <summary>Rows that aren't tracked load nothing before EF Core 8.</summary>
    private static bool LoadsLazily(NavigationRead read, Knowledge knowledge) =>
        knowledge.Symbols.Ef!.Version.Major >= 8
        || knowledge.Model.NoTrackingByDefault == Fact.No && !read.Source.Use.Query.Steps.Any(static s => s.Operator.Name.StartsWith("AsNoTracking", StringComparison.Ordinal));
}
