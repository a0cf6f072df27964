using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Rows;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3003: rows are read and tracked only to be removed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadRemove() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF3003",
        Band.Writing,
        Level.Info,
        title: "Rows are loaded only to be removed",
        message: "'{0}' {1} loaded only to be removed: {2}",
        description: "ExecuteDelete removes the rows with one statement, and its result is their number. It runs at once, outside SaveChanges, and bypasses change tracking.");

    private protected override void Register(Watch on) => on.Rows(RowUse.Removed, static (rows, find) =>
    {
        if (rows.Fate.Has(RowUse.Assigned | RowUse.Added) || !find.Knowledge.Rows.CanBeOneStatement(rows, find.Within))
        {
            return;
        }

        var around = find.Knowledge.Rows.Around(rows);
        if (!around.Saves || !rows.IsMany && around.AddsSame || rows.NeedsUnitOfWork(around) || find.Knowledge.Hooks.ChangeDeletesOf(rows.Entity) || find.Knowledge.Includes.BringDependents(rows.Query.Query))
        {
            return;
        }

        find.Report(
            rows.Location,
            rows.IsMany
                ? [rows.Name, "are", "each row is read, tracked and deleted by a command of its own"]
                : [rows.Name, "is", "two round trips where one DELETE does it"],
            rows.Fate.Places.Select(static p => p.Syntax.GetLocation()),
            find.Knowledge.SetBased.Delete(rows));
    });
}
