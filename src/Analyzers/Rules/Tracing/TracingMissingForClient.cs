using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8001: the application traces, but not a client that it uses: those calls are missing from every trace.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TracingMissingForClient() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8001",
        Band.Tracing,
        Level.Warning,
        title: "A client that the application uses is not traced",
        message: "'{0}' is used but not traced: its calls are missing from every trace, {1}");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Anchor(TelemetryFacts.Tracing, static (call, find) =>
    {
        foreach (var client in find.Knowledge.Telemetry.Missing(TelemetryFacts.Tracing, find.Knowledge.Compilation))
        {
            var add = TelemetryRoom.CallFor(client, TelemetryFacts.Tracing, find.Knowledge.Compilation);
            find.Report(
                call.NamePlace(),
                [client.Name, add is null ? $"add the package {client.Traces.Package}" : $"add {add}"],
                facts: add is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Pipeline.Call, add));
        }
    });
}
