using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1002: loads the navigation with the rows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NavigationNeverLoadedFix() : PerfCodeFix(NavigationNeverLoaded.Rule.Id)
{
    private protected override IEnumerable<Proposal> Propose(FixSite site) =>
        IncludeEdit.Add(site) is { } changes ? [new Proposal("Include the navigation in the query (changes results: it was null or empty)", changes)] : [];
}
