using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8007: a span that nobody ends is never exported and becomes the parent of all that follows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ActivityNotDisposed() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8007",
        Band.Tracing,
        Level.Warning,
        title: "Dispose the activity that StartActivity returns",
        message: "Nothing ends the span {0}: it is never exported, and it stays the parent of everything that this flow of control starts afterwards");

    private static readonly ImmutableHashSet<string> Starters = ImmutableHashSet.Create("StartActivity");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Starters, static (call, find) =>
    {
        var telemetry = find.Knowledge.Symbols.Telemetry!;
        if (Spans.IsStart(call, telemetry) && Spans.IsNeverEnded(call, telemetry))
        {
            find.Report(call.Syntax.GetLocation(), [Spans.NameOf(call)]);
        }
    });
}
