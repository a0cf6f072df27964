using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Types of which a program has a handful of objects: services, what is configured, and what holds one value or none.</summary>
internal static class SmallKinds
{
    /// <summary>An interface whose members are work to do, not data to read.</summary>
    public static bool IsService(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Interface } || type.ContainingNamespace.IsOfSystem())
        {
            return false;
        }

        var (methods, data) = (0, 0);
        foreach (var member in type.GetMembers())
        {
            methods += member is IMethodSymbol { MethodKind: MethodKind.Ordinary } ? 1 : 0;
            data += member is IPropertySymbol { SetMethod: not null } ? 1 : 0;
        }

        return methods > 0 && data == 0 || type.AllInterfaces.Any(IsService);
    }

    /// <summary>A sequence that holds one value or none, as `Option` does: a value converts to it, a list of values doesn't.</summary>
    public static bool HoldsOneOf(ITypeSymbol? type, ITypeSymbol? element) =>
        element is not null && type is INamedTypeSymbol { TypeArguments: { Length: > 0 } held, OriginalDefinition: { TypeParameters: var slots } definition }
            && held.IndexOf(element, 0, SymbolEqualityComparer.Default) is >= 0 and var slot && HoldsOne(definition, slots[slot]);

    private static bool HoldsOne(INamedTypeSymbol definition, ITypeSymbol slot)
    {
        var (one, many) = (false, false);
        foreach (var member in definition.GetMembers(WellKnownMemberNames.ImplicitConversionName))
        {
            if (member is IMethodSymbol { Parameters: [{ Type: var from }] })
            {
                one |= SymbolEqualityComparer.Default.Equals(from, slot);
                many |= from switch
                {
                    IArrayTypeSymbol { ElementType: var element } => SymbolEqualityComparer.Default.Equals(element, slot),
                    INamedTypeSymbol { TypeArguments: var inside } => from.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable) && inside.Contains(slot, SymbolEqualityComparer.Default),
                    _ => false,
                };
            }
        }

        return one && !many;
    }

    /// <summary>A type that is bound from configuration, or whose objects such a type lists: they are written by an administrator.</summary>
    public static bool IsOptions(INamedTypeSymbol? type)
    {
        if (type is null || NamesOptions(type.Name))
        {
            return type is not null;
        }

        foreach (var sibling in type.ContainingNamespace?.GetTypeMembers() ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            if (NamesOptions(sibling.Name) && sibling.GetMembers().Any(m => m is IPropertySymbol { Type: INamedTypeSymbol { TypeArguments: { Length: 1 } held } } && SymbolEqualityComparer.Default.Equals(held[0], type)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesOptions(string name) =>
        name.EndsWith("Options", StringComparison.Ordinal) || name.EndsWith("Settings", StringComparison.Ordinal)
        || name.EndsWith("Configuration", StringComparison.Ordinal) || name.EndsWith("Config", StringComparison.Ordinal);
}
