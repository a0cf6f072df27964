namespace PerfAnalyzers.Authoring;

/// <summary>The family of a rule: its folder and the first digit of its id.</summary>
internal enum Band
{
    Loading = 1,
    Paging = 2,
    Writing = 3,
    Evaluation = 4,
    Indexing = 5,
    Connections = 6,
    Metrics = 7,
    Tracing = 8,
    Profiling = 9,
}
