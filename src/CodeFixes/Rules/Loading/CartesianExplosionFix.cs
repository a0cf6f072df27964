using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1005: loads every collection in a query of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CartesianExplosionFix() : PerfCodeFix(CartesianExplosion.Rule.Id)
{
    private protected override IEnumerable<Proposal> Propose(FixSite site)
    {
        if (site.Fact(CartesianExplosion.CanSplit) is null || ChainEdit.CallAt(site.Root, site.Diagnostic.Location.SourceSpan) is not { } include
            || ChainEdit.InsertBefore(FirstInclude(include), "AsSplitQuery()") is not { } changes)
        {
            yield break;
        }

        yield return new Proposal("Load every collection in a query of its own (AsSplitQuery; the queries see no common snapshot)", changes);
    }

    /// <summary>The first Include of the chain: in front of it the type of the chain doesn't change.</summary>
    private static InvocationExpressionSyntax FirstInclude(InvocationExpressionSyntax include)
    {
        var first = include;
        for (var call = include; ChainEdit.SourceOf(call) is InvocationExpressionSyntax source; call = source)
        {
            if (ChainEdit.NameOf(source)?.Identifier.ValueText is "Include")
            {
                first = source;
            }
        }

        return first;
    }
}
