using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2002: orders by the key before the rows are cut, or moves the order that comes too late.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnorderedPagingFix() : PerfCodeFix(UnorderedPaging.Rule.Id)
{
    private protected override IEnumerable<Proposal> Propose(FixSite site)
    {
        if (site.RelatedNode() is not ExpressionSyntax place)
        {
            yield break;
        }

        if (site.Fact(UnorderedPaging.Late) is not null)
        {
            if (place is InvocationExpressionSyntax order && ChainEdit.CallAt(site.Root, site.Diagnostic.Location.SourceSpan) is { } cut && MoveOrder(site.Model, order, cut) is { } moved)
            {
                yield return new Proposal("Order before the rows are cut (changes which rows are returned)", moved, "Move");
            }
        }
        else if (site.Fact(UnorderedPaging.Key) is { } key)
        {
            var name = Names.ForLambda(site.Model, place);
            var steps = key.Length == 0
                ? [$"OrderBy({name} => {name})"]
                : key.Split(',').Select((member, i) => $"{(i == 0 ? "OrderBy" : "ThenBy")}({name} => {name}.{member})").ToArray();
            yield return new Proposal(
                key.Length == 0 ? "Order by the value" : $"Order by {key.Replace(",", ", ")}",
                ChainEdit.InsertAfter(place, steps).AddRange(Usings.Add(site.Model, place.SpanStart, Usings.Linq)),
                "OrderByKey");
        }
    }

    /// <summary>OrderBy and the ThenBy calls behind it go in front of the cut; null when the rows are others by then.</summary>
    private static ImmutableArray<TextChange>? MoveOrder(SemanticModel model, InvocationExpressionSyntax order, InvocationExpressionSyntax cut)
    {
        var steps = new List<InvocationExpressionSyntax> { order };
        while (ChainEdit.NextOf(steps[steps.Count - 1]) is { } next && ChainEdit.NameOf(next)?.Identifier.ValueText is "ThenBy" or "ThenByDescending")
        {
            steps.Add(ChainEdit.NextOf(steps[steps.Count - 1])!);
        }

        if (RowOf(model, ChainEdit.SourceOf(cut)) is not { } before || RowOf(model, ChainEdit.SourceOf(order)) is not { } after || !SymbolEqualityComparer.Default.Equals(before, after))
        {
            return null;
        }

        var changes = ImmutableArray<TextChange>.Empty;
        foreach (var step in steps)
        {
            if (ChainEdit.Move(step, cut) is not { } moved)
            {
                return null;
            }

            changes = changes.AddRange(moved);
        }

        return changes;
    }

    private static ITypeSymbol? RowOf(SemanticModel model, ExpressionSyntax? source) =>
        source is not null && model.GetTypeInfo(source).Type is { } type
            ? (type is INamedTypeSymbol { Name: "IQueryable", TypeArguments.Length: 1 } own ? own : type.AllInterfaces.FirstOrDefault(static i => i is { Name: "IQueryable", TypeArguments.Length: 1 }))?.TypeArguments[0]
            : null;
}
