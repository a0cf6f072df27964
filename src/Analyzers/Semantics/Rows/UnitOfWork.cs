using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>What else happens in the method or lambda that loads rows and writes them.</summary>
/// <param name="Saves">It saves after the rows were loaded.</param>
/// <param name="AddsSame">It adds rows of the same type: the loaded ones are replaced.</param>
/// <param name="WritesOthers">It adds, removes or updates other rows, which one save would write together with these.</param>
internal sealed record UnitOfWork(bool Saves, bool AddsSame, bool WritesOthers)
{
    private const int Budget = 20_000;

    /// <summary>Reads the code around the place that loads rows.</summary>
    public static UnitOfWork Around(LoadedRows rows, RowReader reader, KnownSymbols symbols)
    {
        var (saves, addsSame, writesOthers) = (rows.Fate.Saves, false, false);
        var seen = 0;
        foreach (var operation in RegionOf(rows.Load).Descendants())
        {
            if (++seen > Budget)
            {
                break;
            }

            if (operation is not IInvocationOperation call || rows.Fate.Places.Any(p => call.IsInside(p)))
            {
                continue;
            }

            if (!saves && (call.Syntax.SpanStart > rows.Load.Syntax.SpanStart || call.SharesLoopWith(rows.Load)) && reader.Saves(call))
            {
                saves = true;
            }

            if (reader.WrittenBy(call) is var written and not RowUse.None)
            {
                writesOthers |= call.IsInside(rows.Load) == false;
                addsSame |= (written & RowUse.Added) != 0 && call.Arguments.Any(a => Holds(a.Value.WithoutConversions().Type, rows.Entity, symbols));
            }
        }

        return new UnitOfWork(saves, addsSame, writesOthers);
    }

    /// <summary>The lambda, the local function or the member that the operation stands in.</summary>
    private static IOperation RegionOf(IOperation operation)
    {
        for (var current = operation; ; current = current.Parent)
        {
            if (current.Parent is null || current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return current;
            }
        }
    }

    private static bool Holds(ITypeSymbol? type, ITypeSymbol entity, KnownSymbols symbols) =>
        SymbolEqualityComparer.Default.Equals(type, entity) || SymbolEqualityComparer.Default.Equals(type.ArgumentOf(symbols.Bcl.IEnumerableOf), entity);
}
