using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7002: nobody listens to the meter: what it measures goes nowhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MeterNotRegistered() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7002",
        Band.Metrics,
        Level.Warning,
        title: "Register the Meter in the metrics pipeline",
        message: "No AddMeter matches '{0}': every measurement of this meter is lost");

    private static readonly ImmutableHashSet<string> Factories = ImmutableHashSet.Create("Create");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on)
    {
        on.Creation(on.Telemetry.Meter, static (creation, find) =>
        {
            if (find.Knowledge.Telemetry.UnregisteredName(creation, TelemetryFacts.Metrics) is { } name)
            {
                Report(creation.Syntax.GetLocation(), name, find);
            }
        });
        on.Call(Factories, static (creation, find) =>
        {
            if (find.Knowledge.Telemetry.UnregisteredName(creation, find.Knowledge.Symbols.Telemetry!) is { } name)
            {
                Report(creation.Syntax.GetLocation(), name, find);
            }
        });
        on.Anchor(TelemetryFacts.Metrics, static (call, find) =>
        {
            foreach (var name in find.Knowledge.Telemetry.UnregisteredElsewhere(TelemetryFacts.Metrics))
            {
                Report(call.NamePlace(), name, find);
            }
        });
    }

    private static void Report(Location at, string name, Find find) => find.Report(
        at,
        [name],
        find.Knowledge.Telemetry.AnchorOf(TelemetryFacts.Metrics) is { } anchor ? [anchor] : [],
        ImmutableDictionary<string, string?>.Empty.Add(Pipeline.Call, Pipeline.Listen("AddMeter", name)));
}
