using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Pages;

namespace PerfAnalyzers.Rewriting;

/// <summary>A chain that skips rows, cut in two where the rows behind the last key are chosen instead.</summary>
internal sealed class KeysetChain
{
    private readonly Place place;
    private readonly ExpressionSyntax source;
    private readonly ImmutableArray<TextChange> order;
    private readonly string rows;

    private KeysetChain(Place place, KeysetSeek seek, ExpressionSyntax source, InvocationExpressionSyntax skip, ImmutableArray<TextChange> order)
    {
        (this.place, Seek, this.source, Skip) = (place, seek, source, skip);
        this.order = order.Select(AtEndOfSource).ToImmutableArray();
        rows = seek.Names.Take("rows");
    }

    public KeysetSeek Seek { get; }

    public InvocationExpressionSyntax Skip { get; }

    /// <summary>The steps of the order that make it unique and stand before the statement.</summary>
    public IEnumerable<TextChange> Elsewhere => order.Where(c => !source.Span.Contains(c.Span));

    /// <summary>What is filtered is in a variable, and the rest of the chain goes on from there.</summary>
    public IEnumerable<TextChange> Rest => IsDirect
        ? [new TextChange(Skip.Span, rows)]
        : [new TextChange(source.Span, rows), .. ChainEdit.Remove(Skip) ?? ImmutableArray<TextChange>.Empty];

    private bool IsDirect => ChainEdit.SourceOf(Skip) is { } receiver && (receiver == source || receiver is ParenthesizedExpressionSyntax { Expression: var inner } && inner == source);

    /// <summary>The chain of a report, null when its text can't be kept together; the names are those of what holds the key or null, and of the key.</summary>
    public static KeysetChain? Of(Place place, SyntaxNode member, Func<ImmutableArray<KeysetColumn>, (string Holder, string Key)> key)
    {
        if (place.Fact(KeysetOverload.Columns) is not { } columns || ChainEdit.CallAt(place.Root, place.Span) is not { } skip || place.Related(0)?.FirstAncestorOrSelf<ExpressionSyntax>() is not { } source
            || ChainEdit.SourceOf(skip)?.Span.Contains(source.Span) != true || member.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 } || KeysetSeek.Of(place, member, source, Keyset.Parse(columns), key) is not { } seek)
        {
            return null;
        }

        var added = int.Parse(place.Fact(KeysetOverload.Added)!, CultureInfo.InvariantCulture);
        var order = added == 0 ? ImmutableArray<TextChange>.Empty : OrderEdit.Append(place.Model, place.Related(1), seek.Columns.Skip(seek.Columns.Length - added).Select(static c => c.Member));
        var chain = new KeysetChain(place, seek, source, skip, order);
        return added > 0 && order.IsEmpty || chain.LosesText ? null : chain;
    }

    /// <summary>The lines that choose the rows of the page.</summary>
    public string Lines(string indent)
    {
        var end = Layout.LineEnd(place.Root);
        var query = Shifted(source.SpanStart, Layout.Changed(place.Root, source.Span, order.Where(c => source.Span.Contains(c.Span))), indent);
        return $"{indent}IQueryable<{Seek.RowType}> {rows} = {query};{end}{indent}if ({Seek.Holder} is {{ }} {Seek.Key}){end}{indent}{{{end}{indent}{Layout.Step}{rows} = {rows}.Where({Seek.Predicate});{end}{indent}}}{end}{end}";
    }

    /// <summary>Lines that follow the first keep their distance from it.</summary>
    public string Shifted(int start, string text, string indent) => Layout.Shifted(place.Root, start, text, indent);

    /// <summary>A comment that the cut would take along, or a string over lines that would move.</summary>
    private bool LosesText => IsDirect && ChainEdit.HasComment(Skip.DescendantTrivia().Where(t => t.SpanStart >= source.Span.End)) || source.DescendantTokens().Any(static t => t.ValueText.Contains('\n'));

    /// <summary>A step that goes onto the line between the source and the cut stands behind the source.</summary>
    private TextChange AtEndOfSource(TextChange change) => change.Span.Start > source.Span.End && change.Span.Start <= source.GetLastToken().GetNextToken().SpanStart
        ? new TextChange(new TextSpan(source.Span.End, 0), Layout.LineEnd(place.Root) + change.NewText!.TrimEnd('\r', '\n'))
        : change;
}
