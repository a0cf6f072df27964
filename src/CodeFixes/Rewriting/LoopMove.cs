using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>Moves a statement of a loop in front of the loop or behind it; comments above it and its line breaks move along.</summary>
internal sealed class LoopMove(Place place, StatementSyntax loop)
{
    private readonly SourceText text = place.Root.SyntaxTree.GetText();

    /// <summary>The loop around a node; null when lines of it can't be told from those of its neighbours.</summary>
    public static LoopMove? Around(Place place, SyntaxNode node) =>
        node.Ancestors().OfType<StatementSyntax>().FirstOrDefault(static s => s is CommonForEachStatementSyntax or ForStatementSyntax) is { } loop && Layout.IsAlone(loop)
            ? new LoopMove(place, loop)
            : null;

    /// <summary>The statement of the loop's own list that holds the node; null when it holds directives.</summary>
    public StatementSyntax? StatementOf(SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(s => s.Parent is BlockSyntax && s.Parent.Parent == loop) is { ContainsDirectives: false } statement ? statement : null;

    /// <summary>The statement in a block of the loop, however deep, that is or awaits the call.</summary>
    public StatementSyntax? StatementIn(SyntaxNode call) =>
        call.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { ContainsDirectives: false, Parent: BlockSyntax } statement && loop.Span.Contains(statement.Span) ? statement : null;

    public void ToFront(Rewrite rewrite, StatementSyntax statement)
    {
        rewrite.Insert(place.Document, Layout.Lines(loop).Start, Lines(statement));
        Remove(rewrite, statement);
    }

    public void ToBack(Rewrite rewrite, StatementSyntax statement)
    {
        var end = text.Lines.GetLineFromPosition(loop.Span.End).EndIncludingLineBreak;
        var lead = end == text.Lines.GetLineFromPosition(loop.Span.End).End ? Layout.LineEnd(place.Root) : "";
        rewrite.Insert(place.Document, end, lead + Layout.LineEnd(place.Root) + Lines(statement));
        Remove(rewrite, statement);
    }

    /// <summary>Runs the statement in every n-th turn that gets there, and once more behind the loop; its lines must be its own.</summary>
    public bool ToParts(Rewrite rewrite, StatementSyntax statement, string counter, int size)
    {
        if (!Layout.IsAlone(statement))
        {
            return false;
        }

        var (indent, end) = (Layout.Indent(statement), Layout.LineEnd(place.Root));
        var own = text.Lines.GetLineFromPosition(statement.SpanStart).Start;
        var lines = TextSpan.FromBounds(own, text.Lines.GetLineFromPosition(statement.Span.End).EndIncludingLineBreak);
        rewrite.Insert(place.Document, Layout.Lines(loop).Start, $"{Layout.Indent(loop)}var {counter} = 0;{end}");
        rewrite.Change(place.Document, lines, $"{indent}if (++{counter} % {size} == 0){end}{indent}{{{end}{Layout.Deeper(place.Root, lines)}{indent}}}{end}");
        var behind = text.Lines.GetLineFromPosition(loop.Span.End);
        rewrite.Insert(place.Document, behind.EndIncludingLineBreak, (behind.EndIncludingLineBreak == behind.End ? end : "") + end + Layout.Indent(loop) + Outdented(statement.ToString(), statement) + end);
        return true;
    }

    /// <summary>Puts the value of an expression into a local in front of the loop.</summary>
    public void ToFront(Rewrite rewrite, ExpressionSyntax value, string name)
    {
        var indent = Layout.Indent(loop);
        rewrite.Insert(place.Document, Layout.Lines(loop).Start, $"{indent}var {name} = {Outdented(value.ToString(), value)};{Layout.LineEnd(place.Root)}");
        rewrite.Change(place.Document, (value.Parent as ParenthesizedExpressionSyntax ?? value).Span, name);
    }

    private string Lines(StatementSyntax statement)
    {
        var end = Layout.LineEnd(place.Root);
        var lines = Layout.IsAlone(statement) ? text.ToString(Layout.Lines(statement)) : statement.ToString();
        var moved = Layout.Indent(loop) + Outdented(lines.TrimStart(' ', '\t'), statement);
        return moved.EndsWith("\n", StringComparison.Ordinal) ? moved : moved + end;
    }

    /// <summary>Lines after the first one at the depth of the loop.</summary>
    private string Outdented(string lines, SyntaxNode node)
    {
        var (from, to) = (Layout.Indent(node), Layout.Indent(loop));
        return from == to ? lines : lines.Replace("\n" + from, "\n" + to);
    }

    private void Remove(Rewrite rewrite, StatementSyntax statement)
    {
        var block = (BlockSyntax)statement.Parent!;
        var at = block.Statements.IndexOf(statement);
        if (!Layout.IsAlone(statement))
        {
            var start = statement.GetFirstToken().GetPreviousToken().Span.End;
            rewrite.Change(place.Document, TextSpan.FromBounds(start, statement.Span.End), "");
            return;
        }

        // With its last statement goes the blank line above it, with any other one the blank line below.
        var lines = Layout.Lines(statement);
        var (first, last) = (text.Lines.GetLineFromPosition(lines.Start).LineNumber, text.Lines.GetLineFromPosition(lines.End - 1).LineNumber);
        if (at == block.Statements.Count - 1)
        {
            while (first > 0 && IsBlank(first - 1))
            {
                first--;
            }
        }
        else
        {
            while (last + 1 < text.Lines.Count && IsBlank(last + 1))
            {
                last++;
            }
        }

        rewrite.Change(place.Document, TextSpan.FromBounds(text.Lines[first].Start, text.Lines[last].EndIncludingLineBreak), "");
    }

    private bool IsBlank(int line) => string.IsNullOrWhiteSpace(text.Lines[line].ToString());
}
