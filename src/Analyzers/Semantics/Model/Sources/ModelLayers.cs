using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>All configuration in sight, the strongest layer first.</summary>
internal sealed class ModelLayers(IReadOnlyList<ModelFacts> layers, Func<AwaitedMethod, bool> isImplemented)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ClrShape> shapes = new(SymbolEqualityComparer.Default);
    private readonly bool converts = layers.Any(static l => l.Converted.Count > 0);

    public IReadOnlyList<ModelFacts> All => layers;

    /// <summary>The place of some code that can't be read and may configure anything; null when there is none.</summary>
    public Location? Unread { get; } = layers
        .Select(l => l.Unread ?? l.Awaited.Where(a => !isImplemented(a.Key)).Select(static a => a.Value).FirstOrDefault())
        .FirstOrDefault(static l => l is not null);

    public ClrShape Shape(INamedTypeSymbol type) => shapes.GetOrAdd(type, t => new ClrShape(t, this));

    public bool Ignores(string type) => layers.Any(l => l.Ignored.Contains(type));

    public bool Converts(ITypeSymbol type) =>
        converts && type.WithoutNullable().EntityName() is var name && layers.Any(l => l.Converted.Contains(name));

    /// <summary>What the layers say about types, the strongest first, and in each layer the most derived first.</summary>
    public IReadOnlyList<EntityFacts> Of(IReadOnlyList<string> chain)
    {
        var found = new List<EntityFacts>();
        foreach (var layer in layers)
        {
            foreach (var name in chain)
            {
                if (layer.Find(name) is { } facts)
                {
                    found.Add(facts);
                }
            }
        }

        return found;
    }

    public IEnumerable<RelationshipFacts> Relationships(IReadOnlyList<string> chain, Func<ModelFacts, string, IReadOnlyList<RelationshipFacts>> by) =>
        layers.SelectMany(l => chain.SelectMany(name => by(l, name)));

    public RelationshipFacts? Relationship(IReadOnlyList<string> chain, string navigation)
    {
        RelationshipFacts? best = null;
        foreach (var layer in layers)
        {
            foreach (var name in chain)
            {
                if (layer.Relationship(name, navigation) is { } found)
                {
                    if (!found.ForeignKey.IsEmpty || found.IsManyToMany)
                    {
                        return found;
                    }

                    best ??= found;
                }
            }
        }

        return best;
    }
}
