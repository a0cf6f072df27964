using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>The parts of a method that is written behind another one, which it is made from.</summary>
internal static class Sibling
{
    /// <summary>The method with changes, under a comment of its own, as lines that follow it.</summary>
    public static string Framed(MethodDeclarationSyntax beside, string summary, IEnumerable<TextChange> changes) =>
        $"{Comment(beside, summary)}{Layout.Indent(beside)}{Layout.Changed(beside, beside.Span, changes)}{Layout.LineEnd(beside.SyntaxTree.GetRoot())}";

    /// <summary>The comment with an empty line in front.</summary>
    public static string Comment(MethodDeclarationSyntax beside, string summary)
    {
        var end = Layout.LineEnd(beside.SyntaxTree.GetRoot());
        return $"{end}{Layout.Indent(beside)}/// <summary>{summary}</summary>{end}";
    }

    /// <summary>Leaves modifiers out that are said of the method and not of the new one.</summary>
    public static IEnumerable<TextChange> Without(MethodDeclarationSyntax method, params SyntaxKind[] modifiers) =>
        method.Modifiers.Where(m => modifiers.Contains(m.Kind())).Select(static m => new TextChange(TextSpan.FromBounds(m.SpanStart, m.GetNextToken().SpanStart), ""));

    /// <summary>Leaves the defaults of the first parameters out: what follows them has none.</summary>
    public static IEnumerable<TextChange> WithoutDefaults(MethodDeclarationSyntax method, int count) =>
        method.ParameterList.Parameters.Take(count).Where(static p => p.Default is not null).Select(static p => new TextChange(TextSpan.FromBounds(p.Identifier.Span.End, p.Default!.Span.End), ""));

    /// <summary>What a task that the method returns gives; null when it returns none.</summary>
    public static TypeSyntax? ResultOf(MethodDeclarationSyntax method) =>
        method.ReturnType.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault() is { Identifier.ValueText: "Task" or "ValueTask", TypeArgumentList.Arguments: [var result] } ? result : null;

    /// <summary>A name without its Async, and that.</summary>
    public static (string Name, string End) Parts(string name) =>
        name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? (name.Substring(0, name.Length - 5), "Async") : (name, "");

    /// <summary>The first name that is free in the class and in the interface, or that the same method has in both; null when many are taken.</summary>
    /// <param name="method">The method that is called.</param>
    /// <param name="stem">The name without Async.</param>
    /// <param name="text">The new method of a name.</param>
    /// <param name="declared">What the interface says of it.</param>
    public static (string Name, bool IsThere)? NameFor(CalledMethod method, string stem, Func<string, string> text, Func<string, MethodDeclarationSyntax, string> declared)
    {
        var signature = method.Contract?.Signature;
        for (var number = 1; number < 10; number++)
        {
            var name = stem + (number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture)) + Parts(method.Symbol.Name).End;
            var inClass = CalledMethod.IsTaken(method.Symbol.ContainingType, name);
            var inContract = signature is not null && method.Contract!.Model!.GetDeclaredSymbol(signature) is { } symbol && CalledMethod.IsTaken(symbol.ContainingType, name);
            var isThere = inClass && CalledMethod.IsWritten(method.Declaration, text(name)) && (signature is null || inContract && CalledMethod.IsWritten(signature, declared(name, signature)));
            if (isThere || !inClass && !inContract)
            {
                return (name, isThere);
            }
        }

        return null;
    }
}
