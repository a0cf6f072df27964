using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Commands that are made before a loop, and that each turn gives another text or other values.</summary>
internal static class PreparedCommands
{
    private const int Hops = 6;

    /// <summary>A command that is used more often is no statement of a loop.</summary>
    private const int MostReads = 60;

    /// <summary>`command.CommandText = text`, `command.Parameters["id"].Value = id`, `command.Parameters.AddWithValue("id", id)` in the turn.</summary>
    public static bool AreGiven(IOperation site, Iteration iteration) =>
        site is IInvocationOperation { Instance: { } instance } && BodyIndex.SymbolOf(instance.WithoutConversions()) is { } command
        && BodyIndex.Of(site).Reads(command) is { Count: > 1 and <= MostReads } reads && reads.Any(r => r.IsInside(iteration.Body) && IsGiven(r, iteration));

    /// <summary>Whether something that varies is assigned to a member of the command, or handed to a method of one.</summary>
    private static bool IsGiven(IOperation command, Iteration iteration)
    {
        var part = command;
        for (var hops = 0; hops < Hops && part.Parent is { } parent; hops++, part = parent)
        {
            switch (parent)
            {
                case IMemberReferenceOperation or IConversionOperation or IParenthesizedOperation:
                    continue;
                case IAssignmentOperation set:
                    return set.Target == part && part != command && iteration.Varies(set.Value);
                case IInvocationOperation call when call.Instance == part && part != command:
                    return call.Arguments.Any(a => iteration.Varies(a.Value));
                default:
                    return false;
            }
        }

        return false;
    }
}
