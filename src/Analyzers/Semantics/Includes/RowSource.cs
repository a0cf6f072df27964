using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>Where the elements of an iteration come from: rows of a query, or rows that navigations lead to from them.</summary>
/// <param name="Use">The query and where it is executed.</param>
/// <param name="Path">The navigations from its rows to the elements, empty when they are the rows.</param>
/// <param name="Holder">The variable that holds the list, null when there is none.</param>
internal sealed record RowSource(QueryUse Use, ImmutableArray<IPropertySymbol> Path, ISymbol? Holder)
{
    private const int Hops = 16;

    /// <summary>Follows the source of an iteration to its query; null when its elements aren't rows of one query that is in sight.</summary>
    public static RowSource? Of(Iteration iteration, IterationReader iterations, QueryReader queries, KnownSymbols symbols)
    {
        var path = new Stack<IPropertySymbol>();
        ISymbol? holder = null;
        for (var (current, hops) = (iteration.Source, 0); current is not null && hops < Hops; hops++)
        {
            var value = current.Core();
            if (symbols.Bcl.IsQueryable(current.WithoutConversions().Type) || iteration.Operation is IForEachLoopOperation { IsAsynchronous: true } && path.Count == 0)
            {
                return queries.Read(current) is { IsDatabase: true } query
                    ? new RowSource(new QueryUse(query, current.WithoutConversions(), OperatorTable.Enumeration), path.ToImmutableArray(), holder)
                    : null;
            }

            switch (value)
            {
                case IInvocationOperation call when queries.ReadTerminal(call) is { } use:
                    return use.Operator.Kind == OperatorKind.List || use.Operator.IsSingleRow && path.Count > 0 ? new RowSource(use, path.ToImmutableArray(), holder) : null;
                case IInvocationOperation call when queries.OperatorOf(call.TargetMethod) is { Kind: OperatorKind.Filter or OperatorKind.Order or OperatorKind.ThenOrder or OperatorKind.Reverse or OperatorKind.Skip or OperatorKind.Take or OperatorKind.List }:
                    current = call.Receiver();
                    break;
                case ILocalReferenceOperation local when BodyIndex.Of(local).SingleValue(local.Local) is { } assigned:
                    holder = local.Local;
                    current = assigned;
                    break;
                case IPropertyReferenceOperation { Instance: { } owner } navigation:
                    path.Push(navigation.Property);
                    if (ElementOwner(owner, iteration, iterations) is { } outer)
                    {
                        iteration = outer;
                        current = outer.Source;
                        break;
                    }

                    current = owner;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The iteration around whose element the expression names.</summary>
    private static Iteration? ElementOwner(IOperation owner, Iteration inner, IterationReader iterations) =>
        BodyIndex.SymbolOf(owner.Core()) is { } symbol
            ? iterations.Around(inner.Operation).FirstOrDefault(i => i.Elements.Contains(symbol, SymbolEqualityComparer.Default))
            : null;
}
