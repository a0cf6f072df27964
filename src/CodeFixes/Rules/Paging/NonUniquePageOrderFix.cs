using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Paging;

/// <summary>PERF2003: adds the key as the last thing that the order compares, in the direction of the step before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NonUniquePageOrderFix() : PerfCodeFix(NonUniquePageOrder.Rule.Id)
{
    private protected override IEnumerable<Proposal> Propose(FixSite site)
    {
        if (site.Fact(NonUniquePageOrder.Key) is not { Length: > 0 } key)
        {
            yield break;
        }

        var members = key.Split(',');
        var changes = ImmutableArray<TextChange>.Empty;
        for (var i = 0; i < site.Diagnostic.AdditionalLocations.Count; i++)
        {
            var added = OrderEdit.Append(site.Model, site.RelatedNode(i), members);
            if (added.IsEmpty)
            {
                yield break;
            }

            changes = changes.AddRange(added);
        }

        yield return new Proposal($"Make the order unique with {key.Replace(",", ", ")}", changes, "ThenByKey");
    }
}
