using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rewriting;

/// <summary>A method that does for many elements what another does for one, and saves once: in its class and in the interface that it is called through.</summary>
internal sealed class ManyMethod
{
    private readonly CalledMethod method;
    private readonly int parameter;
    private bool isThere;

    private ManyMethod(CalledMethod method, int parameter) => (this.method, this.parameter) = (method, parameter);

    public string Name { get; private set; } = "";

    public string Title => isThere ? TitleOf(Name) : $"Add '{Name}' and call it once, after the loop (one transaction for all elements)";

    public static string TitleOf(string name) => $"Call '{name}' once, after the loop (one transaction for all elements)";

    /// <summary>The method that a call reaches, written for many elements; null when something else would have to change with it.</summary>
    public static async Task<ManyMethod?> OfAsync(Place place, IMethodSymbol called, int parameter)
    {
        if (await CalledMethod.OfAsync(place, called).ConfigureAwait(false) is not { } found || found.Symbol.Parameters.Length <= parameter
            || SavingMethod.PartsOf(found.Declaration, found.Symbol.Parameters[parameter].Name) is not ({ } work, { } save)
            || !work.Append(save).All(Layout.IsAlone) || found.Declaration.DescendantTokens().Any(static t => t.IsKind(SyntaxKind.StringLiteralToken) && t.Text.Contains('\n')))
        {
            return null;
        }

        var many = new ManyMethod(found, parameter);
        if (Sibling.NameFor(found, many.Stem, many.Text, many.Declared) is not { } name)
        {
            return null;
        }

        (many.Name, many.isThere) = name;
        return many;
    }

    /// <summary>Writes the method where it isn't there yet.</summary>
    public void AddTo(Rewrite rewrite)
    {
        if (isThere)
        {
            return;
        }

        rewrite.Insert(method.Document, Layout.Lines(method.Declaration).End, Text(Name));
        rewrite.Import(method.Document, method.Model, method.Declaration.SpanStart, Usings.Generic);
        if (method.Contract is { Document: { } other, Model: { } names, Signature: { } signature })
        {
            rewrite.Insert(other, Layout.Lines(signature).End, Declared(Name, signature));
            rewrite.Import(other, names, signature.SpanStart, Usings.Generic);
        }
    }

    private IParameterSymbol Element => method.Symbol.Parameters[parameter];

    /// <summary>`AddOrder` of an order is `AddOrders`, `Add` is `AddRange`.</summary>
    private string Stem
    {
        get
        {
            var (name, _) = Sibling.Parts(method.Symbol.Name);
            return new[] { Element.Name, Element.Type.Name }.Any(n => name.Length > n.Length && name.EndsWith(n, StringComparison.OrdinalIgnoreCase)) ? BatchAnswers.Plural(name) : name + "Range";
        }
    }

    private string Summary => $"What {method.Symbol.Name} does, for many at once and in one transaction.";

    /// <summary>The method with its comment, as lines that follow the original.</summary>
    private string Text(string name)
    {
        var declaration = method.Declaration;
        var (work, save) = SavingMethod.PartsOf(declaration, Element.Name)!.Value;
        var (indent, end) = (Layout.Indent(declaration), Layout.LineEnd(declaration.SyntaxTree.GetRoot()));
        var inner = indent + Layout.Step;
        var root = declaration.SyntaxTree.GetRoot();
        var elements = new FreshNames(declaration).Take(BatchAnswers.Plural(Element.Name));
        var turn = Layout.Deeper(root, TextSpan.FromBounds(Layout.Lines(work[0]).Start, Layout.Lines(work[work.Count - 1]).End));
        var last = declaration.SyntaxTree.GetText().ToString(Layout.Lines(save));
        return $"{Sibling.Comment(declaration, Summary)}{indent}{Head(name, elements, declaration)}{end}{indent}{{{end}{inner}foreach (var {Element.Name} in {elements}){end}{inner}{{{end}{turn}{inner}}}{end}{end}{last}{indent}}}{end}";
    }

    private string Declared(string name, MethodDeclarationSyntax signature) =>
        $"{Sibling.Comment(signature, Summary)}{Layout.Indent(signature)}{Head(name, BatchAnswers.Plural(signature.ParameterList.Parameters[parameter].Identifier.ValueText), signature)};{Layout.LineEnd(signature.SyntaxTree.GetRoot())}";

    /// <summary>The declaration up to its parameters. What gives back its element gives back nothing.</summary>
    private string Head(string name, string elements, MethodDeclarationSyntax original)
    {
        var changes = new List<TextChange> { new(original.Identifier.Span, name) };
        if (method.Declaration.Body!.Statements.Last() is ReturnStatementSyntax { Expression: IdentifierNameSyntax })
        {
            changes.Add(new TextChange(original.ReturnType.Span, original.ReturnType is GenericNameSyntax { Identifier.Text: var task } ? task : original.ReturnType is QualifiedNameSyntax ? "System.Threading.Tasks.Task" : "void"));
        }

        changes.AddRange(Sibling.Without(original, SyntaxKind.VirtualKeyword, SyntaxKind.NewKeyword));
        var parameters = original.ParameterList.Parameters;
        changes.Add(new TextChange(parameters[parameter].Span, $"IEnumerable<{parameters[parameter].Type}> {elements}"));
        changes.AddRange(Sibling.WithoutDefaults(original, parameter));
        return Layout.Changed(original, TextSpan.FromBounds(original.SpanStart, original.ParameterList.Span.End), changes);
    }
}
