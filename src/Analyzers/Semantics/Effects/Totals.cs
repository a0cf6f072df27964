using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Loops over the rows of a query that add up a number which one aggregate gives.</summary>
internal sealed class Totals(BclSymbols bcl, Translation translation, MoveLimits limits)
{
    /// <summary>The fact that names the aggregate.</summary>
    public const string Aggregate = "total";

    /// <summary>The fact that names the type of what is added, where the column has a narrower one.</summary>
    public const string Cast = "cast";

    /// <summary>The fact that says that the loop goes on after an overflow, as a sum of the database doesn't.</summary>
    public const string Wraps = "wraps";

    private static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    /// <summary>What a fix needs to know; empty when no aggregate is the same.</summary>
    public ImmutableDictionary<string, string?> FactsOf(IForEachLoopOperation loop, Query query)
    {
        if (Accumulation.TotalOf(loop) is not { } total || !query.IsComplete || !StandsOnQuery(loop) || RowOf(loop) is not { } row || limits.ExceedsSqlite(total) || !AreTranslated(query)
            || total.Computations.Any(c => translation.Of(c, row) != Translatable.Yes || ReadsReference(c)))
        {
            return None;
        }

        if (total.Value is not { Type: { } type })
        {
            return total.Target.Type.SpecialType switch
            {
                SpecialType.System_Int32 => None.Add(Aggregate, "Count"),
                SpecialType.System_Int64 => None.Add(Aggregate, "LongCount"),
                _ => None,
            };
        }

        return (total.Target.Type.SpecialType, type.SpecialType) switch
        {
            (SpecialType.System_Decimal, SpecialType.System_Decimal) => None.Add(Aggregate, "Sum"),
            (SpecialType.System_Decimal, SpecialType.System_Int32 or SpecialType.System_Int64) => None.Add(Aggregate, "Sum").Add(Cast, "decimal"),
            (SpecialType.System_Int64, SpecialType.System_Int32) => None.Add(Aggregate, "Sum").Add(Cast, "long"),
            (SpecialType.System_Int32, SpecialType.System_Int32) or (SpecialType.System_Int64, SpecialType.System_Int64) =>
                total.IsChecked ? None.Add(Aggregate, "Sum") : None.Add(Aggregate, "Sum").Add(Wraps, ""),
            _ => None,
        };
    }

    /// <summary>Whether the loop runs over a query or over what a terminal makes of it: a compiled query is no query any more.</summary>
    private bool StandsOnQuery(IForEachLoopOperation loop) => loop.Collection.Core() is var source && bcl.IsQueryable(source.Type)
        || source is IInvocationOperation call && bcl.IsQueryable(call.Receiver()?.WithoutConversions().Type);

    /// <summary>The row of a turn, when it is one as the query gives it.</summary>
    private ILocalSymbol? RowOf(IForEachLoopOperation loop) =>
        loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol: var row } && SymbolEqualityComparer.Default.Equals(row.Type, bcl.ElementOf(loop.Collection.WithoutConversions().Type)) ? row : null;

    /// <summary>Whether the aggregate can stand on what the query gives: EF Core computes only the last projection of a query in memory.</summary>
    private bool AreTranslated(Query query) =>
        query.Steps.All(s => s.Kind is not (OperatorKind.Project or OperatorKind.ProjectMany or OperatorKind.Group) || s.Kind == OperatorKind.Project && translation.OfArguments(s.Call) == Translatable.Yes);

    /// <summary>A lambda can't read a parameter that is passed by reference.</summary>
    private static bool ReadsReference(IOperation computation) => computation.Contains<IParameterReferenceOperation>(static p => p.Parameter.RefKind != RefKind.None);
}
