using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rewriting;

/// <summary>An overload that takes a condition on its rows beside a method that returns them all: in its class and in the interface that it is called through.</summary>
internal sealed class ConditionMethod
{
    private const string Expressions = "System.Linq.Expressions";

    private readonly CalledMethod method;
    private readonly InvocationExpressionSyntax terminal;
    private readonly string parameter;

    private ConditionMethod(CalledMethod method, InvocationExpressionSyntax terminal)
    {
        (this.method, this.terminal) = (method, terminal);
        parameter = new FreshNames(method.Declaration).Take("where");
    }

    public string Title => IsThere ? $"Pass the condition to '{method.Symbol.Name}'" : $"Pass the condition to an overload of '{method.Symbol.Name}' that asks the database for it";

    private bool IsThere => CalledMethod.IsWritten(method.Declaration, Text) && (method.Contract?.Signature is not { } signature || CalledMethod.IsWritten(signature, Declared(signature)));

    /// <summary>The overload of the method that a call reaches; null when it can't stand beside the ones that are there.</summary>
    public static async Task<ConditionMethod?> OfAsync(Place place, IMethodSymbol called)
    {
        if (await CalledMethod.OfAsync(place, called).ConfigureAwait(false) is not { } found || ConditionalMethod.TerminalOf(found.Declaration) is not { } terminal || ChainEdit.SourceOf(terminal) is null || RowOf(found.Symbol) is null
            || !IsPlain(found.Model, found.Declaration) || found.Contract is { Model: { } names, Signature: { } signature } && (!IsPlain(names, signature) || names.GetDeclaredSymbol(signature, place.Cancellation) is not { } declared || RowOf(declared) is null))
        {
            return null;
        }

        var overload = new ConditionMethod(found, terminal);
        return overload.IsThere || !IsTaken(found.Symbol.ContainingType, called) && !IsTaken(called.ContainingType, called) && await MethodUses.AreCallsAsync(place, found.Symbol, passesNull: false).ConfigureAwait(false) ? overload : null;
    }

    /// <summary>Writes the overload where it isn't there yet.</summary>
    public void AddTo(Rewrite rewrite)
    {
        if (IsThere)
        {
            return;
        }

        rewrite.Insert(method.Document, Layout.Lines(method.Declaration).End, Text);
        rewrite.Import(method.Document, method.Model, method.Declaration.SpanStart, "System", Usings.Linq, Expressions);
        if (method.Contract is { Document: { } other, Model: { } names, Signature: { } signature })
        {
            rewrite.Insert(other, Layout.Lines(signature).End, Declared(signature));
            rewrite.Import(other, names, signature.SpanStart, "System", Expressions);
        }
    }

    private string Text => Sibling.Framed(
        method.Declaration, Summary,
        [Parameter(method.Model, method.Declaration, method.Symbol), .. ChainEdit.InsertBefore(terminal, $"Where({parameter})")!.Value, .. Sibling.Without(method.Declaration, SyntaxKind.NewKeyword)]);

    private string Declared(MethodDeclarationSyntax signature) =>
        Sibling.Framed(signature, Summary, [Parameter(method.Contract!.Model!, signature, method.Contract.Model!.GetDeclaredSymbol(signature)!)]);

    private string Summary => $"What {method.Symbol.Name} finds, but only the rows that meet a condition.";

    private TextChange Parameter(SemanticModel model, MethodDeclarationSyntax beside, IMethodSymbol symbol)
    {
        var declared = $"Expression<Func<{RowOf(symbol)!.ToMinimalDisplayString(model, beside.SpanStart)}, bool>> {parameter}";
        return beside.ParameterList.Parameters is [var first, ..] ? new TextChange(new TextSpan(first.SpanStart, 0), declared + ", ") : new TextChange(new TextSpan(beside.ParameterList.OpenParenToken.Span.End, 0), declared);
    }

    private static ITypeSymbol? RowOf(IMethodSymbol method)
    {
        var returned = method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : method.ReturnType;
        return returned switch
        {
            IArrayTypeSymbol array => array.ElementType,
            INamedTypeSymbol { TypeArguments: [var row] } => row,
            _ => null,
        };
    }

    /// <summary>Whether the types of the parameter go by their short names there.</summary>
    private static bool IsPlain(SemanticModel model, SyntaxNode at) =>
        model.LookupNamespacesAndTypes(at.SpanStart, name: "Expression").Concat(model.LookupNamespacesAndTypes(at.SpanStart, name: "Func")).All(static t => t.ContainingNamespace?.ToString() is "System" or Expressions);

    /// <summary>Whether a lambda in the first place could mean another overload.</summary>
    private static bool IsTaken(INamedTypeSymbol type, IMethodSymbol called)
    {
        var types = new List<INamedTypeSymbol>(type.AllInterfaces);
        for (var current = type; current is not null; current = current.BaseType)
        {
            types.Add(current);
        }

        return types.SelectMany(t => t.GetMembers(called.Name)).Any(static m => m is not IMethodSymbol method
            || method.Parameters is [{ Type: { TypeKind: TypeKind.Delegate or TypeKind.TypeParameter or TypeKind.Dynamic } or { SpecialType: SpecialType.System_Object or SpecialType.System_Delegate } or { Name: "Expression" or "LambdaExpression" } }, ..]);
    }
}
