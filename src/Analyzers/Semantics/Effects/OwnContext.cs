using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Finds what a turn creates to reach the database with: a context, or a scope that its services come from.</summary>
internal sealed class OwnContext(EfSymbols? ef)
{
    private const int Hops = 6;

    /// <summary>The creation behind a call, when it stands in the turn: each turn then has a unit of work of its own.</summary>
    public IOperation? Of(IOperation site, IOperation turn) => site is IInvocationOperation call ? OfCall(call, turn, Hops) : null;

    private IOperation? OfCall(IInvocationOperation call, IOperation turn, int hops)
    {
        if (call.Receiver() is { } receiver && OfValue(receiver, turn, hops) is { } own)
        {
            return own;
        }

        return OfArguments(call.Arguments.Select(static a => a.Value), turn, hops);
    }

    private IOperation? OfArguments(IEnumerable<IOperation> arguments, IOperation turn, int hops)
    {
        foreach (var argument in arguments)
        {
            if (argument.WithoutConversions() is ILocalReferenceOperation local && OfValue(local, turn, hops) is { } own)
            {
                return own;
            }
        }

        return null;
    }

    /// <summary>Follows the value to where it comes from: members to their object, locals of the turn to what they were given.</summary>
    private IOperation? OfValue(IOperation value, IOperation turn, int hops)
    {
        if (hops == 0)
        {
            return null;
        }

        value = value.Core();
        switch (value)
        {
            case ILocalReferenceOperation local when BodyIndex.Of(turn).SingleValue(local.Local) is { } given && given.IsInside(turn):
                return OfValue(given, turn, hops - 1);
            case IInvocationOperation call when Creates(call):
                return call;
            case IInvocationOperation call:
                return OfCall(call, turn, hops - 1);
            case IObjectCreationOperation creation:
                return ef?.IsContext(creation.Type) == true ? creation : OfArguments(creation.Arguments.Select(static a => a.Value), turn, hops - 1);
            case IMemberReferenceOperation { Instance: { } instance }:
                return OfValue(instance, turn, hops - 1);
            default:
                return null;
        }
    }

    private bool Creates(IInvocationOperation call) =>
        call.TargetMethod.Name is "CreateScope" or "CreateAsyncScope" or "BeginLifetimeScope"
        || ef?.IsContext(call.Type) == true && (call.TargetMethod.Name is "Invoke" || call.TargetMethod.Name.StartsWith("Create", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("New", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Open", StringComparison.Ordinal))
        || call.TargetMethod.Name is "CreateDbContextAsync";
}
