using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7003: creates the Meter once, in a static member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MeterPerCallFix() : SolutionFix(MeterPerCall.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) =>
        Task.FromResult(place.Node is ExpressionSyntax creation ? StaticMember.Hoist(place, creation, "Meter") : null);
}
