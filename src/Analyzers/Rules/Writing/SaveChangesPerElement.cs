using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3001: every element is saved on its own, in the loop or in a method that the loop calls.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SaveChangesPerElement() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF3001",
        Band.Writing,
        Level.Warning,
        title: "Every element is saved on its own",
        message: "'{0}' saves once for every element of '{1}'{2}",
        description: "Each save is a transaction and a round trip. One save after the loop writes the same rows in one transaction.");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.SeesDatabase;

    private protected override void Register(Watch on) => on.Turn(static (turn, find) =>
    {
        if (turn.Waits || turn.HasSideEffects)
        {
            return;
        }

        var causes = new Causes(turn.Saves.Where(s => !turn.IsIsolated(s) && !turn.SavesBatch(s) && !find.Knowledge.Doubts.AreFew(turn, s) && !find.Knowledge.Groups.AreTaken(s, turn.Iteration)));
        foreach (var first in causes.Told)
        {
            find.ReportAt(
                isProven: causes.MayWarn(first) && !find.Knowledge.Doubts.OfSave(turn, first),
                first.Trail.Hops[0].At,
                [first.Trail.Hops[0].Name, turn.Iteration.Name, first.Trail.Hops.Length > 1 ? $": {first.Trail}" : ""],
                causes.Related(first),
                find.Knowledge.Sinks.Of(turn, first) ?? find.Knowledge.SaveCalls.Of(turn, first));
        }
    });
}
