using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Rows that were loaded and tracked before a loop: Find gives them without asking the database.</summary>
internal sealed class TrackedRows(QueryReader queries)
{
    /// <summary>Whether the site is a Find of rows that the method has loaded in front of the loop: all of them, or those of a list of keys.</summary>
    public bool Answer(EffectSite site, Iteration iteration) =>
        site is { IsDirect: true, Operation: IInvocationOperation { TargetMethod.Name: "Find" or "FindAsync" } find }
        && queries.ReadTerminal(find)?.Query is { Entity: { } entity } sought
        && find.Root().Contains<IInvocationOperation>(call => call.Syntax.Span.End <= iteration.Operation.Syntax.SpanStart && Tracks(call, entity, sought));

    private bool Tracks(IInvocationOperation call, ITypeSymbol entity, Query sought) =>
        OperatorTable.Of(call.TargetMethod.Name) is { Kind: OperatorKind.List or OperatorKind.Load or OperatorKind.Dictionary or OperatorKind.Lookup }
        && queries.ReadTerminal(call)?.Query is { Root.Kind: RootKind.Set, IsComplete: true } loaded
        && SymbolEqualityComparer.Default.Equals(loaded.Entity, entity) && HasSameContext(loaded, sought)
        && loaded.Steps.All(static s => s.Kind is OperatorKind.Include or OperatorKind.ThenInclude or OperatorKind.Split or OperatorKind.Tag or OperatorKind.Order or OperatorKind.ThenOrder
            || s.Kind == OperatorKind.Filter && s.Lambda?.Contains<IInvocationOperation>(static c => c.TargetMethod.Name == "Contains") == true);

    private static bool HasSameContext(Query loaded, Query sought) =>
        loaded.Root.Context is { } first && sought.Root.Context is { } second
        && BodyIndex.SymbolOf(first.WithoutConversions()) is { } context && SymbolEqualityComparer.Default.Equals(context, BodyIndex.SymbolOf(second.WithoutConversions()));
}
