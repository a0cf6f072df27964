using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Commands that are made before a loop, and that each turn gives another text or other values.</summary>
internal static class PreparedCommands
{
    private const int Hops = 6;

    /// <summary>`command.CommandText = text`, `command.Parameters["id"].Value = id`, `command.Parameters.AddWithValue("id", id)` in the turn.</summary>
    public static bool AreGiven(IOperation site, Iteration iteration) =>
        site is IInvocationOperation { Instance: { } instance } && BodyIndex.SymbolOf(instance.WithoutConversions()) is { } command
        && iteration.Body.Contains<IOperation>(o => o switch
        {
            IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } part } } set => IsPartOf(part, command) && iteration.Varies(set.Value),
            IInvocationOperation { Instance: IPropertyReferenceOperation part } call => IsPartOf(part, command) && call.Arguments.Any(a => iteration.Varies(a.Value)),
            _ => false,
        });

    private static bool IsPartOf(IOperation? part, ISymbol owner)
    {
        for (var hops = 0; part is not null && hops < Hops; hops++)
        {
            part = part.WithoutConversions();
            if (SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(part), owner))
            {
                return true;
            }

            part = part is IMemberReferenceOperation member ? member.Instance : part is IInvocationOperation call ? call.Instance : null;
        }

        return false;
    }
}
