using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Rows;

namespace PerfAnalyzers.Rewriting;

/// <summary>The statements that load, write and save rows, and the one statement in their place.</summary>
/// <param name="Place">The report.</param>
/// <param name="Query">The query, without the call that fetches its rows.</param>
/// <param name="First">The statement that loads the rows.</param>
/// <param name="Write">The statement that writes them, the same one when they are loaded there.</param>
/// <param name="Save">The statement that saves.</param>
internal sealed record SetBasedEdit(Place Place, ExpressionSyntax Query, StatementSyntax First, StatementSyntax Write, ExpressionStatementSyntax Save)
{
    private bool KeepsSave => Place.Fact(SetBasedWrites.SaveFact) == SetBasedWrites.Kept;

    private bool IsAsync => Save.Expression is AwaitExpressionSyntax || Write is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } || AwaitOf(Fetch) is not null;

    /// <summary>The call that fetches the rows, null when they are streamed.</summary>
    private InvocationExpressionSyntax? Fetch => IsFetched(Place) ? ChainEdit.NextOf(Query) : null;

    /// <summary>What stands at a report; null when the rule found no statement for it, or when a comment would be lost.</summary>
    public static SetBasedEdit? Of(Place place)
    {
        if (place.Fact(SetBasedWrites.SaveFact) is null || QueryAt(place) is not { } query
            || query.Ancestors().OfType<StatementSyntax>().FirstOrDefault(static s => s.Parent is BlockSyntax) is not { } first)
        {
            return null;
        }

        var statements = ((BlockSyntax)first.Parent!).Statements;
        var at = statements.IndexOf(first) + (first is LocalDeclarationStatementSyntax ? 1 : 0);
        return at + 1 < statements.Count && statements[at + 1] is ExpressionStatementSyntax save && new SetBasedEdit(place, query, first, statements[at], save) is { } edit && edit.LosesNothing()
            ? edit
            : null;
    }

    /// <summary>The white space that further lines of the statement begin with.</summary>
    public string Indent => ChainEdit.Lead(Query) is { Length: > 0 } lead ? lead.TrimStart('\r', '\n') : Layout.Indent(First);

    /// <summary>Puts one statement, made of the query and more steps, in place of the others.</summary>
    /// <param name="rewrite">Takes the changes.</param>
    /// <param name="method">The method without Async.</param>
    /// <param name="arguments">Its arguments without the token.</param>
    /// <param name="filter">A step in front of it, empty for none.</param>
    /// <param name="variables">Statements in front of it.</param>
    public void Replace(Rewrite rewrite, string method, string arguments = "", string filter = "", IEnumerable<string>? variables = null)
    {
        var token = Token();
        var all = arguments.Length == 0 ? token : token.Length == 0 ? arguments : $"{arguments}, {token}";
        var lead = ChainEdit.Lead(Query);
        var query = ChainEdit.Primary(Query) + (filter.Length == 0 ? "" : $"{lead}.{filter}");
        var lines = Comments().Concat(variables ?? []).Select(l => l + Layout.LineEnd(Place.Root) + Layout.Indent(First));
        var statement = $"{string.Concat(lines)}{(IsAsync ? "await " : "")}{query}{lead}.{method}{(IsAsync ? "Async" : "")}({all}){Configure()};";
        rewrite.Change(Place.Document, TextSpan.FromBounds(First.SpanStart, KeepsSave ? Write.Span.End : Save.Span.End), statement);
        rewrite.Import(Place.Document, Place.Model, First.SpanStart, Usings.EfCore);
    }

    private static bool IsFetched(Place place) =>
        ChainEdit.CallAt(place.Root, place.Span) is { } call && ChainEdit.NameOf(call)?.Span == place.Span;

    private static ExpressionSyntax? QueryAt(Place place)
    {
        if (IsFetched(place))
        {
            return ChainEdit.SourceOf(ChainEdit.CallAt(place.Root, place.Span)!);
        }

        var query = place.Node is ArgumentSyntax argument ? argument.Expression : place.Node as ExpressionSyntax;
        while (query is InvocationExpressionSyntax call && ChainEdit.NameOf(call)?.Identifier.ValueText is "AsAsyncEnumerable" or "AsEnumerable" or "WithCancellation" or "ConfigureAwait")
        {
            query = ChainEdit.SourceOf((InvocationExpressionSyntax)query);
        }

        return query;
    }

    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax? call) =>
        call is null ? null : (ChainEdit.ConfigureAwaitOf(call) ?? call).Parent as AwaitExpressionSyntax;

    private bool LosesNothing()
    {
        var (start, end) = (First.SpanStart, KeepsSave ? Write.Span.End : Save.Span.End);
        return !First.ContainsDirectives && !Write.ContainsDirectives && !Save.ContainsDirectives && Layout.IsAlone(First) && Layout.IsAlone(Write)
            && !First.Parent!.DescendantTrivia().Any(t => t.SpanStart > start && t.SpanStart < end && !Query.Span.Contains(t.Span) && !IsAbove(t) && ChainEdit.HasComment([t]));
    }

    /// <summary>A comment in front of a statement that goes: it moves up.</summary>
    private bool IsAbove(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && (Write.GetLeadingTrivia().Contains(trivia) && Write != First || Save.GetLeadingTrivia().Contains(trivia));

    private IEnumerable<string> Comments()
    {
        var moved = Write == First ? [] : Write.GetLeadingTrivia().Where(IsAbove);
        return (KeepsSave ? moved : moved.Concat(Save.GetLeadingTrivia().Where(IsAbove))).Select(static t => t.ToString());
    }

    /// <summary>The token of the save, else that of the load.</summary>
    private string Token()
    {
        if (!IsAsync)
        {
            return "";
        }

        var saved = ((InvocationExpressionSyntax)Calls(Save.Expression).Last()).ArgumentList.Arguments.ToString();
        return saved.Length > 0 && Save.Expression is AwaitExpressionSyntax ? saved
            : Fetch is { } fetch && AwaitOf(fetch) is not null ? string.Join(", ", fetch.ArgumentList.Arguments.Where(static a => a.Expression is not AnonymousFunctionExpressionSyntax))
            : Streamed("WithCancellation");
    }

    /// <summary>ConfigureAwait as the save has it, else as the load does.</summary>
    private string Configure()
    {
        var configured = Calls(Save.Expression).Concat(Fetch is { } fetch ? new[] { ChainEdit.ConfigureAwaitOf(fetch) } : []).OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(static c => ChainEdit.NameOf(c)?.Identifier.ValueText == "ConfigureAwait")?.ArgumentList.ToString();
        configured ??= Streamed("ConfigureAwait") is { Length: > 0 } arguments ? $"({arguments})" : null;
        return IsAsync && configured is not null ? $".ConfigureAwait{configured}" : "";
    }

    /// <summary>The arguments of a call of that name around the query.</summary>
    private string Streamed(string name)
    {
        for (var call = Fetch is null ? ChainEdit.NextOf(Query) : null; call is not null; call = ChainEdit.NextOf(call))
        {
            if (ChainEdit.NameOf(call)?.Identifier.ValueText == name)
            {
                return call.ArgumentList.Arguments.ToString();
            }
        }

        return "";
    }

    /// <summary>The calls of an awaited expression, outermost first.</summary>
    private static IEnumerable<ExpressionSyntax> Calls(ExpressionSyntax expression)
    {
        var current = expression is AwaitExpressionSyntax awaited ? awaited.Expression : expression;
        while (current is InvocationExpressionSyntax call && ChainEdit.NameOf(call)?.Identifier.ValueText is "ConfigureAwait")
        {
            yield return call;
            current = ChainEdit.SourceOf(call);
        }

        if (current is InvocationExpressionSyntax save)
        {
            yield return save;
        }
    }
}
