using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Calls that do nothing but save: of a context, or of a method that hands on to it, like that of a repository or a unit of work.</summary>
internal sealed class SaveMethods(KnownSymbols symbols, Bodies bodies, Dispatch dispatch, Func<Compilation, SaveMethods> inSight)
{
    private const int Depth = 3;

    /// <summary>Whether the call saves what is tracked, the same whenever it is made, and does nothing else.</summary>
    public bool IsSave(IInvocationOperation call) => IsSave(call, Depth);

    /// <summary>A variable, a field, or a property of the object itself: the same each time.</summary>
    public static bool IsPlain(IOperation? operation) => operation?.WithoutConversions() switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IDefaultValueOperation => true,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        _ => false,
    };

    private bool IsSave(IInvocationOperation call, int depth)
    {
        if (!HasPlainArguments(call) || call.Instance is null || !IsPlain(call.Instance))
        {
            return false;
        }

        if (symbols.Ef is { } ef && ef.IsContext(call.TargetMethod.ContainingType) && call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync")
        {
            return true;
        }

        var targets = depth == 0 ? default : dispatch.TargetsOf(call);
        return !targets.IsDefaultOrEmpty && targets.All(t => bodies.SourceOf(t) is { } source && inSight(source).OnlySaves(t, depth - 1));
    }

    private bool HasPlainArguments(IInvocationOperation call) =>
        call.Arguments.All(a => a.ArgumentKind == ArgumentKind.DefaultValue || a.Parameter?.Type.Is(symbols.Bcl.CancellationToken) == true && IsPlain(a.Value.WithoutConversions()));

    /// <summary>A body with one save, which may look whether there is something to save, and hand a failure on in other words.</summary>
    private bool OnlySaves(IMethodSymbol method, int depth)
    {
        if (bodies.Of(method) is not { } body)
        {
            return false;
        }

        var saves = 0;
        var pending = new Stack<IOperation>(body.ChildOperations);
        for (var seen = 0; pending.Count > 0; seen++)
        {
            switch (pending.Pop())
            {
                case ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or IUsingOperation or IUsingDeclarationOperation or ILockOperation
                    or IObjectCreationOperation or IIncrementOrDecrementOperation or IDynamicInvocationOperation or IEventAssignmentOperation:
                case IAssignmentOperation { Target: not (ILocalReferenceOperation or IDiscardOperation) }:
                case ICatchClauseOperation { Handler: var handler } when !Rethrows(handler):
                case IInvocationOperation when seen > 500:
                    return false;
                case ICatchClauseOperation:
                    break;
                case IInvocationOperation call when IsSave(call, depth):
                    saves++;
                    break;
                case IInvocationOperation { TargetMethod: { Name: not ("ConfigureAwait" or "ThrowIfCancellationRequested" or "GetAwaiter" or "GetResult"), ContainingType.Name: not "ChangeTracker" } }:
                case IInvocationOperation { TargetMethod: { Name: not "HasChanges", ContainingType.Name: "ChangeTracker" } }:
                    return false;
                case var other:
                    foreach (var child in other.ChildOperations)
                    {
                        pending.Push(child);
                    }

                    break;
            }
        }

        return saves == 1;
    }

    private static bool Rethrows(IBlockOperation handler) =>
        handler.Operations.LastOrDefault() is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
        && !handler.Contains<IReturnOperation>(r => !r.IsInFunction(handler));
}
