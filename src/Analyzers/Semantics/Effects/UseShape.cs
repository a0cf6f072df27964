using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Decides whether the operators of one use could run in the database.</summary>
internal sealed class UseShape(Translation translation, bool followsMembers = true)
{
    private Translatable level = Translatable.Yes;
    private bool isMapped;
    private bool isProjected;
    private bool isStreamed;
    private MemoryStep? culprit;
    private int movable;

    /// <param name="use">The use.</param>
    /// <param name="isStreamed">The rows are read one by one: reading stops where a Take has enough.</param>
    public ShapedUse Of(MemoryUse use, bool isStreamed = false)
    {
        this.isStreamed = isStreamed;
        for (var i = 0; i < use.Steps.Length; i++)
        {
            var step = use.Steps[i];
            if (!See(step, use.Steps, i, out var groups))
            {
                return culprit is not null ? new ShapedUse(use, Shaping.Narrowed, culprit, level, movable) : None(use);
            }

            if (groups)
            {
                return new ShapedUse(use, Shaping.Reduced, step, Weaker(level, translation.OfArguments(step.Call!, followsMembers)));
            }

            movable += movable == i && level == Translatable.Yes ? 1 : 0;
        }

        var last = use.Steps.LastOrDefault();
        return use.End switch
        {
            MemoryEnd.Value => new ShapedUse(use, Shaping.Reduced, last, level, movable),
            MemoryEnd.Row when last is null or { Operation: IInvocationOperation { TargetMethod.Name: "IndexOf" or "FindIndex" } } => new ShapedUse(use, Shaping.Peek, null, level),
            MemoryEnd.Row => new ShapedUse(use, last.Function is null && culprit is null ? Shaping.Reduced : Shaping.Narrowed, culprit ?? last, level, movable),
            _ => culprit is not null ? new ShapedUse(use, Shaping.Narrowed, culprit, level, movable) : None(use),
        };
    }

    private static ShapedUse None(MemoryUse use) => new(use, Shaping.None, null, Translatable.No);

    private static Translatable Weaker(Translatable first, Translatable second) => (Translatable)Math.Min((int)first, (int)second);

    /// <summary>Takes one operator in; false when what follows can't move into the database.</summary>
    private bool See(MemoryStep step, ImmutableArray<MemoryStep> steps, int at, out bool groups)
    {
        groups = false;
        var own = step.Call is not { } call ? Translatable.Yes : Weaker(translation.OfArguments(call, followsMembers), IsTranslated(step) ? Translatable.Yes : Translatable.Rewritten);
        switch (step.Kind)
        {
            case OperatorKind.Project or OperatorKind.ProjectMany:
                isMapped |= own != Translatable.Yes;
                isProjected |= step.Kind == OperatorKind.Project;
                level = Weaker(level, own == Translatable.No ? Translatable.Rewritten : own);
                return step.Operator.Name is "Select" or "SelectMany";
            case OperatorKind.Order or OperatorKind.ThenOrder:
                level = Weaker(level, own == Translatable.No || isMapped || IsShuffle(step) ? Translatable.Rewritten : own);
                isStreamed = false;
                return true;
            case OperatorKind.Reverse or OperatorKind.Neutral or OperatorKind.Cast:
                level = Weaker(level, Translatable.Rewritten);
                return true;
            // `rows.Skip(1)` leaves one out.
            case OperatorKind.Skip when step.Operator.Name == "Skip" && step.Call is { Arguments: { Length: > 0 } given } && given[given.Length - 1].Value.ConstantValue.HasValue && !steps.Skip(at).Any(static s => s.Kind == OperatorKind.Take):
                return true;
            case OperatorKind.Skip or OperatorKind.Take:
                culprit ??= isStreamed ? null : step;
                return true;
            case OperatorKind.Group:
                groups = !isMapped && own != Translatable.No && IsAggregated(step, steps, at);
                return groups;
            case OperatorKind.Join or OperatorKind.Set when step.Operator.Name is "Join" or "Intersect" or "IntersectBy":
                level = Weaker(level, Translatable.Rewritten);
                culprit ??= step;
                return !isMapped && own != Translatable.No;
            case OperatorKind.Filter when own != Translatable.No && Translation.KeepsAlmostAll(step.Function):
                return true;
        }

        if (step.Kind is OperatorKind.Join or OperatorKind.Set or OperatorKind.Aggregate or OperatorKind.Unknown || own == Translatable.No || isMapped && TakesRow(step))
        {
            return false;
        }

        level = Weaker(level, own);
        // Without a projection a row is distinct already: what DistinctBy leaves out are a few.
        if (step.Kind == OperatorKind.Filter || step.Kind == OperatorKind.Distinct && isProjected && !StopsEarly(steps, at))
        {
            culprit ??= step;
        }

        return true;
    }

