using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>A query that is one or another: what all have is certain, the rest is there sometimes.</summary>
internal static class Alternatives
{
    public static Query? Either(Query? first, Query? second)
    {
        if (first is null || second is null || first == second)
        {
            return first ?? second;
        }

        // An empty sequence stands for no rows: what runs is the other.
        if (first.Root.IsEmpty || second.Root.IsEmpty)
        {
            return first.Root.IsEmpty ? second : first;
        }

        var steps = ImmutableArray.CreateBuilder<QueryStep>();
        foreach (var step in first.Steps)
        {
            steps.Add(!IsShared(step, second) ? step with { Sometimes = true }
                : step.Kind is OperatorKind.Order or OperatorKind.ThenOrder ? step with { Others = step.Others.AddRange(InPlaceOf(step, second)) } : step);
        }

        foreach (var step in second.Steps)
        {
            if (!IsShared(step, first))
            {
                steps.Add(step with { Sometimes = true });
            }
        }

        return new Query(RootOf(first, second), steps.ToImmutable(), first.IsComplete && second.IsComplete);
    }

    /// <summary>What a variable holds behind an assignment that may be passed over.</summary>
    public static Query Sometimes(Query before, Query assigned)
    {
        if (!IsBuiltOn(assigned, before))
        {
            return Either(before, assigned)!;
        }

        var steps = assigned.Steps.ToBuilder();
        for (var i = before.Steps.Length; i < steps.Count; i++)
        {
            steps[i] = steps[i] with { Sometimes = true };
        }

        return assigned with { Steps = steps.ToImmutable() };
    }

    private static bool IsBuiltOn(Query query, Query other)
    {
        if (query.Root.Operation != other.Root.Operation || query.Steps.Length < other.Steps.Length)
        {
            return false;
        }

        for (var i = 0; i < other.Steps.Length; i++)
        {
            if (query.Steps[i].Call != other.Steps[i].Call)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsShared(QueryStep step, Query other) => other.Steps.Any(s => s.Call == step.Call || s.Kind == step.Kind && !s.Sometimes);

    private static QueryRoot RootOf(Query first, Query second)
    {
        var root = first.Origin == second.Origin ? first.Root
            : first.Root with { Origin = first.IsDatabase && second.IsDatabase ? Origin.Declared : Origin.Unknown };
        return SymbolEqualityComparer.Default.Equals(first.Root.Symbol, second.Root.Symbol) && SymbolEqualityComparer.Default.Equals(first.Entity, second.Entity)
            ? root
            : root with { Kind = RootKind.Several };
    }

    private static IEnumerable<QueryStep> InPlaceOf(QueryStep step, Query other) =>
        other.Steps.Where(s => s.Kind == step.Kind).SelectMany(static s => s.Others.Prepend(s)).Where(s => s.Call != step.Call && step.Others.All(o => o.Call != s.Call));
}
