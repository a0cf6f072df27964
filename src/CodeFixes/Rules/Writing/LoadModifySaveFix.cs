using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Rows;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3002: one UPDATE where the rows were loaded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LoadModifySaveFix() : SolutionFix(LoadModifySave.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Fact(SetBasedWrites.SettersFact) is not { } facts || RowSetter.Parse(facts) is var forms && SetBasedEdit.Of(place) is not { } edit || SetterText.Of(edit, forms.Length) is not { } setters)
        {
            return null;
        }

        var rewrite = new Rewrite("Update with one statement (runs at once, outside SaveChanges; bypasses change tracking)");
        edit.Replace(rewrite, "ExecuteUpdate", setters.Argument(forms, edit.Indent), setters.Filter, setters.Variables);
        return rewrite;
    }
}
