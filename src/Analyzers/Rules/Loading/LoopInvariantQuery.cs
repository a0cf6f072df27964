using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1006: the same query runs again in every turn, with inputs that the loop never changes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopInvariantQuery() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF1006",
        Band.Loading,
        Level.Warning,
        title: "The same query runs again in every turn of a loop",
        message: "'{0}' runs the same query again for every element of '{1}', as nothing that it reads changes in the loop");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.SeesDatabase;

    private protected override void Register(Watch on) => on.Turn(static (turn, find) =>
    {
        if (turn.Waits || turn.Sends || turn.AlwaysCallsOut)
        {
            return;
        }

        foreach (var cause in turn.Queries.Where(s => !turn.Varies(s) && !turn.IsInSwitch(s) && !find.Knowledge.Scripts.AreSent(s, turn.Iteration)).GroupBy(s => s.Trail.Hops[0].Name))
        {
            var first = cause.OrderByDescending(s => s.Certainty).First();
            var isProven = first is { IsDirect: true, Certainty: Certainty.Always } && !turn.Writes && !turn.CallsOut;
            var hoist = isProven && cause.Count() == 1 ? find.Knowledge.Hoists.Of(turn, first) : null;
            find.ReportAt(
                isProven,
                first.Trail.Hops[0].At,
                [first.Trail.Hops[0].Name, turn.Iteration.Name],
                first.Trail.Hops.Skip(1).Select(h => h.At),
                hoist is null ? null : ImmutableDictionary<string, string?>.Empty.Add(QueryHoist.Fact, hoist));
        }
    });
}
