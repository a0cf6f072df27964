using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Symbols;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7004: an instrument is created once beside its Meter, not where it measures.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InstrumentPerCall() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7004",
        Band.Metrics,
        Level.Warning,
        title: "Create an instrument once, not per call",
        message: "'{0}' runs {1}: {2}");

    private static readonly ImmutableHashSet<string> Factories = ImmutableHashSet.Create(
        "CreateCounter", "CreateHistogram", "CreateUpDownCounter", "CreateGauge", "CreateObservableCounter", "CreateObservableGauge", "CreateObservableUpDownCounter");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Factories, static (call, find) =>
    {
        var (telemetry, method) = (find.Knowledge.Symbols.Telemetry!, call.TargetMethod);
        if (!method.ContainingType.Is(telemetry.Meter)
            || Creations.IsOnNewMeter(call, telemetry)
            || Creations.Of(call, find.Within, find.Knowledge) is not (not Recurrence.Unknown and var recurrence))
        {
            return;
        }

        var observable = method.Name.StartsWith("CreateObservable", StringComparison.Ordinal);
        object[] words =
        [
            method.Name,
            Creations.Describe(recurrence, find.Within),
            observable ? "each callback stays registered for ever and is called at every collection"
                : telemetry.ReusesInstruments ? "a locked lookup and 120 B before each measurement"
                : "the meter keeps every instrument that it ever created",
        ];
        if (observable || !telemetry.ReusesInstruments)
        {
            find.Report(call.Syntax.GetLocation(), words);
        }
        else
        {
            find.ReportInfo(call.Syntax.GetLocation(), words);
        }
    });
}
