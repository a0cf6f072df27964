using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Includes;

namespace PerfAnalyzers.Rewriting;

/// <summary>Adds an Include to the query that a report names as its first related place.</summary>
internal static class IncludeEdit
{
    /// <summary>The changes that load the path of the report with its query; null when the query stands in another file or can't take it.</summary>
    public static ImmutableArray<TextChange>? Add(FixSite site)
    {
        if (site.Fact(IncludeFacts.Path) is not { } path || site.Diagnostic.AdditionalLocations.FirstOrDefault() is not { } place || place.SourceTree != site.Root.SyntaxTree)
        {
            return null;
        }

        var call = ChainEdit.CallAt(site.Root, place.SourceSpan);
        var query = call is null || call.Span == place.SourceSpan ? site.Root.FindNode(place.SourceSpan, getInnermostNodeForTie: true) as ExpressionSyntax : ChainEdit.SourceOf(call);
        var isAwaited = query?.Parent is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 };
        while (query is InvocationExpressionSyntax stream && ChainEdit.NameOf(stream)?.Identifier.ValueText is "WithCancellation" or "ConfigureAwait" or "AsAsyncEnumerable")
        {
            isAwaited &= ChainEdit.NameOf(stream)!.Identifier.ValueText != "AsAsyncEnumerable";
            query = ChainEdit.SourceOf(stream);
        }

        if (query is null || !Knowledge.Of(site.Model.Compilation).Symbols.Bcl.IsQueryable(site.Model.GetTypeInfo(query).Type))
        {
            return null;
        }

        var steps = Steps(path.Split('.'), Names.ForLambda(site.Model, query));
        if (site.Fact(IncludeFacts.Split) is not null)
        {
            steps = steps.Insert(0, "AsSplitQuery()");
        }

        // A set can be awaited row by row, a query of it only as a stream.
        if (isAwaited)
        {
            steps = steps.Add("AsAsyncEnumerable()");
        }

        return ChainEdit.InsertAfter(query, steps.ToArray()).AddRange(Usings.Add(site.Model, query.SpanStart, Usings.EfCore));
    }

    /// <summary>`Include(o => o.Lines)`, `ThenInclude(l => l.Product)`.</summary>
    private static ImmutableArray<string> Steps(string[] path, string name)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < path.Length; at++)
        {
            var variable = at == 0 ? name : char.ToLowerInvariant(path[at - 1][0]).ToString();
            steps.Add($"{(at == 0 ? "Include" : "ThenInclude")}({variable} => {variable}.{path[at]})");
        }

        return steps.ToImmutable();
    }
}
