using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8006: an exception that leaves a span doesn't mark it; the trace of a failure looks like a success.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpanErrorLost() : PerfAnalyzer(Rule)
{
    /// <summary>The local that holds the span.</summary>
    internal const string Span = "span";

    /// <summary>Present when the clause already records the exception.</summary>
    internal const string Recorded = "recorded";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8006",
        Band.Tracing,
        Level.Warning,
        title: "Mark the span when an exception leaves it",
        message: "The exception leaves the span '{0}' {1}: its status stays Unset, and the failed operation looks like a success in every error rate");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Rethrow(static (clause, find) =>
    {
        if (clause.Syntax is CatchClauseSyntax syntax && Spans.LostIn(clause, find.Knowledge, TelemetryOptions.Of(find.Options)) is { } lost)
        {
            var facts = ImmutableDictionary<string, string?>.Empty.Add(Span, lost.Span.Name);
            find.Report(
                syntax.CatchKeyword.GetLocation(),
                [lost.Span.Name, lost.IsRecorded ? "recorded but without SetStatus" : "unrecorded"],
                facts: lost.IsRecorded ? facts.Add(Recorded, "true") : facts);
        }
    });
}
