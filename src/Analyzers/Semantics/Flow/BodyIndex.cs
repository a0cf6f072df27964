using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>A value that a local, a parameter or a field gets in one body.</summary>
internal readonly record struct Write(IOperation Value, IOperation At, bool IsCompound);

/// <summary>Where the locals and parameters of one body are written and read: one walk, shared by all rules that ask.</summary>
internal sealed class BodyIndex
{
    private const int Budget = 200_000;
    private static readonly ConditionalWeakTable<IOperation, BodyIndex> Known = new();

    private readonly Dictionary<ISymbol, List<Write>> writes = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<IOperation>> reads = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<IOperation>> assigned = new(SymbolEqualityComparer.Default);

    private BodyIndex(IOperation root)
    {
        var seen = 0;
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (++seen > Budget)
            {
                IsComplete = false;
                break;
            }

            See(operation);
        }
    }

    /// <summary>False when the body is larger than the budget: absence in it proves nothing.</summary>
    public bool IsComplete { get; } = true;

    /// <summary>The index of the body that the operation stands in.</summary>
    public static BodyIndex Of(IOperation operation) => Known.GetValue(operation.Root(), static root => new BodyIndex(root));

    /// <summary>Every value that the symbol gets in the body, in source order.</summary>
    public IReadOnlyList<Write> Writes(ISymbol symbol) => writes.TryGetValue(symbol, out var found) ? found : [];

    /// <summary>Every reference to the symbol that isn't a write, in source order.</summary>
    public IReadOnlyList<IOperation> Reads(ISymbol symbol) => reads.TryGetValue(symbol, out var found) ? found : [];

    /// <summary>The value of a symbol that is written exactly once, null otherwise.</summary>
    public IOperation? SingleValue(ISymbol symbol) =>
        IsComplete && writes.TryGetValue(symbol, out var found) && found.Count == 1 && !found[0].IsCompound ? found[0].Value : null;

    /// <summary>Every assignment of a field or property, of whatever object.</summary>
    public IReadOnlyList<IOperation> Assignments(ISymbol member) => assigned.TryGetValue(member, out var found) ? found : [];

    private void See(IOperation operation)
    {
        if (operation is IAssignmentOperation { Target: IMemberReferenceOperation } or IIncrementOrDecrementOperation { Target: IMemberReferenceOperation })
        {
            var target = (operation as IAssignmentOperation)?.Target ?? ((IIncrementOrDecrementOperation)operation).Target;
            Add(assigned, ((IMemberReferenceOperation)target).Member, operation);
        }

        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                Add(writes, declarator.Symbol, new Write(initializer.Value, declarator, IsCompound: false));
                break;
            case ISimpleAssignmentOperation assignment when SymbolOf(assignment.Target) is { } symbol:
                Add(writes, symbol, new Write(assignment.Value, assignment, IsCompound: false));
                break;
            case ICompoundAssignmentOperation compound when SymbolOf(compound.Target) is { } symbol:
                Add(writes, symbol, new Write(compound.Value, compound, IsCompound: true));
                break;
            case ICoalesceAssignmentOperation coalesce when SymbolOf(coalesce.Target) is { } symbol:
                Add(writes, symbol, new Write(coalesce.Value, coalesce, IsCompound: true));
                break;
            case IIncrementOrDecrementOperation increment when SymbolOf(increment.Target) is { } symbol:
                Add(writes, symbol, new Write(increment, increment, IsCompound: true));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                SeeParts(deconstruction.Target, deconstruction.Value, deconstruction, 0);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument when SymbolOf(argument.Value) is { } symbol:
                Add(writes, symbol, new Write(argument.Value, argument, IsCompound: true));
                break;
            case ILocalReferenceOperation { IsDeclaration: false } or IParameterReferenceOperation:
                if (!IsWritten(operation))
                {
                    Add(reads, SymbolOf(operation)!, operation);
                }

                break;
        }
    }

    /// <summary>`(a, b) = (x, y)`: each part gets its own value when the right side is written as a tuple too.</summary>
    private void SeeParts(IOperation target, IOperation value, IOperation at, int depth)
    {
        target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
        if (target is ITupleOperation tuple && depth < 8)
        {
            var values = value.WithoutConversions() is ITupleOperation parts && parts.Elements.Length == tuple.Elements.Length ? parts.Elements : default;
            for (var i = 0; i < tuple.Elements.Length; i++)
            {
                SeeParts(tuple.Elements[i], values.IsDefault ? value : values[i], values.IsDefault ? at : tuple.Elements[i], depth + 1);
            }
        }
        else if (SymbolOf(target) is { } symbol)
        {
            // Without a value of its own a part gets something out of the whole.
            Add(writes, symbol, new Write(value, at, IsCompound: depth == 0 || at is IDeconstructionAssignmentOperation));
        }
    }

    private static bool IsWritten(IOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == reference,
        IArgumentOperation { Parameter.RefKind: RefKind.Out } => true,
        _ => false,
    };

    /// <summary>The local, parameter or field that an operation names.</summary>
    public static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation declaration => SymbolOf(declaration.Expression),
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        IConversionOperation conversion => SymbolOf(conversion.Operand),
        _ => null,
    };

    private static void Add<T>(Dictionary<ISymbol, List<T>> map, ISymbol symbol, T value)
    {
        if (!map.TryGetValue(symbol, out var list))
        {
            map.Add(symbol, list = []);
        }

        list.Add(value);
    }
}
