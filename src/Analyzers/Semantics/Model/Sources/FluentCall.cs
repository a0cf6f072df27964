using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>One call on a builder, with the ways in which its arguments are read.</summary>
internal sealed class FluentCall(InvocationExpressionSyntax syntax, SimpleNameSyntax name, FluentScope scope, FluentReader reader)
{
    public InvocationExpressionSyntax Syntax => syntax;

    public string Name => name.Identifier.ValueText;

    public FluentScope Scope => scope;

    public ModelFacts Facts => reader.Facts;

    public FluentReader Reader => reader;

    public Provenance Why => new(reader.Facts.Source, name.GetLocation());

    public SeparatedSyntaxList<ArgumentSyntax> Arguments => syntax.ArgumentList.Arguments;

    public SeparatedSyntaxList<TypeSyntax> TypeArguments => name is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments : default;

    public ExpressionSyntax? Argument(int position) => position < Arguments.Count ? Arguments[position].Expression : null;

    /// <summary>The class that a type argument, or a typeof, names.</summary>
    public INamedTypeSymbol? Type(int position)
    {
        if (position < TypeArguments.Count)
        {
            return scope.Method.Bind(TypeArguments[position]) as INamedTypeSymbol;
        }

        return position == 0 && Argument(0) is TypeOfExpressionSyntax type ? scope.Method.Bind(type.Type) as INamedTypeSymbol : null;
    }

    public string? Text(int position) => Argument(position) is { } expression ? scope.Method.Text(expression) : null;

    /// <summary>A switch: on without an argument, and on when the argument isn't a constant.</summary>
    public bool Flag(int position = 0) => Argument(position)?.IsKind(SyntaxKind.FalseLiteralExpression) != true;

    public int? Number(int position) => Argument(position) is LiteralExpressionSyntax { Token.Value: int number } ? number : null;

    /// <summary>Property names by lambda, by text or by a list of texts; default when they can't be read.</summary>
    public ImmutableArray<string> Names(int from = 0)
    {
        if (Argument(from) is not { } first)
        {
            return default;
        }

        if (first is LambdaExpressionSyntax { ExpressionBody: { } body })
        {
            return PropertyPaths.Of(body, scope.Method);
        }

        if (PropertyPaths.Elements(first) is { } elements)
        {
            return Texts(elements);
        }

        return Texts(Arguments.Skip(from).Select(static a => a.Expression));
    }

    /// <summary>The one property that the arguments name; null when there are several or none.</summary>
    public string? OneName(int from = 0) => Names(from) is { IsDefault: false, Length: 1 } names ? names[0] : null;

    /// <summary>Directions and other switches, as a list or one by one.</summary>
    public ImmutableArray<bool> Flags()
    {
        var expressions = Argument(0) is { } first ? PropertyPaths.Elements(first) ?? Arguments.Select(static a => a.Expression) : [];
        return expressions.Select(static e => e.IsKind(SyntaxKind.TrueLiteralExpression)).ToImmutableArray();
    }

    /// <summary>Runs every lambda or method group among the arguments with the builder as its first parameter.</summary>
    public Builder Configure(Builder builder)
    {
        foreach (var argument in Arguments)
        {
            reader.Run(argument.Expression, builder, scope);
        }

        return builder;
    }

    /// <summary>The same for calls whose other arguments are texts: names are not looked up.</summary>
    public Builder ConfigureByLambda(Builder builder)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Expression is LambdaExpressionSyntax)
            {
                reader.Run(argument.Expression, builder, scope);
            }
        }

        return builder;
    }

    /// <summary>Something here can't be read: what stands on it becomes unknown.</summary>
    public void Open(Builder builder) => reader.Open(builder, syntax);

    private ImmutableArray<string> Texts(IEnumerable<ExpressionSyntax> expressions)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var expression in expressions)
        {
            if (scope.Method.Text(expression) is not { } text)
            {
                return default;
            }

            names.Add(text);
        }

        return names.ToImmutable();
    }
}
