using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8002: appends AddSource to the tracing pipeline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SourceNotRegisteredFix() : PipelineFix(SourceNotRegistered.Rule.Id, TelemetryFacts.Tracing);
