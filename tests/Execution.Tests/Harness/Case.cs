namespace PerfAnalyzers.Execution.Harness;

/// <summary>What the fix promises to make better, over all data together.</summary>
public enum Gain
{
    /// <summary>Fewer commands; for the same data at most a few more.</summary>
    FewerCommands,

    /// <summary>Fewer rows are fetched.</summary>
    FewerRows,

    /// <summary>Fewer transactions.</summary>
    FewerCommits,

    /// <summary>Fewer commands that read rows and drop them.</summary>
    FewerOffsets,

    /// <summary>Nothing that can be counted: the result becomes certain.</summary>
    Certainty,
}

/// <summary>A program that holds a report of a rule: a model, data that is generated for it, and an action on them.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Action">The statements of <c>Run(Store db, TextWriter output, CancellationToken ct)</c>, or whole members with a <c>Run</c> among them.</param>
public sealed record Case(string Name, string Action)
{
    public Gain Gain { get; init; } = Gain.FewerCommands;

    /// <summary>Loads navigations when they are read.</summary>
    public bool IsLazy { get; init; }

    /// <summary>More of the model: types and parts of the context.</summary>
    public string Model { get; init; } = "";

    /// <summary>The original itself fails on PostgreSQL, or what it means is not defined there.</summary>
    public bool IsSqliteOnly { get; init; }

    /// <summary>The fix also promises that the same entities are tracked, in the same states.</summary>
    public bool IsTracked { get; init; }

    /// <summary>The part of the title of the action that is taken; the first action when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Commands that the result may send more than the original for the same data: one query moves in front of a loop that may be empty.</summary>
    public int Extra { get; init; } = 1;

    /// <summary>More rows of each entity than the usual handful.</summary>
    public int Rows { get; init; } = 7;

    /// <summary>The most rows of an entity that needs no other, when fewer than of the rest: each has several of what belongs to it.</summary>
    public int Owners { get; init; } = int.MaxValue;

    public override string ToString() => Name;
}
