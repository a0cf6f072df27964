using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>A navigation that is read per element though the query of the elements doesn't load it.</summary>
/// <param name="Source">The query of the elements.</param>
/// <param name="Path">The navigations from a row of the query, the unloaded one last.</param>
/// <param name="Navigation">What the model says about it.</param>
/// <param name="Read">The first place that reads it.</param>
/// <param name="Others">The other places.</param>
internal sealed record NavigationRead(
    RowSource Source, ImmutableArray<IPropertySymbol> Path, NavigationModel Navigation, IPropertyReferenceOperation Read, ImmutableArray<IPropertyReferenceOperation> Others)
{
    public IPropertySymbol Last => Path[Path.Length - 1];
}

/// <summary>Finds what an iteration reads of the graph around its elements that nothing loads.</summary>
internal sealed class NavigationReader(KnownSymbols symbols, EfModel model, IncludeReader includes, IterationReader iterations, QueryReader queries)
{
    private const int Budget = 40_000;

    /// <summary>The navigations of the elements that neither the query nor anything else in the body loads.</summary>
    public IEnumerable<NavigationRead> Unloaded(Iteration iteration)
    {
        var reads = iteration.Elements.SelectMany(e => BodyIndex.Of(iteration.Operation).Reads(e)).Where(r => ReadOf(r) is not null).ToList();
        if (reads.Count == 0 || RowSource.Of(iteration, iterations, queries, symbols) is not { } source || !IsReadable(source.Use.Query))
        {
            yield break;
        }

        var loaded = includes.Of(source.Use.Query);
        if (!loaded.IsComplete || !IsWayThere(source, loaded))
        {
            yield break;
        }

        var found = new Dictionary<string, List<(ImmutableArray<IPropertySymbol> Path, NavigationModel Navigation, IPropertyReferenceOperation Read)>>();
        foreach (var read in reads)
        {
            if (FirstUnloaded(source, loaded, read) is { } unloaded)
            {
                var key = string.Join(".", unloaded.Path.Select(static p => p.Name));
                (found.TryGetValue(key, out var same) ? same : found[key] = []).Add(unloaded);
            }
        }

        if (found.Count == 0 || Escapes(iteration, source))
        {
            yield break;
        }

        foreach (var same in found.Values)
        {
            var (path, navigation, read) = same[0];
            if (!IsLoadedElsewhere(iteration, source, navigation))
            {
                yield return new NavigationRead(source, path, navigation, read, same.Skip(1).Select(static s => s.Read).ToImmutableArray());
            }
        }
    }

    /// <summary>The navigations to the elements are loaded, or load themselves.</summary>
    private bool IsWayThere(RowSource source, IncludePaths loaded) =>
        source.Path.IsEmpty || loaded.Paths.Any(p => SameNames(p.Segments, source.Path))
        || source.Path.All(p => model.Entity(p.ContainingType)?.Navigation(p.Name) is { } navigation && (navigation.Lazy == Fact.Yes || navigation.IsAlwaysLoaded));

    /// <summary>Rows as they are stored: a projection or a set operation gives others.</summary>
    private static bool IsReadable(Query query) =>
        query is { IsDatabase: true, IsComplete: true, Root.Kind: RootKind.Set }
        && !query.Steps.Any(static s => s.Kind is OperatorKind.Project or OperatorKind.ProjectMany or OperatorKind.Group or OperatorKind.Join or OperatorKind.Set or OperatorKind.Cast or OperatorKind.Unknown);

    private (ImmutableArray<IPropertySymbol> Path, NavigationModel Navigation, IPropertyReferenceOperation Read)? FirstUnloaded(RowSource source, IncludePaths loaded, IOperation element)
    {
        var path = source.Path;
        for (var read = ReadOf(element); read is not null; read = ReadOf(read))
        {
            if (model.Entity(read.Property.ContainingType)?.Navigation(read.Property.Name) is not { } navigation || IsWrite(read))
            {
                return null;
            }

            path = path.Add(read.Property);
            if (navigation.IsAlwaysLoaded || loaded.Paths.Any(p => SameNames(p.Segments, path)))
            {
                continue;
            }

            return IsFixedUp(source, path, navigation) || read.IsTranslated(symbols.Bcl) ? null : (path, navigation, read);
        }

        return null;
    }

    /// <summary>The property that is read of a value, null when something else is done with it.</summary>
    private static IPropertyReferenceOperation? ReadOf(IOperation value)
    {
        var (child, parent) = (value, value.Parent);
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            (child, parent) = (parent, parent.Parent);
        }

