using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Pages;

namespace PerfAnalyzers.Rewriting;

/// <summary>The text of a method that continues behind the last key, made from one that skips rows.</summary>
internal sealed class KeysetMethod
{
    private readonly Place place;
    private readonly KeysetSeek seek;
    private readonly ExpressionSyntax source;
    private readonly InvocationExpressionSyntax skip;
    private readonly ImmutableArray<TextChange> order;
    private readonly ImmutableArray<StatementSyntax> dropped;
    private readonly ImmutableArray<int> parameters;
    private readonly string rows;

    private KeysetMethod(Place place, MethodDeclarationSyntax declaration, IMethodSymbol symbol, KeysetSeek seek, ExpressionSyntax source, InvocationExpressionSyntax skip, ImmutableArray<TextChange> order, int count)
    {
        (this.place, Declaration, Symbol, this.seek, this.source, this.skip) = (place, declaration, symbol, seek, source, skip);
        this.order = order.Select(AtEndOfSource).ToImmutableArray();
        parameters = Enumerable.Range(0, count).Select(i => ParameterAt(i).Ordinal).ToImmutableArray();
        dropped = Enumerable.Range(2 + count, 40).Select(place.Related).TakeWhile(static s => s is not null).Select(static s => s!.FirstAncestorOrSelf<StatementSyntax>()!).ToImmutableArray();
        rows = seek.Names.Take("rows");

        IParameterSymbol ParameterAt(int i) => (IParameterSymbol)place.Model.GetDeclaredSymbol(place.Related(2 + i)!.FirstAncestorOrSelf<ParameterSyntax>()!, place.Cancellation)!;
    }

    public MethodDeclarationSyntax Declaration { get; }

    public IMethodSymbol Symbol { get; }

    /// <summary>The key as a title says it.</summary>
    public string KeyName => seek.KeyName;

    /// <summary>The method, null when its text can't be kept together.</summary>
    public static KeysetMethod? Of(Place place)
    {
        if (place.Fact(KeysetOverload.Columns) is not { } columns || ChainEdit.CallAt(place.Root, place.Span) is not { } skip || skip.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || place.Related(0)?.FirstAncestorOrSelf<ExpressionSyntax>() is not { } source || place.Model.GetDeclaredSymbol(declaration, place.Cancellation) is not { } symbol
            || !Layout.IsAlone(declaration) || declaration.DescendantTrivia().Any(t => t.IsDirective && t.SpanStart >= declaration.SpanStart)
            || declaration.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || KeysetSeek.Of(place, declaration, source, Keyset.Parse(columns)) is not { } seek)
        {
            return null;
        }

        var added = int.Parse(place.Fact(KeysetOverload.Added)!, CultureInfo.InvariantCulture);
        var order = added == 0 ? ImmutableArray<TextChange>.Empty : OrderEdit.Append(place.Model, place.Related(1), seek.Columns.Skip(seek.Columns.Length - added).Select(static c => c.Member));
        var method = new KeysetMethod(place, declaration, symbol, seek, source, skip, order, int.Parse(place.Fact(KeysetOverload.Dropped)!, CultureInfo.InvariantCulture));
        return added > 0 && order.IsEmpty || !method.IsWhole() ? null : method;
    }

    /// <summary>The method with its comment, as lines that follow the original.</summary>
    public string Text()
    {
        var changes = new List<TextChange>(Parameters(place.Model, Declaration));
        foreach (var modifier in Declaration.Modifiers.Where(static m => m.IsKind(SyntaxKind.OverrideKeyword) || m.IsKind(SyntaxKind.VirtualKeyword) || m.IsKind(SyntaxKind.SealedKeyword) || m.IsKind(SyntaxKind.NewKeyword)))
        {
            changes.Add(new TextChange(TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart), ""));
        }

