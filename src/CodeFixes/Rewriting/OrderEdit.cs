using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>Edits of the order of a query.</summary>
internal static class OrderEdit
{
    /// <summary>Compares more members, in the direction of the last step of the order; no change when the step can't be told from its surroundings.</summary>
    public static ImmutableArray<TextChange> Append(SemanticModel model, SyntaxNode? last, IEnumerable<string> members) => last switch
    {
        InvocationExpressionSyntax order => Append(model, order, members),
        _ => last?.FirstAncestorOrSelf<OrderingSyntax>(o => o.Span == last.Span) is { } ordering ? Append(ordering, members) : ImmutableArray<TextChange>.Empty,
    };

    private static ImmutableArray<TextChange> Append(SemanticModel model, InvocationExpressionSyntax order, IEnumerable<string> members)
    {
        var name = Names.ForLambda(model, order);
        var then = ChainEdit.NameOf(order)?.Identifier.ValueText.EndsWith("Descending", StringComparison.Ordinal) == true ? "ThenByDescending" : "ThenBy";
        return ChainEdit.InsertAfter(order, members.Select(m => $"{then}({name} => {name}.{m})").ToArray());
    }

    /// <summary>`orderby o.PlacedAt descending` also compares `o.Id`.</summary>
    private static ImmutableArray<TextChange> Append(OrderingSyntax ordering, IEnumerable<string> members)
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
