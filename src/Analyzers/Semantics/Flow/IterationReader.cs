using System.Collections.Immutable;
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

    /// <summary>The loop as an iteration.</summary>
    public Iteration Read(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => new Iteration(IterationKind.ForEach, OfForEach(each), each, each.Body, each.Collection, ElementsOf(each)),
        IForLoopOperation counted => new Iteration(IterationKind.For, OfFor(counted), counted, counted.Body, BoundOf(counted), ElementsOf(counted)),
        IWhileLoopOperation { ConditionIsTop: true } conditional => new Iteration(IterationKind.While, OfWhile(conditional), conditional, conditional.Body, null, ImmutableArray<ISymbol>.Empty),
        IWhileLoopOperation trailing => new Iteration(IterationKind.Do, OfWhile(trailing), trailing, trailing.Body, null, ImmutableArray<ISymbol>.Empty),
        _ => new Iteration(IterationKind.For, Repetition.Walk, loop, loop.Body, null, ImmutableArray<ISymbol>.Empty),
    };

    /// <summary>A call that runs a lambda or a method group once per element; null when it doesn't.</summary>
    public Iteration? Read(IInvocationOperation call)
    {
        if (call.Arguments.Length == 0)
        {
            return null;
        }

        foreach (var argument in call.Arguments)
        {
            if (DelegateOf(argument.Value) is not { } body || SourceOf(call, body) is not { } source)
            {
                continue;
            }

            if (body is IAnonymousFunctionOperation lambda && lambda.IsExpressionTree(symbols.Bcl))
            {
                continue;
            }

            var elements = body is IAnonymousFunctionOperation { Symbol.Parameters: { Length: > 0 } parameters } ? parameters.CastArray<ISymbol>() : ImmutableArray<ISymbol>.Empty;
            return new Iteration(IterationKind.Lambda, OfSource(source, call.Syntax.SyntaxTree), call, body, source, elements);
        }

        return null;
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
                case IInvocationOperation call when Read(call) is { } iteration && child.IsOrHolds(iteration.Body):
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

    private static IOperation? DelegateOf(IOperation value) => value switch
    {
        IAnonymousFunctionOperation lambda => lambda,
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation or IMethodReferenceOperation } creation => creation.Target,
        IConversionOperation conversion => DelegateOf(conversion.Operand),
        IParenthesizedOperation parenthesized => DelegateOf(parenthesized.Operand),
        _ => null,
    };

    /// <summary>The sequence whose element the delegate takes: the receiver, or an argument as in Parallel.ForEach.</summary>
    private IOperation? SourceOf(IInvocationOperation call, IOperation body)
    {
        var method = body is IAnonymousFunctionOperation lambda ? lambda.Symbol : (body as IMethodReferenceOperation)?.Method;
        if (method is not { Parameters.Length: > 0 })
        {
            return null;
        }

        var element = method.Parameters[0].Type;
        if (call.Receiver() is { } receiver && IsSequenceOf(receiver, element) && !symbols.Bcl.IsQueryable(receiver.WithoutConversions().Type))
        {
            return receiver;
        }

        foreach (var argument in call.Arguments)
        {
            if (!argument.Value.Syntax.Span.Contains(body.Syntax.Span) && IsSequenceOf(argument.Value, element) && !symbols.Bcl.IsQueryable(argument.Value.WithoutConversions().Type))
            {
                return argument.Value;
            }
        }

        return null;
    }

    private bool IsSequenceOf(IOperation value, ITypeSymbol element)
    {
        var type = value.WithoutConversions().Type ?? value.Type;
        var held = ElementOf(type);
        return held is not null && SymbolEqualityComparer.Default.Equals(held, element);
    }

    private ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        null or { SpecialType: SpecialType.System_String } => null,
        IArrayTypeSymbol array => array.ElementType,
        _ => type.ArgumentOf(symbols.Bcl.IEnumerableOf) ?? type.ArgumentOf(symbols.Bcl.IAsyncEnumerableOf),
    };

    private Repetition OfForEach(IForEachLoopOperation loop) =>
        loop.IsAsynchronous && loop.Collection.Core() is IInvocationOperation { TargetMethod.Name: "ReadAllAsync" } ? Repetition.Poll : OfSource(loop.Collection, loop.Syntax.SyntaxTree);

    private Repetition OfSource(IOperation source, SyntaxTree tree)
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
            if (element.TypeKind is TypeKind.Delegate or TypeKind.Enum || element is { Name: "Type" or "Assembly" or "MethodInfo" or "PropertyInfo", ContainingNamespace.Name: "System" or "Reflection" } || IsService(element))
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

        source = source.Core();
        switch (source)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues.Length <= FewLiterals || initializer.ElementValues.All(v => v.ConstantValue.HasValue) ? Repetition.Few : Repetition.Elements;
            case IObjectCreationOperation { Initializer: { } initializer } when initializer.Initializers.Length > 0:
                return initializer.Initializers.Length <= FewLiterals && BodyIndex.Of(source).IsComplete && !IsAddedTo(source) ? Repetition.Few : Repetition.Elements;
            case { Kind: OperationKind.None } when source.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax { Elements: { Count: > 0 and <= FewLiterals } elements }
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
            case ICoalesceOperation coalesce:
                return OfValue(coalesce.Value, hops + 1);
            case ILocalReferenceOperation local when BodyIndex.Of(source).SingleValue(local.Local) is { } value:
                return OfValue(value, hops + 1);
            case IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } }:
                return Repetition.Few;
            case IPropertyReferenceOperation property when IsOptions(property.Property.ContainingType):
                return Repetition.Few;
            case IFieldReferenceOperation field when IsOptions(field.Field.ContainingType):
                return Repetition.Few;
            case IInvocationOperation { TargetMethod.Name: "GetChildren" or "GetServices" or "GetInvocationList" or "GetExportedTypes" or "GetTypes" or "GetAssemblies" }:
                return Repetition.Few;
            default:
                return Repetition.Elements;
        }
    }

    /// <summary>A list with an initializer that grows later is no literal.</summary>
    private static bool IsAddedTo(IOperation creation) =>
        creation.Consumer() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
        || BodyIndex.Of(creation).Reads(declarator.Symbol).Any(r => r.Parent is IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Insert" or "InsertRange" });

    private Repetition OfFor(IForLoopOperation loop)
    {
        foreach (var step in loop.AtLoopBottom)
        {
            if (step is IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Value: var amount } } && amount.ConstantValue is not { HasValue: true, Value: 1 or -1 })
            {
                return Repetition.Batch;
            }
        }

        if (loop.Condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual, RightOperand: { } bound } && bound.WithoutConversions().ConstantValue is { HasValue: true, Value: int and <= 10 })
        {
            return Repetition.Few;
        }

        // Attempts: the loop is left as soon as one turn succeeds.
        if (loop.Body.Contains<ITryOperation>(static t => t.Catches.Length > 0) && loop.Body.Contains<IOperation>(static o => o is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break }))
        {
            return Repetition.Poll;
        }

        // A counter that indexes nothing counts pages or partitions.
        if (!loop.Body.Contains<IOperation>(o => IsIndexedBy(o, loop)))
        {
            return Repetition.Batch;
        }

        return BoundOf(loop) is { } source ? OfSource(source, loop.Syntax.SyntaxTree) : Repetition.Elements;
    }

    private static bool IsIndexedBy(IOperation operation, IForLoopOperation loop)
    {
        var index = operation switch
        {
            IArrayElementReferenceOperation { Indices: { Length: > 0 } indices } => indices[0],
            IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: > 0 } arguments } => arguments[0].Value,
            IInvocationOperation { TargetMethod.Name: "ElementAt" or "ElementAtOrDefault", Arguments: { Length: > 0 } arguments } => arguments[arguments.Length - 1].Value,
            _ => null,
        };
        return index?.Contains<ILocalReferenceOperation>(l => loop.Locals.Contains(l.Local, SymbolEqualityComparer.Default)) == true;
    }

    /// <summary>The list whose length bounds a counted loop.</summary>
    private static IOperation? BoundOf(IForLoopOperation loop) =>
        loop.Condition is IBinaryOperation { RightOperand: { } bound } && bound.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } list } ? list : null;

    private Repetition OfWhile(IWhileLoopOperation loop)
    {
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

        return condition.Contains<IInvocationOperation>(static c => Readers.Contains(c.TargetMethod.Name)) ? Repetition.Elements : Repetition.Walk;
    }

    private ImmutableArray<ISymbol> ElementsOf(IForEachLoopOperation loop) => loop.Locals.CastArray<ISymbol>();

    private static ImmutableArray<ISymbol> ElementsOf(IForLoopOperation loop) => loop.Locals.CastArray<ISymbol>();

    private bool IsCollection(ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_String && !type.IsOrDerivesFrom(symbols.Bcl.Grouping)
        && (type is IArrayTypeSymbol || type.IsOrDerivesFrom(symbols.Bcl.IEnumerableOf)) && type is not ITypeParameterSymbol
        && (type is IArrayTypeSymbol { ElementType.SpecialType: not SpecialType.System_Byte } || type.ContainingNamespace?.ToString().StartsWith("System.", StringComparison.Ordinal) == true);

    /// <summary>An interface whose members are work to do, not data to read.</summary>
    private static bool IsService(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Interface } || type.ContainingNamespace?.ToString().StartsWith("System", StringComparison.Ordinal) == true)
        {
            return false;
        }

        var (methods, data) = (0, 0);
        foreach (var member in type.GetMembers())
        {
            methods += member is IMethodSymbol { MethodKind: MethodKind.Ordinary } ? 1 : 0;
            data += member is IPropertySymbol { SetMethod: not null } ? 1 : 0;
        }

        return methods > 0 && data == 0 || type.AllInterfaces.Any(IsService);
    }

    /// <summary>A type that is bound from configuration, or whose objects such a type lists: they are written by an administrator.</summary>
    private static bool IsOptions(INamedTypeSymbol? type)
    {
        if (type is null || NamesOptions(type.Name))
        {
            return type is not null;
        }

        foreach (var sibling in type.ContainingNamespace?.GetTypeMembers() ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            if (NamesOptions(sibling.Name) && sibling.GetMembers().Any(m => m is IPropertySymbol { Type: INamedTypeSymbol { TypeArguments: { Length: 1 } held } } && SymbolEqualityComparer.Default.Equals(held[0], type)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesOptions(string name) =>
        name.EndsWith("Options", StringComparison.Ordinal) || name.EndsWith("Settings", StringComparison.Ordinal)
        || name.EndsWith("Configuration", StringComparison.Ordinal) || name.EndsWith("Config", StringComparison.Ordinal);
}
