using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>What a report says to a fix that adds an Include: the path, and the place as its first related location.</summary>
internal static class IncludeFacts
{
    /// <summary>The names of the navigations with dots between; an asterisk marks those that lead to many.</summary>
    public const string Path = "include";

    /// <summary>Written when the query joins a second collection then.</summary>
    public const string Split = "split";

    /// <summary>The facts for loading the path with the query; empty when the query can't take an Include, or would give other rows with it.</summary>
    public static ImmutableDictionary<string, string?> Of(QueryUse use, IOperation loop, ImmutableArray<IPropertySymbol> path, IncludeReader includes)
    {
        var needsSplit = includes.NeedsSplit(use.Query, path);
        if (use.Query.Steps.Any(static s => s.Kind is OperatorKind.Project or OperatorKind.ProjectMany or OperatorKind.Group or OperatorKind.Distinct or OperatorKind.Set)
            || !includes.Limits.Allow(use, loop, path) || needsSplit && !includes.CanSplit(use))
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        var facts = ImmutableDictionary<string, string?>.Empty.Add(Path, string.Join(".", path.Select(p => p.Name)));
        return needsSplit ? facts.Add(Split, "") : facts;
    }

    /// <summary>Where the query is executed.</summary>
    public static Location PlaceOf(QueryUse use) =>
        use.Terminal is IInvocationOperation call && use.Operator != OperatorTable.Enumeration ? QueryReader.NameOf(call) : use.Terminal.Syntax.GetLocation();
}
