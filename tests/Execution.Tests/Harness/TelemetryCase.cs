using System.Collections.Immutable;
using System.Reflection;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>A program that measures or traces badly, and what an exporter sees of it before and after the fix.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Code">A file with <c>Acting.Action.Run</c>; it may ask for the lists of spans and metrics and export to them itself.</param>
/// <param name="Before">What is seen of the program as it stands, as <see cref="Recorder"/> writes it.</param>
/// <param name="After">What is seen of the repaired program.</param>
public sealed record TelemetryCase(string Name, string Code, string Before, string After)
{
    /// <summary>The part of the title of the action that is taken; the first action when empty.</summary>
    public string Title { get; init; } = "";

    public override string ToString() => Name;
}

/// <summary>The programs that prove the fix of a rule about telemetry; a subclass per rule lists them.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Shows">What becomes visible.</param>
public abstract class TelemetryProofs(string Id, string Shows)
{
    public string Id { get; } = Id;

    public string Shows { get; } = Shows;

    /// <summary>Programs that the fix rewrites.</summary>
    public abstract ImmutableArray<TelemetryCase> Fixed { get; }

    /// <summary>Programs that are reported, but that the fix leaves alone.</summary>
    public virtual ImmutableArray<TelemetryCase> Refused => [];

    public static ImmutableArray<TelemetryProofs> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetTypes().Where(static t => !t.IsAbstract && t.IsSubclassOf(typeof(TelemetryProofs)))
            .Select(static t => (TelemetryProofs)Activator.CreateInstance(t)!).OrderBy(static p => p.Id, StringComparer.Ordinal)];
}
