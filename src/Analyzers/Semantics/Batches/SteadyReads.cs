using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Queries in a loop that find the same rows, in the same state, whether what the turns before changed is saved already or only tracked.</summary>
/// <remarks>A row that is tracked comes back as it is in memory; so the database must only be asked for columns that the loop leaves alone, of rows that it neither adds nor removes.</remarks>
internal sealed class SteadyReads(KnownSymbols symbols, QueryReader queries, Func<EfModel> model, Func<IInvocationOperation, IEnumerable<IOperation>?> bodiesOf, Func<IMethodSymbol, bool> mayReach, Func<Compilation, SteadyReads> inSight)
{
    private const int Depth = 3;

    /// <summary>Whether all of the calls are such queries, or methods that do nothing but ask them.</summary>
    /// <param name="turn">The body of the loop.</param>
    /// <param name="reads">What asks the database in it.</param>
    /// <param name="save">What only saves; null when what saves changes rows as well.</param>
    public bool Are(IOperation turn, IReadOnlyCollection<IInvocationOperation> reads, IInvocationOperation? save)
    {
        var changes = new RowChanges(symbols, model, bodiesOf, turn, c => c == save || reads.Any(r => c.IsInside(r)));
        return changes is { IsSeen: true, Removes: false } && reads.All(r => queries.ReadTerminal(r) is { } use ? Finds(use, changes, null) : AsksOnly(r, changes, Depth));
    }

    /// <summary>Whether a method of the application does nothing but ask such queries.</summary>
    private bool AsksOnly(IInvocationOperation call, RowChanges changes, int depth)
    {
        var given = symbols.Bcl.Awaited(call.Type ?? call.TargetMethod.ReturnType);
        return depth > 0 && bodiesOf(call) is { } bodies && bodies.All(b => b.SemanticModel is { } of && inSight(of.Compilation).AsksOnly(b, changes, given, depth - 1));
    }

    private bool AsksOnly(IOperation body, RowChanges changes, ITypeSymbol? given, int depth) =>
        new RowChanges(symbols, model, bodiesOf, body, c => queries.OperatorOf(c.TargetMethod) is not null || queries.ReadTerminal(c) is not null || mayReach(c.TargetMethod)).IsNone
        && !body.Contains<IInvocationOperation>(c => queries.ReadTerminal(c) is { } use ? !Finds(use, changes, given) : queries.OperatorOf(c.TargetMethod) is null && mayReach(c.TargetMethod) && !AsksOnly(c, changes, depth));

    private bool Finds(QueryUse use, RowChanges changes, ITypeSymbol? given)
    {
        var query = use.Query;
        return query is { IsComplete: true, IsDatabase: true, Root.Kind: RootKind.Set or RootKind.Call or RootKind.Member } && (query.Entity as INamedTypeSymbol ?? given) is INamedTypeSymbol row && use.Call is { } call
            && use.Operator.Kind is OperatorKind.Find or OperatorKind.First or OperatorKind.Single or OperatorKind.List or OperatorKind.Any or OperatorKind.Count
            && model().Entity(row) is { IsKeyless: false, HasQueryFilter: false } && !changes.Adds(row)
            && query.Steps.All(static s => BatchReader.KeepsRows(s) && s is { Sometimes: false, Kind: not OperatorKind.Tracking })
            && query.Steps.Select(static s => s.Call).Append(call).All(step => step.Arguments.Where(a => a.Value != step.Receiver()).All(a => IsSteady(a.Value, changes)));
    }

    /// <summary>Whether what a step says reads columns that stay as they are, and no rows that are added.</summary>
    private bool IsSteady(IOperation argument, RowChanges changes) => !argument.Contains<IPropertyReferenceOperation>(p =>
        changes.Assigns(p.Property.Name) || p.Property.Type is var type && (type.ArgumentOf(symbols.Bcl.IEnumerableOf) ?? type) is INamedTypeSymbol { TypeKind: TypeKind.Class } reached && changes.Adds(reached));
}
