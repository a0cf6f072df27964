using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What makes an effect rare: an answer from a cache, a dictionary, a memo field; a batch that fills first.</summary>
internal sealed class Quieting(BclSymbols bcl)
{
    private static readonly ImmutableHashSet<string> Lookups = ImmutableHashSet.Create(
        StringComparer.Ordinal, "TryGetValue", "ContainsKey", "TryGet", "GetValueOrDefault", "TryRemove", "TryPeek", "TryGetNonEnumeratedCount");

    private static readonly ImmutableHashSet<string> CacheFactories = ImmutableHashSet.Create(
        StringComparer.Ordinal, "GetOrCreate", "GetOrCreateAsync", "GetOrAdd", "GetOrAddAsync", "GetOrSet", "GetOrSetAsync", "AddOrUpdate", "GetOrLoadAsync", "EnsureInitialized", "Get", "GetAsync");

    /// <summary>Whether the lambda of that call runs only when a cache misses.</summary>
    public bool IsCacheFactory(IInvocationOperation call) =>
        CacheFactories.Contains(call.TargetMethod.Name) && (IsCache(call.TargetMethod.ContainingType) || call.TargetMethod.Name.StartsWith("GetOr", StringComparison.Ordinal))
        || IsCache(call.TargetMethod.ContainingType) && ReturnsWhatItsDelegateMakes(call.TargetMethod.OriginalDefinition);

    private bool ReturnsWhatItsDelegateMakes(IMethodSymbol method) =>
        !method.ReturnsVoid && bcl.Awaited(method.ReturnType) is { SpecialType: not SpecialType.System_Boolean } result && !result.Is(bcl.Task)
        && method.Parameters.Any(p => p.Type is INamedTypeSymbol { DelegateInvokeMethod: { ReturnsVoid: false, ReturnType: var made } } && SymbolEqualityComparer.Default.Equals(bcl.Awaited(made), result));

    /// <summary>Whether the iteration stands in the lambda that a cache runs on a miss: once for a key.</summary>
    public bool FillsCache(Iteration iteration)
    {
        for (var (parent, isLambda) = (iteration.Operation.Parent, false); parent is not null; parent = parent.Parent)
        {
            isLambda |= parent is IAnonymousFunctionOperation;
            if (isLambda && parent is IInvocationOperation call)
            {
                if (IsCacheFactory(call))
                {
                    return true;
                }

                isLambda = false;
            }
        }

        return false;
    }

    /// <summary>Whether the call asks a cache: its own look-ups are somebody else's economy.</summary>
    public bool AsksCache(IInvocationOperation call) => IsCache(call.Instance?.WithoutConversions().Type ?? call.TargetMethod.ContainingType);

    /// <summary>What the condition says about a look-up in a dictionary, a cache, a list in memory or a memo field: true for found, false for missed, null when it asks none.</summary>
    public bool? Found(IOperation condition)
    {
        condition = condition.WithoutConversions();
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation:
                return !Found(negation.Operand);
            case IAwaitOperation awaited:
                return Found(awaited.Operation);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when Found(either.LeftOperand) == false:
                // `found == null || found.IsOld` loads again what is kept; `found == null || other.HasChanged` goes on with what was found.
                return Found(either.RightOperand) == false || ReadsAgain(either.RightOperand, either.LeftOperand) ? false : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                return Found(both.LeftOperand) ?? Found(both.RightOperand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                if (comparison.RightOperand.WithoutConversions().ConstantValue is { HasValue: true, Value: bool expected })
                {
                    return Found(comparison.LeftOperand) is { } found ? found == (expected == (comparison.OperatorKind == BinaryOperatorKind.Equals)) : null;
                }

                var tested = IsNull(comparison.RightOperand) ? comparison.LeftOperand : IsNull(comparison.LeftOperand) ? comparison.RightOperand : null;
                return tested is not null && IsLookedUp(tested.WithoutConversions()) ? comparison.OperatorKind == BinaryOperatorKind.NotEquals : null;
            case IIsPatternOperation pattern when IsLookedUp(pattern.Value.WithoutConversions()):
                return pattern.Pattern is not IConstantPatternOperation { Value: var value } || !IsNull(value);
            case IInvocationOperation call when Lookups.Contains(call.TargetMethod.Name):
                return true;
            default:
                return null;
        }
    }

