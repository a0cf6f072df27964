namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Which of the two effects of a realm something may have.</summary>
[Flags]
internal enum Channels
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>Statements, or calls to other systems.</summary>
    First = 1,

    /// <summary>Saves, or files.</summary>
    Second = 2,

    /// <summary>Either.</summary>
    Both = First | Second,

    /// <summary>Waits: never written down, but a loop that waits is judged by it.</summary>
    Wait = 4,
}
