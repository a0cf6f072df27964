using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Decides whether one query before a loop gives the same as a query per element, and how its answers are looked up.</summary>
internal sealed class BatchReader(KnownSymbols symbols, QueryReader queries, Func<EfModel> model)
{
    /// <summary>The batch for a query that stands in a foreach; null when the two would not be the same.</summary>
    public Batch? Read(Turn turn, EffectSite site)
    {
        if (turn.Iteration is not { Kind: IterationKind.ForEach, Operation: IForEachLoopOperation { IsAsynchronous: false } loop, Elements: { Length: 1 } elements } iteration
            || site is not { IsDirect: true, Operation: IInvocationOperation { Syntax: InvocationExpressionSyntax } call }
            || queries.ReadTerminal(call) is not { Query: { IsComplete: true, Root: { Kind: RootKind.Set or RootKind.Call or RootKind.Member or RootKind.Parameter, Entity: INamedTypeSymbol type } } } use
            || model().Entity(type) is not { IsKeyless: false } entity
            || SourceOf(loop, elements[0]) is not { } source)
        {
            return null;
        }

        var body = new BatchBody(loop, call, type, symbols);
        if (!turn.OnlyReads(queries) || !body.RunsOnce || !body.IsEveryTurn || !body.IsQuiet)
        {
            return null;
        }

        var comparison = use.Operator.Kind == OperatorKind.Find ? OfFind(use, entity) : OfPredicate(use, iteration, body);
        if (comparison is not { } found
            || ElementValue.Of(found.Value, elements[0], loop) is not { } value || value.Members.Any(body.Assigns)
            || entity.Property(found.Key.Name) is not { HasConversion: false, IsJson: false }
            || IsText(found.Key.Type) || !SymbolEqualityComparer.Default.Equals(Underlying(found.Key.Type), Underlying(value.Type))
            || body.Assigns(found.Key)
            || !IsInvariant(use, found, iteration, body))
        {
            return null;
        }

        var (isKeyNullable, isValueNullable) = (IsNullable(found.Key.Type), IsNullable(value.Type));
        return ShapeOf(use, entity, found, isKeyNullable, isValueNullable) is { } shape
            ? new Batch(shape, found.Key.Name, value.Text, found.Value.WithoutConversions().Syntax.ToString(), found.Step, found.Conjunct, isKeyNullable, isValueNullable, IsBounded(loop.Collection), source)
            : null;
    }

    private static BatchShape? ShapeOf(QueryUse use, EntityModel entity, Comparison found, bool isKeyNullable, bool isValueNullable)
    {
        var name = use.Call!.TargetMethod.Name;
        var isRequired = !name.Contains("OrDefault");
        return use.Operator.Kind switch
        {
            OperatorKind.Find => BatchShape.Row,
            OperatorKind.First or OperatorKind.Single when !isKeyNullable && entity.Identifies(found.Fixed.Add(found.Key.Name)) == true => isRequired ? BatchShape.RequiredRow : BatchShape.Row,
            OperatorKind.List when name is "ToList" or "ToListAsync" or "ToArray" or "ToArrayAsync" => BatchShape.Rows,
            OperatorKind.Any when !IsIncluding(use) => BatchShape.Exists,
            OperatorKind.Count when !IsIncluding(use) && !isValueNullable && name is "Count" or "CountAsync" => BatchShape.Count,
            _ => null,
        };
    }

    private static bool IsIncluding(QueryUse use) => use.Query.Steps.Any(static s => s.Kind is OperatorKind.Include or OperatorKind.ThenInclude);

