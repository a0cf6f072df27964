using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Rows;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3002: rows are read and tracked only to get values that one UPDATE could set.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadModifySave() : PerfAnalyzer(Rule)
{
    /// <summary>One row with more columns than these is edited, not stamped: the read is the smaller part.</summary>
    private const int ColumnsOfOneRow = 2;

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF3002",
        Band.Writing,
        Level.Info,
        title: "Rows are loaded only to be changed",
        message: "'{0}' {1} loaded only to set '{2}': {3}",
        description: "ExecuteUpdate sets the columns with one statement. It runs at once, outside SaveChanges, and bypasses change tracking.");

    private protected override void Register(Watch on) => on.Rows(RowUse.Assigned, static (rows, find) =>
    {
        if (rows.Fate.Has(RowUse.Removed | RowUse.Added)
            || !rows.IsMany && rows.Fate.Columns.Length > ColumnsOfOneRow
            || !find.Knowledge.Rows.CanBeOneStatement(rows, find.Within))
        {
            return;
        }

        var around = find.Knowledge.Rows.Around(rows);
        if (!(around.Saves || rows.IsMany && rows.IsOfCaller) || !rows.IsMany && around.AddsSame
            || rows.NeedsUnitOfWork(around) || find.Knowledge.Hooks.ChangeUpdatesOf(rows.Entity))
        {
            return;
        }

        find.Report(
            rows.Location,
            [
                rows.Name,
                rows.IsMany ? "are" : "is",
                string.Join("', '", rows.Fate.Columns.Select(static c => c.Name)),
                rows.IsMany ? "each row is read, tracked and updated by a command of its own" : "two round trips where one UPDATE does it",
            ],
            rows.Fate.Places.Select(static p => p.Syntax.GetLocation()),
            find.Knowledge.SetBased.Update(rows));
    });
}
