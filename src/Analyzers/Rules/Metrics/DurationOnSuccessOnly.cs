using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7007: a duration that is recorded after the await is missing whenever the await throws.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DurationOnSuccessOnly() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7007",
        Band.Metrics,
        Level.Warning,
        title: "Record a duration in finally",
        message: "'{0}' gets no duration when the awaited work throws: timeouts and failures, often the slowest calls, are missing from its percentiles");

    private static readonly ImmutableHashSet<string> Recorders = ImmutableHashSet.Create("Record", "Observe");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Recorders, static (call, find) =>
    {
        var telemetry = find.Knowledge.Symbols.Telemetry!;
        if (Measurements.Of(call, telemetry) is { Kind: MeasurementKind.Recorded } recorded
            && Measurements.StartOfSuccessOnlyDuration(recorded, telemetry) is { } start)
        {
            find.Report(call.Syntax.GetLocation(), [recorded.Instrument.Name], [start.Syntax.GetLocation()]);
        }
    });
}
