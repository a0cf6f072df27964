namespace PerfAnalyzers.Authoring;

/// <summary>What a report claims: the default severity of a rule is a promise, not a mood.</summary>
internal enum Level
{
    /// <summary>Proven from code, and a senior engineer would act on it.</summary>
    Warning,

    /// <summary>True, worth a light bulb, absent from the build log.</summary>
    Info,

    /// <summary>Opt-in.</summary>
    Off,
}