        changes.AddRange(dropped.Select(s => new TextChange(Vanishing(s), "")));
        changes.AddRange(Declaration.ExpressionBody is { } arrow ? [Block(arrow)] : Statement(skip.FirstAncestorOrSelf<StatementSyntax>()!));
        return Framed(Declaration, Changed(Declaration.Span, changes));
    }

    /// <summary>The declaration in an interface, as lines that follow the original.</summary>
    public string Signature(SemanticModel model, MethodDeclarationSyntax signature) => Framed(signature, Changed(signature, signature.Span, Parameters(model, signature)));

    private string Framed(MethodDeclarationSyntax beside, string text)
    {
        var (indent, end) = (Layout.Indent(beside), Layout.LineEnd(beside.SyntaxTree.GetRoot()));
        return $"{end}{indent}/// <summary>{seek.Summary}</summary>{end}{indent}{text}{end}";
    }

    /// <summary>Whether nothing that a reader wrote is lost or moved into another line of a string.</summary>
    private bool IsWhole() =>
        dropped.All(Layout.IsAlone) && !ChainEdit.HasComment(Between()) && (Declaration.ExpressionBody is null || !ChainEdit.HasComment(Declaration.ExpressionBody.ArrowToken.LeadingTrivia.Concat(Declaration.ExpressionBody.ArrowToken.TrailingTrivia)))
        && (Declaration.ExpressionBody?.Expression ?? source).DescendantTokens().All(static t => !t.ValueText.Contains('\n'))
        && (Declaration.ExpressionBody is not null || Layout.IsAlone(skip.FirstAncestorOrSelf<StatementSyntax>()!));

    private IEnumerable<SyntaxTrivia> Between() => skip.DescendantTrivia().Where(t => t.SpanStart >= source.Span.End && IsDirect);

    private bool IsDirect => ChainEdit.SourceOf(skip) is { } receiver && (receiver == source || receiver is ParenthesizedExpressionSyntax { Expression: var inner } && inner == source);

    /// <summary>A step that goes onto the line between the source and the cut stands behind the source.</summary>
    private TextChange AtEndOfSource(TextChange change) => change.Span.Start > source.Span.End && change.Span.Start <= source.GetLastToken().GetNextToken().SpanStart
        ? new TextChange(new TextSpan(source.Span.End, 0), Layout.LineEnd(place.Root) + change.NewText!.TrimEnd('\r', '\n'))
        : change;

    /// <summary>What is filtered goes into a variable, and the rest of the chain goes on from there.</summary>
    private IEnumerable<TextChange> Rest() => IsDirect
        ? [new TextChange(skip.Span, rows)]
        : [new TextChange(source.Span, rows), .. ChainEdit.Remove(skip) ?? ImmutableArray<TextChange>.Empty];

    private IEnumerable<TextChange> Statement(StatementSyntax statement)
    {
        var inside = order.Where(c => source.Span.Contains(c.Span));
        return [new TextChange(new TextSpan(Layout.Lines(statement).Start, 0), Seek(Layout.Indent(statement))), .. Rest(), .. order.Except(inside)];
    }

    /// <summary>`=> query;` becomes a body.</summary>
    private TextChange Block(ArrowExpressionClauseSyntax arrow)
    {
        var (indent, end) = (Layout.Indent(Declaration), Layout.LineEnd(place.Root));
        var inner = indent + Layout.Step;
        var returns = Symbol.ReturnsVoid || Symbol.IsAsync && Symbol.ReturnType is INamedTypeSymbol { TypeArguments.Length: 0 } ? "" : "return ";
        var body = Shifted(arrow.Expression.SpanStart, Changed(arrow.Expression.Span, Rest()), inner);
        var text = $"{end}{indent}{{{end}{Seek(inner)}{inner}{returns}{body};{end}{indent}}}";
        return new TextChange(TextSpan.FromBounds(arrow.ArrowToken.GetPreviousToken().Span.End, Declaration.SemicolonToken.Span.End), text);
    }

    /// <summary>The lines that find the first row of the page.</summary>
    private string Seek(string indent)
    {
        var end = Layout.LineEnd(place.Root);
        var query = Shifted(source.SpanStart, Changed(source.Span, order.Where(c => source.Span.Contains(c.Span))), indent);
        return $"{indent}IQueryable<{seek.RowType}> {rows} = {query};{end}{indent}if ({seek.Parameter} is {{ }} {seek.Last}){end}{indent}{{{end}{indent}{Layout.Step}{rows} = {rows}.Where({seek.Predicate});{end}{indent}}}{end}{end}";
    }

    /// <summary>Lines that follow the first keep their distance from it.</summary>
    private string Shifted(int start, string text, string indent)
    {
        var line = place.Root.SyntaxTree.GetText().Lines.GetLineFromPosition(start).ToString();
        var old = line.Substring(0, line.Length - line.TrimStart().Length);
        return old == indent ? text
            : string.Join("\n", text.Split('\n').Select((l, i) => i == 0 || l.Trim().Length == 0 ? l : l.StartsWith(old, StringComparison.Ordinal) ? indent + l.Substring(old.Length) : indent + l.TrimStart()));
    }

    /// <summary>The key stands in the place of the first parameter that goes; it has no default, so that calls of the original stay what they are.</summary>
    private IEnumerable<TextChange> Parameters(SemanticModel model, MethodDeclarationSyntax signature)
    {
        var list = signature.ParameterList.Parameters;
        for (var i = 0; i < list.Count; i++)
        {
            if (i == parameters[0])
            {
                yield return new TextChange(list[i].Span, seek.ParameterIn(model, signature));
            }
            else if (parameters.Contains(i))
            {
                yield return new TextChange(TextSpan.FromBounds(list.GetSeparator(i - 1).SpanStart, list[i].Span.End), "");
            }
            else if (i < parameters[0] && list[i].Default is { } value)
            {
                yield return new TextChange(TextSpan.FromBounds(list[i].Identifier.Span.End, value.Span.End), "");
            }
        }
    }

    /// <summary>The lines of a statement, and the blank line behind it that would be left at the start of a block or double.</summary>
    private TextSpan Vanishing(StatementSyntax statement)
    {
        var (lines, text) = (Layout.Lines(statement), statement.SyntaxTree.GetText());
        var (before, after) = (text.Lines.GetLineFromPosition(lines.Start).LineNumber - 1, text.Lines.GetLineFromPosition(lines.End));
        while (dropped.Any(d => Layout.Lines(d).Contains(text.Lines[before].Start)))
        {
            before--;
        }

        return string.IsNullOrWhiteSpace(after.ToString()) && text.Lines[before].ToString().Trim() is "" or "{" ? TextSpan.FromBounds(lines.Start, after.EndIncludingLineBreak) : lines;
    }

    private string Changed(TextSpan span, IEnumerable<TextChange> changes) => Changed(Declaration, span, changes);

    private static string Changed(SyntaxNode node, TextSpan span, IEnumerable<TextChange> changes) =>
        node.SyntaxTree.GetText().GetSubText(span).WithChanges(changes.Select(c => new TextChange(new TextSpan(c.Span.Start - span.Start, c.Span.Length), c.NewText!)).OrderBy(static c => c.Span.Start)).ToString();
}
