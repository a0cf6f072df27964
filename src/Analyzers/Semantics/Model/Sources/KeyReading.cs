using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The primary key of an entity and its other unique sets.</summary>
internal static class KeyReading
{
    public static bool IsKeyless(EntityView view) =>
        view.Facts.FirstOrDefault(static f => f.IsKeyless || f.Key is not null) is { IsKeyless: true, Key: null } || view.Attribute("KeylessAttribute") is not null;

    /// <summary>The primary key; null when there is none in sight.</summary>
    public static KeyFacts? Primary(EntityView view, bool isPart)
    {
        if (view.Facts.FirstOrDefault(f => f.Key is not null && !isPart)?.Key is { } said)
        {
            return said;
        }

        return isPart || IsKeyless(view) ? null : ByAttribute(view) ?? ByConvention(view);
    }

    /// <summary>Names as properties; empty when one of them is a shadow property.</summary>
    public static ImmutableArray<IPropertySymbol> Symbols(EntityView view, KeyFacts? key)
    {
        if (key is null)
        {
            return ImmutableArray<IPropertySymbol>.Empty;
        }

        var symbols = key.Properties.Select(view.Property).ToImmutableArray();
        return symbols.Contains(null) ? ImmutableArray<IPropertySymbol>.Empty : symbols!;
    }

    public static IReadOnlyList<KeyOrIndex> Unique(EntityView view, KeyFacts? primary, IReadOnlyList<IndexModel> indexes)
    {
        var sets = new List<KeyOrIndex>();
        if (primary is not null)
        {
            sets.Add(new KeyOrIndex(primary.Properties, UniqueKind.PrimaryKey, AllowsNulls: false, primary.Provenance));
        }

        foreach (var key in view.Facts.SelectMany(static f => f.AlternateKeys))
        {
            Alternate(key.Properties, key.Provenance);
        }

        foreach (var relationship in view.Layers.Relationships(view.Names, static (l, n) => l.WithPrincipal(n)))
        {
            if (!relationship.PrincipalKey.IsDefaultOrEmpty)
            {
                Alternate(relationship.PrincipalKey, relationship.Provenance);
            }
        }

        foreach (var index in indexes)
        {
            if (index is { IsUnique: true, Filter: null })
            {
                sets.Add(new KeyOrIndex(index.Properties, UniqueKind.UniqueIndex, index.Properties.Any(view.IsNullable), index.Provenance));
            }
        }

        return sets;

        void Alternate(ImmutableArray<string> properties, Provenance why)
        {
            if (!sets.Any(s => s.Properties.SequenceEqual(properties)))
            {
                sets.Add(new KeyOrIndex(properties, UniqueKind.AlternateKey, AllowsNulls: false, why));
            }
        }
    }

    private static KeyFacts? ByAttribute(EntityView view)
    {
        if (view.Attribute("PrimaryKeyAttribute") is { } attribute)
        {
            return new KeyFacts(attribute.Names(), new Provenance(FactSource.Attribute, attribute.LocationOf()));
        }

        var marked = view.Properties.Where(static p => p.Attribute("KeyAttribute") is not null).ToList();
        return marked.Count == 0 ? null : new KeyFacts(marked.Select(static p => p.Name).ToImmutableArray(), new Provenance(FactSource.Attribute, marked[0].Locations.FirstOrDefault()));
    }

    private static KeyFacts? ByConvention(EntityView view)
    {
        var key = view.KeyNamed("Id") ?? view.KeyNamed(view.Root.Name + "Id");
        return key is null ? null : new KeyFacts(ImmutableArray.Create(key.Name), EntityView.By(key));
    }
}
