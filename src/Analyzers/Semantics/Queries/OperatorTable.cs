using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>What an operator does to a query.</summary>
internal enum OperatorKind
{
    Filter, Project, ProjectMany, Order, ThenOrder, Reverse, Skip, Take, Distinct, Group, Join, Set, Include, ThenInclude,
    Tracking, Split, Tag, Cast, Neutral, Unknown,

    // From here on the operator ends the query.
    List, First, Single, Last, ElementAt, Find, Any, All, Contains, Count, Sum, Min, Max, Average, Aggregate, Dictionary, Lookup,
    Load, ForEach, Update, Delete, Stream,
}

/// <summary>An operator by its name without Async.</summary>
/// <param name="Name">The name without Async.</param>
/// <param name="Kind">What it does.</param>
/// <param name="TakesPredicate">Whether its lambda filters rows (First, Count, Any ..).</param>
internal sealed record Operator(string Name, OperatorKind Kind, bool TakesPredicate = false)
{
    public bool IsTerminal => Kind >= OperatorKind.List;

    /// <summary>An order that was set before counts no longer.</summary>
    public bool DropsOrder => Kind is OperatorKind.Distinct or OperatorKind.Group or OperatorKind.Set;

    public bool IsAggregate => Kind is OperatorKind.Count or OperatorKind.Sum or OperatorKind.Min or OperatorKind.Max
        or OperatorKind.Average or OperatorKind.Any or OperatorKind.All or OperatorKind.Aggregate or OperatorKind.Contains;

    public bool IsSingleRow => Kind is OperatorKind.First or OperatorKind.Single or OperatorKind.Last or OperatorKind.ElementAt or OperatorKind.Find;
}

/// <summary>The operators of Queryable, Enumerable and EF Core: data, so that no rule lists names.</summary>
internal static class OperatorTable
{
    private static readonly ImmutableDictionary<string, Operator> ByName = new[]
    {
        new Operator("Where", OperatorKind.Filter, TakesPredicate: true), new("Select", OperatorKind.Project), new("ProjectTo", OperatorKind.Project), new("ProjectToType", OperatorKind.Project), new("SelectMany", OperatorKind.ProjectMany),
        new("OrderBy", OperatorKind.Order), new("OrderByDescending", OperatorKind.Order), new("Order", OperatorKind.Order), new("OrderDescending", OperatorKind.Order),
        new("ThenBy", OperatorKind.ThenOrder), new("ThenByDescending", OperatorKind.ThenOrder), new("Reverse", OperatorKind.Reverse),
        new("Skip", OperatorKind.Skip), new("SkipWhile", OperatorKind.Filter), new("SkipLast", OperatorKind.Skip), new("Take", OperatorKind.Take), new("TakeWhile", OperatorKind.Filter), new("TakeLast", OperatorKind.Take), new("Chunk", OperatorKind.Project),
        new("Distinct", OperatorKind.Distinct), new("DistinctBy", OperatorKind.Distinct), new("GroupBy", OperatorKind.Group),
        new("Join", OperatorKind.Join), new("GroupJoin", OperatorKind.Join), new("LeftJoin", OperatorKind.Join), new("RightJoin", OperatorKind.Join), new("Zip", OperatorKind.Join),
        new("Union", OperatorKind.Set), new("UnionBy", OperatorKind.Set), new("Concat", OperatorKind.Set), new("Except", OperatorKind.Set), new("ExceptBy", OperatorKind.Set), new("Intersect", OperatorKind.Set), new("IntersectBy", OperatorKind.Set),
        new("Append", OperatorKind.Set), new("Prepend", OperatorKind.Set),
        new("Include", OperatorKind.Include), new("ThenInclude", OperatorKind.ThenInclude),
        new("AsNoTracking", OperatorKind.Tracking), new("AsNoTrackingWithIdentityResolution", OperatorKind.Tracking), new("AsTracking", OperatorKind.Tracking),
        new("AsSplitQuery", OperatorKind.Split), new("AsSingleQuery", OperatorKind.Split),
        new("TagWith", OperatorKind.Tag), new("TagWithCallSite", OperatorKind.Tag),
        new("Cast", OperatorKind.Cast), new("OfType", OperatorKind.Cast),
        new("AsQueryable", OperatorKind.Neutral), new("IgnoreQueryFilters", OperatorKind.Neutral), new("IgnoreAutoIncludes", OperatorKind.Neutral), new("DefaultIfEmpty", OperatorKind.Neutral),
        new("ToList", OperatorKind.List), new("ToArray", OperatorKind.List), new("ToHashSet", OperatorKind.List),
        new("ToDictionary", OperatorKind.Dictionary), new("ToLookup", OperatorKind.Lookup),
        new("First", OperatorKind.First, TakesPredicate: true), new("FirstOrDefault", OperatorKind.First, TakesPredicate: true),
        new("Single", OperatorKind.Single, TakesPredicate: true), new("SingleOrDefault", OperatorKind.Single, TakesPredicate: true),
        new("Last", OperatorKind.Last, TakesPredicate: true), new("LastOrDefault", OperatorKind.Last, TakesPredicate: true),
        new("ElementAt", OperatorKind.ElementAt), new("ElementAtOrDefault", OperatorKind.ElementAt),
        new("Any", OperatorKind.Any, TakesPredicate: true), new("All", OperatorKind.All, TakesPredicate: true), new("Contains", OperatorKind.Contains),
        new("Count", OperatorKind.Count, TakesPredicate: true), new("LongCount", OperatorKind.Count, TakesPredicate: true),
        new("Sum", OperatorKind.Sum), new("Min", OperatorKind.Min), new("Max", OperatorKind.Max), new("MinBy", OperatorKind.Min), new("MaxBy", OperatorKind.Max), new("Average", OperatorKind.Average), new("Aggregate", OperatorKind.Aggregate),
        new("Load", OperatorKind.Load), new("ForEach", OperatorKind.ForEach),
        new("ExecuteUpdate", OperatorKind.Update), new("ExecuteDelete", OperatorKind.Delete),
        new("AsEnumerable", OperatorKind.Stream), new("AsAsyncEnumerable", OperatorKind.Stream),
    }.ToImmutableDictionary(o => o.Name, StringComparer.Ordinal);

    private static readonly ImmutableHashSet<string> Terminals =
        ByName.Values.Where(o => o.IsTerminal).SelectMany(o => new[] { o.Name, o.Name + "Async" }).Append("Find").Append("FindAsync").ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>The operator of that method name, with or without Async; null when it is none.</summary>
    public static Operator? Of(string name)
    {
        if (ByName.TryGetValue(name, out var found))
        {
            return found;
        }

        return name.EndsWith("Async", StringComparison.Ordinal) && ByName.TryGetValue(name.Substring(0, name.Length - 5), out found) && found.IsTerminal ? found : null;
    }

    /// <summary>Whether a method of that name may end a query: the cheapest gate.</summary>
    public static bool MayEnd(string name) => Terminals.Contains(name);

    public static readonly Operator Find = new("Find", OperatorKind.Find);

    public static readonly Operator Enumeration = new("foreach", OperatorKind.List);
}
