using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What stands around an operation inside its function.</summary>
internal static class Region
{
    /// <summary>The lambda or local function that the operation belongs to; null when it belongs to the member itself.</summary>
    public static IOperation? NestedFunction(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    /// <summary>The method, lambda or local function whose code the operation is.</summary>
    public static IMethodSymbol? Function(this IOperation operation, ISymbol within) => operation.NestedFunction() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => within as IMethodSymbol,
    };

    /// <summary>Whether a loop of the same function surrounds the operation.</summary>
    public static bool IsInLoop(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; parent = parent.Parent)
        {
            if (parent is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the operation stands in a catch or finally of its function.</summary>
    public static bool IsInHandler(this IOperation operation)
    {
        for (IOperation child = operation, parent = operation.Parent!; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; (child, parent) = (parent, parent.Parent!))
        {
            if (parent is ICatchClauseOperation || (parent is ITryOperation attempt && attempt.Finally == child))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The statement that the operation is part of, and the block that holds it; default when it stands in no block.</summary>
    public static (IBlockOperation? Block, IOperation? Statement) InBlock(this IOperation operation)
    {
        for (IOperation child = operation, parent = operation.Parent!; parent is not null; (child, parent) = (parent, parent.Parent!))
        {
            if (parent is IBlockOperation block)
            {
                return (block, child);
            }

            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                break;
            }
        }

        return default;
    }

    /// <summary>The operations of a region that run when it runs: code of nested functions is left out unless asked for.</summary>
    public static IEnumerable<IOperation> RunningIn(IEnumerable<IOperation> region, bool intoFunctions = false)
    {
        var open = new Stack<IOperation>(region.Reverse());
        var budget = 50_000;
        while (open.Count > 0 && budget-- > 0)
        {
            var operation = open.Pop();
            yield return operation;
            if (!intoFunctions && operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }
    }

    /// <summary>Whether the region awaits, outside a try that swallows every exception.</summary>
    public static bool MayThrowFromAwait(IReadOnlyList<IOperation> region, TelemetrySymbols telemetry) => RunningIn(region).Any(operation =>
        (operation is IAwaitOperation || operation is IForEachLoopOperation { IsAsynchronous: true }) && !IsSwallowed(operation, region, telemetry));

    private static bool IsSwallowed(IOperation operation, IReadOnlyList<IOperation> region, TelemetrySymbols telemetry)
    {
        for (IOperation child = operation, parent = operation.Parent!; parent is not null; (child, parent) = (parent, parent.Parent!))
        {
            if (parent is ITryOperation attempt && attempt.Body == child && attempt.Catches.Any(c => SwallowsEverything(c, telemetry)))
            {
                return true;
            }

            if (region.Contains(parent))
            {
                return region.FirstOrDefault(r => r == parent) is ITryOperation outer && outer.Body == child && outer.Catches.Any(c => SwallowsEverything(c, telemetry));
            }
        }

        return false;
    }

    private static bool SwallowsEverything(ICatchClauseOperation clause, TelemetrySymbols telemetry) =>
        clause.Filter is null && (clause.ExceptionType is { SpecialType: SpecialType.System_Object } || clause.ExceptionType.Is(telemetry.Exception)) && !RunningIn([clause.Handler]).Any(static o => o is IThrowOperation or IReturnOperation);
}
