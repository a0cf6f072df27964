using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>A query whose terminal stands in front of operators that run in memory: <c>(await q.ToListAsync(ct)).Where(p)</c>.</summary>
/// <param name="Terminal">The call that fetches the rows.</param>
/// <param name="Configure">ConfigureAwait behind it.</param>
/// <param name="Await">The await around it.</param>
/// <param name="Parentheses">The parentheses around the await.</param>
/// <param name="Steps">The calls and, at the end, maybe a Count or Length that run in memory.</param>
internal sealed record FetchEdit(
    InvocationExpressionSyntax Terminal, InvocationExpressionSyntax? Configure, AwaitExpressionSyntax? Await, ParenthesizedExpressionSyntax? Parentheses, ImmutableArray<ExpressionSyntax> Steps)
{
    /// <summary>The query and its steps around a terminal; null when they are not one chain, or when a comment would be lost.</summary>
    public static FetchEdit? Of(InvocationExpressionSyntax terminal)
    {
        if (ChainEdit.SourceOf(terminal) is not { } source)
        {
            return null;
        }

        ExpressionSyntax outer = terminal;
        var configure = ChainEdit.ConfigureAwaitOf(terminal);
        outer = configure ?? outer;
        var wait = outer.Parent as AwaitExpressionSyntax;
        if (wait is null != (configure is null && !IsAsync(terminal)))
        {
            return null;
        }

        outer = wait ?? outer;
        var parentheses = outer.Parent as ParenthesizedExpressionSyntax;
        if (wait is not null && parentheses is null)
        {
            return null;
        }

        outer = parentheses ?? outer;
        var edit = new FetchEdit(terminal, configure, wait, parentheses, StepsFrom(outer));
        return edit.Steps.IsEmpty || HasComment(source, configure ?? terminal) ? null : edit;
    }

    /// <summary>The last step becomes the terminal: <c>await q.Where(p).CountAsync(ct)</c>.</summary>
    public ImmutableArray<TextChange>? Reduced(int count, string name)
    {
        if (count > Steps.Length)
        {
            return null;
        }

        var end = Steps[count - 1];
        var call = end as InvocationExpressionSyntax;
        var arguments = Arguments(call?.ArgumentList.Arguments.ToString() ?? "", Terminal.ArgumentList.Arguments.ToString());
        var access = (MemberAccessExpressionSyntax)(call?.Expression ?? end);
        var isAccessed = end.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax;
        var changes = ImmutableArray.CreateBuilder<TextChange>();
        DropTerminal(changes);
        DropParentheses(changes, keepOpen: isAccessed);
        changes.AddRange(Renamed(count - 1));
        changes.Add(new TextChange(TextSpan.FromBounds(access.Name.SpanStart, end.Span.End), $"{name}{(Await is null ? "" : "Async")}({arguments}){Suffix}{(isAccessed && Await is not null ? ")" : "")}"));
        return changes.ToImmutable();
    }

    /// <summary>The terminal goes behind the first steps: <c>(await q.Where(p).ToListAsync(ct)).Select(f)</c>.</summary>
    public ImmutableArray<TextChange>? Moved(int count)
    {
        if (count > Steps.Length || count == 0)
        {
            return null;
        }

        // What stood behind the steps only to make a list of them does so no more.
        var last = Steps[count - 1];
        var copy = count < Steps.Length && Steps[count] is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } next && ChainEdit.NameOf(next)?.Identifier.ValueText is "ToList" or "ToArray" ? (InvocationExpressionSyntax)Steps[count] : null;
        var end = copy ?? last;
        var name = copy is null ? ChainEdit.NameOf(Terminal)!.ToString() : ChainEdit.NameOf(copy)!.Identifier.ValueText + (Await is null ? "" : "Async");
        var isAccessed = end.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax;
        var changes = ImmutableArray.CreateBuilder<TextChange>();
        DropTerminal(changes);
        DropParentheses(changes, keepOpen: isAccessed);
        changes.AddRange(Renamed(count));
        var terminal = $"{(copy is null ? ChainEdit.Lead(last) + "." : "")}{name}({Terminal.ArgumentList.Arguments}){Suffix}{(isAccessed && Await is not null ? ")" : "")}";
        changes.Add(copy is null
            ? new TextChange(new TextSpan(last.Span.End, 0), terminal)
            : new TextChange(TextSpan.FromBounds(ChainEdit.NameOf(copy)!.SpanStart, copy.Span.End), terminal));
        return changes.ToImmutable();
    }

    private string Suffix => Configure is null ? "" : TextBetween(Terminal.Span.End, Configure.Span.End);

    private static bool IsAsync(InvocationExpressionSyntax call) => ChainEdit.NameOf(call)?.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal) == true;

    private static ImmutableArray<ExpressionSyntax> StepsFrom(ExpressionSyntax source)
    {
        var steps = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        for (var hops = 0; hops < 200; hops++)
        {
            if (ChainEdit.NextOf(source) is { } call)
            {
                steps.Add(source = call);
                continue;
            }

            if (source.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Length" or "LongLength" } property && property.Expression == source)
            {
                steps.Add(property);
            }

            break;
        }

        return steps.ToImmutable();
    }

    private static bool HasComment(ExpressionSyntax source, ExpressionSyntax end) =>
        ChainEdit.HasComment(end.DescendantTrivia().Where(t => t.SpanStart >= source.Span.End));

    private void DropTerminal(ImmutableArray<TextChange>.Builder changes) =>
        changes.Add(new TextChange(TextSpan.FromBounds(ChainEdit.SourceOf(Terminal)!.Span.End, (Configure ?? Terminal).Span.End), ""));

    private void DropParentheses(ImmutableArray<TextChange>.Builder changes, bool keepOpen)
    {
        if (Parentheses is null || Await is null)
        {
            return;
        }

        if (!keepOpen)
        {
            changes.Add(new TextChange(Parentheses.OpenParenToken.Span, ""));
        }

        changes.Add(new TextChange(Parentheses.CloseParenToken.Span, ""));
    }

    /// <summary>Methods of List that a query knows by another name.</summary>
    private IEnumerable<TextChange> Renamed(int count)
    {
        foreach (var step in Steps.Take(count))
        {
            if (step is InvocationExpressionSyntax call && ChainEdit.NameOf(call) is { Identifier: { ValueText: "FindAll" } old })
            {
                yield return new TextChange(old.Span, "Where");
            }
        }
    }

    private static string Arguments(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first}, {second}";

    private string TextBetween(int start, int end) => Terminal.SyntaxTree.GetText().ToString(TextSpan.FromBounds(start, end)).Trim();
}
