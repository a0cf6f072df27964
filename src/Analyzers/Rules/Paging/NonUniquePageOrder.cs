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
    /// <summary>Members that make the order unique, separated by commas; the first related location is the last step of the order.</summary>
    internal const string Key = "key";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF2003",
        Band.Paging,
        Level.Info,
        title: "Pages are cut in an order that is not unique",
        message: "'{0}' pages '{1}' in the order of '{2}', which is not unique: {3}");

    private protected override void Register(Watch on) => on.Page(static (page, find) =>
    {
        if (!MayBePaged(page) || PageOrder.Of(page.Query, find.Knowledge.Model, find.Knowledge.Symbols) is not { } order)
        {
            return;
        }

        if (page.Kind == CutKind.Take && !order.StartsBehindRow() || order.IsUnique() != Fact.No)
        {
            return;
        }

        var missing = page.Kind != CutKind.Take && order.RowType() is { Key: { IsEmpty: false } key } row && order.Last.Call.Root() == page.Cut.Root() && !order.Last.Sometimes
            ? key.Select(static p => p.Name).Where(n => !order.Keys.Any(k => k.Member == n && SymbolEqualityComparer.Default.Equals(k.Owner, row.Type)))
            : [];
        find.Report(
            page.Location,
            [page.Name, page.Query.Name, string.Join(", ", order.Keys.Select(static k => k.Text)), Consequence(page)],
            [order.Last.Call.Syntax.GetLocation()],
            ImmutableDictionary<string, string?>.Empty.Add(Key, string.Join(",", missing)));
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
