using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4003: rows are fetched, and memory keeps a part of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientSideFiltering() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF4003",
        Band.Evaluation,
        Level.Warning,
        title: "Rows are filtered, paged or made distinct after they were fetched",
        message: "'{0}' fetches every {1} that it finds before '{2}' throws most of them away in memory");

    private protected override void Register(Watch on) => on.FetchedRows(static (rows, find) =>
    {
        if (rows.Shaping == Shaping.Narrowed)
        {
            find.ReportAt(rows.IsProven, rows.Cause, rows.Words(), rows.Related(), rows.Facts());
        }
    });
}
