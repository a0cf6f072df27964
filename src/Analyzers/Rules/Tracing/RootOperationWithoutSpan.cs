using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8003: background work without a span of its own falls apart into one trace per call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RootOperationWithoutSpan() : PerfAnalyzer(Rule)
{
    /// <summary>The name of the span that is missing.</summary>
    internal const string Name = "name";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8003",
        Band.Tracing,
        Level.Warning,
        title: "Background work needs a span of its own",
        message: "No span surrounds {1} of '{0}': each of its calls is a trace of its own, and its failures are in no error rate: {2}");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is { HostedService: not null } or { QuartzJob: not null };

    private protected override void Register(Watch on)
    {
        on.Operation(OperationKind.Loop, static (operation, find) =>
            Judge(RootOperations.OfLoop((ILoopOperation)operation, find.Within, find.Knowledge.Symbols.Telemetry!), find));
        on.Creation(on.Telemetry.Timer, static (timer, find) => Judge(RootOperations.OfTimer(timer, find.Knowledge), find));
        on.Operation(OperationKind.MethodBody, static (body, find) => Judge(RootOperations.OfJob(body, find.Within, find.Knowledge), find));
    }

    private static void Judge(RootOperation? root, Find find)
    {
        var options = TelemetryOptions.Of(find.Options);
        if (root is null || options.Mode == TelemetryMode.Off
            || find.Knowledge.Telemetry.IsTraced() is not { } isTraced
            || Work.FirstUncoveredCall(root.Body, find.Knowledge, options) is not { } trail)
        {
            return;
        }

        find.ReportAt(isTraced, root.Place, [root.Name, root.Kind, trail], [root.Body.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty.Add(Name, root.Name));
    }
}
