using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4001: the aggregate ends the query, with its predicate and the filters before it; a loop that adds up is one; behind a call, a method counts in place of the one that is called, or an overload takes the condition.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ClientSideAggregationFix() : SolutionFix(ClientSideAggregation.Rule.Id)
{
    private protected override async Task<Rewrite?> ProposeAsync(Place place) =>
        place.Fact(FetchedRows.Movable) is { } steps ? InPlace(place, int.Parse(steps, CultureInfo.InvariantCulture))
        : place.Fact(Totals.Aggregate) is { } aggregate ? TotalEdit.Of(place, aggregate)
        : await AnswerMethod.RewriteAsync(place).ConfigureAwait(false) ?? await ConditionCall.RewriteAsync(place).ConfigureAwait(false);

    private static Rewrite? InPlace(Place place, int steps)
    {
        if (place.Fact(FetchedRows.Terminal) is not { } name || place.Related(0) is not { } fetch || ChainEdit.CallAt(place.Root, fetch.Span) is not { } terminal || FetchEdit.Of(terminal)?.Reduced(steps, name) is not { } changes)
        {
            return null;
        }

        var rewrite = new Rewrite($"Let the database do {name}");
        rewrite.Change(place.Document, changes);
        rewrite.Import(place.Document, place.Model, terminal.SpanStart, Usings.Linq);
        return rewrite;
    }
}
