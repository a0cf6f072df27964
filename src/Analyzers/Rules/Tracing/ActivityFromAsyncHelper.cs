using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8008: an async method can't make a span current for its caller.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ActivityFromAsyncHelper() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8008",
        Band.Tracing,
        Level.Warning,
        title: "Don't return a started activity from an async method",
        message: "'{0}' starts a span in an async method: after the await Activity.Current of the caller is unchanged, so its spans become roots of other traces");

    private static readonly ImmutableHashSet<string> Starters = ImmutableHashSet.Create("StartActivity");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Starters, static (call, find) =>
    {
        if (Spans.IsStart(call, find.Knowledge.Symbols.Telemetry!)
            && call.Function(find.Within) is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } function
            && Spans.IsHandedOutOfAsync(call, function))
        {
            find.Report(call.Syntax.GetLocation(), [function.Name]);
        }
    });
}
