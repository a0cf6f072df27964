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
    public bool IsCacheFactory(IInvocationOperation call) => CacheFactories.Contains(call.TargetMethod.Name) && (IsCache(call.TargetMethod.ContainingType) || call.TargetMethod.Name.StartsWith("GetOr", StringComparison.Ordinal));

    /// <summary>Whether the call asks a cache: its own look-ups are somebody else's economy.</summary>
    public bool AsksCache(IInvocationOperation call) => IsCache(call.Instance?.WithoutConversions().Type ?? call.TargetMethod.ContainingType);

    /// <summary>A condition on what a look-up found: the branch behind it runs once per key at most.</summary>
    public bool IsLookup(IOperation condition) =>
        condition.Contains<IOperation>(o => o switch
        {
            IInvocationOperation call => Lookups.Contains(call.TargetMethod.Name) || call.TargetMethod.Name is "Add" or "TryAdd" && IsSetOrMap(call.TargetMethod.ContainingType) && call.Type?.SpecialType == SpecialType.System_Boolean
                || call.TargetMethod.Name is "Contains" && IsSetOrMap(call.TargetMethod.ContainingType),
            ILocalReferenceOperation local when IsNullTested(local) => IsLookedUp(local),
            IFieldReferenceOperation field => IsNullTested(field),
            _ => false,
        });

    /// <summary>A condition that lets one turn of many through: every n-th, or when a buffer is full.</summary>
    public static bool IsThreshold(IOperation condition) =>
        condition.Contains<IBinaryOperation>(static b => b.OperatorKind == BinaryOperatorKind.Remainder)
        || condition.Contains<IBinaryOperation>(static b => b.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals
            && (IsAmount(b.LeftOperand) && IsLimit(b.RightOperand)));

    /// <summary>Whether the local holds what a dictionary, a cache or a list in memory gave.</summary>
    private bool IsLookedUp(ILocalReferenceOperation local)
    {
        foreach (var write in BodyIndex.Of(local).Writes(local.Local))
        {
            var value = write.Value.Core();
            if (value is IInvocationOperation call && (Lookups.Contains(call.TargetMethod.Name) || AsksCache(call) || IsMemoryLookup(call))
                || value is IPropertyReferenceOperation { Property.IsIndexer: true } or IArrayElementReferenceOperation
                || write is { IsCompound: true, At: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } } } && Lookups.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMemoryLookup(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Is(bcl.Enumerable) && call.TargetMethod.Name is "FirstOrDefault" or "SingleOrDefault" or "LastOrDefault"
            && call.Receiver() is { } receiver && !bcl.IsQueryable(receiver.WithoutConversions().Type)
        || call.TargetMethod.ContainingType.Is(bcl.ListOf) && call.TargetMethod.Name is "Find";

    private bool IsSetOrMap(INamedTypeSymbol? type) =>
        type is not null && (type.Name.EndsWith("Set", StringComparison.Ordinal) || type.Name.EndsWith("Set`1", StringComparison.Ordinal) || type.Name.Contains("Dictionary") || type.IsOrDerivesFrom(bcl.DictionaryInterfaceOf))
        && type.ContainingNamespace?.ToString().StartsWith("System.Collections", StringComparison.Ordinal) == true;

    private static bool IsNullTested(IOperation reference) => reference.Parent switch
    {
        IIsPatternOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary =>
            IsNull(binary.LeftOperand) || IsNull(binary.RightOperand),
        IConversionOperation { Parent: IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary } =>
            IsNull(binary.LeftOperand) || IsNull(binary.RightOperand),
        IPropertyReferenceOperation { Property.Name: "HasValue" or "IsDefault" } => true,
        _ => false,
    };

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