    /// <summary>The value of a key that has one part.</summary>
    private static Comparison? OfFind(QueryUse use, EntityModel entity)
    {
        var values = use.Call!.Arguments.ArgumentAt(0)?.WithoutConversions();
        var parts = values switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            { Syntax: CollectionExpressionSyntax } => values.ChildOperations.ToImmutableArray(),
            _ => ImmutableArray<IOperation>.Empty,
        };
        return entity.Key.Length == 1 && parts.Length == 1 && use.Query.Steps.IsEmpty ? new Comparison(entity.Key[0], parts[0], parts[0], Step: -1, Conjunct: 0, ImmutableArray<string>.Empty) : null;
    }

    /// <summary>The one condition that compares a property of the row with a value of the turn.</summary>
    private static Comparison? OfPredicate(QueryUse use, Iteration iteration, BatchBody body)
    {
        var (found, held, step) = (default(Comparison), ImmutableArray.CreateBuilder<string>(), 0);
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
                if (Compared(conjunct, parameters[0]) is { } sides && !body.ReadsRow(sides.Value))
                {
                    if (!body.Varies(sides.Value, iteration))
                    {
                        held.Add(sides.Key.Name);
                    }
                    else if (found is null)
                    {
                        found = new Comparison(sides.Key, sides.Value, conjunct, step, place, ImmutableArray<string>.Empty);
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

    /// <summary>Whether the rest of the query is the same in every turn, and made of steps that neither cut nor reshape rows.</summary>
    private static bool IsInvariant(QueryUse use, Comparison found, Iteration iteration, BatchBody body) =>
        use.Query.Steps.All(static s => !s.Sometimes && s.Kind is OperatorKind.Filter or OperatorKind.Include or OperatorKind.ThenInclude or OperatorKind.Tracking
            or OperatorKind.Split or OperatorKind.Tag or OperatorKind.Order or OperatorKind.ThenOrder || s.Operator.Name is "IgnoreQueryFilters" or "IgnoreAutoIncludes" or "AsQueryable")
        && !body.Varies(use.Call!, iteration, except: found.At)
        && !(use.Query.Steps.Any(static s => s.Kind == OperatorKind.Tracking) && body.ChangesRows);

    private BatchSource? SourceOf(IForEachLoopOperation loop, ISymbol element)
    {
        var source = loop.Collection.WithoutConversions();
        if (source.Type is null || element is not ILocalSymbol { Type: { } type } || !SymbolEqualityComparer.Default.Equals(ElementOf(source.Type), type) || loop.Collection.Contains<IAssignmentOperation>(static _ => true))
        {
            return null;
        }

        if (symbols.Bcl.IsQueryable(source.Type))
        {
            return queries.Read(source) is { IsDatabase: true } ? BatchSource.Query : null;
        }

        if (IsCollection(source.Type))
        {
            return source is ILocalReferenceOperation or IParameterReferenceOperation ? BatchSource.Named : BatchSource.Made;
        }

        return source is ILocalReferenceOperation or IParameterReferenceOperation || IsPlainLinq(source, 0) ? BatchSource.Lazy : null;
    }

    /// <summary>LINQ over collections whose lambdas call nothing: when it runs makes no difference.</summary>
    private bool IsPlainLinq(IOperation source, int hops) => source.WithoutConversions() switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IPropertyReferenceOperation { Type: { } type } => IsCollection(type),
        IInvocationOperation call when hops < 20 && call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable) && call.Receiver() is { } receiver =>
            IsPlainLinq(receiver, hops + 1) && !call.Arguments.Any(a => !a.Value.Syntax.Span.Contains(receiver.Syntax.Span) && a.Contains<IInvocationOperation>(static _ => true)),
        _ => false,
    };

    private static bool IsCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol || IsCollectionInterface(type) || type.AllInterfaces.Any(IsCollectionInterface);

    private static bool IsCollectionInterface(ITypeSymbol type) => type is INamedTypeSymbol { Name: "ICollection" or "IReadOnlyCollection", TypeArguments.Length: 1, TypeKind: TypeKind.Interface };

    private ITypeSymbol? ElementOf(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType : type.ArgumentOf(symbols.Bcl.IEnumerableOf);

    private bool IsBounded(IOperation source) =>
        (queries.Materialised(source)?.Query ?? queries.Read(source.WithoutConversions())) is { } query && query.Has(OperatorKind.Take);

    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String || !Underlying(type).IsValueType;

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static ITypeSymbol Underlying(ITypeSymbol type) => IsNullable(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    /// <param name="Key">The property of the row.</param>
    /// <param name="Value">What it is compared with.</param>
    /// <param name="At">The comparison.</param>
    /// <param name="Step">How many calls before the terminal it stands.</param>
    /// <param name="Conjunct">Its place among the conditions there.</param>
    /// <param name="Fixed">Properties that are held to one value for all turns.</param>
    private sealed record Comparison(IPropertySymbol Key, IOperation Value, IOperation At, int Step, int Conjunct, ImmutableArray<string> Fixed);
}
