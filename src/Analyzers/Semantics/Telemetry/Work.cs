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

    /// <summary>The way to the first call of a database or another system around which no span is started; null when there is none.</summary>
    public static Trail? FirstUncoveredCall(IOperation region, Knowledge knowledge, TelemetryOptions options) =>
        FirstUncovered(region, knowledge, options, SpanDepth, new(SymbolEqualityComparer.Default));

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
    public static bool StartsSpan(IOperation region, Knowledge knowledge, TelemetryOptions options) => StartsSpan(region, knowledge, options, SpanDepth, new(SymbolEqualityComparer.Default));

    private static Trail? FirstUncovered(IOperation region, Knowledge knowledge, TelemetryOptions options, int depth, HashSet<ISymbol> seen)
    {
        if (StartsDirectly(region, knowledge, options))
        {
            return null;
        }

        foreach (var site in Calls(region, knowledge))
        {
            if (IsInsideCovered(site.Operation, region, knowledge, options))
            {
                continue;
            }

            if (site.IsDirect || depth == 0 || site.Operation is not IInvocationOperation call)
            {
                return site.Trail;
            }

            var targets = knowledge.Dispatch.FollowedFrom(call).Where(t => knowledge.BodyOf(t) is not null).ToList();
            if (targets.Count == 0)
            {
                return site.Trail;
            }

            var rest = targets.Where(seen.Add).Select(t => FirstUncovered(knowledge.BodyOf(t)!, knowledge, options, depth - 1, seen)).FirstOrDefault(static t => t is not null);
            if (rest is not null)
            {
                return new Trail(site.Trail.Hops.Take(1).ToImmutableArray()).Then(rest);
            }
        }

        return null;
    }

    /// <summary>Whether the operation stands in a lambda that a method runs inside a span.</summary>
    private static bool IsInsideCovered(IOperation operation, IOperation region, Knowledge knowledge, TelemetryOptions options)
    {
        for (var parent = operation.Parent; parent is not null && parent != region; parent = parent.Parent)
        {
            if (parent is IArgumentOperation { Parent: IInvocationOperation call } && operation.NestedFunction() is { } lambda && lambda.IsInside(parent)
                && knowledge.Dispatch.FollowedFrom(call).Any(t => knowledge.BodyOf(t) is { } body && StartsDirectly(body, knowledge, options)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsSpan(IOperation region, Knowledge knowledge, TelemetryOptions options, int depth, HashSet<ISymbol> seen) =>
        StartsDirectly(region, knowledge, options)
        || (depth > 0 && Region.RunningIn([region], intoFunctions: true).OfType<IInvocationOperation>().SelectMany(call => knowledge.Dispatch.FollowedFrom(call)).Any(target =>
            seen.Add(target) && seen.Count < 200 && knowledge.BodyOf(target) is { } body && StartsSpan(body, knowledge, options, depth - 1, seen)));

    private static bool StartsDirectly(IOperation region, Knowledge knowledge, TelemetryOptions options)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        return Region.RunningIn([region], intoFunctions: true).Any(operation => operation switch
        {
            IInvocationOperation { TargetMethod: { } method } => method.Name is "StartActivity" or "StartActiveSpan" or "StartRootSpan" or "StartTransaction" or "StartSpan" or "StartOperation"
                || options.SpanStarters.Contains(method.Name) || method.ReturnType.Is(telemetry.Activity),
            IObjectCreationOperation creation => creation.Type.Is(telemetry.Activity),
            _ => false,
        });
    }

    private static IEnumerable<EffectSite> Calls(IOperation region, Knowledge knowledge)
    {
        var turn = new Iteration(IterationKind.While, Repetition.Poll, region.Parent ?? region, region, null, ImmutableArray<ISymbol>.Empty);
        return knowledge.Outside.In(turn).Where(static s => s.Effect == Effect.Network)
            .Concat(knowledge.Effects.In(turn).Where(static s => s.Effect is Effect.Query or Effect.Save))
            .Where(static s => s.Certainty != Certainty.None);
    }
}
