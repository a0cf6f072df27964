using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3001: saves once, behind the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SaveChangesPerElementFix() : SolutionFix(SaveChangesPerElement.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Fact(SaveSink.Fact) is not { } fact || ChainEdit.CallAt(place.Root, place.Span) is not { } call
            || LoopMove.Around(place, call) is not { } move || move.StatementIn(call) is not { } statement)
        {
            return null;
        }

        var asks = fact == SaveSink.Asks;
        var rewrite = new Rewrite($"Save once, after the loop (one transaction for all elements{(asks ? ", none when a request fails" : "")})") { IsLocal = asks };
        move.ToBack(rewrite, statement);
        return rewrite;
    }
}