    /// <summary>Whether the operation reads a variable that the other one reads or sets.</summary>
    private static bool ReadsAgain(IOperation operation, IOperation other) =>
        operation.Contains<ILocalReferenceOperation>(r => other.Contains<ILocalReferenceOperation>(o => SymbolEqualityComparer.Default.Equals(o.Local, r.Local)))
        || operation.Contains<IFieldReferenceOperation>(r => other.Contains<IFieldReferenceOperation>(o => SymbolEqualityComparer.Default.Equals(o.Field, r.Field)));

    /// <summary>Whether the value comes out of a dictionary, a cache or an index.</summary>
    public bool IsLookup(IOperation value) => value.Core() switch
    {
        IInvocationOperation call => IsLookupCall(call),
        IPropertyReferenceOperation { Property.IsIndexer: true } or IArrayElementReferenceOperation or IFieldReferenceOperation => true,
        _ => false,
    };

    /// <summary>A condition that lets one turn of many through: every n-th, or when a buffer is full.</summary>
    public static bool IsThreshold(IOperation condition) =>
        condition.Contains<IBinaryOperation>(static b => b.OperatorKind == BinaryOperatorKind.Remainder)
        || condition.Contains<IBinaryOperation>(static b => b.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals
            && (IsAmount(b.LeftOperand) && IsLimit(b.RightOperand)));

    /// <summary>Whether the value is a memo field, or a local that holds what a dictionary, a cache or a list in memory gave.</summary>
    private bool IsLookedUp(IOperation tested)
    {
        if (tested is IFieldReferenceOperation { Field.IsReadOnly: false })
        {
            return true;
        }

        if (tested is not ILocalReferenceOperation local)
        {
            return tested is IInvocationOperation direct && IsLookupCall(direct);
        }

        if (IsMemo(local))
        {
            return true;
        }

        foreach (var write in BodyIndex.Of(local).Writes(local.Local))
        {
            if (write is { IsCompound: true, At: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } } } ? Lookups.Contains(name) : IsLookup(write.Value) && write.Value.Core() is not IFieldReferenceOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A local in front of a loop that begins as null and that the loop fills once.</summary>
    private static bool IsMemo(ILocalReferenceOperation local)
    {
        var loop = local.Parent;
        while (loop is not null and not ILoopOperation)
        {
            loop = loop.Parent;
        }

        var writes = BodyIndex.Of(local).Writes(local.Local);
        return loop is not null && writes.Count(w => !IsNull(w.Value)) == 1
            && writes.All(w => IsNull(w.Value) ? !w.At.IsInside(loop) : w.At.IsInside(loop) && w.At is ISimpleAssignmentOperation);
    }

    private bool IsLookupCall(IInvocationOperation call) => Lookups.Contains(call.TargetMethod.Name) || AsksCache(call) || IsMemoryLookup(call);

    private bool IsMemoryLookup(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Is(bcl.Enumerable) && call.TargetMethod.Name is "FirstOrDefault" or "SingleOrDefault" or "LastOrDefault"
            && call.Receiver() is { } receiver && !bcl.IsQueryable(receiver.WithoutConversions().Type)
        || call.TargetMethod.ContainingType.Is(bcl.ListOf) && call.TargetMethod.Name is "Find";

    private static bool IsNull(IOperation operation) => operation.WithoutConversions().ConstantValue is { HasValue: true, Value: null };

    private static bool IsAmount(IOperation operation) => operation.WithoutConversions() switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "Length" } => true,
        IInvocationOperation { TargetMethod.Name: "Count" } => true,
        IIncrementOrDecrementOperation => true,
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } => true,
        _ => false,
    };

    private static bool IsLimit(IOperation operation) => operation.WithoutConversions() switch
    {
        { ConstantValue: { HasValue: true, Value: int value } } => value >= 10,
        IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation => true,
        IPropertyReferenceOperation { Property.Name: not ("Count" or "Length") } => true,
        _ => false,
    };

    private static bool IsCache(ITypeSymbol? type) =>
        type is not null && (type.Name.Contains("Cache") || type.AllInterfaces.Any(static i => i.Name.Contains("Cache")));
}
