using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8009: creates the ActivitySource once, in a static member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ActivitySourcePerCallFix() : SolutionFix(ActivitySourcePerCall.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) =>
        Task.FromResult(place.Node is ExpressionSyntax creation ? StaticMember.Hoist(place, creation, "Source") : null);
}
