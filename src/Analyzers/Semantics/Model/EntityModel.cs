using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model;

/// <summary>What the model of EF Core says about one type.</summary>
internal sealed class EntityModel
{
    public required INamedTypeSymbol Type { get; init; }

    /// <summary>Why the type is believed to be part of the model.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Nothing unreadable configures it: what isn't here doesn't exist.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>The place of code that can't be read and may configure it, when that is why it isn't closed.</summary>
    public required Location? Unread { get; init; }

    /// <summary>Keys and indexes are all in sight, from readable configuration or from a snapshot that agrees with it.</summary>
    public required bool KnowsEveryIndex { get; init; }

    /// <summary>The primary key, empty when there is none, when it isn't known, or when it is a shadow property.</summary>
    public required ImmutableArray<IPropertySymbol> Key { get; init; }

    public required bool IsKeyless { get; init; }

    public required bool IsOwned { get; init; }

    public required bool IsComplex { get; init; }

    /// <summary>Read from a view, a query or a function.</summary>
    public required bool IsView { get; init; }

    public required bool HasQueryFilter { get; init; }

    public required bool HasTrigger { get; init; }

    /// <summary>One row of the entity lies in several tables.</summary>
    public required bool IsSplit { get; init; }

    public required MappingStrategy Mapping { get; init; }

    /// <summary>Whether EF Core itself must delete or detach dependents: the database alone refuses.</summary>
    public Fact DependentsNeedClient => Dependents.Value;

    public required Lazy<Fact> Dependents { private get; init; }

    /// <summary>Primary key, alternate keys and unique indexes without a filter.</summary>
    public required IReadOnlyList<KeyOrIndex> UniqueSets { get; init; }

    public required IReadOnlyList<IndexModel> Indexes { get; init; }

    public required IReadOnlyList<NavigationModel> Navigations { get; init; }

    /// <summary>Mapped scalar properties, shadow properties included as far as they are known.</summary>
    public required IReadOnlyList<PropertyModel> Properties { get; init; }

    public bool IsConcurrencyChecked => Properties.Any(static p => p.IsConcurrencyToken);

    public NavigationModel? Navigation(string name) => Navigations.FirstOrDefault(n => n.Name == name);

    public PropertyModel? Property(string name) => Properties.FirstOrDefault(p => p.Name == name);

    /// <summary>Whether no two rows agree in all of these properties; null when that can't be said.</summary>
    public bool? IsUnique(IEnumerable<string> propertyNames)
    {
        var names = new HashSet<string>(propertyNames, StringComparer.Ordinal);
        var within = UniqueSets.Where(s => s.IsWithin(names)).ToList();
        return within.Any(static s => !s.AllowsNulls) ? true : within.Count == 0 && KnowsEveryIndex && !Key.IsEmpty ? false : null;
    }

    /// <summary>Whether given values, none of them null, find at most one row; null when that can't be said.</summary>
    public bool? Identifies(IEnumerable<string> propertyNames)
    {
        var names = new HashSet<string>(propertyNames, StringComparer.Ordinal);
        return UniqueSets.Any(s => s.IsWithin(names)) ? true : KnowsEveryIndex && !Key.IsEmpty ? false : null;
    }

    /// <summary>Some stable lines for tests.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Type.Name);
        Flag(IsOwned, " owned");
        Flag(IsComplex, " complex");
        Flag(IsKeyless, " keyless");
        Flag(IsView, " view");
        Flag(HasQueryFilter, " filtered");
        Flag(HasTrigger, " trigger");
        Flag(IsSplit, " split");
        Flag(Mapping != MappingStrategy.Tph, $" {Mapping.ToString().ToLowerInvariant()}");
        text.Append(IsClosed ? " closed" : KnowsEveryIndex ? " indexes-known" : " open");
        Lines(UniqueSets.Where(static s => s.Kind != UniqueKind.UniqueIndex));
        Lines(Indexes);
        Lines(Navigations);
        return Properties.Count == 0 ? text.ToString() : text.Append('\n').Append(string.Join(", ", Properties)).ToString();

        void Flag(bool on, string word) => text.Append(on ? word : "");

        void Lines<T>(IEnumerable<T> parts)
        {
            foreach (var part in parts)
            {
                text.Append('\n').Append(part);
            }
        }
    }
}
