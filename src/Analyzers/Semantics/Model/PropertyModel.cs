using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model;

/// <summary>A property that is stored in a column.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Symbol">The property in code, null for a shadow property.</param>
/// <param name="Type">Its type in code, null when not known.</param>
/// <param name="IsNullable">The column accepts null.</param>
/// <param name="HasConversion">The column holds another value than the property.</param>
/// <param name="IsConcurrencyToken">Its value guards against lost updates.</param>
/// <param name="IsJson">Stored as a JSON document.</param>
/// <param name="ValueGeneration">Who makes its value.</param>
/// <param name="MaxLength">The longest text or binary, null when unlimited or not known.</param>
/// <param name="ColumnType">The store type when one is given.</param>
/// <param name="Provenance">Why this is believed.</param>
internal sealed record PropertyModel(
    string Name,
    IPropertySymbol? Symbol,
    ITypeSymbol? Type,
    bool IsNullable,
    bool HasConversion,
    bool IsConcurrencyToken,
    bool IsJson,
    ValueGeneration ValueGeneration,
    int? MaxLength,
    string? ColumnType,
    Provenance Provenance)
{
    public bool IsShadow => Symbol is null;

    public override string ToString() =>
        Name + (IsNullable ? "?" : "") + (IsShadow ? ":shadow" : "") + (HasConversion ? ":converted" : "") + (IsConcurrencyToken ? ":token" : "")
        + (IsJson ? ":json" : "") + (ValueGeneration is ValueGeneration.Unknown or ValueGeneration.Never ? "" : $":{ValueGeneration}")
        + (MaxLength is { } length ? $":{length}" : "");
}
