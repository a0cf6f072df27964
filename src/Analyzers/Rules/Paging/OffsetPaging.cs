using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Pages;
using PerfAnalyzers.Semantics.Queries;

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
        message: "'{0}' makes the database read and drop {1}");

    private const string Again = "every earlier row again in each turn of the loop";

    private protected override void Register(Watch on)
    {
        on.Page(static (page, find) =>
        {
            if (page is { Kind: CutKind.Skip, IsPaged: true, Offset: { } offset, Distance: Distance.Asked or Distance.Growing } && !DependsOnCaller(page, find))
            {
                var grows = page.Distance == Distance.Growing;
                var (loop, overload) = (find.Knowledge.KeysetLoops.Read(page), find.Knowledge.KeysetOverloads.Read(page));
                find.ReportAt(grows, page.Location, [$"Skip({offset.Syntax})", grows ? Again : "all rows of the pages before"], loop?.Places ?? overload?.Places, loop?.Facts ?? overload?.Facts);
            }
        });
        on.PageLoop(static (loop, find) =>
        {
            if (!DependsOnCaller(loop.Page, find))
            {
                find.Report(QueryReader.NameOf(loop.Call), [loop.Call.TargetMethod.Name, Again], [loop.Page.Location]);
            }
        });
    }

    /// <summary>A distance or a similarity to something that the caller gives: no key says where the next page starts.</summary>
    private static bool DependsOnCaller(Page page, Find find) =>
        PageOrder.Of(page.Query, find.Knowledge.Model, find.Knowledge.Symbols).ToList() is { Count: > 0 } orders && orders.All(static o => o.DependsOnCaller);
}
