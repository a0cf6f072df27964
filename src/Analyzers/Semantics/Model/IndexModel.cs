using System.Collections.Immutable;
using System.Text;

namespace PerfAnalyzers.Semantics.Model;

/// <summary>An index of an entity.</summary>
/// <param name="Properties">Names in index order, shadow properties included.</param>
/// <param name="IsUnique">Equal values are refused.</param>
/// <param name="IsDescending">Direction of each property; empty when all ascend.</param>
/// <param name="Filter">The filter's SQL; an empty text when it isn't a constant; null without a filter.</param>
/// <param name="Method">The index method (gin, brin …), null for the default.</param>
/// <param name="Included">Covered properties that aren't part of the key.</param>
/// <param name="Operators">Operator classes, one for each property, empty when none is given.</param>
/// <param name="Name">The database name when one is given.</param>
/// <param name="IsForeignKey">Made by convention for a foreign key.</param>
/// <param name="Provenance">Why this is believed.</param>
internal sealed record IndexModel(
    ImmutableArray<string> Properties,
    bool IsUnique,
    ImmutableArray<bool> IsDescending,
    string? Filter,
    string? Method,
    ImmutableArray<string> Included,
    ImmutableArray<string> Operators,
    string? Name,
    bool IsForeignKey,
    Provenance Provenance)
{
    public bool Descends(int position) =>
        position < IsDescending.Length && IsDescending[position];

    public override string ToString()
    {
        var text = new StringBuilder(IsUnique ? "unique index(" : "index(");
        for (var i = 0; i < Properties.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Properties[i]).Append(Descends(i) ? " desc" : "");
        }

        text.Append(')');
        Say(" where ", Filter);
        Say(" using ", Method);
        Say(" ops ", Operators.IsEmpty ? null : string.Join(", ", Operators));
        Say(" include ", Included.IsEmpty ? null : string.Join(", ", Included));
        return text.Append(' ').Append(Provenance).ToString();

        void Say(string label, string? value)
        {
            if (value is not null)
            {
                text.Append(label).Append(value.Length == 0 ? "?" : value);
            }
        }
    }
}
