using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Pages;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2003: the order of a paged query leaves rows equal, so that pages overlap or leave rows out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonUniquePageOrder() : PerfAnalyzer(Rule)
{
    /// <summary>Members that make the order unique, separated by commas; the related locations are the last steps of the orders that lack them.</summary>
    internal const string Key = "key";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF2003",
        Band.Paging,
        Level.Info,
        title: "Pages are cut in an order that is not unique",
        message: "'{0}' pages '{1}' in the order of '{2}', which is not unique: {3}");

    private protected override void Register(Watch on) => on.Page(static (page, find) =>
    {
        if (!MayBePaged(page))
        {
            return;
        }

        var loose = PageOrder.Of(page.Query, find.Knowledge.Model, find.Knowledge.Symbols)
            .Where(o => (page.Kind != CutKind.Take || o.StartsBehindRow()) && o.IsUnique() == Fact.No)
            .ToList();
        if (loose.Count == 0)
        {
            return;
        }

        var isHere = page.Kind != CutKind.Take && loose.All(o => o.Last.Call.Root() == page.Cut.Root());
        find.Report(
            page.Location,
            [page.Name, page.Query.Name, string.Join(", ", loose[0].Keys.Select(static k => k.Text)), Consequence(page)],
            loose.Select(static o => o.Last.Call.Syntax.GetLocation()).Distinct(),
            ImmutableDictionary<string, string?>.Empty.Add(Key, isHere ? string.Join(",", loose[0].MissingKey()) : ""));
    });

    private static bool MayBePaged(Page page) => page switch
    {
        { Kind: CutKind.Helper } => true,
        { Kind: CutKind.Skip, IsPaged: true } => page.Distance is Distance.Asked or Distance.Growing,
        { Kind: CutKind.Take } => page.Query.StepsOf(OperatorKind.Skip).All(static s => s.Call.Arguments.Last().Value.ConstantValue.HasValue),
        _ => false,
    };

    private static string Consequence(Page page) =>
        page.Kind == CutKind.Take ? "rows that equal the last one of a page are left out" : "a row may come on two pages or on none";
}
