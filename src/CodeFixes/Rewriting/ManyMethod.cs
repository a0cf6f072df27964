using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rewriting;

/// <summary>A method that does for many elements what another does for one, and saves once: in its class and in the interface that it is called through.</summary>
internal sealed class ManyMethod
{
    private readonly Document document;
    private readonly SemanticModel model;
    private readonly MethodDeclarationSyntax declaration;
    private readonly IMethodSymbol symbol;
    private readonly int parameter;
    private readonly Contract? contract;
    private bool isThere;

    private ManyMethod(Document document, SemanticModel model, MethodDeclarationSyntax declaration, IMethodSymbol symbol, int parameter, Contract? contract) =>
        (this.document, this.model, this.declaration, this.symbol, this.parameter, this.contract, Name) = (document, model, declaration, symbol, parameter, contract, symbol.Name);

    public string Name { get; private set; }

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

        var method = new ManyMethod(found.Document, found.Model, found.Declaration, found.Symbol, parameter, found.Contract);
        return method.FindName() ? method : null;
    }

    /// <summary>Writes the method where it isn't there yet.</summary>
    public void AddTo(Rewrite rewrite)
    {
        if (isThere)
        {
            return;
        }

        rewrite.Insert(document, Layout.Lines(declaration).End, Text(Name));
        rewrite.Import(document, model, declaration.SpanStart, Usings.Generic);
        if (contract is { Document: { } other, Model: { } names, Signature: { } signature })
        {
            rewrite.Insert(other, Layout.Lines(signature).End, Declared(Name, signature));
            rewrite.Import(other, names, signature.SpanStart, Usings.Generic);
        }
    }

    private IParameterSymbol Element => symbol.Parameters[parameter];

    private bool FindName()
    {
        for (var number = 1; number < 10; number++)
        {
            Name = NameFor(number);
            var (inClass, inContract) = (CalledMethod.IsTaken(symbol.ContainingType, Name), contract?.Signature is { } signature && contract.Model!.GetDeclaredSymbol(signature) is { } declared && CalledMethod.IsTaken(declared.ContainingType, Name));
            isThere = inClass && (contract is null || inContract) && CalledMethod.IsWritten(declaration, Text(Name)) && (contract is null || CalledMethod.IsWritten(contract.Signature!, Declared(Name, contract.Signature!)));
            if (isThere || !inClass && !inContract)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>`AddOrder` of an order is `AddOrders`, `Add` is `AddRange`.</summary>
    private string NameFor(int number)
    {
        var (name, end) = symbol.Name.EndsWith("Async", StringComparison.Ordinal) && symbol.Name.Length > 5 ? (symbol.Name.Substring(0, symbol.Name.Length - 5), "Async") : (symbol.Name, "");
        var isNamed = new[] { Element.Name, Element.Type.Name }.Any(n => name.Length > n.Length && name.EndsWith(n, StringComparison.OrdinalIgnoreCase));
        return (isNamed ? BatchAnswers.Plural(name) : name + "Range") + (number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture)) + end;
    }

    /// <summary>The method with its comment, as lines that follow the original.</summary>
    private string Text(string name)
    {
        var (work, save) = SavingMethod.PartsOf(declaration, Element.Name)!.Value;
        var (indent, end) = (Layout.Indent(declaration), Layout.LineEnd(declaration.SyntaxTree.GetRoot()));
        var inner = indent + Layout.Step;
        var root = declaration.SyntaxTree.GetRoot();
        var elements = new FreshNames(declaration).Take(BatchAnswers.Plural(Element.Name));
        var turn = Layout.Deeper(root, TextSpan.FromBounds(Layout.Lines(work[0]).Start, Layout.Lines(work[work.Count - 1]).End));
        var last = declaration.SyntaxTree.GetText().ToString(Layout.Lines(save));
        return $"{Comment(declaration)}{indent}{Head(name, elements, declaration)}{end}{indent}{{{end}{inner}foreach (var {Element.Name} in {elements}){end}{inner}{{{end}{turn}{inner}}}{end}{end}{last}{indent}}}{end}";
    }

    private string Declared(string name, MethodDeclarationSyntax signature) =>
        $"{Comment(signature)}{Layout.Indent(signature)}{Head(name, BatchAnswers.Plural(signature.ParameterList.Parameters[parameter].Identifier.ValueText), signature)};{Layout.LineEnd(signature.SyntaxTree.GetRoot())}";

    private string Comment(MethodDeclarationSyntax beside)
    {
        var end = Layout.LineEnd(beside.SyntaxTree.GetRoot());
        return $"{end}{Layout.Indent(beside)}/// <summary>What {symbol.Name} does, for many at once and in one transaction.</summary>{end}";
    }

    /// <summary>The declaration up to its parameters. What gives back its element gives back nothing.</summary>
    private string Head(string name, string elements, MethodDeclarationSyntax original)
    {
        var changes = new List<TextChange> { new(original.Identifier.Span, name) };
        if (declaration.Body!.Statements.Last() is ReturnStatementSyntax { Expression: IdentifierNameSyntax })
        {
            changes.Add(new TextChange(original.ReturnType.Span, original.ReturnType is GenericNameSyntax { Identifier.Text: var task } ? task : original.ReturnType is QualifiedNameSyntax ? "System.Threading.Tasks.Task" : "void"));
        }

        foreach (var modifier in original.Modifiers.Where(static m => m.IsKind(SyntaxKind.VirtualKeyword) || m.IsKind(SyntaxKind.NewKeyword)))
        {
            changes.Add(new TextChange(TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart), ""));
        }

        var parameters = original.ParameterList.Parameters;
        changes.Add(new TextChange(parameters[parameter].Span, $"IEnumerable<{parameters[parameter].Type}> {elements}"));
        changes.AddRange(parameters.Take(parameter).Where(static p => p.Default is not null).Select(static p => new TextChange(TextSpan.FromBounds(p.Identifier.Span.End, p.Default!.Span.End), "")));
        return KeysetChain.Changed(original, TextSpan.FromBounds(original.SpanStart, original.ParameterList.Span.End), changes);
    }
}
