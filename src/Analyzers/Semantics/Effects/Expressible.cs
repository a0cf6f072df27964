using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Whether a lambda may be an expression tree: the language leaves out what came after C# 3.</summary>
internal static class Expressible
{
    public static bool Is(IAnonymousFunctionOperation lambda) => lambda.Body.DescendantsAndSelf().All(Is) && !lambda.Syntax.DescendantNodes().Any(static n => n is BaseExpressionSyntax);

    private static bool Is(IOperation part) => part switch
    {
        IArgumentOperation argument => argument is { ArgumentKind: ArgumentKind.Explicit or ArgumentKind.ParamArray, Parameter.RefKind: RefKind.None, Syntax: not ArgumentSyntax { NameColon: not null } },
        IAnonymousFunctionOperation nested => nested.Syntax is LambdaExpressionSyntax { ExpressionBody: not null },
        IObjectCreationOperation creation => creation.Initializer is null,
        IInvocationOperation call => call.TargetMethod.MethodKind != MethodKind.LocalFunction,
        IUnaryOperation unary => unary.OperatorKind != UnaryOperatorKind.Hat,
        IBlockOperation or IReturnOperation or IBinaryOperation or IConversionOperation or IParenthesizedOperation or ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation
            or IPropertyReferenceOperation or IFieldReferenceOperation or IDelegateCreationOperation or IConditionalOperation or ICoalesceOperation or IDefaultValueOperation or IArrayCreationOperation or IArrayInitializerOperation
            or IArrayElementReferenceOperation or ITypeOfOperation or INameOfOperation or IIsTypeOperation => true,
        _ => false,
    };
}
