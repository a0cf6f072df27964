using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Rewriting;

/// <summary>Names for what a fix introduces.</summary>
internal static class Names
{
    /// <summary>A lambda parameter for a step on that chain: the name that its lambdas use already, else x, else one that is free.</summary>
    public static string ForLambda(SemanticModel model, ExpressionSyntax source)
    {
        for (var (current, hops) = ((ExpressionSyntax?)source, 0); current is not null && hops < 200; hops++)
        {
            if (current is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } && arguments[0].Expression is SimpleLambdaExpressionSyntax { Parameter.Identifier: { ValueText.Length: > 0 } used }
                && used.ValueText != "_" && IsFree(model, source, used.ValueText))
            {
                return used.ValueText;
            }

            current = current switch
            {
                InvocationExpressionSyntax call => call.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                _ => null,
            };
        }

        return Free(model, source, "x", "e", "row");
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
