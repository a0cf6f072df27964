using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Whether reading a navigation runs a query: through proxies, or because its getter calls a loader.</summary>
internal sealed class LazyReading(Func<Fact> proxies, EfSymbols ef)
{
    public Fact Of(IPropertySymbol property)
    {
        var getter = property.GetMethod!;
        switch (CallsLoader(getter))
        {
            case Fact.Yes:
                return Fact.Yes;
            case Fact.Unknown:
                return Fact.Unknown;
        }

        return IsOverridable(property) ? proxies() : Fact.No;
    }

    private static bool IsOverridable(IPropertySymbol property) =>
        (property.IsVirtual || property.IsOverride || property.IsAbstract) && !property.IsSealed && !property.ContainingType.IsSealed
        && property.GetMethod!.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private Fact CallsLoader(IMethodSymbol getter)
    {
        var reference = getter.DeclaringSyntaxReferences.FirstOrDefault() ?? getter.AssociatedSymbol?.DeclaringSyntaxReferences.FirstOrDefault();
        if (reference is null)
        {
            // A compiled getter: one that the compiler made can't load anything.
            return getter.GetAttributes().Any(static a => a.AttributeClass?.Name == "CompilerGeneratedAttribute") ? Fact.No
                : HasLoader(getter.ContainingType) == true ? Fact.Yes : Fact.Unknown;
        }

        var syntax = reference.GetSyntax();
        SyntaxNode? body = syntax switch
        {
            AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody,
            ArrowExpressionClauseSyntax arrow => arrow,
            PropertyDeclarationSyntax property => property.ExpressionBody,
            _ => null,
        };
        if (body is null || !CallsLoad(body))
        {
            return Fact.No;
        }

        return HasLoader(getter.ContainingType) switch { true => Fact.Yes, false => Fact.No, null => Fact.Unknown };
    }

    /// <summary>A call of Load, or of a loader delegate with the entity itself.</summary>
    private static bool CallsLoad(SyntaxNode body)
    {
        foreach (var call in body.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var name = call.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => "",
            };
            if (name is "Load" or "Invoke" || name.IndexOf("load", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the class can hold a loader: a field, a property or a constructor parameter, own or of a base class; null when part of it isn't in sight.</summary>
    private bool? HasLoader(INamedTypeSymbol type)
    {
        var isSeen = true;
        foreach (var level in ClrProperties.Chain(type))
        {
            isSeen &= !level.DeclaringSyntaxReferences.IsEmpty;
            foreach (var member in level.GetMembers())
            {
                var isLoader = member switch
                {
                    IFieldSymbol field => IsLoader(field.Type, field.Name),
                    IPropertySymbol property => IsLoader(property.Type, property.Name),
                    IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.Parameters.Any(p => IsLoader(p.Type, p.Name)),
                    _ => false,
                };
                if (isLoader)
                {
                    return true;
                }
            }
        }

        return isSeen ? false : null;
    }

    /// <summary>EF Core injects its loader as an ILazyLoader, or as a delegate that is named after it.</summary>
    private bool IsLoader(ITypeSymbol type, string name) =>
        type.IsOrDerivesFrom(ef.LazyLoader)
        || (type is INamedTypeSymbol { Name: "Action", TypeArguments.Length: 2 } && name.IndexOf("lazyLoader", StringComparison.OrdinalIgnoreCase) >= 0);
}
