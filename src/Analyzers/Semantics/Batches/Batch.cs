using System.Collections.Immutable;
using System.Globalization;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>What a query per element is asked for.</summary>
internal enum BatchShape
{
    /// <summary>The one row with the key, or none.</summary>
    Row,

    /// <summary>The row with the key, which the terminal itself takes: it must be there, or the only one.</summary>
    RequiredRow,

    /// <summary>The first row with the key that comes; or none, when its terminal allows that.</summary>
    AnyRow,

    /// <summary>All rows with the key.</summary>
    Rows,

    /// <summary>Whether a row has the key.</summary>
    Exists,

    /// <summary>How many rows have the key.</summary>
    Count,
}

/// <summary>What is not as before, beside that the database is read before the first turn.</summary>
[Flags]
internal enum BatchTerms
{
    None = 0,

    /// <summary>Rows are fetched for elements too whose turn doesn't ask for them.</summary>
    Unasked = 1,

    /// <summary>A failure of the query is no longer caught in the turn.</summary>
    Uncaught = 2,

    /// <summary>Texts are the same key when all their characters are.</summary>
    ExactText = 4,

    /// <summary>All rows of a key are fetched, though one is read, and no order says which.</summary>
    AllOfKey = 8,
}

/// <summary>How the elements are read twice: for their keys, and by the loop.</summary>
internal enum BatchSource
{
    /// <summary>A collection with a name.</summary>
    Named,

    /// <summary>An expression that makes a collection.</summary>
    Made,

    /// <summary>A sequence in memory that is read as it goes.</summary>
    Lazy,

    /// <summary>A query.</summary>
    Query,
}

/// <summary>A query per element that one query before the loop can stand in for.</summary>
/// <param name="Shape">What it is asked for.</param>
/// <param name="Key">The property that it compares with a value of the element.</param>
/// <param name="Value">That value, written with the name of the element.</param>
/// <param name="Inner">The value as the query names it.</param>
/// <param name="Step">How many calls before the terminal the comparison stands; -1 for Find.</param>
/// <param name="Conjunct">Its place among the conditions of the step.</param>
/// <param name="IsKeyNullable">The property may be null.</param>
/// <param name="IsValueNullable">The value may be null.</param>
/// <param name="IsBounded">There are only as many elements as were asked for.</param>
/// <param name="Source">How the elements are read twice.</param>
internal sealed record Batch(
    BatchShape Shape, string Key, string Value, string Inner, int Step, int Conjunct, bool IsKeyNullable, bool IsValueNullable, bool IsBounded, BatchSource Source)
{
    private const string Prefix = "batch.";

    /// <summary>The key of a row as code reads it.</summary>
    public string Column { get; init; } = Key;

    /// <summary>What the object that is asked for one key gives all rows with; empty when the query says it itself.</summary>
    public string Root { get; init; } = "";

    /// <summary>The last step in front of the terminal makes something else of each row.</summary>
    public bool IsProjected { get; init; }

    /// <summary>It stands in a lambda, not in a loop.</summary>
    public bool IsLambda { get; init; }

    /// <summary>The elements that ask, as a condition on the name of the element; empty for all of them.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The value is read through an object that may be missing; its turn then fails as before.</summary>
    public bool MayMiss => Value.Contains("?.");

    /// <summary>What is not as before.</summary>
    public BatchTerms Terms { get; init; }

    /// <summary>The key is text.</summary>
    public bool IsText => (Terms & BatchTerms.ExactText) != 0;

    /// <summary>Which parameter of the called method takes the key; -1 when the query stands in the loop itself.</summary>
    public int Parameter { get; init; } = -1;

    /// <summary>The batch as a report carries it to its fix.</summary>
    public ImmutableDictionary<string, string?> Facts => ImmutableDictionary<string, string?>.Empty
        .Add(Prefix + nameof(Shape), Shape.ToString()).Add(Prefix + nameof(Key), Key).Add(Prefix + nameof(Value), Value).Add(Prefix + nameof(Inner), Inner)
        .Add(Prefix + nameof(Step), Step.ToString(CultureInfo.InvariantCulture)).Add(Prefix + nameof(Conjunct), Conjunct.ToString(CultureInfo.InvariantCulture))
        .Add(Prefix + nameof(IsKeyNullable), IsKeyNullable.ToString()).Add(Prefix + nameof(IsValueNullable), IsValueNullable.ToString())
        .Add(Prefix + nameof(IsBounded), IsBounded.ToString()).Add(Prefix + nameof(Source), Source.ToString())
        .Add(Prefix + nameof(Parameter), Parameter.ToString(CultureInfo.InvariantCulture))
        .Add(Prefix + nameof(Root), Root).Add(Prefix + nameof(IsProjected), IsProjected.ToString()).Add(Prefix + nameof(IsLambda), IsLambda.ToString()).Add(Prefix + nameof(Filter), Filter).Add(Prefix + nameof(Terms), Terms.ToString());

    public static Batch? Of(Func<string, string?> read)
    {
        return Enum.TryParse<BatchShape>(Fact(nameof(Shape)), out var shape) && Enum.TryParse<BatchSource>(Fact(nameof(Source)), out var source)
            && Fact(nameof(Key)) is { } key && Fact(nameof(Value)) is { } value && Fact(nameof(Inner)) is { } inner
            && Number(nameof(Step)) is { } step && Number(nameof(Conjunct)) is { } conjunct && Number(nameof(Parameter)) is { } parameter
            && Fact(nameof(Filter)) is { } filter && Enum.TryParse<BatchTerms>(Fact(nameof(Terms)), out var terms)
                ? new Batch(shape, key, value, inner, step, conjunct, Is(nameof(IsKeyNullable)), Is(nameof(IsValueNullable)), Is(nameof(IsBounded)), source) { Parameter = parameter, Root = Fact(nameof(Root)) ?? "", IsProjected = Is(nameof(IsProjected)), IsLambda = Is(nameof(IsLambda)), Filter = filter, Terms = terms }
                : null;

        string? Fact(string name) => read(Prefix + name);

        int? Number(string name) => int.TryParse(Fact(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

        bool Is(string name) => Fact(name) == bool.TrueString;
    }
}
