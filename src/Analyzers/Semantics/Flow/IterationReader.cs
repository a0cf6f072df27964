using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Recognises what repeats, and what one turn of it stands for.</summary>
internal sealed class IterationReader(KnownSymbols symbols)
{
    /// <summary>A set of at most this many literals is no set of rows.</summary>
    private const int FewLiterals = 5;

    private static readonly ImmutableHashSet<string> Chunkers =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "Chunk", "Batch", "Buffer", "Partition", "InSetsOf", "Page", "ToChunks", "ChunkBy", "SplitList", "Slice");

    private static readonly ImmutableHashSet<string> Readers =
        ImmutableHashSet.Create(StringComparer.Ordinal, "Read", "ReadAsync", "ReadLine", "ReadLineAsync", "MoveNext", "MoveNextAsync");

    private static readonly ImmutableHashSet<string> Takers =
        ImmutableHashSet.Create(StringComparer.Ordinal, "Dequeue", "TryDequeue", "Pop", "TryPop", "TryTake");

    private readonly ConditionalWeakTable<IOperation, Iteration> loops = new();
    private readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<Iteration>>> calls = new();

    /// <summary>The loop as an iteration; all that ask share one.</summary>
    public Iteration Read(ILoopOperation loop) => loops.TryGetValue(loop, out var known) ? known : loops.GetValue(loop, l => ReadLoop((ILoopOperation)l));

    private Iteration ReadLoop(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => new Iteration(IterationKind.ForEach, OfForEach(each), each, each.Body, each.Collection, ElementsOf(each)),
        IForLoopOperation counted => new Iteration(IterationKind.For, OfFor(counted), counted, counted.Body, CountedLoop.BoundOf(counted), CountedLoop.CountersOf(counted)),
        IWhileLoopOperation conditional => new Iteration(
            conditional.ConditionIsTop ? IterationKind.While : IterationKind.Do, OfWhile(conditional, out var queue), conditional, conditional.Body, queue, ElementsOf(conditional)),
        _ => new Iteration(IterationKind.For, Repetition.Walk, loop, loop.Body, null, ImmutableArray<ISymbol>.Empty),
    };

    /// <summary>The lambdas and method groups that the call runs once per element; empty for most calls.</summary>
    public ImmutableArray<Iteration> Read(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (DelegateOf(argument.Value) is not null)
            {
                return (calls.TryGetValue(call, out var known) ? known : calls.GetValue(call, c => new StrongBox<ImmutableArray<Iteration>>(ReadCall((IInvocationOperation)c)))).Value;
            }
        }

        return ImmutableArray<Iteration>.Empty;
    }

    private ImmutableArray<Iteration> ReadCall(IInvocationOperation call)
    {
        var found = ImmutableArray<Iteration>.Empty;
        foreach (var argument in call.Arguments)
        {
            if (DelegateOf(argument.Value) is not { Target: { } body } creation || body is IAnonymousFunctionOperation lambda && lambda.IsExpressionTree(symbols.Bcl)
                || (creation.Type as INamedTypeSymbol)?.DelegateInvokeMethod is not { Parameters: { IsEmpty: false } taken })
            {
                continue;
            }

            var elements = body is IAnonymousFunctionOperation { Symbol.Parameters: { Length: > 0 } parameters } ? parameters.CastArray<ISymbol>() : ImmutableArray<ISymbol>.Empty;
            if (call.TargetMethod is { Name: "For" or "ForAsync" } && call.TargetMethod.ContainingType.Is(symbols.Bcl.Parallel))
            {
                found = found.Add(new Iteration(IterationKind.Lambda, OfCount(call.Arguments[1].Value, body, elements), call, body, CountedLoop.LengthOf(call.Arguments[1].Value), elements));
            }
            else if (SourceOf(call, creation, taken) is { } source)
            {
                found = found.Add(new Iteration(IterationKind.Lambda, OfSource(source), call, body, source, elements));
            }
        }

        return found;
    }

    /// <summary>The iterations around an operation, innermost first, up to the member's body.</summary>
    public IEnumerable<Iteration> Around(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILoopOperation loop when RunsEachTurn(loop, child):
                    yield return Read(loop);
                    break;
                case IInvocationOperation call when Read(call).FirstOrDefault(i => child.IsOrHolds(i.Body)) is { } iteration:
                    yield return iteration;
                    break;
            }
        }
    }

    /// <summary>Whether that part of the loop runs each turn, not only once before.</summary>
    private static bool RunsEachTurn(ILoopOperation loop, IOperation part) => loop switch
    {
        IForEachLoopOperation each => part != each.Collection,
        IForLoopOperation counted => !counted.Before.Contains(part),
        _ => true,
    };

    private static IDelegateCreationOperation? DelegateOf(IOperation value) => value switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation or IMethodReferenceOperation } creation => creation,
        IConversionOperation conversion => DelegateOf(conversion.Operand),
        IParenthesizedOperation parenthesized => DelegateOf(parenthesized.Operand),
        _ => null,
    };

    /// <summary>The sequence whose element the delegate takes: the receiver, or an argument as in Parallel.ForEach.</summary>
    private IOperation? SourceOf(IInvocationOperation call, IDelegateCreationOperation creation, ImmutableArray<IParameterSymbol> taken)
    {
        // Aggregate hands on what it has before the element.
        var element = taken[call.TargetMethod.Name == "Aggregate" && taken.Length > 1 ? 1 : 0].Type;
        if (call.Receiver() is { } receiver && IsSequenceOf(receiver, element))
        {
            return receiver;
        }

        foreach (var argument in call.Arguments)
        {
            if (!argument.Value.Syntax.Span.Contains(creation.Syntax.Span) && IsSequenceOf(argument.Value, element))
            {
                return argument.Value;
            }
        }

        return null;
    }

    private bool IsSequenceOf(IOperation value, ITypeSymbol element)
    {
        var type = value.WithoutConversions().Type ?? value.Type;
        return !symbols.Bcl.IsQueryable(type) && ElementOf(type) is { } held && SymbolEqualityComparer.Default.Equals(held, element);
    }

    private ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        null or { SpecialType: SpecialType.System_String } => null,
        IArrayTypeSymbol array => array.ElementType,
        _ => type.ArgumentOf(symbols.Bcl.IEnumerableOf) ?? type.ArgumentOf(symbols.Bcl.IAsyncEnumerableOf),
    };

    private Repetition OfForEach(IForEachLoopOperation loop) =>
        loop.IsAsynchronous && loop.Collection.Core() is IInvocationOperation { TargetMethod.Name: "ReadAllAsync" } ? Repetition.Poll : OfSource(loop.Collection);

    private Repetition OfSource(IOperation source)
    {
        source = source.WithoutConversions();
        var element = ElementOf(source.Type);
        if (element is not null)
        {
            if (IsCollection(element))
            {
                return Repetition.Batch;
            }

            // Services, handlers, delegates and types are registered by the dozen at most.
            if (element.TypeKind is TypeKind.Delegate or TypeKind.Enum || element is { Name: "Type" or "Assembly" or "MethodInfo" or "PropertyInfo", ContainingNamespace.Name: "System" or "Reflection" } || SmallKinds.IsService(element))
            {
                return Repetition.Few;
            }
        }

        return OfValue(source, 0);
    }

    /// <summary>Follows the source to where it is made, a few hops far.</summary>
    private Repetition OfValue(IOperation source, int hops)
    {
        if (hops > 6)
        {
            return Repetition.Elements;
        }

        if (SmallKinds.HoldsOneOf(source.WithoutConversions().Type, ElementOf(source.WithoutConversions().Type)))
        {
            return Repetition.Once;
        }

        source = source.Core();
        switch (source)
        {
            case IInvocationOperation call when SmallKinds.HoldsOneOf(call.Receiver()?.WithoutConversions().Type, ElementOf(call.Type)):
                return Repetition.Once;
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues.Length <= FewLiterals || initializer.ElementValues.All(v => v.ConstantValue.HasValue) ? Repetition.Few : Repetition.Elements;
            case IObjectCreationOperation { Initializer: { } initializer } when initializer.Initializers.Length > 0:
                return initializer.Initializers.Length <= FewLiterals && BodyIndex.Of(source).IsComplete && !IsAddedTo(source) ? Repetition.Few : Repetition.Elements;
            case not IConversionOperation when source.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax { Elements: { Count: > 0 and <= FewLiterals } elements }
                && elements.All(e => e is Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionElementSyntax):
                return Repetition.Few;
            case IInvocationOperation call when Chunkers.Contains(call.TargetMethod.Name) && call.Type is not null && ElementOf(call.Type) is { } part && IsCollection(part):
                return Repetition.Batch;
            case IInvocationOperation { TargetMethod: { Name: "GetValues" or "GetNames", ContainingType: { } owner } } when owner.Is(symbols.Bcl.Enum):
                return Repetition.Few;
            case IInvocationOperation { TargetMethod: { Name: "Range", ContainingType: { } owner } } range when owner.Is(symbols.Bcl.Enumerable)
                && range.Arguments.Last().Value.ConstantValue is { HasValue: true, Value: int and <= FewLiterals }:
                return Repetition.Few;
            case IInvocationOperation { TargetMethod.ContainingType: { } owner } call when (owner.Is(symbols.Bcl.Enumerable) || owner.Is(symbols.Bcl.Queryable)) && call.Receiver() is { } receiver:
                if (call.TargetMethod.Name is "Take" && call.Arguments.Last().Value.ConstantValue is { HasValue: true, Value: int and <= FewLiterals })
                {
                    return Repetition.Few;
                }

                return call.TargetMethod.Name is "Concat" or "Union" or "SelectMany" or "Join" or "GroupJoin" or "Zip" ? Repetition.Elements : OfValue(receiver, hops + 1);
            case IInvocationOperation { TargetMethod.Name: "ToListAsync" or "ToArrayAsync" } call when symbols.Ef?.IsQueryExtension(call.TargetMethod) == true && call.Receiver() is { } rows:
                return OfValue(rows, hops + 1);
            case ICoalesceOperation coalesce:
                return OfValue(coalesce.Value, hops + 1);
            case ILocalReferenceOperation local when BodyIndex.Of(source).SingleValue(local.Local) is { } value:
                return OfValue(value, hops + 1);
            case IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } }:
                return Repetition.Few;
            case IPropertyReferenceOperation property when SmallKinds.IsOptions(property.Property.ContainingType):
                return Repetition.Few;
            case IFieldReferenceOperation field when SmallKinds.IsOptions(field.Field.ContainingType):
                return Repetition.Few;
            case IInvocationOperation { TargetMethod.Name: "GetChildren" or "GetServices" or "GetInvocationList" or "GetExportedTypes" or "GetTypes" or "GetAssemblies" }:
                return Repetition.Few;
            default:
                return Repetition.Elements;
        }
    }

    /// <summary>A list with an initializer that grows later is no literal.</summary>
    private static bool IsAddedTo(IOperation creation) => creation.Consumer() switch
    {
        IForEachLoopOperation or IInvocationOperation => false,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            BodyIndex.Of(creation).Reads(declarator.Symbol).Any(static r => r.Parent is IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Insert" or "InsertRange" }),
        _ => true,
    };

    private Repetition OfFor(IForLoopOperation loop)
    {
        if (loop.AtLoopBottom.Any(CountedLoop.IsStride))
        {
            return Repetition.Batch;
        }

        if (loop.Condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual, RightOperand: { } bound } && bound.WithoutConversions().ConstantValue is { HasValue: true, Value: int and <= 10 })
        {
            return Repetition.Few;
        }

        // A counter that indexes nothing counts attempts, pages or partitions.
        var counters = CountedLoop.CountersOf(loop);
        if (!CountedLoop.IsIndexedBy(loop.Body, counters))
        {
            return loop.Body.Contains<ITryOperation>(static t => t.Catches.Length > 0) ? Repetition.Poll : Repetition.Batch;
        }

        return CountedLoop.BoundOf(loop) is { } source ? OfSource(source) : Repetition.Elements;
    }

    /// <summary>A count that only bounds a lambda's counter says nothing; one whose counter indexes a list counts its elements.</summary>
    private Repetition OfCount(IOperation bound, IOperation body, ImmutableArray<ISymbol> counters) =>
        bound.WithoutConversions().ConstantValue is { HasValue: true, Value: int and <= 10 } ? Repetition.Few
            : !CountedLoop.IsIndexedBy(body, counters) ? Repetition.Batch
            : CountedLoop.LengthOf(bound) is { } source ? OfSource(source) : Repetition.Elements;

    private Repetition OfWhile(IWhileLoopOperation loop, out IOperation? queue)
    {
        queue = null;
        if (loop.Condition is not { } condition)
        {
            return Repetition.Poll;
        }

        if (loop.Body.Contains<IInvocationOperation>(static c => c.TargetMethod is { Name: "Delay" or "WaitForNextTickAsync" or "Sleep" })
            || condition.Contains<IInvocationOperation>(static c => c.TargetMethod.Name is "WaitForNextTickAsync" or "WaitToReadAsync")
            || condition.Contains<IPropertyReferenceOperation>(static p => p.Property.Name is "IsCancellationRequested"))
        {
            return Repetition.Poll;
        }

        if (condition.Contains<IInvocationOperation>(static c => Readers.Contains(c.TargetMethod.Name)))
        {
            return Repetition.Elements;
        }

        if (ReadsOn(loop, condition))
        {
            return Repetition.Elements;
        }

        queue = EmptiedBy(loop);
        return queue is null ? Repetition.Walk : OfSource(queue);
    }

    /// <summary>Whether each turn reads on from what the condition asks whether there is more: `while (reader.Peek() >= 0) { .. reader.ReadLine() .. }`.</summary>
    private static bool ReadsOn(IWhileLoopOperation loop, IOperation condition) =>
        condition.Contains<ILocalReferenceOperation>(asked => asked.Parent is IMemberReferenceOperation or IInvocationOperation && asked.Type is { SpecialType: SpecialType.None }
            && loop.Body.Contains<IInvocationOperation>(c => Readers.Contains(c.TargetMethod.Name) && c.Instance is ILocalReferenceOperation read && SymbolEqualityComparer.Default.Equals(read.Local, asked.Local)));

    /// <summary>The queue or stack of its own that a loop empties; one that it fills again is a walk over a tree.</summary>
    private static IOperation? EmptiedBy(IWhileLoopOperation loop)
    {
        IOperation? found = null;
        loop.Contains<IInvocationOperation>(c => Takers.Contains(c.TargetMethod.Name) && c.Instance is ILocalReferenceOperation local && (found = local) is not null);
        return found is ILocalReferenceOperation { Local: var queue } && BodyIndex.Of(loop).Reads(queue).All(r => !r.IsInside(loop)
            || r.Parent is IPropertyReferenceOperation || r.Parent is IInvocationOperation { TargetMethod.Name: var name } && (Takers.Contains(name) || name is "Any" or "Count" or "Peek" or "TryPeek") || r.Parent is IConversionOperation)
            ? found : null;
    }

    /// <summary>What the condition moves on: the reader, the line, the item that it takes.</summary>
    private static ImmutableArray<ISymbol> ElementsOf(IWhileLoopOperation loop) =>
        loop.Condition is null ? ImmutableArray<ISymbol>.Empty
            : loop.Condition.DescendantsAndSelf().Where(static o => o is ILocalReferenceOperation).Select(static o => (ISymbol)((ILocalReferenceOperation)o).Local)
                .Distinct<ISymbol>(SymbolEqualityComparer.Default).Take(8).ToImmutableArray();

    private static ImmutableArray<ISymbol> ElementsOf(IForEachLoopOperation loop) => loop.Locals.CastArray<ISymbol>();

    private bool IsCollection(ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_String && !type.IsOrDerivesFrom(symbols.Bcl.Grouping) && !type.IsOrDerivesFrom(symbols.Bcl.DictionaryInterfaceOf)
        && (type is IArrayTypeSymbol || type.IsOrDerivesFrom(symbols.Bcl.IEnumerableOf)) && type is not ITypeParameterSymbol
        && (type is IArrayTypeSymbol { ElementType.SpecialType: not SpecialType.System_Byte } || type.ContainingNamespace.IsOfSystem());
}
