using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Builders that leave a body as arguments.</summary>
internal static class FluentArguments
{
    /// <summary>The arguments that stand for builders, by position.</summary>
    public static List<(int Position, Builder Builder)> Given(FluentReader reader, ArgumentListSyntax list, FluentScope scope)
    {
        List<(int Position, Builder Builder)> given = [];
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i].Expression;
            if (argument is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax)
            {
                if (reader.Value(argument, scope) is { } builder)
                {
                    given.Add((i, builder));
                }
            }
            else if (PropertyPaths.Elements(argument) is { } elements)
            {
                Escape(reader, elements, scope);
            }
        }

        return given;
    }

    /// <summary>A builder in an array or a new object goes where it can't be followed.</summary>
    public static void Escape(FluentReader reader, IEnumerable<ExpressionSyntax> expressions, FluentScope scope)
    {
        foreach (var expression in expressions)
        {
            if (expression is IdentifierNameSyntax name && scope.Find(name.Identifier.ValueText) is { } escaping)
            {
                reader.Open(escaping, expression);
            }
        }
    }
}
