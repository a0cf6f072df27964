using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The foreign key behind a navigation: said, by attribute, or found by its name.</summary>
internal static class ForeignKeyReading
{
    public static (ImmutableArray<string> Key, bool? IsDependent) Read(
        EntityView view, IPropertySymbol property, INamedTypeSymbol target, bool isCollection, RelationshipFacts? relationship, string? inverse)
    {
        if (relationship is { IsManyToMany: true })
        {
            return (ImmutableArray<string>.Empty, false);
        }

        if (relationship is { ForeignKey.IsEmpty: false })
        {
            return (relationship.ForeignKey, SaysDependent(view, relationship, isCollection));
        }

        if (isCollection)
        {
            return (Names(target, inverse, view.Type, view), false);
        }

        var own = Marked(view.Properties, property, view.Type) ?? ByName(view.Properties, property.Name, target, view);
        if (own is not null)
        {
            return (own.Value, true);
        }

        var isOneToOne = inverse is not null && PropertyTypes.Find(target, inverse) is { } back && !PropertyTypes.Target(back.Type).IsCollection;
        var theirs = isOneToOne ? Names(target, inverse, view.Type, view) : ImmutableArray<string>.Empty;
        return theirs.IsEmpty ? (theirs, isOneToOne ? null : true) : (theirs, false);
    }

    /// <summary>What a delete of the principal does; by convention it follows from whether the foreign key is required.</summary>
    public static string? DeleteBehavior(EntityView view, IPropertySymbol property, ImmutableArray<string> key, bool? isDependent, RelationshipFacts? relationship)
    {
        if (relationship?.OnDelete is { } said)
        {
            return said;
        }

        if (relationship?.IsRequired is { } required)
        {
            return required ? "Cascade" : "ClientSetNull";
        }

        return isDependent != true ? null
            : (key.IsEmpty ? EntityView.IsNullable(property) : key.Any(view.IsNullable)) ? "ClientSetNull" : "Cascade";
    }

    private static bool? SaysDependent(EntityView view, RelationshipFacts relationship, bool isCollection)
    {
        if (isCollection)
        {
            return false;
        }

        return relationship.Dependent is { } dependent ? view.Names.Contains(dependent)
            : relationship.ForeignKey.All(k => view.Property(k) is not null || view.Said(k) is not null) ? true : null;
    }

    private static ImmutableArray<string> Names(INamedTypeSymbol dependent, string? navigation, INamedTypeSymbol principal, EntityView principalView)
    {
        var properties = principalView.Layers.Shape(dependent).Properties;
        var back = navigation is null ? null : properties.FirstOrDefault(p => p.Name == navigation);
        if (back is not null && PropertyTypes.Target(back.Type).IsCollection)
        {
            return ImmutableArray<string>.Empty;
        }

        var marked = back is null ? null : Marked(properties, back, dependent);
        return marked ?? ByName(properties, navigation, principal, principalView) ?? ImmutableArray<string>.Empty;
    }

    private static ImmutableArray<string>? Marked(IReadOnlyList<IPropertySymbol> properties, IPropertySymbol navigation, INamedTypeSymbol dependent)
    {
        if (navigation.Attribute("ForeignKeyAttribute")?.Names() is [var listed])
        {
            var names = listed.Split(',').Select(static n => n.Trim()).ToImmutableArray();
            return names.All(n => properties.Any(p => p.Name == n)) ? names : null;
        }

        var pointing = properties.Where(p => p.Attribute("ForeignKeyAttribute")?.Names() is [var target] && target == navigation.Name && PropertyTypes.CanBeKey(p.Type)).Select(static p => p.Name).ToImmutableArray();
        return pointing.IsEmpty ? null : pointing;
    }

    /// <summary>The names that EF Core tries, in its order.</summary>
    private static ImmutableArray<string>? ByName(IReadOnlyList<IPropertySymbol> properties, string? navigation, INamedTypeSymbol principal, EntityView view)
    {
        var key = KeyName(principal, view);
        var candidates = new[]
        {
            navigation is null || key is null ? null : navigation + key,
            navigation is null ? null : navigation + "Id",
            key is null ? null : principal.Name + key,
            principal.Name + "Id",
        };
        foreach (var candidate in candidates)
        {
            if (candidate is not null && properties.FirstOrDefault(p => p.Name.Equals(candidate, StringComparison.OrdinalIgnoreCase) && PropertyTypes.CanBeKey(p.Type)) is { } found)
            {
                return ImmutableArray.Create(found.Name);
            }
        }

        return null;
    }

    private static string? KeyName(INamedTypeSymbol principal, EntityView view)
    {
        var shape = view.Layers.Shape(principal);
        if (shape.Facts.FirstOrDefault(static f => f.Key is not null)?.Key is { } said)
        {
            return said.Properties is [var single] ? single : null;
        }

        var properties = shape.Properties;
        var key = properties.FirstOrDefault(static p => p.Attribute("KeyAttribute") is not null)
            ?? properties.FirstOrDefault(static p => p.Name.Equals("Id", StringComparison.OrdinalIgnoreCase))
            ?? properties.FirstOrDefault(p => p.Name.Equals(principal.Name + "Id", StringComparison.OrdinalIgnoreCase));
        return key?.Name;
    }
}
