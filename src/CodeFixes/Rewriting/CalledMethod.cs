using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Rewriting;

/// <summary>The one method that a call reaches, beside which another can be written.</summary>
/// <param name="Document">The file of its class.</param>
/// <param name="Model">What the names there mean.</param>
/// <param name="Declaration">The method.</param>
/// <param name="Symbol">The method.</param>
/// <param name="Contract">The interface that it is called through; null when it is called on its class.</param>
internal sealed record CalledMethod(Document Document, SemanticModel Model, MethodDeclarationSyntax Declaration, IMethodSymbol Symbol, Contract? Contract)
{
    /// <summary>The method that a call reaches; null when there are several, or when something else would have to change with it.</summary>
    public static async Task<CalledMethod?> OfAsync(Place place, IMethodSymbol called)
    {
        var (solution, isContract) = (place.Document.Project.Solution, called.ContainingType.TypeKind == TypeKind.Interface);
        var target = isContract ? await MethodUses.OnlyImplementationAsync(solution, called.OriginalDefinition, place.Cancellation).ConfigureAwait(false) : called.OriginalDefinition;
        if (target?.DeclaringSyntaxReferences is not [var reference] || solution.GetDocument(reference.SyntaxTree) is not { } document
            || await reference.GetSyntaxAsync(place.Cancellation).ConfigureAwait(false) is not MethodDeclarationSyntax declaration
            || await document.GetSemanticModelAsync(place.Cancellation).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(declaration, place.Cancellation) is not { } symbol
            || !Layout.IsAlone(declaration) || declaration.DescendantTrivia().Any(t => t.IsDirective && t.SpanStart >= declaration.SpanStart))
        {
            return null;
        }

        var contract = isContract ? await MethodUses.ContractOfAsync(place, symbol).ConfigureAwait(false) : null;
        return contract is { Signature: null } ? null : new CalledMethod(document, model, declaration, symbol, contract);
    }

    /// <summary>Whether the type has a member that reads like the text.</summary>
    public static bool IsWritten(MethodDeclarationSyntax beside, string text) => SyntaxFactory.ParseMemberDeclaration(text) is { } written
        && beside.Parent is TypeDeclarationSyntax type && type.Members.Any(m => SyntaxFactory.AreEquivalent(m, written));

    /// <summary>Whether the type has a member of that name, of its own or from a class that it derives from.</summary>
    public static bool IsTaken(INamedTypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
