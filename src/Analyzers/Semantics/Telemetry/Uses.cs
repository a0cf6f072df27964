using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What happens to a value: the calls that are made on it, and where it ends.</summary>
internal sealed class Uses
{
    private Uses(IReadOnlyList<IMethodSymbol> calls, IOperation end, UseEnd ending) => (Calls, End, Ending) = (calls, end, ending);

    /// <summary>The methods called on the value, in order, through fluent results of the same type.</summary>
    public IReadOnlyList<IMethodSymbol> Calls { get; }

    /// <summary>The last operation that still stands for the value.</summary>
    public IOperation End { get; }

    public UseEnd Ending { get; }

    /// <summary>Follows a value from the operation that yields it.</summary>
    public static Uses Of(IOperation value)
    {
        var calls = new List<IMethodSymbol>();
        var type = value.Type;
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation:
                    value = value.Parent;
                    break;
                case ICoalesceOperation coalesce when coalesce.Value == value:
                    value = coalesce;
                    break;
                case IConditionalAccessOperation access when access.Operation == value:
                    if (!FollowPlaceholder(access, calls))
                    {
                        return new Uses(calls, access, UseEnd.Read);
                    }

                    value = access;
                    break;
                case IConditionalAccessOperation access:
                    value = access;
                    break;
                case IInvocationOperation call when IsReceiver(call, value):
                    calls.Add(call.TargetMethod);
                    value = call;
                    break;
                case IMemberReferenceOperation:
                    return new Uses(calls, value, UseEnd.Read);
                case IExpressionStatementOperation:
                    return new Uses(calls, value, UseEnd.Dropped);
                case ISimpleAssignmentOperation { Target: IDiscardOperation } assignment when assignment.Value == value:
                    return new Uses(calls, assignment, UseEnd.Dropped);
                case IBinaryOperation or IIsPatternOperation or IIsTypeOperation:
                    return new Uses(calls, value, UseEnd.Read);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return new Uses(calls, declarator, UseEnd.Local);
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Parent: IExpressionStatementOperation } assignment when assignment.Value == value:
                    return new Uses(calls, assignment, UseEnd.Local);
                case IUsingOperation:
                    return new Uses(calls, value, UseEnd.Disposed);
                case IReturnOperation returned:
                    return new Uses(calls, returned, UseEnd.Returned);
                default:
                    return new Uses(calls, value, UseEnd.Escapes);
            }

            if (calls.Count > 0 && value is IInvocationOperation or IConditionalAccessOperation && !SameType(value.Type, type))
            {
                return new Uses(calls, value, value.Type is null or { SpecialType: SpecialType.System_Void } || Uses.IsStatement(value) ? UseEnd.Dropped : UseEnd.Read);
            }
        }
    }

    private static bool IsStatement(IOperation value) => value.Parent is IExpressionStatementOperation;

    private static bool SameType(ITypeSymbol? left, ITypeSymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);

    private static bool IsReceiver(IInvocationOperation call, IOperation value) =>
        call.Instance == value
        || (call.TargetMethod.IsExtensionMethod && value is not IArgumentOperation && call.Arguments.Any(a => a.Value == value && a.Parameter?.Ordinal == 0))
        || (value is IArgumentOperation argument && call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0);

    /// <summary>The calls after `?.`, innermost first; false when a member is read instead.</summary>
    private static bool FollowPlaceholder(IConditionalAccessOperation access, List<IMethodSymbol> calls)
    {
        var at = calls.Count;
        var step = access.WhenNotNull;
        while (true)
        {
            switch (step)
            {
                case IInvocationOperation call:
                    calls.Insert(at, call.TargetMethod);
                    if (call.Instance is not null)
                    {
                        step = call.Instance;
                        break;
                    }

                    step = call.Arguments.ArgumentAt(0);
                    break;
                case IConditionalAccessOperation nested:
                    var inner = new List<IMethodSymbol>();
                    FollowPlaceholder(nested, inner);
                    calls.InsertRange(at, inner);
                    step = nested.Operation;
                    break;
                case IConversionOperation conversion:
                    step = conversion.Operand;
                    break;
                case IConditionalAccessInstanceOperation:
                    return calls.Count > at;
                default:
                    return false;
            }
        }
    }
}

/// <summary>Where a value ends.</summary>
internal enum UseEnd
{
    /// <summary>Nobody looks at it.</summary>
    Dropped,

    /// <summary>A member is read or it is compared: it goes nowhere.</summary>
    Read,

    /// <summary>It is kept in a local.</summary>
    Local,

    /// <summary>A using disposes it.</summary>
    Disposed,

    /// <summary>The caller gets it.</summary>
    Returned,

    /// <summary>It is stored, passed or captured: others may use it later.</summary>
    Escapes,
}
