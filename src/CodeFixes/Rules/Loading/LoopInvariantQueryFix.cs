using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1006: the query runs once in front of the loop; await, ConfigureAwait and token stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LoopInvariantQueryFix() : SolutionFix(LoopInvariantQuery.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Fact(QueryHoist.Fact) is not { } moved || ChainEdit.CallAt(place.Root, place.Span) is not { } call
            || LoopMove.Around(place, call) is not { } move || move.StatementOf(call) is not { } statement)
        {
            return null;
        }

        var rewrite = new Rewrite("Run the query once, before the loop");
        if (moved == QueryHoist.Statement)
        {
            move.ToFront(rewrite, statement);
        }
        else
        {
            move.ToFront(rewrite, ValueOf(call), Scope.FreeName(call, NameOf(call)));
        }

        return rewrite;
    }

    /// <summary>The call with the await around it.</summary>
    private static ExpressionSyntax ValueOf(InvocationExpressionSyntax call)
    {
        var value = ChainEdit.ConfigureAwaitOf(call) ?? call;
        return value.Parent as AwaitExpressionSyntax ?? (ExpressionSyntax)value;
    }

    private static string NameOf(InvocationExpressionSyntax call) => ChainEdit.NameOf(call)!.Identifier.ValueText.Replace("Async", "") switch
    {
        "Any" => "exists",
        "Count" or "LongCount" => "count",
        "FirstOrDefault" => "first",
        "LastOrDefault" => "last",
        "Find" => "found",
        "Contains" => "contains",
        var name => char.ToLowerInvariant(name[0]) + name.Substring(1),
    };
}
