using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
            var added = site.RelatedNode(i) switch
            {
                InvocationExpressionSyntax order => Append(site.Model, order, members),
                OrderingSyntax ordering => Append(ordering, members),
                _ => ImmutableArray<TextChange>.Empty,
            };
            if (added.IsEmpty)
            {
                yield break;
            }

            changes = changes.AddRange(added);
        }

        yield return new Proposal($"Make the order unique with {key.Replace(",", ", ")}", changes, "ThenByKey");
    }

    private static ImmutableArray<TextChange> Append(SemanticModel model, InvocationExpressionSyntax order, string[] members)
    {
        var name = Names.ForLambda(model, order);
        var then = ChainEdit.NameOf(order)?.Identifier.ValueText.EndsWith("Descending", StringComparison.Ordinal) == true ? "ThenByDescending" : "ThenBy";
        return ChainEdit.InsertAfter(order, members.Select(m => $"{then}({name} => {name}.{m})").ToArray());
    }

    /// <summary>`orderby o.PlacedAt descending` also compares `o.Id`.</summary>
    private static ImmutableArray<TextChange> Append(OrderingSyntax ordering, string[] members)
    {
        var row = ordering.Expression;
        while (row is MemberAccessExpressionSyntax access)
        {
            row = access.Expression;
        }

        var direction = ordering.IsKind(SyntaxKind.DescendingOrdering) ? " descending" : "";
        return row is IdentifierNameSyntax variable && ordering.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax }
            ? ImmutableArray.Create(new TextChange(new TextSpan(ordering.Span.End, 0), string.Concat(members.Select(m => $", {variable}.{m}{direction}"))))
            : ImmutableArray<TextChange>.Empty;
    }
}
