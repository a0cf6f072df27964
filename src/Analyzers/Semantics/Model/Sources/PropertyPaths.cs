using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The properties that the body of a lambda names.</summary>
internal static class PropertyPaths
{
    /// <summary>Names, with a dot for a property of a part; default when the body is anything else.</summary>
    public static ImmutableArray<string> Of(ExpressionSyntax body, FluentMethod method)
    {
        var paths = ImmutableArray.CreateBuilder<string>();
        var parts = Strip(body) switch
        {
            AnonymousObjectCreationExpressionSyntax anonymous => anonymous.Initializers.Select(static i => i.Expression),
            var other => Elements(other) ?? [other],
        };
        foreach (var part in parts)
        {
            if (Path(Strip(part), method) is not { } path)
            {
                return default;
            }

            paths.Add(path);
        }

        return paths.Count == 0 ? default : paths.ToImmutable();
    }

    /// <summary>The elements of an array or a collection expression; null for anything else.</summary>
    public static IEnumerable<ExpressionSyntax>? Elements(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax implicitly => implicitly.Initializer.Expressions,
        ObjectCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(static e => e.Expression),
        _ => null,
    };

    public static ExpressionSyntax Strip(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parentheses:
                    expression = parentheses.Expression;
                    break;
                case CastExpressionSyntax cast:
                    expression = cast.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } bang:
                    expression = bang.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }

    private static string? Path(ExpressionSyntax expression, FluentMethod method)
    {
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Property" }, ArgumentList.Arguments: [_, var shadow] })
        {
            return method.Text(shadow.Expression);
        }

        string? path = null;
        for (var depth = 0; depth < 16 && expression is MemberAccessExpressionSyntax member; depth++)
        {
            path = path is null ? member.Name.Identifier.ValueText : $"{member.Name.Identifier.ValueText}.{path}";
            expression = Strip(member.Expression);
        }

        return expression is IdentifierNameSyntax ? path : null;
    }
}
