using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>Edits of a chain of calls that keep its line breaks, indentation and comments.</summary>
/// <remarks>A step is written without its dot: <c>Include(x =&gt; x.Customer)</c>. All edits are changes of text, so that several go together.</remarks>
internal static class ChainEdit
{
    /// <summary>The call whose name or whole expression the span covers, null when there is none.</summary>
    public static InvocationExpressionSyntax? CallAt(SyntaxNode root, TextSpan span) =>
        root.FullSpan.Contains(span) ? root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>(c => NameOf(c) is { } name && (name.Span.Contains(span) || c.Span == span)) : null;

    /// <summary>What a call gives for a parameter, null when that is its default.</summary>
    public static ArgumentSyntax? ArgumentFor(IParameterSymbol parameter, InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name) ?? call.ArgumentList.Arguments.ElementAtOrDefault(parameter.Ordinal);

    /// <summary>What a call is made on: `db.Orders` of `db.Orders.ToList()` and `.Orders` of `db?.Orders.ToList()`; null for `ToList()` and `?.ToList()`.</summary>
    public static ExpressionSyntax? SourceOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression;

    /// <summary>The name of the called method, type arguments included.</summary>
    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>The call that is made on an expression, null when the chain ends there.</summary>
    public static InvocationExpressionSyntax? NextOf(ExpressionSyntax source) =>
        source.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == source && call.Expression == access ? call : null;

    /// <summary>Puts steps in front of a call; null when the call isn't made on an expression.</summary>
    public static ImmutableArray<TextChange>? InsertBefore(InvocationExpressionSyntax call, params string[] steps) =>
        SourceOf(call) is { } source ? InsertAfter(source, steps) : null;

    /// <summary>Puts steps behind an expression: the root of a chain, one of its calls or its end.</summary>
    public static ImmutableArray<TextChange> InsertAfter(ExpressionSyntax source, params string[] steps)
    {
        if (source.Parent is MemberAccessExpressionSyntax access && access.Expression == source)
        {
            var dot = access.OperatorToken;
            if (!IsFirstOnLine(dot))
            {
                return Change(new TextSpan(dot.SpanStart, 0), string.Concat(steps.Select(static s => "." + s)));
            }

            // Ahead of the comments that stand over the next step.
            var line = source.GetLastToken().FullSpan.End;
            var (indent, end) = (IndentOf(dot), EndOfLine(dot.SyntaxTree));
            return Change(new TextSpan(line, 0), string.Concat(steps.Select(s => indent + "." + s + end)));
        }

        var added = string.Concat(steps.Select(s => Lead(source) + "." + s));
        return IsPrimary(source)
            ? Change(new TextSpan(source.Span.End, 0), added)
            : ImmutableArray.Create(new TextChange(new TextSpan(source.SpanStart, 0), "("), new TextChange(new TextSpan(source.Span.End, 0), ")" + added));
    }

    /// <summary>What goes in front of the dot of a step behind the expression: a line of its own when the step before it has one.</summary>
    public static string Lead(ExpressionSyntax source) =>
        source is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { OperatorToken: var own } } && IsFirstOnLine(own) ? EndOfLine(own.SyntaxTree) + IndentOf(own) : "";

    /// <summary>Takes a call out of its chain; null when the call isn't made on an expression.</summary>
    public static ImmutableArray<TextChange>? Remove(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Expression: { } source, OperatorToken: var dot })
        {
            return null;
        }

        if (HasComment(source.GetTrailingTrivia()) || HasComment(dot.LeadingTrivia))
        {
            return Change(TextSpan.FromBounds(dot.SpanStart, call.Span.End), "");
        }

        var changes = ImmutableArray.CreateBuilder<TextChange>();
        if (source is ParenthesizedExpressionSyntax { Expression: var inner } parenthesized && (IsPrimary(inner) || !IsAccessed(call)))
        {
            changes.Add(new TextChange(parenthesized.OpenParenToken.Span, ""));
            changes.Add(new TextChange(parenthesized.CloseParenToken.Span, ""));
        }

        changes.Add(new TextChange(TextSpan.FromBounds(source.Span.End, call.Span.End), ""));
        return changes.ToImmutable();
    }

    /// <summary>Takes a call out of its chain and puts it in front of another call, as it is written.</summary>
    public static ImmutableArray<TextChange>? Move(InvocationExpressionSyntax call, InvocationExpressionSyntax before) =>
        NameOf(call) is { } name && Remove(call) is { } removed && InsertBefore(before, name + call.ArgumentList.ToString()) is { } inserted
            ? removed.AddRange(inserted)
            : null;

    /// <summary>Calls another method with the same arguments; type arguments stay.</summary>
    public static ImmutableArray<TextChange>? Rename(InvocationExpressionSyntax call, string name) =>
        NameOf(call) is { } old ? Change(old.Identifier.Span, name) : null;

    /// <summary>Calls another method with other arguments; type arguments go.</summary>
    public static ImmutableArray<TextChange>? ReplaceCall(InvocationExpressionSyntax call, string step) =>
        NameOf(call) is { } old ? Change(TextSpan.FromBounds(old.SpanStart, call.Span.End), step) : null;

    public static ImmutableArray<TextChange> Replace(SyntaxNode node, string text) => Change(node.Span, text);

    /// <summary>The ConfigureAwait that follows a call, null when none does.</summary>
    public static InvocationExpressionSyntax? ConfigureAwaitOf(InvocationExpressionSyntax call) =>
        NextOf(call) is { } next && NameOf(next)?.Identifier.ValueText == "ConfigureAwait" ? next : null;

    /// <summary>Whether `.Name` can follow the expression without parentheses.</summary>
    public static bool IsPrimary(ExpressionSyntax expression) => expression is SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
        or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax or BaseExpressionSyntax or BaseObjectCreationExpressionSyntax
        or MemberBindingExpressionSyntax or ElementBindingExpressionSyntax or LiteralExpressionSyntax or PredefinedTypeSyntax or TupleExpressionSyntax
        || expression.IsKind(SyntaxKind.SuppressNullableWarningExpression);

    /// <summary>The expression as text that `.Name` can follow.</summary>
    public static string Primary(ExpressionSyntax expression) => Primary(expression, expression.ToString());

    /// <summary>The same for another text of it, with other names.</summary>
    public static string Primary(ExpressionSyntax expression, string text) => IsPrimary(expression) ? text : $"({text})";

    private static ImmutableArray<TextChange> Change(TextSpan span, string text) => ImmutableArray.Create(new TextChange(span, text));

    private static bool IsAccessed(ExpressionSyntax expression) =>
        expression.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax or InvocationExpressionSyntax;

    /// <summary>Whether anything but white space stands there: a rewrite would lose it.</summary>
    public static bool HasComment(IEnumerable<SyntaxTrivia> trivia) =>
        trivia.Any(static t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    private static bool IsFirstOnLine(SyntaxToken token) =>
        token.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) || token.LeadingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    private static string IndentOf(SyntaxToken token)
    {
        var line = token.SyntaxTree!.GetText().Lines.GetLineFromPosition(token.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    private static string EndOfLine(SyntaxTree? tree) => Lines.EndOf(tree!.GetText());
}
