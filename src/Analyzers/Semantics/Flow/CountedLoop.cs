using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>What a `for` loop counts: elements of a list, strides over it, or nothing that is stored.</summary>
internal static class CountedLoop
{
    /// <summary>`i += size` and `i = i + size` take several elements at once.</summary>
    public static bool IsStride(IOperation step) => step is IExpressionStatementOperation { Operation: var advance } && advance switch
    {
        ICompoundAssignmentOperation compound => !IsOne(compound.Value),
        ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum } => !IsOne(sum.RightOperand),
        _ => false,
    };

    private static bool IsOne(IOperation amount) => amount.ConstantValue is { HasValue: true, Value: 1 or -1 };

    /// <summary>What the loop counts with.</summary>
    public static ImmutableArray<ISymbol> CountersOf(IForLoopOperation loop)
    {
        var counters = loop.Locals.CastArray<ISymbol>();
        foreach (var step in loop.AtLoopBottom)
        {
            if (step is IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var counter } } } && !counters.Contains(counter, SymbolEqualityComparer.Default))
            {
                counters = counters.Add(counter);
            }
        }

        return counters;
    }

    /// <summary>Whether a counter picks elements in the body.</summary>
    public static bool IsIndexedBy(IOperation body, ImmutableArray<ISymbol> counters) => body.Contains<IOperation>(operation =>
    {
        var index = operation switch
        {
            IArrayElementReferenceOperation { Indices: { Length: > 0 } indices } => indices[0],
            IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: > 0 } arguments } => arguments[0].Value,
            IInvocationOperation { TargetMethod.Name: "ElementAt" or "ElementAtOrDefault", Arguments: { Length: > 0 } arguments } => arguments[arguments.Length - 1].Value,
            _ => null,
        };
        return index?.Contains<IOperation>(i => i is ILocalReferenceOperation or IParameterReferenceOperation && counters.Contains(BodyIndex.SymbolOf(i)!, SymbolEqualityComparer.Default)) == true;
    });

    /// <summary>The list whose length bounds a counted loop.</summary>
    public static IOperation? BoundOf(IForLoopOperation loop) =>
        loop.Condition is IBinaryOperation { RightOperand: { } bound } ? LengthOf(bound) : null;

    /// <summary>The list whose length the bound is.</summary>
    public static IOperation? LengthOf(IOperation bound) =>
        bound.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } list } ? list : null;
}
