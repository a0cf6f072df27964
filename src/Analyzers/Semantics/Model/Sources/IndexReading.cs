using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The indexes of an entity: said by configuration and attributes, and made by convention for foreign keys.</summary>
internal static class IndexReading
{
    public static IReadOnlyList<IndexModel> Read(EntityView view, KeyFacts? primary, IReadOnlyList<NavigationModel> navigations)
    {
        var indexes = new List<IndexModel>();
        FactSource? layer = null;
        var stronger = 0;
        foreach (var facts in view.Facts)
        {
            foreach (var index in facts.Indexes)
            {
                if (layer != index.Provenance.Source)
                {
                    (layer, stronger) = (index.Provenance.Source, indexes.Count);
                }

                Add(index.ToModel(), stronger);
            }
        }

        foreach (var attribute in view.Chain.SelectMany(static t => t.GetAttributes()).Where(static a => a.AttributeClass is { Name: "IndexAttribute", ContainingNamespace.Name: "EntityFrameworkCore" }))
        {
            Add(ByAttribute(attribute), indexes.Count);
        }

        if (!view.IsInSnapshot)
        {
            foreach (var (properties, isUnique, why) in ForeignKeys(view, navigations))
            {
                if (!IsCovered(properties, primary, indexes))
                {
                    indexes.Add(new IndexModel(properties, isUnique, ImmutableArray<bool>.Empty, null, null, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty, null, IsForeignKey: true, why));
                }
            }
        }

        return indexes;

        void Add(IndexModel index, int before)
        {
            // A base configuration in another project is read for its own project and for this one.
            var isTold = indexes.Any(i => i.Properties.SequenceEqual(index.Properties) && Equals(i.Provenance.Location, index.Provenance.Location));
            if (!isTold && !indexes.Take(before).Any(i => i.Properties.SequenceEqual(index.Properties)))
            {
                indexes.Add(index);
            }
        }
    }

    /// <summary>Foreign keys of the entity, with and without a navigation.</summary>
    private static IEnumerable<(ImmutableArray<string> Properties, bool IsUnique, Provenance Why)> ForeignKeys(EntityView view, IReadOnlyList<NavigationModel> navigations)
    {
        foreach (var navigation in navigations)
        {
            if (navigation is { IsDependent: true, ForeignKey.IsEmpty: false })
            {
                var said = view.Layers.Relationship(view.Names, navigation.Name);
                yield return (navigation.ForeignKey, said?.IsOneToOne == true, new Provenance(FactSource.Convention, navigation.Provenance.Location));
            }
        }

        foreach (var relationship in view.Layers.Relationships(view.Names, static (l, n) => l.WithDependent(n)))
        {
            if (!relationship.ForeignKey.IsEmpty)
            {
                yield return (relationship.ForeignKey, relationship.IsOneToOne, new Provenance(FactSource.Convention, relationship.Provenance.Location));
            }
        }
    }

    private static bool IsCovered(ImmutableArray<string> properties, KeyFacts? primary, List<IndexModel> indexes) =>
        (primary is not null && StartsWith(primary.Properties, properties)) || indexes.Any(i => StartsWith(i.Properties, properties));

    private static bool StartsWith(ImmutableArray<string> whole, ImmutableArray<string> start) =>
        whole.Length >= start.Length && whole.Take(start.Length).SequenceEqual(start);

    private static IndexModel ByAttribute(AttributeData attribute)
    {
        var names = attribute.Names();
        var descending = attribute.Named("IsDescending") is { Kind: TypedConstantKind.Array, Values: { IsDefault: false } values }
            ? values.Select(static v => v.Value is true).ToImmutableArray()
            : attribute.Flag("AllDescending") ? names.Select(static _ => true).ToImmutableArray() : ImmutableArray<bool>.Empty;
        return new IndexModel(
            names, attribute.Flag("IsUnique"), descending, Filter: null, Method: null, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty,
            attribute.Named("Name")?.Value as string, IsForeignKey: false, new Provenance(FactSource.Attribute, attribute.LocationOf()));
    }
}
