using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7004: creates the instrument once, in a static member beside its meter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class InstrumentPerCallFix() : SolutionFix(InstrumentPerCall.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) =>
        Task.FromResult(place.Node is InvocationExpressionSyntax creation ? StaticMember.Hoist(place, creation, NameFor(place, creation)) : null);

    /// <summary>OrdersPlaced for an instrument that is called orders.placed.</summary>
    private static string NameFor(Place place, InvocationExpressionSyntax creation)
    {
        var name = creation.ArgumentList.Arguments.Count > 0 && place.Model.GetConstantValue(creation.ArgumentList.Arguments[0].Expression, place.Cancellation).Value is string constant ? constant : "";
        var words = name.Split('.', '_', '-', '/', ' ').Where(static w => w.Length > 0 && w.All(char.IsLetterOrDigit)).Select(static w => char.ToUpperInvariant(w[0]) + w.Substring(1));
        return string.Concat(words) is { Length: > 0 } joined && char.IsLetter(joined[0]) ? joined : "Instrument";
    }
}
