using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8002: nobody listens to the source: StartActivity returns null for every call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SourceNotRegistered() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8002",
        Band.Tracing,
        Level.Warning,
        title: "Register the ActivitySource in the tracing pipeline",
        message: "No AddSource matches '{0}': StartActivity returns null, and every span of this source is lost");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on)
    {
        on.Creation(on.Telemetry.ActivitySource, static (creation, find) =>
        {
            if (find.Knowledge.Telemetry.UnregisteredName(creation, TelemetryFacts.Tracing) is { } name)
            {
                Report(creation.Syntax.GetLocation(), name, find);
            }
        });
        on.Anchor(TelemetryFacts.Tracing, static (call, find) =>
        {
            foreach (var name in find.Knowledge.Telemetry.UnregisteredElsewhere(TelemetryFacts.Tracing))
            {
                Report(call.NamePlace(), name, find);
            }
        });
    }

    private static void Report(Location at, string name, Find find) => find.Report(
        at,
        [name],
        find.Knowledge.Telemetry.AnchorOf(TelemetryFacts.Tracing) is { } anchor ? [anchor] : [],
        ImmutableDictionary<string, string?>.Empty.Add(Pipeline.Call, Pipeline.Listen("AddSource", name)));
}
