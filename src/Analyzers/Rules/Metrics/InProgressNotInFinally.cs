using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7008: a count of work in progress that an exception skips never comes down again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InProgressNotInFinally() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7008",
        Band.Metrics,
        Level.Warning,
        title: "Lower an in-progress count in finally",
        message: "'{0}' is not lowered when the work in between throws: each exception leaves the count one too high until the process restarts");

    private static readonly ImmutableHashSet<string> Lowering = ImmutableHashSet.Create("Add", "Dec");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Lowering, static (call, find) =>
    {
        var telemetry = find.Knowledge.Symbols.Telemetry!;
        if (Measurements.Of(call, telemetry) is { Kind: MeasurementKind.Lowered } lowered
            && Measurements.UnprotectedRaise(lowered, telemetry) is { } raised)
        {
            find.Report(call.Syntax.GetLocation(), [lowered.Instrument.Name], [raised.Call.Syntax.GetLocation()]);
        }
    });
}
