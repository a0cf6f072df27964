using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>An interface or abstract method that configures: some class in sight must implement it, else nobody knows what it does.</summary>
internal readonly record struct AwaitedMethod(string Type, string Method);

/// <summary>One layer of configuration: all fluent code of a compilation, or one snapshot; written while reading, never after.</summary>
internal sealed class ModelFacts(FactSource source)
{
    private readonly Dictionary<string, EntityFacts> entities = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Entity, string Navigation), RelationshipFacts> byNavigation = [];
    private readonly Dictionary<string, List<RelationshipFacts>> byDependent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RelationshipFacts>> byPrincipal = new(StringComparer.Ordinal);

    public FactSource Source => source;

    /// <summary>The place of something that configures every entity and can't be read.</summary>
    public Location? Unread { get; set; }

    public IReadOnlyCollection<EntityFacts> Entities => entities.Values;

    public List<RelationshipFacts> Relationships { get; } = [];

    /// <summary>Names of types that the model leaves out.</summary>
    public HashSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of types whose values are converted everywhere.</summary>
    public HashSet<string> Converted { get; } = new(StringComparer.Ordinal);

    /// <summary>Every concrete class below one of these is registered by reflection.</summary>
    public List<INamedTypeSymbol> EntityBases { get; } = [];

    /// <summary>Methods that are given a builder and whose implementations may stand in another project.</summary>
    public Dictionary<AwaitedMethod, Location> Awaited { get; } = [];

    public Provider Provider { get; set; }

    public EntityFacts Entity(string name, Provenance why)
    {
        if (!entities.TryGetValue(name, out var found))
        {
            entities.Add(name, found = new EntityFacts(name) { Provenance = why });
        }

        return found;
    }

    public EntityFacts Entity(INamedTypeSymbol type, Provenance why)
    {
        var found = Entity(type.EntityName(), why);
        found.Type ??= type;
        return found;
    }

    public EntityFacts? Find(string name) => entities.TryGetValue(name, out var found) ? found : null;

    public RelationshipFacts? Relationship(string entity, string navigation) =>
        byNavigation.TryGetValue((entity, navigation), out var found) ? found : null;

    public IReadOnlyList<RelationshipFacts> WithDependent(string entity) => byDependent.TryGetValue(entity, out var found) ? found : [];

    public IReadOnlyList<RelationshipFacts> WithPrincipal(string entity) => byPrincipal.TryGetValue(entity, out var found) ? found : [];

    /// <summary>Builds the lookups; reading is over.</summary>
    public ModelFacts Seal()
    {
        foreach (var relationship in Relationships)
        {
            See(relationship.Left, relationship);
            See(relationship.Right, relationship);
            Add(byDependent, relationship.Dependent, relationship);
            Add(byPrincipal, relationship.Principal, relationship);
        }

        return this;
    }

    private void See(RelationshipEnd? end, RelationshipFacts relationship)
    {
        if (end is { Entity: { } entity, Navigation: { } navigation })
        {
            byNavigation[(entity, navigation)] = relationship;
        }
    }

    private static void Add(Dictionary<string, List<RelationshipFacts>> map, string? entity, RelationshipFacts relationship)
    {
        if (entity is null)
        {
            return;
        }

        if (!map.TryGetValue(entity, out var list))
        {
            map.Add(entity, list = []);
        }

        list.Add(relationship);
    }
}
