using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What a property of a CLR type holds, as EF Core looks at it.</summary>
internal static class PropertyTypes
{
    /// <summary>The class that a property leads to, directly or as the element of a collection.</summary>
    public static INamedTypeSymbol? TargetOf(INamedTypeSymbol? type, string? property) =>
        property is null || Find(type, property) is not { } found ? null : Target(found.Type).Target;

    public static IPropertySymbol? Find(INamedTypeSymbol? type, string property)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(property))
            {
                if (member is IPropertySymbol found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>The class behind a type, and whether the type is a collection of it.</summary>
    public static (INamedTypeSymbol? Target, bool IsCollection) Target(ITypeSymbol type) =>
        ElementOf(type) is { } element ? (element as INamedTypeSymbol, true) : (type as INamedTypeSymbol, false);

    /// <summary>The element type of a collection, null for anything else (texts included).</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
        {
            return null;
        }

        if (type is IArrayTypeSymbol array)
        {
            return array.ElementType;
        }

        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
        {
            return named.TypeArguments[0];
        }

        ITypeSymbol? element = null;
        foreach (var implemented in named.AllInterfaces)
        {
            if (implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            {
                if (element is not null)
                {
                    return null;
                }

                element = implemented.TypeArguments[0];
            }
        }

        return element;
    }

    /// <summary>Whether the type can be the target of a navigation: a class of the application, not of the platform.</summary>
    public static bool CanBeEntity(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false, SpecialType: SpecialType.None } named && !IsPlatform(named);

    /// <summary>Whether the type belongs to .NET itself.</summary>
    public static bool IsPlatform(ITypeSymbol type) => type.ContainingNamespace.IsOfSystem();

    /// <summary>Whether every provider stores the type in one column by itself.</summary>
    public static bool IsScalar(ITypeSymbol type)
    {
        type = type.WithoutNullable();
        if (type.TypeKind == TypeKind.Enum || type.SpecialType != SpecialType.None)
        {
            return type.TypeKind is TypeKind.Enum or TypeKind.Struct || type.SpecialType == SpecialType.System_String;
        }

        if (ElementOf(type) is { } element)
        {
            return element.SpecialType != SpecialType.None || element.TypeKind is TypeKind.Enum or TypeKind.Struct;
        }

        return type.TypeKind == TypeKind.Struct ? IsPlatform(type) || IsStore(type)
            : IsPlatform(type) ? type.Name is "Uri" or "JsonDocument" or "IPAddress" or "PhysicalAddress" or "BitArray" : IsStore(type);
    }

    /// <summary>A value that can identify a row: a scalar, or an identifier type of the application.</summary>
    public static bool CanBeKey(ITypeSymbol type) =>
        IsScalar(type) || type.WithoutNullable().TypeKind == TypeKind.Struct || type.Name.EndsWith("Id", StringComparison.Ordinal);

    /// <summary>Types that the well known providers bring: dates, geometry, search vectors.</summary>
    private static bool IsStore(ITypeSymbol type) =>
        type.ContainingNamespace is { } ns
        && (ns.Name == "NodaTime" || ns.Name == "NpgsqlTypes" || ns.ContainingNamespace?.Name == "NetTopologySuite" || ns.Name == "NetTopologySuite" || ns.Name == "Pgvector");
}
