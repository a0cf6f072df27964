using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Rewriting;

/// <summary>Names for what a fix introduces.</summary>
internal static class Names
{
    /// <summary>A lambda parameter for a step on that chain: the name that its lambdas use already, else x, else one that is free.</summary>
    public static string ForLambda(SemanticModel model, ExpressionSyntax source)
    {
        foreach (var call in Chain(source))
        {
            if (call.ArgumentList.Arguments is { Count: > 0 } arguments && arguments[0].Expression is SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: { Length: > 0 } used }
                && used != "_" && IsFree(model, source, used))
            {
                return used;
            }
        }

        return Free(model, source, "x", "e", "row");
    }

    /// <summary>The calls up to the expression, nearest first, then those behind it.</summary>
    private static IEnumerable<InvocationExpressionSyntax> Chain(ExpressionSyntax source)
    {
        for (var (current, hops) = ((ExpressionSyntax?)source, 0); current is not null && hops < 200; hops++)
        {
            if (current is InvocationExpressionSyntax call)
            {
                yield return call;
            }

            current = current switch
            {
                InvocationExpressionSyntax made => made.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                _ => null,
            };
        }

        for (var (next, hops) = (ChainEdit.NextOf(source), 0); next is not null && hops < 200; hops++)
        {
            yield return next;
            next = ChainEdit.NextOf(next);
        }
    }

    /// <summary>The first of the names that nothing around uses; the last one with a number when all are taken.</summary>
    public static string Free(SemanticModel model, SyntaxNode at, params string[] wanted)
    {
        foreach (var name in wanted)
        {
            if (IsFree(model, at, name))
            {
                return name;
            }
        }

        for (var number = 2; ; number++)
        {
            if (IsFree(model, at, wanted[wanted.Length - 1] + number) || number > 1_000)
            {
                return wanted[wanted.Length - 1] + number;
            }
        }
    }

    private static bool IsFree(SemanticModel model, SyntaxNode at, string name) =>
        !model.LookupSymbols(at.SpanStart, name: name).Any(static s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol);
}
