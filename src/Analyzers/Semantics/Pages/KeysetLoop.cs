using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>A loop over all pages that can start each page behind the last row of the page before.</summary>
/// <param name="Keyset">The columns of the key.</param>
/// <param name="Source">The expression whose rows the condition on the key filters.</param>
/// <param name="Rows">The local that holds the rows of a page.</param>
/// <param name="Counter">The declaration and the step of the counter, when they can go.</param>
/// <param name="Writes">Turns store changes: pages by number pass over rows then.</param>
internal sealed record KeysetLoop(Keyset Keyset, IOperation Source, ILocalSymbol Rows, ImmutableArray<Location> Counter, bool Writes)
{
    public const string Local = "rows", Stores = "stores";

    public ImmutableDictionary<string, string?> Facts
    {
        get
        {
            var facts = ImmutableDictionary<string, string?>.Empty
                .Add(KeysetOverload.Columns, Keyset.ToString())
                .Add(KeysetOverload.Added, Keyset.Added.ToString(CultureInfo.InvariantCulture))
                .Add(Local, Rows.Name);
            return Writes ? facts.Add(Stores, "") : facts;
        }
    }

    /// <summary>The source, the last step of the order, the counter.</summary>
    public IEnumerable<Location> Places => [Source.Syntax.GetLocation(), Keyset.Order.Syntax.GetLocation(), .. Counter];
}

/// <summary>Decides whether a loop over pages can remember the last row in place of a number.</summary>
internal sealed class KeysetLoops(BclSymbols bcl, KeysetReader keysets, IterationReader iterations, Func<Iteration, bool> writes)
{
    public KeysetLoop? Read(Page page)
    {
        if (page is not { Cut: IInvocationOperation { Syntax: InvocationExpressionSyntax } skip, Offset: { } offset } || PageFetch.Of(skip) is not { } fetch
            || iterations.Around(skip).FirstOrDefault() is not { } loop || loop.Operation != fetch.Loop || loop.Varies(page.Source) || loop.Varies(fetch.Size) || PageCounter.Of(offset, fetch) is not { } counter
            || keysets.Read(page) is not { } keyset || !SymbolEqualityComparer.Default.Equals(fetch.Row, keyset.Row.Type) || keyset.SourceIn(page, bcl) is not { } source)
        {
            return null;
        }

        var stores = writes(loop);
        return IsStable(keyset, loop, stores) ? new KeysetLoop(keyset, source, fetch.Rows, counter.Removable(fetch.Loop), stores) : null;
    }

    /// <summary>Whether rows keep their place while the loop runs: by the key always, by other columns when nothing here assigns them and no turn stores changes.</summary>
    private static bool IsStable(Keyset keyset, Iteration loop, bool stores)
    {
        var others = keyset.Columns.Where(c => keyset.Row.Key.All(k => k.Name != c.Member)).Select(c => keyset.Row.Property(c.Member)!.Symbol!).ToList();
        return others.Count == 0 || !stores && others.All(o => !BodyIndex.Of(loop.Operation).Assignments(o).Any(a => a.IsInside(loop.Operation)));
    }
}
