using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8001: appends the instrumentation or the source to the tracing pipeline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TracingMissingForClientFix() : PipelineFix(TracingMissingForClient.Rule.Id, TelemetryFacts.Tracing);
