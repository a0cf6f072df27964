using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4003: the operators move in front of the terminal, or become it; await and token stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ClientSideFilteringFix() : PerfCodeFix("PERF4003")
{
    private protected override IEnumerable<Proposal> Propose(FixSite site)
    {
        if (!int.TryParse(site.Fact(FetchedRows.Movable), NumberStyles.None, CultureInfo.InvariantCulture, out var steps)
            || ChainEdit.CallAt(site.Root, site.Diagnostic.AdditionalLocations[0].SourceSpan) is not { } terminal || FetchEdit.Of(terminal) is not { } edit)
        {
            yield break;
        }

        var changes = site.Fact(FetchedRows.Terminal) is { } name ? edit.Reduced(steps, name) : edit.Moved(steps);
        if (changes is { } moved)
        {
            yield return new Proposal("Move it in front of the query's terminal", moved.AddRange(Usings.Add(site.Model, terminal.SpanStart, Usings.Linq)));
        }
    }
}
