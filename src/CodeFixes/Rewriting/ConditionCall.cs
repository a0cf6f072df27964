using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rewriting;

/// <summary>A call that gets the condition which stood behind it.</summary>
internal static class ConditionCall
{
    private static readonly ImmutableDictionary<string, string> OfQueries = ImmutableDictionary<string, string>.Empty.Add("Find", "FirstOrDefault").Add("FindLast", "LastOrDefault").Add("Exists", "Any");

    /// <summary>The rewrite of a report; null when the method can't get the condition.</summary>
    public static async Task<Rewrite?> RewriteAsync(Place place)
    {
        if (place.Fact(FetchedRows.Condition) is null || place.Related(0) is not { } name || ChainEdit.CallAt(place.Root, name.Span) is not { } call || ChainEdit.CallAt(place.Root, place.Span) is not { } filter
            || filter.ArgumentList.Arguments is not [{ NameColon: null, Expression: LambdaExpressionSyntax lambda }] || ChainEdit.HasComment(filter.ArgumentList.DescendantTrivia()) || lambda.DescendantTokens().Any(static t => t.ValueText.Contains('\n'))
            || place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol called || IsReversed(called, call) || Without(filter) is not { } without
            || await ConditionMethod.OfAsync(place, called).ConfigureAwait(false) is not { } overload)
        {
            return null;
        }

        var rewrite = new Rewrite(overload.Title);
        var condition = $"{lambda.ToString().Substring(0, lambda.ArrowToken.Span.End - lambda.SpanStart)} {Layout.Shifted(place.Root, lambda.Body.SpanStart, lambda.Body.ToString(), Layout.Indent(call.ArgumentList))}";
        rewrite.Insert(place.Document, call.ArgumentList.Arguments is [var first, ..] ? first.SpanStart : call.ArgumentList.OpenParenToken.Span.End, condition + (call.ArgumentList.Arguments.Count > 0 ? ", " : ""));
        rewrite.Change(place.Document, without);
        rewrite.Import(place.Document, place.Model, filter.SpanStart, Usings.Linq);
        overload.AddTo(rewrite);
        return rewrite;
    }

    /// <summary>What is left of the operator: nothing of a filter.</summary>
    private static IEnumerable<TextChange>? Without(InvocationExpressionSyntax filter)
    {
        var name = ChainEdit.NameOf(filter)!.Identifier;
        return name.ValueText is "Where" or "FindAll" ? ChainEdit.Remove(filter)
            : ChainEdit.Replace(filter.ArgumentList, "()").Concat(OfQueries.TryGetValue(name.ValueText, out var other) ? [new TextChange(name.Span, other)] : []);
    }

    /// <summary>`Reverse` of a list or an array is another method than that of a sequence.</summary>
    private static bool IsReversed(IMethodSymbol called, SyntaxNode call) =>
        called.ReturnType.ToString().IndexOf("IEnumerable", StringComparison.Ordinal) < 0
        && call.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Any(static n => n is IdentifierNameSyntax { Identifier.ValueText: "Reverse" }) != false;
}
