using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Steps between an operation and what it wraps or is wrapped by.</summary>
internal static class Unwrapping
{
    /// <summary>The operation without conversions, parentheses, awaits, null-forgiving and query syntax around it.</summary>
    public static IOperation Core(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IAwaitOperation awaited:
                    operation = awaited.Operation;
                    break;
                case ITranslatedQueryOperation translated:
                    operation = translated.Operation;
                    break;
                case IArgumentOperation argument:
                    operation = argument.Value;
                    break;
                case IConditionalAccessOperation access:
                    operation = access.WhenNotNull;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "WaitAsync" or "GetAwaiter" or "GetResult", Instance: { } instance }:
                    operation = instance;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "WithCancellation" or "ConfigureAwait", IsExtensionMethod: true }, Arguments: [var source, ..] }:
                    operation = source.Value;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when task.Type is { Name: "Task" or "ValueTask" }:
                    operation = task;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>What a member is accessed on: for `a?.B()` the `a`, not its placeholder.</summary>
    public static IOperation? Receiver(this IOperation operation)
    {
        var receiver = operation switch
        {
            IInvocationOperation { Instance: { } instance } => instance,
            IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { Length: > 0 } arguments } =>
                arguments.ArgumentAt(0),
            IMemberReferenceOperation { Instance: { } instance } => instance,
            _ => null,
        };

        return receiver is IConditionalAccessInstanceOperation placeholder ? placeholder.Accessed() : receiver;
    }

    /// <summary>The operation that a conditional access placeholder stands for.</summary>
    public static IOperation Accessed(this IConditionalAccessInstanceOperation placeholder)
    {
        // The placeholder's syntax is what is accessed: only the way up tells which access it belongs to.
        for (IOperation? child = placeholder, parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access.Operation;
            }
        }

        return placeholder;
    }

    /// <summary>The first operation around that is not a conversion, a parenthesis or an await.</summary>
    public static IOperation? Consumer(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation or IArgumentOperation or ITranslatedQueryOperation
            || parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" })
        {
            parent = parent.Parent;
        }

        return parent;
    }

    /// <summary>The outermost operation: the body of the member.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    public static bool IsInside(this IOperation operation, IOperation region) =>
        region.Syntax.SyntaxTree == operation.Syntax.SyntaxTree && region.Syntax.Span.Contains(operation.Syntax.Span);

    /// <summary>The value without casts and parentheses only: awaits and calls stay.</summary>
    public static IOperation WithoutConversions(this IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }

    /// <summary>Whether the lambda becomes an expression tree: it is translated, never run here.</summary>
    public static bool IsExpressionTree(this IAnonymousFunctionOperation lambda, BclSymbols bcl)
    {
        for (var parent = lambda.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IDelegateCreationOperation:
                    return false;
                case IConversionOperation conversion:
                    return conversion.Type.IsOrDerivesFrom(bcl.Expression);
                case IParenthesizedOperation:
                    continue;
                default:
                    return parent.Type.IsOrDerivesFrom(bcl.Expression);
            }
        }

        return false;
    }

    /// <summary>The call with the ConfigureAwait that follows it: what an await waits for.</summary>
    public static IInvocationOperation Configured(this IInvocationOperation call) =>
        call.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured ? configured : call;

    /// <summary>The statement that the call is, awaited when it has to be; null when something uses its result.</summary>
    public static IExpressionStatementOperation? AsStatement(this IInvocationOperation call)
    {
        var task = call.Configured();
        return (call.Type is { Name: "Task" or "ValueTask" } ? (task.Parent as IAwaitOperation)?.Parent : call.Parent) as IExpressionStatementOperation;
    }

    /// <summary>Whether a try around the operation catches what it throws.</summary>
    public static bool IsInTry(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ITryOperation { Catches.Length: > 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The `new` that makes the object, at the place or where the local that holds it gets its one value; null for any other.</summary>
    public static IObjectCreationOperation? Creation(this IOperation value) => value.Core() switch
    {
        IObjectCreationOperation creation => creation,
        ILocalReferenceOperation local => BodyIndex.Of(local).SingleValue(local.Local)?.Core() as IObjectCreationOperation,
        _ => null,
    };

    /// <summary>Whether the value is what the parameter gets, and nothing else.</summary>
    public static bool IsParameter(this IOperation? value, IParameterSymbol parameter) =>
        value?.WithoutConversions() is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);

    /// <summary>Whether a parameter of a lambda goes into the value.</summary>
    public static bool ReadsLambda(this IOperation value) =>
        value.Contains<IParameterReferenceOperation>(static p => p.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction });

    /// <summary>Whether a lambda or a local function inside the region holds the operation: it runs another time, or never.</summary>
    public static bool IsInFunction(this IOperation operation, IOperation region)
    {
        for (var parent = operation.Parent; parent is not null && parent != region; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value that a parameter gets, null when it gets none.</summary>
    public static IOperation? ArgumentAt(this ImmutableArray<IArgumentOperation> arguments, int ordinal)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>What a lambda of one expression returns, null for one with more in it.</summary>
    public static IOperation? ReturnedValue(this IAnonymousFunctionOperation lambda) =>
        lambda.Body is { Operations: { Length: 1 } operations } && operations[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;

    public static bool IsOrHolds(this IOperation operation, IOperation part)
    {
        for (IOperation? current = part; current is not null; current = current.Parent)
        {
            if (current == operation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the two stand in different branches of one choice.</summary>
    public static bool ExcludesEachOther(this IOperation operation, IOperation other)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation { WhenFalse: not null } or ISwitchOperation or ISwitchExpressionOperation && other.IsInside(parent))
            {
                return !other.IsInside(child) && !(parent is IConditionalOperation choice && (other.IsInside(choice.Condition) || child == choice.Condition));
            }
        }

        return false;
    }

    /// <summary>Whether the operation runs on some paths through its body only.</summary>
    public static bool IsInBranch(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICatchClauseOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one loop holds both operations.</summary>
    public static bool SharesLoopWith(this IOperation operation, IOperation other)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation && other.IsInside(parent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the region holds an operation of that kind, lambdas included.</summary>
    public static bool Contains<T>(this IOperation region, Func<T, bool> matches)
        where T : IOperation
    {
        var seen = 0;
        foreach (var operation in region.DescendantsAndSelf())
        {
            if (++seen > 20_000)
            {
                return false;
            }

            if (operation is T found && matches(found))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values that a body returns; those of lambdas and local functions in it are theirs.</summary>
    public static IEnumerable<IOperation> ReturnedValues(this IOperation body)
    {
        var pending = new Stack<IOperation>();
        pending.Push(body);
        for (var seen = 0; pending.Count > 0 && seen < 2_000; seen++)
        {
            var operation = pending.Pop();
            if (operation is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value })
            {
                yield return value;
                continue;
            }

            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>Whether the operation stands in an expression tree: it is translated, never run here.</summary>
    public static bool IsTranslated(this IOperation operation, BclSymbols bcl)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda && lambda.IsExpressionTree(bcl))
            {
                return true;
            }
        }

        return false;
    }
}
