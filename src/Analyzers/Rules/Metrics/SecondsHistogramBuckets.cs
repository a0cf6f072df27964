using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7006: the default buckets of OpenTelemetry are milliseconds; a histogram in seconds falls into one of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecondsHistogramBuckets() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7006",
        Band.Metrics,
        Level.Warning,
        title: "Give a histogram in seconds its own buckets",
        message: "'{0}' is in seconds but gets the default buckets 0, 5, 10 … 10000: all values under five seconds land in one, and a p99 of 0.4 s reads as 4.95 s");

    private static readonly ImmutableHashSet<string> Factories = ImmutableHashSet.Create("CreateHistogram");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Factories, static (call, find) =>
    {
        if (Buckets.UnsuitableName(call, find.Knowledge) is { } name)
        {
            find.Report(call.Syntax.GetLocation(), [name]);
        }
    });
}
