using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What one layer of configuration (fluent code or a snapshot) says about one type; written while reading, never after.</summary>
internal sealed class EntityFacts(string name)
{
    public string Name => name;

    public INamedTypeSymbol? Type { get; set; }

    public Provenance Provenance { get; set; }

    public KeyFacts? Key { get; set; }

    public List<KeyFacts> AlternateKeys { get; } = [];

    public List<IndexFacts> Indexes { get; } = [];

    public Dictionary<string, PropertyFacts> Properties { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NavigationFacts> Navigations { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    public bool IsKeyless { get; set; }

    public bool IsOwned { get; set; }

    public bool IsComplex { get; set; }

    public bool IsView { get; set; }

    public bool HasQueryFilter { get; set; }

    public bool HasTrigger { get; set; }

    public bool IsSplit { get; set; }

    /// <summary>The place of something that configures it and can't be read.</summary>
    public Location? Unread { get; set; }

    public MappingStrategy? Mapping { get; set; }

    public PropertyFacts Property(string property, Provenance why) =>
        Properties.TryGetValue(property, out var found) ? found : Properties[property] = new PropertyFacts(property, why);

    public NavigationFacts Navigation(string navigation, Provenance why) =>
        Navigations.TryGetValue(navigation, out var found) ? found : Navigations[navigation] = new NavigationFacts(navigation, why);
}

internal sealed class KeyFacts(ImmutableArray<string> properties, Provenance why)
{
    public ImmutableArray<string> Properties => properties;

    public Provenance Provenance => why;
}

internal sealed class IndexFacts(ImmutableArray<string> properties, Provenance why)
{
    public ImmutableArray<string> Properties => properties;

    public Provenance Provenance => why;

    public bool IsUnique { get; set; }

    public ImmutableArray<bool> IsDescending { get; set; } = ImmutableArray<bool>.Empty;

    public string? Filter { get; set; }

    public string? Method { get; set; }

    public string? Name { get; set; }

    public ImmutableArray<string> Included { get; set; } = ImmutableArray<string>.Empty;

    public ImmutableArray<string> Operators { get; set; } = ImmutableArray<string>.Empty;

    public IndexModel ToModel() => new(Properties, IsUnique, IsDescending, Filter, Method, Included, Operators, Name, IsForeignKey: false, Provenance);
}

internal sealed class PropertyFacts(string name, Provenance why)
{
    public string Name => name;

    public Provenance Provenance => why;

    public ITypeSymbol? Type { get; set; }

    public bool? HasConversion { get; set; }

    public bool? IsConcurrencyToken { get; set; }

    public bool? IsRequired { get; set; }

    public bool IsJson { get; set; }

    public ValueGeneration? ValueGeneration { get; set; }

    public int? MaxLength { get; set; }

    public string? ColumnType { get; set; }
}

internal sealed class NavigationFacts(string name, Provenance why)
{
    public string Name => name;

    public Provenance Provenance => why;

    public string? Target { get; set; }

    public bool IsOwned { get; set; }

    public bool IsComplex { get; set; }

    public bool IsJson { get; set; }

    public bool? IsAutoIncluded { get; set; }

    public bool IsEager { get; set; }
}
