using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8004: the application calls and serves others, and nothing is traced or measured.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TelemetryNotConfigured() : PerfAnalyzer(Rule)
{
    /// <summary>What the block has to register, one call after the other.</summary>
    internal const string Traces = "traces";

    internal const string Metrics = "metrics";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8004",
        Band.Tracing,
        Level.Info,
        title: "The application has no telemetry",
        message: "Nothing traces or measures this application, which uses {0}: a slow or failing request can only be guessed from logs");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Anchor(TelemetryFacts.Tracing, static (call, find) =>
    {
        var (room, compilation, mode) = (find.Knowledge.Telemetry, find.Knowledge.Compilation, TelemetryOptions.Of(find.Options).Mode);
        if (room.Unconfigured() is not { Count: > 0 } clients || compilation.Options.OutputKind == OutputKind.WindowsApplication || IsDesktop(call.Syntax))
        {
            return;
        }

        object[] words = [string.Join(", ", clients.Select(static c => $"'{c.Name}'"))];
        var facts = ImmutableDictionary<string, string?>.Empty
            .Add(Traces, Pipeline.CallsFor(clients, TelemetryFacts.Tracing, compilation))
            .Add(Metrics, Pipeline.CallsFor(clients.Append(Clients.All.Last()), TelemetryFacts.Metrics, compilation));
        if (mode == TelemetryMode.Always)
        {
            find.ReportWarning(call.NamePlace(), words, facts: facts);
        }
        else
        {
            find.ReportInfo(call.NamePlace(), words, facts: facts);
        }
    });

    /// <summary>Whether the program shows windows: its start asks for the thread that they need.</summary>
    private static bool IsDesktop(SyntaxNode call) => call.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.SelectMany(static m => m.AttributeLists).SelectMany(static l => l.Attributes)
        .Any(static a => a.Name.ToString() is "STAThread" or "System.STAThread") == true;
}
