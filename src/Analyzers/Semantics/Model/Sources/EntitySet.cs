using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>A type of the model and why it is one.</summary>
internal sealed record EntityEntry(string Name, Provenance Why, bool IsOwned, bool IsComplex);

/// <summary>Which types the model consists of: sets, configured types, and what their navigations reach.</summary>
internal sealed class EntitySet
{
    private const int Budget = 20_000;

    private readonly Dictionary<string, EntityEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(INamedTypeSymbol Owner, IPropertySymbol Property)>> references = new(StringComparer.Ordinal);
    private readonly Queue<INamedTypeSymbol> waiting = new();
    private readonly HashSet<string> queued = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<INamedTypeSymbol> registered;
    private readonly ModelLayers layers;

    public EntitySet(ModelLayers layers, IEnumerable<EntitySetProperty> sets)
    {
        this.layers = layers;
        registered = [.. layers.All.SelectMany(static l => l.EntityBases)];
        foreach (var set in sets)
        {
            Add(set.Entity, new Provenance(FactSource.Convention, set.Property.Locations.FirstOrDefault()));
        }

        foreach (var facts in layers.All.SelectMany(static l => l.Entities))
        {
            if (facts.Type is { } type)
            {
                Add(type, facts.Provenance, facts.IsOwned, facts.IsComplex);
            }
            else if (!entries.ContainsKey(facts.Name))
            {
                entries.Add(facts.Name, new EntityEntry(facts.Name, facts.Provenance, facts.IsOwned, facts.IsComplex));
            }
        }

        Reach();
    }

    /// <summary>Why the type belongs to the model; null when nothing says so.</summary>
    public EntityEntry? Find(INamedTypeSymbol type)
    {
        var name = layers.Shape(type).Name;
        return entries.TryGetValue(name, out var found) ? found
            : registered.Count > 0 && !type.IsAbstract && registered.FirstOrDefault(r => IsBelow(type, r)) is { } root
                ? new EntityEntry(name, new Provenance(FactSource.Fluent, root.Locations.FirstOrDefault()), IsOwned: false, IsComplex: false)
                : null;
    }

    /// <summary>The single references of entities to the type.</summary>
    public IReadOnlyList<(INamedTypeSymbol Owner, IPropertySymbol Property)> ReferencesTo(string name) =>
        references.TryGetValue(name, out var found) ? found : [];

    private void Add(INamedTypeSymbol type, Provenance why, bool isOwned = false, bool isComplex = false)
    {
        var name = layers.Shape(type).Name;
        if (layers.Ignores(name) || type.Attribute("NotMappedAttribute") is not null || type.TypeKind == TypeKind.Error)
        {
            return;
        }

        isOwned |= type.Attribute("OwnedAttribute") is not null;
        isComplex |= type.Attribute("ComplexTypeAttribute") is not null;
        if (queued.Add(name))
        {
            waiting.Enqueue(type);
        }

        if (!entries.TryGetValue(name, out var known))
        {
            entries.Add(name, new EntityEntry(name, why, isOwned, isComplex));
        }
        else if ((isOwned && !known.IsOwned) || (isComplex && !known.IsComplex))
        {
            entries[name] = known with { IsOwned = known.IsOwned || isOwned, IsComplex = known.IsComplex || isComplex };
        }
    }

    private void Reach()
    {
        var sorting = new PropertySorting(layers, IsReachable);
        for (var steps = 0; waiting.Count > 0 && steps < Budget; steps++)
        {
            var type = waiting.Dequeue();
            var shape = layers.Shape(type);
            foreach (var property in shape.Properties)
            {
                if (sorting.Sort(property, shape) is not { Sort: PropertySort.Navigation, Target: { } target } sorted)
                {
                    continue;
                }

                var part = shape.Facts.Select(f => f.Navigations.TryGetValue(property.Name, out var found) ? found : null).FirstOrDefault(static n => n is { IsOwned: true } or { IsComplex: true });
                Add(target, new Provenance(FactSource.Convention, property.Locations.FirstOrDefault()), part?.IsOwned == true, part?.IsComplex == true);
                if (!sorted.IsCollection)
                {
                    Refer(layers.Shape(target).Name, type, property);
                }
            }
        }
    }

    private void Refer(string target, INamedTypeSymbol owner, IPropertySymbol property)
    {
        if (!references.TryGetValue(target, out var list))
        {
            references.Add(target, list = []);
        }

        list.Add((owner, property));
    }

    private bool IsBelow(INamedTypeSymbol type, INamedTypeSymbol root) =>
        layers.Shape(type).Names.Skip(1).Contains(layers.Shape(root).Name);

    private bool IsReachable(INamedTypeSymbol type)
    {
        var name = layers.Shape(type).Name;
        if (Find(type) is not null)
        {
            return true;
        }

        return !layers.Ignores(name)
            && type.Attribute("NotMappedAttribute") is null
            && (type.Attribute("OwnedAttribute") is not null || type.Attribute("ComplexTypeAttribute") is not null || HasKey(type));
    }

    /// <summary>A class without a key can't be an entity: it is a value that someone converts, or nothing.</summary>
    private bool HasKey(INamedTypeSymbol type)
    {
        var shape = layers.Shape(type);
        foreach (var level in shape.Chain)
        {
            if (level.Attribute("PrimaryKeyAttribute") is not null || level.Attribute("KeylessAttribute") is not null)
            {
                return true;
            }
        }

        foreach (var property in shape.Properties)
        {
            if (property.Attribute("KeyAttribute") is not null
                || ((property.Name.Equals("Id", StringComparison.OrdinalIgnoreCase) || property.Name.Equals(type.Name + "Id", StringComparison.OrdinalIgnoreCase))
                    && property.SetMethod is not null && PropertyTypes.CanBeKey(property.Type)))
            {
                return true;
            }
        }

        return false;
    }
}