        return parent is IPropertyReferenceOperation property && property.Instance == child ? property : null;
    }

    private static bool IsWrite(IPropertyReferenceOperation read) => read.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == read,
        INameOfOperation => true,
        IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Remove" or "Clear" or "Insert" } call => call.Instance == read,
        _ => false,
    };

    /// <summary>A way back to a type that the query has loaded on the way here: EF Core sets it from the rows that it tracks.</summary>
    private static bool IsFixedUp(RowSource source, ImmutableArray<IPropertySymbol> path, NavigationModel navigation)
    {
        var target = navigation.Target;
        return Same(source.Use.Query.Entity, target) || path.Take(path.Length - 1).Any(p => Same(p.ContainingType, target) || p.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } of } && Same(of[0], target) || Same(p.Type, target));

        static bool Same(ITypeSymbol? type, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(type, other);
    }

    /// <summary>Whether an element or the list is handed to code that could load what it lacks.</summary>
    private bool Escapes(Iteration iteration, RowSource source)
    {
        var index = BodyIndex.Of(iteration.Operation);
        var values = iteration.Elements.SelectMany(index.Reads).Concat(source.Holder is { } holder ? index.Reads(holder) : []);
        return !index.IsComplete || iteration.Elements.Any(e => index.Writes(e).Count > 0) || values.Any(v => IsHandedOn(v, iteration));
    }

    private bool IsHandedOn(IOperation value, Iteration iteration)
    {
        var (child, parent) = (value, value.Parent);
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            (child, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => queries.OperatorOf(call.TargetMethod) is null && (value.Syntax.SpanStart < iteration.Operation.Syntax.Span.End),
            IArgumentOperation => true,
            IVariableInitializerOperation or ISimpleAssignmentOperation { Value: not null } when parent is not ISimpleAssignmentOperation assignment || assignment.Value == child => true,
            _ => false,
        };
    }

    /// <summary>Whether the body loads the navigation or rows of its type in another way, or says that it knows about loading.</summary>
    private bool IsLoadedElsewhere(Iteration iteration, RowSource source, NavigationModel navigation)
    {
        var seen = 0;
        foreach (var operation in iteration.Operation.Root().Descendants())
        {
            if (++seen > Budget)
            {
                return true;
            }

            switch (operation)
            {
                case IPropertyReferenceOperation { Property.Name: "IsLoaded" or "LazyLoadingEnabled" }:
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { } assigned } target } when SymbolEqualityComparer.Default.Equals(assigned.OriginalDefinition, navigation.Symbol.OriginalDefinition) && !IsOfAnotherContext(target, source):
                case IInvocationOperation { TargetMethod.Name: "Reference" or "Collection" or "Navigation" } entry when symbols.Ef is { } ef && entry.TargetMethod.ContainingType.IsOrDerivesFrom(ef.EntityEntry):
                    return true;
                case IInvocationOperation call when call != source.Use.Terminal && OperatorTable.MayEnd(call.TargetMethod.Name) && queries.ReadTerminal(call) is { } other && Loads(other.Query, navigation.Target):
                    return true;
                case IForEachLoopOperation loop when loop != iteration.Operation && queries.ReadEnumeration(loop) is { } streamed && Loads(streamed.Query, navigation.Target):
                    return true;
            }
        }

        return false;
    }

    /// <summary>A new object that is filled before the context of the rows is made is none of its rows.</summary>
    private static bool IsOfAnotherContext(IPropertyReferenceOperation target, RowSource source) =>
        target.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
        && source.Use.Query.Root.Context?.Core() is ILocalReferenceOperation context
        && BodyIndex.Of(context).SingleValue(context.Local)?.Core() is IObjectCreationOperation { Syntax: { } made }
        && made.SyntaxTree == target.Syntax.SyntaxTree && target.Syntax.Span.End <= made.SpanStart;

    private bool Loads(Query query, ITypeSymbol target) =>
        SymbolEqualityComparer.Default.Equals(query.Entity, target)
        || includes.Of(query).Paths.Any(p => SymbolEqualityComparer.Default.Equals(IncludePaths.ElementOf(p.Last.Type, symbols.Bcl) ?? p.Last.Type, target));

    private static bool SameNames(ImmutableArray<IPropertySymbol> first, ImmutableArray<IPropertySymbol> second) =>
        first.Length == second.Length && first.Zip(second, static (a, b) => a.Name == b.Name).All(static same => same);
}
