using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>One type of the model while its description is put together: its hierarchy, its properties, and all that is said about it.</summary>
internal sealed class EntityView
{
    private readonly Dictionary<string, Sorted> sorted = new(StringComparer.Ordinal);

    public EntityView(INamedTypeSymbol type, ModelLayers layers, EntitySet set)
    {
        (Type, Layers, Set) = (type, layers, set);
        var shape = layers.Shape(type);
        (Chain, Names, Facts, Properties) = (shape.Chain, shape.Names, shape.Facts, shape.Properties);
        var sorting = new PropertySorting(layers, t => set.Find(t) is not null);
        foreach (var property in Properties)
        {
            sorted.Add(property.Name, sorting.Sort(property, shape));
        }
    }

    public INamedTypeSymbol Type { get; }

    public ModelLayers Layers { get; }

    public EntitySet Set { get; }

    /// <summary>The type and its base classes.</summary>
    public IReadOnlyList<INamedTypeSymbol> Chain { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<EntityFacts> Facts { get; }

    public IReadOnlyList<IPropertySymbol> Properties { get; }

    public bool IsInSnapshot => Layers.All.Any(l => l.Source == FactSource.Snapshot && l.Find(Names[0]) is not null);

    /// <summary>The topmost class of the hierarchy that is an entity.</summary>
    public INamedTypeSymbol Root => Chain.LastOrDefault(t => Set.Find(t) is { IsOwned: false, IsComplex: false }) ?? Type;

    public Sorted SortOf(IPropertySymbol property) => sorted[property.Name];

    public IPropertySymbol? Property(string name) => Properties.FirstOrDefault(p => p.Name == name);

    /// <summary>The property that has the name of a key, whatever its case; a key of a type of its own is one too.</summary>
    public IPropertySymbol? KeyNamed(string name) =>
        Properties.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && SortOf(p).Sort is PropertySort.Scalar or PropertySort.Unsure);

    public PropertyFacts? Said(string property) =>
        Facts.Select(f => f.Properties.TryGetValue(property, out var found) ? found : null).FirstOrDefault(static f => f is not null);

    /// <summary>The first answer that any layer gives about a property.</summary>
    public T? Said<T>(string property, Func<PropertyFacts, T?> ask)
        where T : struct
    {
        foreach (var facts in Facts)
        {
            if (facts.Properties.TryGetValue(property, out var found) && ask(found) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    public AttributeData? Attribute(string name) => Chain.Select(t => t.Attribute(name)).FirstOrDefault(static a => a is not null);

    /// <summary>Whether a column accepts null: said, or by the type of the property.</summary>
    public bool IsNullable(string name)
    {
        if (Said(name, static f => f.IsRequired) is { } required)
        {
            return !required;
        }

        return Property(name) is { } property ? IsNullable(property) : Said(name)?.Type is not { IsValueType: true } type || type.IsNullableValue();
    }

    public static bool IsNullable(IPropertySymbol property) => property.Type.IsValueType
        ? property.Type.IsNullableValue()
        : property.NullableAnnotation != NullableAnnotation.NotAnnotated && property.Attribute("RequiredAttribute") is null;

    public static Provenance By(IPropertySymbol property) => new(FactSource.Convention, property.Locations.FirstOrDefault());
}
