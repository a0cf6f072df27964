using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4001: the aggregate ends the query, with its predicate and the filters before it; await and token stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ClientSideAggregationFix() : PerfCodeFix("PERF4001")
{
    private protected override IEnumerable<Proposal> Propose(FixSite site)
    {
        if (site.Fact(FetchedRows.Terminal) is not { } name || !int.TryParse(site.Fact(FetchedRows.Movable), NumberStyles.None, CultureInfo.InvariantCulture, out var steps)
            || ChainEdit.CallAt(site.Root, site.Diagnostic.AdditionalLocations[0].SourceSpan) is not { } terminal || FetchEdit.Of(terminal)?.Reduced(steps, name) is not { } changes)
        {
            yield break;
        }

        yield return new Proposal($"Let the database do {name}", changes.AddRange(Usings.Add(site.Model, terminal.SpanStart, Usings.Linq)));
    }
}
