using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>Methods that code calls, and nothing finds in another way.</summary>
internal static class HandCalls
{
    /// <summary>A method of a class that code calls by its name: no endpoint, no handler, nothing that a framework finds and an overload would confuse.</summary>
    public static bool IsCalledByHand(this IMethodSymbol method)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, IsPartialDefinition: false, PartialDefinitionPart: null, ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct } type }
            || !method.ExplicitInterfaceImplementations.IsEmpty || !method.GetAttributes().IsEmpty || method.Parameters.Any(static p => p.IsParams || !p.GetAttributes().IsEmpty)
            || method.DeclaringSyntaxReferences.Length != 1)
        {
            return false;
        }

        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.ContainingNamespace.IsWithin("Microsoft.AspNetCore"))
            {
                return false;
            }
        }

        return !type.GetAttributes().Any(static a => a.AttributeClass?.ContainingNamespace.IsWithin("Microsoft.AspNetCore") == true);
    }
}
