using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>A call per element in a loop, to be written once behind it for all elements.</summary>
internal sealed class ManyCall
{
    private readonly Place place;
    private readonly ForEachStatementSyntax loop;
    private readonly InvocationExpressionSyntax call;
    private readonly ExpressionStatementSyntax statement;
    private readonly ArgumentSyntax element;

    private ManyCall(Place place, ForEachStatementSyntax loop, InvocationExpressionSyntax call, ExpressionStatementSyntax statement, ArgumentSyntax element, IMethodSymbol method, int parameter)
    {
        (this.place, this.loop, this.call, this.statement, this.element, Method, Parameter) = (place, loop, call, statement, element, method, method.Parameters[parameter]);
    }

    public IMethodSymbol Method { get; }

    public IParameterSymbol Parameter { get; }

    /// <summary>The call; null when its text can't be taken apart.</summary>
    public static ManyCall? Of(Place place, InvocationExpressionSyntax call, int parameter)
    {
        if (call.FirstAncestorOrSelf<ForEachStatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } loop || !Layout.IsAlone(loop) || loop.ContainsDirectives
            || call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax } statement || !loop.Statement.Span.Contains(statement.Span)
            || place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol method || method.Parameters.Length <= parameter
            || call.Expression is not (MemberAccessExpressionSyntax or IdentifierNameSyntax) || ChainEdit.HasComment(call.DescendantTrivia()))
        {
            return null;
        }

        return ChainEdit.ArgumentFor(method.Parameters[parameter], call) is { RefKindKeyword.RawKind: 0, NameColon: null } element ? new ManyCall(place, loop, call, statement, element, method, parameter) : null;
    }

    /// <summary>Writes the call of that method behind the loop, or in its place when it does nothing else.</summary>
    public void Write(Rewrite rewrite, string name)
    {
        if (IsAll)
        {
            var text = With(name, loop.Expression.ToString(), loop);
            rewrite.Change(place.Document, loop.Span, text);
            return;
        }

        var (indent, end) = (Layout.Indent(loop), Layout.LineEnd(place.Root));
        var list = ListName();
        rewrite.Insert(place.Document, Layout.Lines(loop).Start, $"{indent}var {list} = new List<{Parameter.Type.ToMinimalDisplayString(place.Model, loop.SpanStart)}>();{end}");
        rewrite.Change(place.Document, statement.Span, $"{list}.Add({element.Expression});");
        var source = place.Root.SyntaxTree.GetText();
        var behind = source.Lines.GetLineFromPosition(loop.Span.End);
        var lead = behind.EndIncludingLineBreak == behind.End ? end : "";
        rewrite.Insert(place.Document, behind.EndIncludingLineBreak, $"{lead}{end}{indent}{With(name, list, loop)}{end}");
        rewrite.Import(place.Document, place.Model, loop.SpanStart, Usings.Generic);
    }

    /// <summary>`ordersToUpdate` for `Update`, `orders` for a name of several words.</summary>
    private string ListName()
    {
        var many = BatchAnswers.Plural(element.Expression is IdentifierNameSyntax { Identifier.ValueText: var named } ? named : Parameter.Name);
        var verb = Sibling.Parts(Method.Name).Name;
        return new FreshNames(loop).Take(verb.Skip(1).Any(char.IsUpper) ? many : $"{many}To{verb}");
    }

    /// <summary>The loop does nothing but make the call for what it runs over, which the method takes as it is.</summary>
    private bool IsAll =>
        loop.Statement is BlockSyntax { Statements: [var only] } && only == statement && element.Expression is IdentifierNameSyntax { Identifier.ValueText: var passed } && passed == loop.Identifier.ValueText
        && !ChainEdit.HasComment(loop.DescendantTrivia().Where(t => t.SpanStart > loop.SpanStart))
        && place.Model.GetTypeInfo(loop.Expression, place.Cancellation).Type is { } type && place.Model.GetForEachStatementInfo(loop).ElementConversion.IsIdentity
        && SymbolEqualityComparer.Default.Equals(place.Model.GetForEachStatementInfo(loop).ElementType, Parameter.Type)
        && (type is IArrayTypeSymbol || type is INamedTypeSymbol { Name: "List" or "IList" or "IReadOnlyList" or "ICollection" or "IReadOnlyCollection" or "IEnumerable" or "HashSet", TypeArguments.Length: 1 });

    private string With(string name, string elements, SyntaxNode at)
    {
        var changes = new[] { new TextChange(ChainEdit.NameOf(call)!.Span, name), new TextChange(element.Expression.Span, elements) };
        return Layout.Changed(call, statement.Span, changes).Replace("\n" + Layout.Indent(statement), "\n" + Layout.Indent(at));
    }
}
