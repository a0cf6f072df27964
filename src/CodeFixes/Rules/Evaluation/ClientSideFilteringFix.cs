using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4003: the operators move in front of the terminal, or become it; behind a call, an overload of the method takes the condition.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ClientSideFilteringFix() : SolutionFix(ClientSideFiltering.Rule.Id)
{
    private protected override async Task<Rewrite?> ProposeAsync(Place place) =>
        place.Fact(FetchedRows.Movable) is { } steps ? InPlace(place, int.Parse(steps, CultureInfo.InvariantCulture)) : await ConditionCall.RewriteAsync(place).ConfigureAwait(false);

    private static Rewrite? InPlace(Place place, int steps)
    {
        if (place.Related(0) is not { } name || ChainEdit.CallAt(place.Root, name.Span) is not { } terminal || FetchEdit.Of(terminal) is not { } edit
            || (place.Fact(FetchedRows.Terminal) is { } end ? edit.Reduced(steps, end) : edit.Moved(steps)) is not { } changes)
        {
            return null;
        }

        var rewrite = new Rewrite("Move it in front of the query's terminal");
        rewrite.Change(place.Document, changes);
        rewrite.Import(place.Document, place.Model, terminal.SpanStart, Usings.Linq);
        return rewrite;
    }
}
