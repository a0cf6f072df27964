using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>The one condition of a query that compares a property of the row with a value that differs from run to run.</summary>
/// <param name="Key">The property of the row.</param>
/// <param name="Value">What it is compared with.</param>
/// <param name="At">The comparison.</param>
/// <param name="Step">How many calls before the terminal it stands; -1 for Find.</param>
/// <param name="Conjunct">Its place among the conditions there.</param>
/// <param name="Fixed">Properties that are held to one value for all runs.</param>
internal sealed record KeyComparison(IPropertySymbol Key, IOperation Value, IOperation At, int Step, int Conjunct, ImmutableArray<string> Fixed)
{
    /// <param name="use">The query.</param>
    /// <param name="entity">What its rows are.</param>
    /// <param name="readsRow">Whether a row goes into a value.</param>
    /// <param name="varies">Whether a value may be another one in another run.</param>
    public static KeyComparison? Of(QueryUse use, EntityModel entity, Func<IOperation, bool> readsRow, Func<IOperation, bool> varies) =>
        use.Operator.Kind == OperatorKind.Find ? OfFind(use, entity) : OfPredicate(use, readsRow, varies);

    /// <summary>The key is text, whose comparison is the database's.</summary>
    public bool IsText => Key.Type.SpecialType == SpecialType.System_String;

    /// <summary>Whether the database compares the two as memory does: a column that holds what the property says, and no text.</summary>
    public bool IsExact(EntityModel entity, ITypeSymbol value) => IsStoredAsIs(entity, value) && Key.Type.WithoutNullable() is { IsValueType: true };

    /// <summary>Whether the key is text that tells rows apart, such as the id of a user: nobody types it, so that both sides are written alike.</summary>
    public bool IsTextOfKey(EntityModel entity, ITypeSymbol value) => IsText && IsStoredAsIs(entity, value)
        && (entity.Key.Length == 1 && entity.Key[0].Name == Key.Name || entity.Navigations.Any(n => n.IsDependent == true && n.ForeignKey.Length == 1 && n.ForeignKey[0] == Key.Name));

    private bool IsStoredAsIs(EntityModel entity, ITypeSymbol value) =>
        entity.Property(Key.Name) is { HasConversion: false, IsJson: false } && SymbolEqualityComparer.Default.Equals(Key.Type.WithoutNullable(), value.WithoutNullable());

    private static KeyComparison? OfFind(QueryUse use, EntityModel entity) =>
        entity.Key.Length == 1 && use.Query.Steps.IsEmpty && PartsOf(use.Call!) is { Length: 1 } parts ? new KeyComparison(entity.Key[0], parts[0], parts[0], Step: -1, Conjunct: 0, ImmutableArray<string>.Empty) : null;

    /// <summary>The values of a key that Find gets.</summary>
    public static ImmutableArray<IOperation> PartsOf(IInvocationOperation find)
    {
        var values = find.Arguments.ArgumentAt(0)?.WithoutConversions();
        return values switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            { Syntax: CollectionExpressionSyntax } => values.ChildOperations.ToImmutableArray(),
            _ => ImmutableArray<IOperation>.Empty,
        };
    }

    /// <summary>The one condition of a query that compares a property of the row with a value that varies.</summary>
    public static KeyComparison? OfPredicate(QueryUse use, Func<IOperation, bool> readsRow, Func<IOperation, bool> varies)
    {
        var (found, held, step) = (default(KeyComparison), ImmutableArray.CreateBuilder<string>(), 0);
        for (var call = use.Call; call is { Syntax: InvocationExpressionSyntax }; call = call.Receiver()?.WithoutConversions() as IInvocationOperation, step++)
        {
            var isFilter = step == 0 ? use.Operator.TakesPredicate : use.Query.Steps.Any(s => s.Call == call && s.Kind == OperatorKind.Filter);
            if (!isFilter || QueryReader.LambdaOf(call) is not { Symbol.Parameters: { Length: 1 } parameters } lambda || lambda.ReturnedValue()?.WithoutConversions() is not { } condition)
            {
                continue;
            }

            var place = 0;
            foreach (var conjunct in Conjuncts(condition))
            {
                if (Compared(conjunct, parameters[0]) is { } sides && !readsRow(sides.Value))
                {
                    if (!varies(sides.Value))
                    {
                        held.Add(sides.Key.Name);
                    }
                    else if (found is null)
                    {
                        found = new KeyComparison(sides.Key, sides.Value, conjunct, step, place, ImmutableArray<string>.Empty);
                    }
                    else
                    {
                        return null;
                    }
                }

                place++;
            }
        }

        return found is null ? null : found with { Fixed = held.ToImmutable() };
    }

    private static IEnumerable<IOperation> Conjuncts(IOperation condition) =>
        condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, Syntax: BinaryExpressionSyntax } both
            ? Conjuncts(both.LeftOperand).Concat(Conjuncts(both.RightOperand))
            : [condition];

    private static (IPropertySymbol Key, IOperation Value)? Compared(IOperation condition, IParameterSymbol row) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality when PropertyOf(equality.LeftOperand, row) is { } left => (left, equality.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality when PropertyOf(equality.RightOperand, row) is { } right => (right, equality.LeftOperand),
        _ => null,
    };

    private static IPropertySymbol? PropertyOf(IOperation side, IParameterSymbol row) =>
        side.WithoutConversions() is IPropertyReferenceOperation { Instance: IParameterReferenceOperation reference } property && SymbolEqualityComparer.Default.Equals(reference.Parameter, row)
            ? property.Property
            : null;
}
