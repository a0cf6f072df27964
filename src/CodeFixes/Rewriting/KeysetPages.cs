using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Pages;

namespace PerfAnalyzers.Rewriting;

/// <summary>A loop over pages that remembers the last row of a page in place of a number.</summary>
internal static class KeysetPages
{
    public static Rewrite? Rewrite(Place place)
    {
        if (place.Fact(KeysetLoop.Local) is not { } rows || ChainEdit.CallAt(place.Root, place.Span)?.FirstAncestorOrSelf<StatementSyntax>() is not { Parent.Parent: StatementSyntax loop } fetch
            || !Layout.IsAlone(fetch) || !Layout.IsAlone(loop) || KeysetChain.Of(place, loop, static _ => ("last", "key")) is not { } chain)
        {
            return null;
        }

        var title = $"Start each page behind the last {chain.Seek.KeyName} of the page before";
        var rewrite = new Rewrite(place.Fact(KeysetLoop.Stores) is null ? title : title + " (no row is passed over when the loop changes rows)");
        var (seek, end) = (chain.Seek, Layout.LineEnd(place.Root));
        var (counter, tail) = (Counter(place, loop), seek.Names.Take("tail"));
        rewrite.Insert(place.Document, Layout.Lines(loop).Start, $"{Layout.Indent(loop)}{seek.DeclaredIn(place.Model, loop.SpanStart)} = null;{end}");
        rewrite.Insert(place.Document, Layout.Lines(fetch).Start, chain.Lines(Layout.Indent(fetch)));
        rewrite.Insert(place.Document, Layout.Lines(fetch).End, $"{Layout.Indent(fetch)}{seek.Holder} = {rows}.LastOrDefault() is {{ }} {tail} ? {seek.KeyOf(tail)} : {seek.Holder};{end}");
        rewrite.Change(place.Document, chain.Rest.Concat(chain.Elsewhere).Concat(counter));
        rewrite.Import(place.Document, place.Model, loop.SpanStart, Usings.Linq);

        return rewrite;
    }

    /// <summary>The counter goes: from the head of a `for`, or with its two statements.</summary>
    private static IEnumerable<TextChange> Counter(Place place, StatementSyntax loop)
    {
        if (place.Related(2) is not { } start || place.Related(3) is not { } step)
        {
            return [];
        }

        if (loop is ForStatementSyntax head)
        {
            return ChainEdit.HasComment(head.CloseParenToken.LeadingTrivia.Concat(head.DescendantTrivia().Where(t => t.Span.End <= head.CloseParenToken.SpanStart && t.SpanStart > head.SpanStart)))
                ? []
                : [new TextChange(TextSpan.FromBounds(head.SpanStart, head.CloseParenToken.Span.End), $"while ({head.Condition?.ToString() ?? "true"})")];
        }

        var statements = new[] { start, step }.Select(static n => n.FirstAncestorOrSelf<StatementSyntax>()!).ToList();
        return statements.All(static s => Layout.IsAlone(s) && !ChainEdit.HasComment(s.GetLeadingTrivia()) && !ChainEdit.HasComment(s.GetTrailingTrivia())) ? statements.Select(static s => new TextChange(Layout.Lines(s), "")) : [];
    }
}
