using System.Collections.Immutable;
using System.Globalization;
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
    private readonly KeysetChain chain;
    private readonly ImmutableArray<StatementSyntax> dropped;
    private readonly ImmutableArray<int> parameters;

    private KeysetMethod(Place place, MethodDeclarationSyntax declaration, IMethodSymbol symbol, KeysetChain chain, int count)
    {
        (this.place, Declaration, Symbol, this.chain) = (place, declaration, symbol, chain);
        parameters = Enumerable.Range(2, count).Select(i => declaration.ParameterList.Parameters.IndexOf(place.Related(i)!.FirstAncestorOrSelf<ParameterSyntax>()!)).ToImmutableArray();
        dropped = Enumerable.Range(2 + count, 40).Select(place.Related).TakeWhile(static s => s is not null).Select(static s => s!.FirstAncestorOrSelf<StatementSyntax>()!).ToImmutableArray();
    }

    public MethodDeclarationSyntax Declaration { get; }

    public IMethodSymbol Symbol { get; }

    /// <summary>The key as a title says it.</summary>
    public string KeyName => chain.Seek.KeyName;

    /// <summary>The method, null when its text can't be kept together.</summary>
    public static KeysetMethod? Of(Place place)
    {
        if (place.Fact(KeysetOverload.Dropped) is not { } count || place.Around<MethodDeclarationSyntax>() is not { } declaration || place.Model.GetDeclaredSymbol(declaration, place.Cancellation) is not { } symbol
            || !Layout.IsAlone(declaration) || declaration.DescendantTrivia().Any(t => t.IsDirective && t.SpanStart >= declaration.SpanStart)
            || KeysetChain.Of(place, declaration, static columns => (columns.Length == 1 ? "after" + columns[0].Member : "after", "last")) is not { } chain)
        {
            return null;
        }

        var method = new KeysetMethod(place, declaration, symbol, chain, int.Parse(count, CultureInfo.InvariantCulture));
        return method.LosesText ? null : method;
    }

    /// <summary>The method with its comment, as lines that follow the original.</summary>
    public string Text()
    {
        var changes = new List<TextChange>(Parameters(place.Model, Declaration));
        changes.AddRange(Sibling.Without(Declaration, SyntaxKind.OverrideKeyword, SyntaxKind.VirtualKeyword, SyntaxKind.SealedKeyword, SyntaxKind.NewKeyword));
        changes.AddRange(dropped.Select(s => new TextChange(Vanishing(s), "")));
        changes.AddRange(Declaration.ExpressionBody is { } arrow ? [Block(arrow)] : Statement(chain.Skip.FirstAncestorOrSelf<StatementSyntax>()!));
        return Sibling.Framed(Declaration, chain.Seek.Summary, changes);
    }

    /// <summary>The declaration in an interface, as lines that follow the original.</summary>
    public string Signature(SemanticModel model, MethodDeclarationSyntax signature) => Sibling.Framed(signature, chain.Seek.Summary, Parameters(model, signature));

    private bool LosesText =>
        !dropped.All(Layout.IsAlone) || (Declaration.ExpressionBody is { } arrow
            ? ChainEdit.HasComment(arrow.ArrowToken.LeadingTrivia.Concat(arrow.ArrowToken.TrailingTrivia)) || arrow.DescendantTokens().Any(static t => t.ValueText.Contains('\n'))
            : !Layout.IsAlone(chain.Skip.FirstAncestorOrSelf<StatementSyntax>()!));

    private IEnumerable<TextChange> Statement(StatementSyntax statement) =>
        [new TextChange(new TextSpan(Layout.Lines(statement).Start, 0), chain.Lines(Layout.Indent(statement))), .. chain.Rest, .. chain.Elsewhere];

    /// <summary>`=> query;` becomes a body.</summary>
    private TextChange Block(ArrowExpressionClauseSyntax arrow)
    {
        var (indent, end) = (Layout.Indent(Declaration), Layout.LineEnd(place.Root));
        var inner = indent + Layout.Step;
        var returns = Symbol.ReturnsVoid || Symbol.IsAsync && Symbol.ReturnType is INamedTypeSymbol { TypeArguments.Length: 0 } ? "" : "return ";
        var body = chain.Shifted(arrow.Expression.SpanStart, Layout.Changed(arrow, arrow.Expression.Span, chain.Rest), inner);
        var text = $"{end}{indent}{{{end}{chain.Lines(inner)}{inner}{returns}{body};{end}{indent}}}";
        return new TextChange(TextSpan.FromBounds(arrow.ArrowToken.GetPreviousToken().Span.End, Declaration.SemicolonToken.Span.End), text);
    }

    /// <summary>The key stands in the place of the first parameter that goes; it has no default, so that calls of the original stay what they are.</summary>
    private IEnumerable<TextChange> Parameters(SemanticModel model, MethodDeclarationSyntax signature)
    {
        var list = signature.ParameterList.Parameters;
        for (var i = 0; i < list.Count; i++)
        {
            if (i == parameters[0])
            {
                yield return new TextChange(list[i].Span, chain.Seek.DeclaredIn(model, signature.SpanStart));
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
}
