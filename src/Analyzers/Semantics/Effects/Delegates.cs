using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What becomes of a lambda or a method group that a call gets.</summary>
internal static class Delegates
{
    public static bool AreIn(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (AreIn(argument))
            {
                return true;
            }
        }

        return false;
    }

    public static bool AreIn(IOperation argument) =>
        argument is IArgumentOperation { Value: var value } && value.WithoutConversions() is IDelegateCreationOperation or IAnonymousFunctionOperation;

    /// <summary>Whether the lambda is run by the call that it is passed to; one that is stored or returned isn't.</summary>
    public static bool RunsHere(IAnonymousFunctionOperation lambda) => PassedTo(lambda) is { } call && RunsItsDelegate(call);

    /// <summary>A retry, a transaction, a task: the lambda is the work itself.</summary>
    public static bool IsRunAtOnce(IAnonymousFunctionOperation lambda) =>
        PassedTo(lambda) is { TargetMethod: { DeclaringSyntaxReferences.Length: 0, Name: var name } }
        && (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Run", StringComparison.Ordinal) || name.StartsWith("Invoke", StringComparison.Ordinal));

    public static IInvocationOperation? PassedTo(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent as IInvocationOperation;
    }

    /// <summary>Collections keep delegates, schedulers run them later; everything else is taken to run them.</summary>
    public static bool RunsItsDelegate(IInvocationOperation call) =>
        call.TargetMethod.Name is not ("Add" or "Enqueue" or "EnqueueAsync" or "Push" or "Schedule" or "AddOrUpdate" or "Register" or "Subscribe" or "QueueBackgroundWorkItem" or "QueueBackgroundWorkItemAsync" or "Append" or "TryAdd" or "Setup" or "ContinueWith" or "Configure");
}
