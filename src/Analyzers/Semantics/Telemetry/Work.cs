using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>Reads what a piece of code asks of other systems, and whether a span shows it.</summary>
internal static class Work
{
    private const int SpanDepth = 3;

    /// <summary>The way to the first call of a database or another system; null when the code makes none.</summary>
    public static Trail? FirstCall(IOperation region, Knowledge knowledge) => Calls(region, knowledge).FirstOrDefault()?.Trail;

    /// <summary>How much a span would show: one for each call, two in a loop or for a transaction.</summary>
    public static int Score(IOperation region, Knowledge knowledge)
    {
        var score = Calls(region, knowledge).Count();
        foreach (var operation in Region.RunningIn([region]))
        {
            score += operation switch
            {
                ILoopOperation loop when Calls(loop.Body, knowledge).Any() => 2,
                IInvocationOperation { TargetMethod: { Name: "BeginTransaction" or "BeginTransactionAsync" } } => 2,
                _ => 0,
            };
        }

        return score;
    }

    /// <summary>Whether the code starts a span, itself or in a method that it calls.</summary>
    public static bool StartsSpan(IOperation region, Knowledge knowledge, TelemetryOptions options) => StartsSpan([region], knowledge, options, SpanDepth, new(SymbolEqualityComparer.Default));

    private static bool StartsSpan(IEnumerable<IOperation> region, Knowledge knowledge, TelemetryOptions options, int depth, HashSet<ISymbol> seen)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        var callees = new List<IInvocationOperation>();
        foreach (var operation in Region.RunningIn(region, intoFunctions: true))
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod: { } method } call:
                    if (method.Name is "StartActivity" or "StartActiveSpan" or "StartRootSpan" or "StartTransaction" or "StartSpan" or "StartOperation"
                        || options.SpanStarters.Contains(method.Name) || method.ReturnType.Is(telemetry.Activity))
                    {
                        return true;
                    }

                    callees.Add(call);
                    break;
                case IObjectCreationOperation creation when creation.Type.Is(telemetry.Activity):
                    return true;
            }
        }

        return depth > 0 && callees.SelectMany(call => knowledge.Dispatch.TargetsOf(call)).Any(target =>
            seen.Add(target) && seen.Count < 200 && knowledge.BodyOf(target) is { } body && StartsSpan([body], knowledge, options, depth - 1, seen));
    }

    private static IEnumerable<EffectSite> Calls(IOperation region, Knowledge knowledge)
    {
        var turn = new Iteration(IterationKind.While, Repetition.Poll, region.Parent ?? region, region, null, ImmutableArray<ISymbol>.Empty);
        return knowledge.Outside.In(turn).Where(static s => s.Effect == Effect.Network)
            .Concat(knowledge.Effects.In(turn).Where(static s => s.Effect is Effect.Query or Effect.Save))
            .Where(static s => s.Certainty != Certainty.None);
    }

    /// <summary>The body of a method, of this compilation or of one that it references as source.</summary>
    private static IOperation? BodyOf(this Knowledge knowledge, IMethodSymbol method) =>
        knowledge.Bodies.SourceOf(method) is { } source ? (source == knowledge.Compilation ? knowledge : Knowledge.Of(source)).Bodies.Of(method) : null;
}
