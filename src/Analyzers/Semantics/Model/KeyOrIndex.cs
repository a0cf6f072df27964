using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Model;

internal enum UniqueKind { PrimaryKey, AlternateKey, UniqueIndex }

/// <summary>Properties whose values together occur at most once.</summary>
/// <param name="Properties">Names, shadow properties included.</param>
/// <param name="Kind">What makes them unique.</param>
/// <param name="AllowsNulls">A unique index over a nullable column: several rows may hold null.</param>
/// <param name="Provenance">Why this is believed.</param>
internal sealed record KeyOrIndex(ImmutableArray<string> Properties, UniqueKind Kind, bool AllowsNulls, Provenance Provenance)
{
    /// <summary>Whether all its properties are among the names.</summary>
    public bool IsWithin(ICollection<string> names) => Properties.All(names.Contains);

    public override string ToString() =>
        $"{(Kind switch { UniqueKind.PrimaryKey => "key", UniqueKind.AlternateKey => "alternate", _ => "unique" })}({string.Join(", ", Properties)}){(AllowsNulls ? " nullable" : "")} {Provenance}";
}
