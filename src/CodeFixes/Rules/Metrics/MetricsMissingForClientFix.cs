using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7001: appends the instrumentation or the meter to the metrics pipeline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MetricsMissingForClientFix() : PipelineFix(MetricsMissingForClient.Rule.Id, TelemetryFacts.Metrics);
