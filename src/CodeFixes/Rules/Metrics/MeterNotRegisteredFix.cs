using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7002: appends AddMeter to the metrics pipeline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MeterNotRegisteredFix() : PipelineFix(MeterNotRegistered.Rule.Id, TelemetryFacts.Metrics);
