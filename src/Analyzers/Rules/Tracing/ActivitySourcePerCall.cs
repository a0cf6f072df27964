using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8009: an ActivitySource lives as long as the process; creating one per call copies the list of all of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ActivitySourcePerCall() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8009",
        Band.Tracing,
        Level.Warning,
        title: "Create an ActivitySource once, not per call",
        message: "An ActivitySource is created {0}: each one copies the list of all that exist, 84 to 149 us and 88 KB at 20,000, where starting a span on a static one takes 14 ns");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Creation(on.Telemetry.ActivitySource, static (creation, find) =>
    {
        if (Creations.Of(creation, find.Within, find.Knowledge) is not Recurrence.Unknown and var recurrence)
        {
            find.Report(creation.Syntax.GetLocation(), [Creations.Describe(recurrence, find.Within)]);
        }
    });
}
