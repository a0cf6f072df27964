using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>How a file is laid out: indentation, line ends, where a line goes in.</summary>
internal static class Layout
{
    public const string Step = "    ";

    public static string LineEnd(SyntaxNode root)
    {
        var first = root.SyntaxTree.GetText().Lines[0];
        var end = root.SyntaxTree.GetText().ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
        return end.Length == 0 ? "\n" : end;
    }

    /// <summary>The white space before the first token of the line where the node starts.</summary>
    public static string Indent(SyntaxNode node)
    {
        var line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>The whole lines of a node, its comments above and its line break below included.</summary>
    public static TextSpan Lines(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var start = node.GetLeadingTrivia().FirstOrDefault(static t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)) is { RawKind: not 0 } comment
            ? comment.SpanStart
            : node.SpanStart;
        return TextSpan.FromBounds(text.Lines.GetLineFromPosition(start).Start, text.Lines.GetLineFromPosition(node.Span.End).EndIncludingLineBreak);
    }

    /// <summary>Whether nothing else stands on the lines of the node.</summary>
    public static bool IsAlone(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var (first, last) = (text.Lines.GetLineFromPosition(node.SpanStart), text.Lines.GetLineFromPosition(node.Span.End));
        return string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, node.SpanStart)))
            && text.ToString(TextSpan.FromBounds(node.Span.End, last.End)).Trim() is "" or ['/', '/', ..];
    }

    /// <summary>The lines of a span one step deeper, with some changes; lines that start inside a string stay where they are.</summary>
    public static string Deeper(SyntaxNode root, TextSpan lines, IEnumerable<TextChange>? changes = null)
    {
        var text = root.SyntaxTree.GetText();
        var all = new List<TextChange>(changes ?? []);
        var (first, last) = (text.Lines.GetLineFromPosition(lines.Start).LineNumber, text.Lines.GetLineFromPosition(Math.Max(lines.Start, lines.End - 1)).LineNumber);
        for (var i = first; i <= last; i++)
        {
            var line = text.Lines[i];
            var token = root.FindToken(line.Start);
            if (!(token.SpanStart < line.Start && token.Span.End > line.Start) && !string.IsNullOrWhiteSpace(line.ToString()))
            {
                all.Add(new TextChange(new TextSpan(line.Start, 0), Step));
            }
        }

        var moved = all.Select(c => new TextChange(new TextSpan(c.Span.Start - lines.Start, c.Span.Length), c.NewText!)).OrderBy(static c => c.Span.Start);
        var body = text.GetSubText(lines).WithChanges(moved).ToString();
        return body.EndsWith("\n", StringComparison.Ordinal) ? body : body + LineEnd(root);
    }

    /// <summary>A text that begins at a position, moved to a line with another indentation: lines that follow the first keep their distance from it.</summary>
    public static string Shifted(SyntaxNode root, int start, string text, string indent)
    {
        var line = root.SyntaxTree.GetText().Lines.GetLineFromPosition(start).ToString();
        var old = line.Substring(0, line.Length - line.TrimStart().Length);
        return old == indent ? text
            : string.Join("\n", text.Split('\n').Select((l, i) => i == 0 || l.Trim().Length == 0 ? l : l.StartsWith(old, StringComparison.Ordinal) ? indent + l.Substring(old.Length) : indent + l.TrimStart()));
    }

    /// <summary>The text of a span with changes in it.</summary>
    public static string Changed(SyntaxNode node, TextSpan span, IEnumerable<TextChange> changes) =>
        node.SyntaxTree.GetText().GetSubText(span).WithChanges(changes.Select(c => new TextChange(new TextSpan(c.Span.Start - span.Start, c.Span.Length), c.NewText!)).OrderBy(static c => c.Span.Start)).ToString();

    /// <summary>Puts lines in front of a statement.</summary>
    public static void InsertBefore(Rewrite rewrite, Place place, StatementSyntax statement, IEnumerable<string> lines)
    {
        var end = LineEnd(place.Root);
        var text = place.Root.SyntaxTree.GetText();
        if (string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(statement.SpanStart).Start, statement.SpanStart))))
        {
            rewrite.Insert(place.Document, Lines(statement).Start, string.Concat(lines.Select(l => Indent(statement) + l + end)));
        }
        else
        {
            rewrite.Insert(place.Document, statement.SpanStart, string.Concat(lines.Select(static l => l + " ")));
        }
    }

    /// <summary>Makes the simple name of a type usable in the file.</summary>
    public static void Import(Rewrite rewrite, Document document, SemanticModel model, SyntaxNode root, string space, string type)
    {
        var position = root is CompilationUnitSyntax { Members: { Count: > 0 } members } ? members[members.Count - 1].SpanStart : root.SpanStart;
        if (model.LookupNamespacesAndTypes(Math.Max(0, position), name: type).Any(s => s.ContainingNamespace?.ToString() == space)
            || model.LookupSymbols(position, container: null, name: type).Any(s => s.ContainingNamespace?.ToString() == space)
            || root is not CompilationUnitSyntax unit
            || unit.Usings.Any(u => u.Name?.ToString() == space))
        {
            return;
        }

        var end = LineEnd(root);
        var after = unit.Usings.LastOrDefault(u => u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None) && Precedes(u.Name?.ToString() ?? "", space));
        if (after is not null)
        {
            rewrite.InsertUsing(document, after.FullSpan.End, space, end, isFirst: false);
        }
        else if (unit.Usings.Count > 0)
        {
            rewrite.InsertUsing(document, unit.Usings[0].SpanStart, space, end, isFirst: false);
        }
        else
        {
            rewrite.InsertUsing(document, unit.GetFirstToken().FullSpan.Start, space, end, isFirst: true);
        }
    }

    private static bool Precedes(string left, string right)
    {
        var (l, r) = (left == "System" || left.StartsWith("System.", StringComparison.Ordinal), right == "System" || right.StartsWith("System.", StringComparison.Ordinal));
        return l != r ? l : string.CompareOrdinal(left, right) < 0;
    }
}
