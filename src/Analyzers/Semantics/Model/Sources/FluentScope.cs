using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The method whose body is read: how its type names are bound.</summary>
/// <param name="Model">The semantic model of its file, null for a snapshot, which is read by syntax alone.</param>
/// <param name="Position">A position inside of the method and outside of its lambdas, where binding a name is cheap.</param>
/// <param name="Declaration">The method.</param>
/// <param name="Arguments">What its type parameters, and those of its type, stand for.</param>
internal sealed record FluentMethod(
    SemanticModel? Model, int Position, SyntaxNode Declaration, ImmutableDictionary<ISymbol, ITypeSymbol> Arguments)
{
    private readonly Dictionary<string, ITypeSymbol?> bound = new(StringComparer.Ordinal);

    /// <summary>The type that a name in the method means; null when it isn't known.</summary>
    public ITypeSymbol? Bind(TypeSyntax type)
    {
        if (Model is null)
        {
            return null;
        }

        var text = type.ToString();
        if (!bound.TryGetValue(text, out var symbol))
        {
            symbol = Resolve(Model.GetSpeculativeTypeInfo(Position, type, SpeculativeBindingOption.BindAsTypeOrNamespace).Type);
            bound.Add(text, symbol);
        }

        return symbol;
    }

    /// <summary>The type with the method's own type parameters replaced; null when one stays open.</summary>
    public ITypeSymbol? Resolve(ITypeSymbol? type)
    {
        switch (type)
        {
            case null or IErrorTypeSymbol:
                return null;
            case ITypeParameterSymbol:
                return Arguments.TryGetValue(type.OriginalDefinition, out var argument) ? argument : null;
            case INamedTypeSymbol { TypeArguments.Length: > 0, IsUnboundGenericType: false } named:
                var arguments = new ITypeSymbol[named.TypeArguments.Length];
                for (var i = 0; i < arguments.Length; i++)
                {
                    if (Resolve(named.TypeArguments[i]) is not { } resolved)
                    {
                        return null;
                    }

                    arguments[i] = resolved;
                }

                return named.OriginalDefinition.Construct(arguments);
            default:
                return type;
        }
    }

    /// <summary>The value of a constant text, null when it isn't one.</summary>
    public string? Text(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax literal:
                return literal.Token.Value as string;
            case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: [var named] }:
                return LastName(named.Expression);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when Model is not null:
                return Model.GetSpeculativeSymbolInfo(Position, expression, SpeculativeBindingOption.BindAsExpression).Symbol is IFieldSymbol { HasConstantValue: true } constant
                    ? constant.ConstantValue as string
                    : null;
            default:
                return null;
        }
    }

    public static string? LastName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        PostfixUnaryExpressionSyntax bang => LastName(bang.Operand),
        ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name.Identifier.ValueText,
        _ => null,
    };
}

/// <summary>The builders that names stand for, in one body or lambda.</summary>
internal sealed class FluentScope(FluentMethod method, FluentScope? outer = null)
{
    private readonly Dictionary<string, Builder> names = new(StringComparer.Ordinal);

    public FluentMethod Method => method;

    /// <summary>What a leading <c>?.</c> stands on.</summary>
    public Builder? Bound { get; init; }

    public Builder? Find(string name) => names.TryGetValue(name, out var found) ? found : outer?.Find(name);

    public void Set(string name, Builder? value)
    {
        if (value is not null)
        {
            names[name] = value;
        }
    }
}
