using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7003: a Meter lives as long as the process; creating one per call leaks it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MeterPerCall() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7003",
        Band.Metrics,
        Level.Warning,
        title: "Create a Meter once, not per call",
        message: "A Meter is created {0}: the runtime keeps every one for ever, about 590 B each, and slows down all later measurements");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Creation(on.Telemetry.Meter, static (creation, find) =>
    {
        if (Creations.Of(creation, find.Within, find.Knowledge) is not Recurrence.Unknown and var recurrence)
        {
            find.Report(creation.Syntax.GetLocation(), [Creations.Describe(recurrence, find.Within)]);
        }
    });
}
