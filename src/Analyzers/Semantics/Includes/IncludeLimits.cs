using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>Where a query that loads a navigation with its rows gives others than the navigation when it is loaded by itself, later.</summary>
internal sealed class IncludeLimits(EfModel model)
{
    /// <summary>Whether an Include of the path keeps the rows of the query, and finds what a load at its place would find.</summary>
    /// <param name="use">The query.</param>
    /// <param name="loop">The code that reads the navigation of each row.</param>
    /// <param name="path">The navigations from a row of the query.</param>
    public bool Allow(QueryUse use, IOperation loop, ImmutableArray<IPropertySymbol> path)
    {
        var navigations = path.Select(p => model.Entity(p.ContainingType)?.Navigation(p.Name)).OfType<NavigationModel>().ToList();
        return !navigations.Any(n => IsFiltered(n, use.Query)) && !IsOvertaken(use, loop, navigations);
    }

    /// <summary>A required reference is joined, so that a filter on its rows takes the rows of the query with them; and a query without filters has none for what it includes.</summary>
    private bool IsFiltered(NavigationModel navigation, Query query) =>
        model.Entity(navigation.Target) is { HasQueryFilter: true }
        && (IsRequired(navigation) || query.Steps.Any(static s => s.Operator.Name == "IgnoreQueryFilters"));

    private bool IsRequired(NavigationModel navigation) =>
        navigation is { IsCollection: false, IsDependent: not false }
        && !(model.Entity(navigation.Symbol.ContainingType) is { } dependent && navigation.ForeignKey.Any(key => dependent.Property(key) is { IsNullable: true }));

    /// <summary>Whether the code between the query and the end of the loop gives rows another parent, or changes rows by SQL: a navigation that is loaded there sees it.</summary>
    private static bool IsOvertaken(QueryUse use, IOperation loop, List<NavigationModel> navigations)
    {
        var (start, end) = (use.Terminal.Syntax.SpanStart, EndOf(loop, use.Terminal));
        return use.Terminal.Root().Contains<IOperation>(operation => operation.Syntax.SpanStart > start && operation.Syntax.SpanStart < end && operation switch
        {
            IAssignmentOperation { Target: var target } => IsForeignKey(target, navigations),
            IIncrementOrDecrementOperation { Target: var target } => IsForeignKey(target, navigations),
            IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: "RelationalDatabaseFacadeExtensions" } } => name.StartsWith("ExecuteSql", StringComparison.Ordinal),
            _ => false,
        });
    }

    /// <summary>Where the last turn of the loop ends, and of the loops around it that the query stands in front of.</summary>
    private static int EndOf(IOperation loop, IOperation query)
    {
        var end = loop.Syntax.Span.End;
        for (var around = loop.Parent; around is not null && !query.IsInside(around); around = around.Parent)
        {
            end = around is ILoopOperation ? around.Syntax.Span.End : end;
        }

        return end;
    }

    private static bool IsForeignKey(IOperation target, List<NavigationModel> navigations) =>
        target is IPropertyReferenceOperation { Property: { } property, Instance: not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } }
        && navigations.Any(n => n.ForeignKey.Contains(property.Name));
}
