using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2002: rows are cut by position from a query that nothing orders.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnorderedPaging() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF2002",
        Band.Paging,
        Level.Warning,
        title: "Rows are cut from a query that nothing orders",
        message: "'{0}' cuts rows from '{1}', which {2}");

    private protected override void Register(Watch on) => on.Page(static (page, find) =>
    {
        if (page.Query.MayBeOrdered || page.Distance == Distance.Random || Consequence(page) is not { } consequence || !find.Knowledge.Pages.KnowsSource(page.Query))
        {
            return;
        }

        find.ReportAt(
            isProven: page.Query.Origin == Origin.Database,
            page.Location,
            [page.Name, page.Query.Name, consequence]);
    });

    private static string? Consequence(Page page) => page switch
    {
        { SortedLater: { } order } => $"'{order.TargetMethod.Name}' orders only afterwards: which rows come is up to the database",
        { Kind: CutKind.Last } => "nothing orders: EF Core throws",
        { Kind: CutKind.ElementAt } => "nothing orders: which row comes is up to the database",
        { Kind: CutKind.Helper } or { Kind: CutKind.Skip, Offset.ConstantValue: not { HasValue: true, Value: 0 } } => "nothing orders: a row may come on two pages or on none",
        _ => null,
    };
}
