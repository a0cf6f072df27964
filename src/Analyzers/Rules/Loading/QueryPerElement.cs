using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1003: a query runs once per element, in the loop or in a method that the loop calls.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueryPerElement() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF1003",
        Band.Loading,
        Level.Warning,
        title: "A query runs once per element",
        message: "'{0}' runs a query for every element of '{1}'{2}",
        description: "Each element costs a round trip to the database. One query for all elements before the loop, and a dictionary or a lookup in it, costs one.");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.SeesDatabase;

    private protected override void Register(Watch on) => on.Turn(static (turn, find) =>
    {
        if (turn.Waits)
        {
            return;
        }

        var causes = new Causes(turn.Queries.Where(s => IsCause(turn, s, find)));
        foreach (var first in causes.Told)
        {
            find.ReportAt(
                isProven: causes.MayWarn(first) && !turn.CallsOut && !find.Knowledge.Doubts.OfQuery(turn, first),
                first.Trail.Hops[0].At,
                [first.Trail.Hops[0].Name, turn.Iteration.Name, Through(first)],
                causes.Related(first),
                (find.Knowledge.Batches.Read(turn, first) ?? find.Knowledge.BatchCalls.Read(turn, first) ?? find.Knowledge.RepositoryBatches.Read(turn, first))?.Facts);
        }
    });

    /// <summary>A query with inputs of the turn, which no one before the loop could have asked for and which doesn't take a whole group.</summary>
    private static bool IsCause(Turn turn, EffectSite site, Find find) =>
        turn.Varies(site) && (site.IsNear || !turn.Sends && !turn.AlwaysCallsOut) && !find.Knowledge.Doubts.AreFew(turn, site) && !IsExplicitLoad(site, find) && !find.Knowledge.Tracked.Answer(site, turn.Iteration) && !find.Knowledge.Groups.AreTaken(site, turn.Iteration) && !find.Knowledge.Scripts.AreSent(site, turn.Iteration);

    /// <summary>An explicit load has a rule of its own, whose fix is an Include.</summary>
    private static bool IsExplicitLoad(EffectSite site, Find find) => site is { IsDirect: true, Operation: IInvocationOperation call } && find.Knowledge.ExplicitLoads.Read(call) is not null;

    private static string Through(EffectSite site) => site switch
    {
        { Certainty: Certainty.Assumed } => ", if its implementation does what its declaration says",
        { Trail.Hops.Length: > 1 } => $": {site.Trail}",
        _ => "",
    };
}
