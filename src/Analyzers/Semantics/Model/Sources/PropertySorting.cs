using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Unsure: of a type that needs a converter, and none is in sight.</summary>
internal enum PropertySort { NotMapped, Unsure, Scalar, Navigation }

/// <summary>What a property of a class is for the model.</summary>
internal readonly record struct Sorted(PropertySort Sort, INamedTypeSymbol? Target = null, bool IsCollection = false)
{
    public static readonly Sorted None = new(PropertySort.NotMapped);
}

/// <summary>Sorts the properties of a class the way EF Core's conventions do, configuration first.</summary>
internal sealed class PropertySorting(ModelLayers layers, Func<INamedTypeSymbol, bool> isEntity)
{
    public Sorted Sort(IPropertySymbol property, ClrShape shape)
    {
        var facts = shape.Facts;
        if (property.Attribute("NotMappedAttribute") is not null || facts.Any(f => f.Ignored.Contains(property.Name)))
        {
            return Sorted.None;
        }

        var (target, isCollection) = PropertyTypes.Target(property.Type);
        var candidate = PropertyTypes.CanBeEntity(target) ? target : null;
        if (candidate is not null && (facts.Any(f => f.Navigations.ContainsKey(property.Name)) || layers.Relationship(shape.Names, property.Name) is not null))
        {
            return new Sorted(PropertySort.Navigation, candidate, isCollection);
        }

        if (facts.Any(f => f.Properties.ContainsKey(property.Name)))
        {
            return new Sorted(PropertySort.Scalar);
        }

        var isPublic = property.GetMethod!.DeclaredAccessibility == Accessibility.Public;
        if (!isPublic || (property.SetMethod is null && !isCollection))
        {
            return Sorted.None;
        }

        if (candidate is not null && !layers.Converts(property.Type) && property.Attribute("ColumnAttribute")?.NamedArguments.Any(static a => a.Key == "TypeName") != true && isEntity(candidate))
        {
            return new Sorted(PropertySort.Navigation, candidate, isCollection);
        }

        return PropertyTypes.IsScalar(property.Type) || layers.Converts(property.Type) ? new Sorted(PropertySort.Scalar)
            : property.SetMethod is null || candidate is not null && isCollection ? Sorted.None
            : new Sorted(PropertySort.Unsure);
    }
}
