using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Pages;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2002: rows are cut by position from a query that nothing orders.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnorderedPaging() : PerfAnalyzer(Rule)
{
    /// <summary>Members to order the first related location by, separated by commas.</summary>
    internal const string Key = "key";

    /// <summary>The first related location is an OrderBy that stands behind the cut.</summary>
    internal const string Late = "late";

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

        var (related, facts) = Place(page, find);
        find.ReportAt(isProven: page.Query.Origin == Origin.Database, page.Location, [page.Name, page.Query.Name, consequence], related, facts);
    });

    private static string? Consequence(Page page) => page switch
    {
        // One report for both: the one at Skip.
        { Kind: CutKind.Take } when page.Query.StepsOf(OperatorKind.Skip).Any() => null,
        { SortedLater: { } order } => $"'{order.TargetMethod.Name}' orders only afterwards: which rows come is up to the database",
        { Kind: CutKind.Last } => "nothing orders: EF Core throws",
        { Kind: CutKind.ElementAt } => "nothing orders: which row comes is up to the database",
        { Kind: CutKind.Helper } or { Kind: CutKind.Skip, Offset.ConstantValue: not { HasValue: true, Value: 0 } } => "nothing orders: a row may come on two pages or on none",
        _ => null,
    };

    private static (IEnumerable<Location>? Related, ImmutableDictionary<string, string?>? Facts) Place(Page page, Find find)
    {
        var none = ImmutableDictionary<string, string?>.Empty;
        if (page.SortedLater is { } order)
        {
            return ([order.Syntax.GetLocation()], none.Add(Late, ""));
        }

        return OrderPlace.Of(page, find.Knowledge.Model, find.Knowledge.Symbols.Bcl) is { } place
            ? ([place.Source.GetLocation()], none.Add(Key, string.Join(",", place.Members)))
            : (null, null);
    }
}
