using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4001: rows are fetched, and only a number or a flag comes of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientSideAggregation() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF4001",
        Band.Evaluation,
        Level.Warning,
        title: "Rows are fetched only to be counted, summed or tested",
        message: "'{0}' fetches every {1} that it finds, and memory keeps only what '{2}' makes of them");

    private protected override void Register(Watch on) => on.FetchedRows(static (rows, find) =>
    {
        if (rows.Shaping == Shaping.Reduced)
        {
            find.ReportAt(rows.IsProven, rows.Cause, rows.Words(), rows.Related(), rows.Facts());
        }
    });
}