    /// <summary>Whether a provider knows the operator in this form: none knows those by key or while, nor lambdas with an index.</summary>
    private static bool IsTranslated(MemoryStep step) =>
        step.Operator.Name is not ("DistinctBy" or "MinBy" or "MaxBy" or "SkipWhile" or "TakeWhile" or "SkipLast" or "TakeLast" or "Chunk" or "Order" or "OrderDescending" or "IntersectBy" or "ElementAt" or "ElementAtOrDefault")
        && step.Function is not IAnonymousFunctionOperation { Symbol.Parameters.Length: > 1 };

    /// <summary>`OrderBy(_ => random.Next())`: in a query that is one number for all rows.</summary>
    private static bool IsShuffle(MemoryStep step) =>
        step.Function is IAnonymousFunctionOperation { Symbol.Parameters: { Length: > 0 } rows } lambda
        && !lambda.Body.Contains<IParameterReferenceOperation>(r => SymbolEqualityComparer.Default.Equals(r.Parameter, rows[0]));

    /// <summary>`AsEnumerable().DistinctBy(..).Take(n)`: no more rows are read than n distinct ones need.</summary>
    private bool StopsEarly(ImmutableArray<MemoryStep> steps, int at) =>
        isStreamed && steps.Skip(at + 1).TakeWhile(static s => s.Kind is not (OperatorKind.Order or OperatorKind.Group or OperatorKind.Reverse)).Any(static s => s.Kind == OperatorKind.Take);

    /// <summary>Whether the operator looks at the rows, and doesn't only count or cut them.</summary>
    private static bool TakesRow(MemoryStep step) =>
        step.Function is not null || step.Kind is OperatorKind.Distinct or OperatorKind.Sum or OperatorKind.Min or OperatorKind.Max or OperatorKind.Average or OperatorKind.Contains;

    /// <summary>Whether only the key and aggregates of the groups are read behind the grouping.</summary>
    private bool IsAggregated(MemoryStep grouping, ImmutableArray<MemoryStep> steps, int at)
    {
        var lambdas = grouping.Call!.Arguments.Select(a => QueryReader.AsLambda(a.Value)).Where(static l => l is not null).ToList();
        if (lambdas.Count > 1 && lambdas[lambdas.Count - 1] is { Symbol.Parameters.Length: 2 } result)
        {
            return ReadsAggregates(result, result.Symbol.Parameters[1]);
        }

        foreach (var step in steps.Skip(at + 1))
        {
            if (step.Kind is OperatorKind.Count or OperatorKind.Any && step.Function is null)
            {
                return true;
            }

            if (step.Function is not IAnonymousFunctionOperation { Symbol.Parameters.Length: > 0 } lambda || !ReadsAggregates(lambda, lambda.Symbol.Parameters[0]))
            {
                return false;
            }

            if (step.Kind == OperatorKind.Project)
            {
                return true;
            }
        }

        return Dictionary(steps[steps.Length - 1]) is { } dictionary && AllReadAggregates(dictionary);
    }

    /// <summary>The ToDictionary that ends the chain behind its last operator.</summary>
    private static IInvocationOperation? Dictionary(MemoryStep last) =>
        last.Operation.Consumer() is IInvocationOperation call && OperatorTable.Of(call.TargetMethod.Name) is { Kind: OperatorKind.Dictionary } ? call : null;

    private bool AllReadAggregates(IInvocationOperation call) =>
        call.Arguments.Select(a => QueryReader.AsLambda(a.Value)).Where(static l => l is not null).All(l => l!.Symbol.Parameters.Length == 1 && ReadsAggregates(l, l.Symbol.Parameters[0]))
        && call.Arguments.Count(a => QueryReader.AsLambda(a.Value) is not null) == 2;

    private static bool ReadsAggregates(IAnonymousFunctionOperation lambda, IParameterSymbol group) =>
        !lambda.Body.Contains<IParameterReferenceOperation>(r => SymbolEqualityComparer.Default.Equals(r.Parameter, group) && !IsAggregate(r));

    private static bool IsAggregate(IOperation group)
    {
        var use = group.Consumer();
        for (var hops = 0; use is IInvocationOperation call && hops < 6; hops++)
        {
            if (OperatorTable.Of(call.TargetMethod.Name) is not { } step)
            {
                return false;
            }

            if (step.IsAggregate)
            {
                return true;
            }

            if (step.Kind is not (OperatorKind.Filter or OperatorKind.Project or OperatorKind.Distinct))
            {
                return false;
            }

            use = call.Consumer();
        }

        return use is IPropertyReferenceOperation { Property.Name: "Key" };
    }
}
