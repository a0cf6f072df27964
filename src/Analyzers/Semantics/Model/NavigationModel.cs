using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model;

/// <summary>A property that leads to other entities.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Symbol">The property in code.</param>
/// <param name="Target">The entity that it leads to.</param>
/// <param name="IsCollection">It leads to many.</param>
/// <param name="IsOwned">The target has no identity of its own: always loaded with its owner.</param>
/// <param name="IsComplex">The target is a value of the same row.</param>
/// <param name="IsJson">Stored as a JSON document in the row of the owner.</param>
/// <param name="IsAutoIncluded">Every query loads it.</param>
/// <param name="Inverse">The navigation back, null when there is none or it isn't known.</param>
/// <param name="ForeignKey">Names of the foreign key's properties, empty when not known.</param>
/// <param name="IsDependent">The foreign key is on this side; null when not known.</param>
/// <param name="DeleteBehavior">What a delete of the principal does, by name, given or by convention; null when not known.</param>
/// <param name="Lazy">Whether reading the property runs a query.</param>
/// <param name="Provenance">Why this is believed.</param>
internal sealed record NavigationModel(
    string Name,
    IPropertySymbol Symbol,
    INamedTypeSymbol Target,
    bool IsCollection,
    bool IsOwned,
    bool IsComplex,
    bool IsJson,
    bool IsAutoIncluded,
    string? Inverse,
    ImmutableArray<string> ForeignKey,
    bool? IsDependent,
    string? DeleteBehavior,
    Fact Lazy,
    Provenance Provenance)
{
    /// <summary>Loaded together with its owner, without an Include.</summary>
    public bool IsAlwaysLoaded => IsOwned || IsComplex || IsAutoIncluded;

    public override string ToString()
    {
        var text = new StringBuilder(Name).Append(" -> ").Append(Target.Name).Append(IsCollection ? "*" : "");
        Say(" inverse(", Inverse);
        Say(IsDependent == true ? " fk(" : " their fk(", ForeignKey.IsEmpty ? null : string.Join(", ", ForeignKey));
        text.Append(IsOwned ? " owned" : "").Append(IsComplex ? " complex" : "").Append(IsJson ? " json" : "").Append(IsAutoIncluded ? " auto" : "");
        return text.Append(Lazy switch { Fact.Yes => " lazy", Fact.Unknown => " lazy?", _ => "" }).Append(' ').Append(Provenance).ToString();

        void Say(string label, string? value)
        {
            if (value is not null)
            {
                text.Append(label).Append(value).Append(')');
            }
        }
    }
}
