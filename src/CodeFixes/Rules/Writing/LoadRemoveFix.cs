using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3003: one DELETE where the rows were loaded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LoadRemoveFix() : SolutionFix(LoadRemove.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place)
    {
        if (SetBasedEdit.Of(place) is not { } edit)
        {
            return Task.FromResult<Rewrite?>(null);
        }

        var rewrite = new Rewrite("Delete with one statement (runs at once, outside SaveChanges; bypasses change tracking)");
        edit.Replace(rewrite, "ExecuteDelete");
        return Task.FromResult<Rewrite?>(rewrite);
    }
}
