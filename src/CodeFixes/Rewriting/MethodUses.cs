using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace PerfAnalyzers.Rewriting;

/// <summary>Where else a method is declared, and how it is used; an overload must be right for all of it.</summary>
internal static class MethodUses
{
    /// <summary>Whether every use names the method to call it: handed over as a delegate, its name may stand for one method only.</summary>
    /// <param name="place">The report.</param>
    /// <param name="method">The method.</param>
    /// <param name="passesNull">Whether a call may begin with a bare null, which could mean a parameter of another overload.</param>
    public static async Task<bool> AreCallsAsync(Place place, IMethodSymbol method, bool passesNull = true)
    {
        foreach (var reference in await SymbolFinder.FindReferencesAsync(method, place.Document.Project.Solution, place.Cancellation).ConfigureAwait(false))
        {
            foreach (var use in reference.Locations)
            {
                var root = await use.Document.GetSyntaxRootAsync(place.Cancellation).ConfigureAwait(false);
                if (root?.FindNode(use.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is { } name && !(IsCalled(name) && (passesNull || !BeginsWithNull(name))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>What declares the method for its callers besides its class.</summary>
    public static async Task<Contract> ContractOfAsync(Place place, IMethodSymbol method)
    {
        var declared = method.ContainingType.AllInterfaces.SelectMany(static i => i.GetMembers().OfType<IMethodSymbol>())
            .Where(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method)).ToList();
        if (declared.Count == 0)
        {
            return new Contract(method.IsOverride, null, null, null);
        }

        var solution = place.Document.Project.Solution;
        if (declared.Count == 1 && !method.IsOverride && declared[0].OriginalDefinition.DeclaringSyntaxReferences is [var reference] && solution.GetDocument(reference.SyntaxTree) is { } document
            && await reference.GetSyntaxAsync(place.Cancellation).ConfigureAwait(false) is MethodDeclarationSyntax { AttributeLists.Count: 0, Body: null, ExpressionBody: null } signature && Layout.IsAlone(signature)
            && (await SymbolFinder.FindImplementationsAsync(declared[0].OriginalDefinition, solution, cancellationToken: place.Cancellation).ConfigureAwait(false)).Count() == 1
            && await document.GetSemanticModelAsync(place.Cancellation).ConfigureAwait(false) is { } model)
        {
            return new Contract(false, document, model, signature);
        }

        return new Contract(true, null, null, null);
    }

    /// <summary>The one method that implements a method of an interface; null when there are more, or none in sight.</summary>
    public static async Task<IMethodSymbol?> OnlyImplementationAsync(Solution solution, IMethodSymbol declared, CancellationToken cancellation)
    {
        var found = (await SymbolFinder.FindImplementationsAsync(declared, solution, cancellationToken: cancellation).ConfigureAwait(false)).ToList();
        return found.Count == 1 ? found[0] as IMethodSymbol : null;
    }

    private static bool BeginsWithNull(SyntaxNode name) =>
        name.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.ArgumentList.Arguments is [{ NameColon: null, Expression.RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }, ..];

    private static bool IsCalled(SyntaxNode name)
    {
        SyntaxNode whole = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        return whole.Parent is InvocationExpressionSyntax call && call.Expression == whole || whole.IsPartOfStructuredTrivia()
            || whole.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
    }
}

/// <summary>What declares a method for its callers besides its class.</summary>
/// <param name="IsElsewhere">Something that can't simply get another member: a base class, an interface that others implement.</param>
/// <param name="Document">The file of the one interface that only this class implements.</param>
/// <param name="Model">What its names mean.</param>
/// <param name="Signature">The method there.</param>
internal sealed record Contract(bool IsElsewhere, Document? Document, SemanticModel? Model, MethodDeclarationSyntax? Signature);
