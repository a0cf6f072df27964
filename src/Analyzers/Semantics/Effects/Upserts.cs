using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Helpers that look up one row by its key and add it when it isn't there.</summary>
/// <remarks>Read from syntax: the method may be in another project, and nothing is bound for a doubt.</remarks>
internal static class Upserts
{
    private const int Hops = 2;

    /// <summary>Whether the trail ends in the look-up of such a helper, or in one that asks for it.</summary>
    public static bool Ends(Trail trail) => trail.Hops.Skip(1).Reverse().Take(Hops).Any(static h => LooksUp(h.At));

    private static bool LooksUp(Location at) =>
        at.SourceTree is { } tree && tree.GetRoot().FindNode(at.SourceSpan) is { } query
        && query.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && VariableOf(query) is { } row && IsAddedWhenMissing(method, row, Hops);

    /// <summary>The variable that gets what the look-up finds.</summary>
    private static string? VariableOf(SyntaxNode query)
    {
        foreach (var around in query.Ancestors())
        {
            switch (around)
            {
                case VariableDeclaratorSyntax declarator:
                    return declarator.Identifier.ValueText;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax name }:
                    return name.Identifier.ValueText;
                case StatementSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether the method tests the row for null and adds one, or hands it to one of its type that does.</summary>
    private static bool IsAddedWhenMissing(MethodDeclarationSyntax method, string row, int hops)
    {
        var (isTested, isAdded) = (false, false);
        foreach (var node in method.DescendantNodes())
        {
            isTested |= IsNullTest(node, row);
            if (node is InvocationExpressionSyntax call)
            {
                isAdded |= call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "AddAsync" };
                if (hops > 1 && HandedTo(call, row, method) is { } next && IsAddedWhenMissing(next.Method, next.Row, hops - 1))
                {
                    return true;
                }
            }
        }

        return isTested && isAdded;
    }

    private static bool IsNullTest(SyntaxNode node, string row) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax left, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => left.Identifier.ValueText == row,
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax tested } => tested.Identifier.ValueText == row,
        _ => false,
    };

    private static (MethodDeclarationSyntax Method, string Row)? HandedTo(InvocationExpressionSyntax call, string row, MethodDeclarationSyntax from)
    {
        var arguments = call.ArgumentList.Arguments;
        var at = arguments.IndexOf(a => a.Expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == row);
        if (at < 0 || call.Expression is not IdentifierNameSyntax called || from.Parent is not TypeDeclarationSyntax type)
        {
            return null;
        }

        foreach (var member in type.Members)
        {
            if (member is MethodDeclarationSyntax { ParameterList.Parameters: var parameters } method && method != from
                && method.Identifier.ValueText == called.Identifier.ValueText && parameters.Count == arguments.Count)
            {
                return (method, parameters[at].Identifier.ValueText);
            }
        }

        return null;
    }
}
