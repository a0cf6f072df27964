using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rewriting;

/// <summary>A loop over rows that adds up one number becomes one statement: <c>total += await q.Where(p).SumAsync(f, ct);</c></summary>
internal static class TotalEdit
{
    public static Rewrite? Of(Place place, string aggregate)
    {
        if (place.Around<ForEachStatementSyntax>() is not { } loop || SourceOf(loop) is not { } source
            || ChainEdit.HasComment(loop.DescendantTrivia().Where(t => loop.Span.Contains(t.Span) && !source.Query.Span.Contains(t.Span))))
        {
            return null;
        }

        var (turn, condition) = (Single(loop.Statement), (string?)null);
        if (turn is IfStatementSyntax { Else: null } branch)
        {
            (turn, condition) = (Single(branch.Statement), branch.Condition.ToString());
        }

        if ((turn as ExpressionStatementSyntax)?.Expression is not { } step || PartsOf(step) is not { } parts)
        {
            return null;
        }

        var row = loop.Identifier.Text;
        var value = parts.Value is null ? condition : place.Fact(Totals.Cast) is { } cast ? $"({cast}){ChainEdit.Primary(parts.Value)}" : parts.Value.ToString();
        var lead = ChainEdit.Lead(source.Query);
        var arguments = string.Join(", ", new[] { value is null ? "" : $"{row} => {value}", source.Arguments }.Where(static a => a.Length > 0));
        var filter = condition is null || parts.Value is null ? "" : $"{lead}.Where({row} => {condition})";
        var query = $"{(source.IsAsync ? "await " : "")}{ChainEdit.Primary(source.Query)}{filter}{lead}.{aggregate}{(source.IsAsync ? "Async" : "")}({arguments}){source.Suffix}";

        var wraps = place.Fact(Totals.Wraps) is not null;
        var rewrite = new Rewrite($"Let the database do {aggregate}{(wraps ? " (an overflow fails there)" : "")}") { Terms = wraps ? 1 : 0 };
        rewrite.Change(place.Document, loop.Span, $"{parts.Target} {parts.Sign}= {query};");
        rewrite.Import(place.Document, place.Model, loop.SpanStart, source.IsAsync ? [Usings.Linq, Usings.EfCore] : [Usings.Linq]);
        return rewrite;
    }

    private static StatementSyntax Single(StatementSyntax statement) => statement is BlockSyntax { Statements: [var only] } ? Single(only) : statement;

    private static (string Target, string Sign, ExpressionSyntax? Value)? PartsOf(ExpressionSyntax step) => step switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } add => (add.Left.ToString(), "+", add.Right),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } less => (less.Left.ToString(), "-", less.Right),
        PostfixUnaryExpressionSyntax after => (after.Operand.ToString(), after.OperatorToken.Text.Substring(1), null),
        PrefixUnaryExpressionSyntax before => (before.Operand.ToString(), before.OperatorToken.Text.Substring(1), null),
        _ => null,
    };

    /// <summary>The query of the loop: as it is enumerated, or behind the terminal that makes a list of it.</summary>
    private static Source? SourceOf(ForEachStatementSyntax loop)
    {
        if (loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword))
        {
            return loop.Expression is not InvocationExpressionSyntax call ? new Source(loop.Expression, IsAsync: true)
                : NameOf(call) switch
                {
                    "AsAsyncEnumerable" => ChainEdit.SourceOf(call) is { } streamed ? new Source(streamed, IsAsync: true) : null,
                    "WithCancellation" or "ConfigureAwait" => null,
                    _ => new Source(call, IsAsync: true),
                };
        }

        if (loop.Expression is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax waited })
        {
            var configured = NameOf(waited) == "ConfigureAwait" ? ChainEdit.SourceOf(waited) as InvocationExpressionSyntax : null;
            var terminal = configured ?? waited;
            return NameOf(terminal) is "ToListAsync" or "ToArrayAsync" && ChainEdit.SourceOf(terminal) is { } fetched
                ? new Source(fetched, IsAsync: true, terminal.ArgumentList.Arguments.ToString(), configured is null ? "" : $".ConfigureAwait({waited.ArgumentList.Arguments})")
                : null;
        }

        return loop.Expression is InvocationExpressionSyntax list && NameOf(list) is "ToList" or "ToArray"
            ? ChainEdit.SourceOf((InvocationExpressionSyntax)loop.Expression) is { } query ? new Source(query) : null
            : new Source(loop.Expression);
    }

    private static string? NameOf(InvocationExpressionSyntax call) => ChainEdit.NameOf(call)?.Identifier.ValueText;

    /// <param name="Query">The query.</param>
    /// <param name="IsAsync">Whether the loop waits for it.</param>
    /// <param name="Arguments">What the terminal gets.</param>
    /// <param name="Suffix">ConfigureAwait behind it.</param>
    private sealed record Source(ExpressionSyntax Query, bool IsAsync = false, string Arguments = "", string Suffix = "");
}
