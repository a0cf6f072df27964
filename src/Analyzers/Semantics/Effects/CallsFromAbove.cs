using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Which methods the projects above can call: only what those do is worth writing down.</summary>
internal sealed class CallsFromAbove(Compilation compilation, KnownSymbols symbols)
{
    private readonly Lazy<bool> showsInternals = new(() => compilation.Assembly.GetAttributes().Any(static a => a.AttributeClass?.Name == "InternalsVisibleToAttribute"));

    public bool MayReach(IMethodSymbol method)
    {
        if (method.IsAbstract || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
        {
            return false;
        }

        return method.MethodKind == MethodKind.ExplicitInterfaceImplementation || method.IsOverride
            || method.DeclaredAccessibility != Accessibility.Private && (IsVisible(method) || MayImplement(method)) && !IsAction(method);
    }

    private bool IsVisible(IMethodSymbol method)
    {
        for (ISymbol? current = method; current is not (null or INamespaceSymbol); current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is Accessibility.Private || current.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal && !showsInternals.Value)
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayImplement(IMethodSymbol method)
    {
        foreach (var type in method.ContainingType.AllInterfaces)
        {
            if (type.MemberNames.Contains(method.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The web framework calls the actions of a controller, and nobody else.</summary>
    private bool IsAction(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, ContainingType.IsAbstract: false } && method.ContainingType.IsOrDerivesFrom(symbols.Controller);
}
