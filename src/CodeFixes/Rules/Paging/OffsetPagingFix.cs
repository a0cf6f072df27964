using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2001: a loop remembers the last key, and a method gets an overload that takes the last key in place of a page.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class OffsetPagingFix() : SolutionFix(OffsetPaging.Rule.Id)
{
    private protected override async Task<Rewrite?> ProposeAsync(Place place)
    {
        if (KeysetPages.Rewrite(place) is { } loop)
        {
            return loop;
        }

        if (KeysetMethod.Of(place) is not { } method || await MethodUses.AreCallsAsync(place, method.Symbol).ConfigureAwait(false) is false)
        {
            return null;
        }

        var declared = await MethodUses.ContractOfAsync(place, method.Symbol).ConfigureAwait(false);
        var rewrite = new Rewrite($"Add an overload that continues behind the last {method.KeyName}{(declared.IsElsewhere ? ", to this class only" : "")}") { IsLocal = true };
        rewrite.Insert(place.Document, Layout.Lines(method.Declaration).End, method.Text());
        if (declared is { Document: { } document, Signature: { } signature })
        {
            rewrite.Insert(document, Layout.Lines(signature).End, method.Signature(declared.Model!, signature));
        }

        return rewrite;
    }
}
