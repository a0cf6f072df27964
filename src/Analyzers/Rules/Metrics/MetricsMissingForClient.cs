using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7001: the application has metrics, but none of a client that it uses: its load, latency and pool stay invisible.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MetricsMissingForClient() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7001",
        Band.Metrics,
        Level.Warning,
        title: "A client that the application uses is not measured",
        message: "'{0}' is used but not measured: its rate, errors and latency are in no dashboard, {1}");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Anchor(TelemetryFacts.Metrics, static (call, find) =>
    {
        foreach (var client in find.Knowledge.Telemetry.Missing(TelemetryFacts.Metrics, find.Knowledge.Compilation))
        {
            var add = TelemetryRoom.CallFor(client, TelemetryFacts.Metrics, find.Knowledge.Compilation);
            find.Report(
                call.NamePlace(),
                [client.Name, add is null ? $"add the package {client.Metrics.Package}" : $"add {add}"],
                facts: add is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Pipeline.Call, add));
        }
    });
}
