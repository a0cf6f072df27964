using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Pages;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2001: a page is found by reading and dropping all rows before it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OffsetPaging() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF2001",
        Band.Paging,
        Level.Warning,
        title: "Pages are found by skipping rows",
        message: "'Skip({0})' makes the database read and drop {1}");

    private protected override void Register(Watch on) => on.Page(static (page, find) =>
    {
        if (page is not { Kind: CutKind.Skip, IsPaged: true, Offset: { } offset, Distance: Distance.Asked or Distance.Growing }
            || PageOrder.Of(page.Query, find.Knowledge.Model, find.Knowledge.Symbols).ToList() is { Count: > 0 } orders && orders.All(static o => o.DependsOnCaller))
        {
            return;
        }

        var grows = page.Distance == Distance.Growing;
        find.ReportAt(grows, page.Location, [offset.Syntax.ToString(), grows ? "every earlier row again in each turn of the loop" : "all rows of the pages before"]);
    });
}
