using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>Two collections that one query loads beside each other.</summary>
/// <param name="First">The one that is named first.</param>
/// <param name="Second">The one that makes them two.</param>
/// <param name="Last">The last one that is named.</param>
/// <param name="Collections">How many collections the query loads in all.</param>
internal sealed record Siblings(IncludePath First, IncludePath Second, IncludePath Last, int Collections);

/// <summary>What of the graph around its rows a query loads.</summary>
internal sealed class IncludeReader(KnownSymbols symbols, EfModel model, RowBounds bounds, Lazy<NamesInSight> names)
{
    /// <summary>Where an Include would change what the code sees.</summary>
    public IncludeLimits Limits { get; } = new(model);

    public IncludePaths Of(Query query) => IncludePaths.Of(query, symbols.Bcl);

    /// <summary>Whether a query that loads the path as well would join two collections that it could split.</summary>
    public bool NeedsSplit(Query query, ImmutableArray<IPropertySymbol> path)
    {
        if (query.MayHave(OperatorKind.Split) || model.SplitsQueriesByDefault == Fact.Yes)
        {
            return false;
        }

        var collections = Of(query).Paths.Where(p => IsTable(p.Last)).ToList();
        for (var length = 1; length <= path.Length; length++)
        {
            var names = path.Take(length).Select(static p => p.Name).ToList();
            if (IsTable(path[length - 1]) && collections.Any(c => !names.Zip(c.Segments, static (n, s) => n == s.Name).All(static same => same)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first two collections of which neither lies on the way to the other; null when there are no two.</summary>
    public Siblings? SiblingsOf(Query query)
    {
        var collections = new List<IncludePath>();
        (IncludePath First, IncludePath Second)? pair = null;
        foreach (var path in Of(query).Paths)
        {
            if (!IsTable(path.Last) || collections.Any(c => c.Segments.Length == path.Segments.Length && c.StartsWith(path)))
            {
                continue;
            }

            pair ??= collections.FirstOrDefault(c => !path.StartsWith(c) && !c.StartsWith(path) && !c.Step.Call.ExcludesEachOther(path.Step.Call)) is { } sibling ? (sibling, path) : null;
            collections.Add(path);
        }

        return pair is { } found ? new Siblings(found.First, found.Second, collections[collections.Count - 1], collections.Count) : null;
    }

    /// <summary>Whether the parts of a split query bring the same rows: before EF Core 10 a cut through rows without a unique order may differ from part to part.</summary>
    public bool CanSplit(Query query, Onward onward) =>
        !onward.IsByLot && (symbols.Ef?.OrdersSplitQueries == true || !onward.Escapes && !onward.Steps.Contains(OperatorKind.Take) && !onward.Steps.Contains(OperatorKind.Skip))
        && CanSplit(query, onward.Ends);

    /// <summary>The same for a query as it stands where it is executed.</summary>
    public bool CanSplit(QueryUse use) => CanSplit(use.Query, ImmutableArray.Create(new QueryEnd(use.Operator, use.Call)));

    /// <summary>Rows that are drawn by lot are others in each part of any version, and raw SQL may give others too.</summary>
    private bool CanSplit(Query query, ImmutableArray<QueryEnd> ends)
    {
        if (query.Root.Kind == RootKind.Sql || query.Steps.Any(static s => s.Call.IsByLot()))
        {
            return false;
        }

        return symbols.Ef?.OrdersSplitQueries == true
            || !query.MayHave(OperatorKind.Take) && !query.MayHave(OperatorKind.Skip)
                && ends.All(e => e.Operator.Kind is not (OperatorKind.First or OperatorKind.Last or OperatorKind.ElementAt) || IsOneRow(query, e));
    }

    private bool IsOneRow(Query query, QueryEnd end) =>
        bounds.Of(end.Call is { } call && QueryReader.LambdaOf(call) is not null ? query with { Steps = query.Steps.Add(new QueryStep(OperatorTable.Of("Where")!, call, Sometimes: false)) } : query) == RowCount.Few;

    /// <summary>Whether the collection only links its owner to others, as the roles of a user do: a handful of rows for one owner.</summary>
    public bool IsLink(IncludePath path)
    {
        if (IncludePaths.ElementOf(path.Last.Type, symbols.Bcl) is not INamedTypeSymbol element)
        {
            return false;
        }

        var (references, values, isManyToMany) = (0, 0, false);
        foreach (var property in element.MappedLike())
        {
            if (IncludePaths.ElementOf(property.Type, symbols.Bcl) is { } back)
            {
                isManyToMany |= SymbolEqualityComparer.Default.Equals(back, path.Last.ContainingType);
            }
            else if (property.Type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None })
            {
                references++;
            }
            else
            {
                values++;
            }
        }

        return isManyToMany || references >= 2 && values <= references;
    }

    /// <summary>Whether somebody in sight hands a query to the method, and nobody who does splits it before or behind.</summary>
    public bool IsSplitByNoCaller(ISymbol method) => names.Value.CallersOf(method.Name).ToList() is { Count: > 0 } callers && callers.TrueForAll(static m => !m.Calls("AsSplitQuery"));

    /// <summary>Whether dependents come with the rows that EF Core deletes or detaches itself when these are removed: a DELETE alone would break their foreign keys.</summary>
    public bool BringDependents(Query query) =>
        (query.Entity is not INamedTypeSymbol entity || model.Entity(entity)?.DependentsNeedClient != Fact.No)
        && Of(query).Paths.Any(p => p.Segments.Length == 1 && IsTable(p.Last) && !query.StepsOf(OperatorKind.Filter).Any(f => f.Lambda is { } filter && FindsNone(filter, p.Last)));

    /// <summary>`g => g.Items.Count == 0`, `g => !g.Items.Any()`: what comes with such rows is nothing.</summary>
    private static bool FindsNone(IAnonymousFunctionOperation filter, IPropertySymbol collection) => filter.Body.Contains<IPropertyReferenceOperation>(p =>
        SymbolEqualityComparer.Default.Equals(p.Property, collection)
        && p.Consumer() is var test && (test is IPropertyReferenceOperation { Property.Name: "Count" or "Length" } ? test.Parent : test is IInvocationOperation { TargetMethod.Name: "Count", Arguments.Length: 1 } ? test.Consumer() : null)
            is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: 0 } }
        || p.Consumer() is IInvocationOperation { TargetMethod.Name: "Any", Arguments.Length: 1, Parent: IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } });

    /// <summary>A navigation to many whose rows lie in a table of their own.</summary>
    private bool IsTable(IPropertySymbol property) =>
        IncludePaths.ElementOf(property.Type, symbols.Bcl) is not null
        && (model.Entity(property.ContainingType)?.Navigation(property.Name) is not { } navigation || navigation is { IsCollection: true, IsOwned: false, IsComplex: false, IsJson: false });
}
