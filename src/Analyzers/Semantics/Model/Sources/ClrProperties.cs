using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The properties and attributes of a class, its base classes included.</summary>
internal static class ClrProperties
{
    /// <summary>Instance properties, the most derived one of each name.</summary>
    public static IReadOnlyList<IPropertySymbol> Of(INamedTypeSymbol type)
    {
        var found = new List<IPropertySymbol>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var level in Chain(type))
        {
            foreach (var member in level.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } property && names.Add(property.Name))
                {
                    found.Add(property);
                }
            }
        }

        return found;
    }

    /// <summary>The class and its base classes, without object.</summary>
    public static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        var steps = 0;
        for (var current = type; current is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } && steps++ < 64; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>The attribute of that name from EF Core or the data annotations.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name && IsAnnotation(type.ContainingNamespace))
            {
                return attribute;
            }
        }

        return null;
    }

    public static Location? LocationOf(this AttributeData attribute) => attribute.ApplicationSyntaxReference is { } at ? Location.Create(at.SyntaxTree, at.Span) : null;

    private static bool IsAnnotation(INamespaceSymbol? ns)
    {
        for (; ns is { IsGlobalNamespace: false }; ns = ns.ContainingNamespace)
        {
            if (ns.Name is "DataAnnotations" or "EntityFrameworkCore")
            {
                return true;
            }
        }

        return false;
    }
}
