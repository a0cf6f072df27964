using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The one place where a type is found by its metadata name.</summary>
internal static class TypeLookup
{
    /// <summary>The type of that name: the project's own, or else the public one of the first reference that defines it; null when none does.</summary>
    /// <remarks>Namespaces remember which of them don't exist, so types of libraries that aren't there cost one look in all; the compilation's own lookup asks each reference for each of them.</remarks>
    public static INamedTypeSymbol? Find(this Compilation compilation, string metadataName)
    {
        var start = metadataName.LastIndexOf('.');
        INamedTypeSymbol? found = null;
        INamespaceOrTypeSymbol? container = start < 0 ? compilation.GlobalNamespace : compilation.NamespaceOf(metadataName.Substring(0, start));
        foreach (var part in metadataName.Substring(start + 1).Split('+'))
        {
            container = found = container is null ? null : TypeIn(compilation, container, part);
        }

        return found;
    }

    /// <summary>The namespace of that full name, null when no one declares it.</summary>
    private static INamespaceSymbol? NamespaceOf(this Compilation compilation, string name)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (var part in name.Split('.'))
        {
            space = space?.GetMembers(part).OfType<INamespaceSymbol>().FirstOrDefault();
        }

        return space;
    }

    private static INamedTypeSymbol? TypeIn(Compilation compilation, INamespaceOrTypeSymbol container, string metadataName)
    {
        var tick = metadataName.IndexOf('`');
        var (name, arity) = (tick < 0 ? metadataName : metadataName.Substring(0, tick), 0);
        if (tick >= 0 && !int.TryParse(metadataName.Substring(tick + 1), NumberStyles.None, CultureInfo.InvariantCulture, out arity))
        {
            return null;
        }

        INamedTypeSymbol? found = null;
        foreach (var type in container.GetTypeMembers(name, arity))
        {
            if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
            {
                return type;
            }

            found ??= type.DeclaredAccessibility == Accessibility.Public || container is ITypeSymbol ? type : null;
        }

        return found;
    }

    /// <summary>An extension method of that name whose first parameter is a type of that name, in any namespace of the libraries that configure telemetry.</summary>
    public static IMethodSymbol? ExtensionMethod(this Compilation compilation, string name, string receiver)
    {
        foreach (var space in new[] { "OpenTelemetry.Trace", "OpenTelemetry.Metrics", "OpenTelemetry.Resources", "Npgsql", "OpenTelemetry", "Microsoft.Extensions.DependencyInjection" })
        {
            if (compilation.NamespaceOf(space)?.GetTypeMembers().Where(static t => t.IsStatic && t.DeclaredAccessibility == Accessibility.Public).SelectMany(t => t.GetMembers(name)).OfType<IMethodSymbol>()
                .FirstOrDefault(m => m.IsExtensionMethod && m.Parameters[0].Type.Name == receiver) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether a namespace has that full name; for tables of types that needn't be looked up one by one.</summary>
    public static bool IsNamed(this INamespaceSymbol? space, string name)
    {
        var end = name.Length;
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            var start = end - space.Name.Length;
            if (start < 0 || string.CompareOrdinal(name, start, space.Name, 0, space.Name.Length) != 0 || start > 0 && name[start - 1] != '.')
            {
                return false;
            }

            end = start - 1;
        }

        return end <= 0;
    }

    /// <summary>Whether a namespace has that full name, or lies in one that has.</summary>
    public static bool IsWithin(this INamespaceSymbol? space, string name)
    {
        while (space is { IsGlobalNamespace: false })
        {
            if (space.IsNamed(name))
            {
                return true;
            }

            space = space.ContainingNamespace;
        }

        return false;
    }

    /// <summary>Whether a namespace belongs to .NET itself.</summary>
    public static bool IsOfSystem(this INamespaceSymbol? space)
    {
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System", IsGlobalNamespace: false };
    }

    /// <summary>The type of the value that a nullable value type holds; any other type as it is.</summary>
    public static ITypeSymbol WithoutNullable(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    public static bool IsNullableValue(this ITypeSymbol? type) => type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static bool Is(this ITypeSymbol? type, INamedTypeSymbol? definition) =>
        definition is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, definition);

    /// <summary>Whether the type is, derives from or implements the definition.</summary>
    public static bool IsOrDerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? definition)
    {
        if (definition is null)
        {
            return false;
        }

        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
            {
                if (constraint is not ITypeParameterSymbol && constraint.IsOrDerivesFrom(definition))
                {
                    return true;
                }
            }

            return false;
        }

        if (definition.TypeKind == TypeKind.Interface)
        {
            if (type.Is(definition))
            {
                return true;
            }

            if (type is not null)
            {
                foreach (var implemented in type.AllInterfaces)
                {
                    if (implemented.Is(definition))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Is(definition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type argument of the definition that the type is, derives from or implements; null when there is none.</summary>
    public static ITypeSymbol? ArgumentOf(this ITypeSymbol? type, INamedTypeSymbol? definition)
    {
        if (definition is null || type is null)
        {
            return null;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol { TypeArguments.Length: > 0 } named && named.Is(definition))
            {
                return named.TypeArguments[0];
            }
        }

        if (definition.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (implemented.Is(definition))
                {
                    return implemented.TypeArguments[0];
                }
            }
        }

        return null;
    }

    /// <summary>The method as it was declared: not reduced, not constructed.</summary>
    public static IMethodSymbol Declared(this IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;
}
