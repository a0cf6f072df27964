using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>A method that does nothing but ask the database for one key.</summary>
/// <param name="Shape">What it asks for.</param>
/// <param name="Row">The entity.</param>
/// <param name="Found">The comparison of the key with the parameter.</param>
/// <param name="IsTracking">It says whether rows are tracked.</param>
/// <param name="IsProjected">It makes something else of each row.</param>
/// <param name="IsSequence">What it returns is declared as a sequence, not as the list or the array that it is.</param>
internal sealed record KeyedMethod(BatchShape Shape, INamedTypeSymbol Row, KeyComparison Found, bool IsTracking, bool IsProjected, bool IsSequence)
{
    /// <summary>The call that runs the query of a method whose body is nothing else; null when there is more to it.</summary>
    public static InvocationExpressionSyntax? TerminalOf(MethodDeclarationSyntax declaration) =>
        ReturnedBy(declaration) is var (value, statements) && statements == (declaration.Body?.Statements.Count ?? 0) ? CallIn(value) : null;

    /// <summary>What a method returns at its end, through a variable or not, and how many statements that takes.</summary>
    public static (ExpressionSyntax? Value, int Statements) ReturnedBy(MethodDeclarationSyntax declaration) => declaration switch
    {
        { ExpressionBody.Expression: var arrow } => (arrow, 0),
        { Body.Statements: [.., LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: var initial } variable] }, ReturnStatementSyntax { Expression: IdentifierNameSyntax name }] }
            when name.Identifier.ValueText == variable.Identifier.ValueText => (initial, 2),
        { Body.Statements: [.., ReturnStatementSyntax { Expression: var value }] } => (value, 1),
        _ => (null, 0),
    };

    /// <summary>The operation of such a call in the method's body.</summary>
    public static IInvocationOperation? CallAt(IOperation body, InvocationExpressionSyntax terminal) =>
        body.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(c => c.Syntax == terminal);

    /// <summary>The call whose result a value is, once it was waited for.</summary>
    public static InvocationExpressionSyntax? CallIn(ExpressionSyntax? value)
    {
        while (true)
        {
            switch (value)
            {
                case ParenthesizedExpressionSyntax { Expression: var inner }:
                    value = inner;
                    break;
                case PostfixUnaryExpressionSyntax { Operand: var inner }:
                    value = inner;
                    break;
                case AwaitExpressionSyntax { Expression: var inner }:
                    value = inner;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } }:
                    value = inner;
                    break;
                default:
                    return value as InvocationExpressionSyntax;
            }
        }
    }
}

/// <summary>Reads methods that ask for one key.</summary>
internal sealed class KeyedMethods(KnownSymbols symbols, Bodies bodies, QueryReader queries, Func<EfModel> model)
{
    /// <summary>What a method asks for the key in its parameter; null when one query can't ask the same for many keys.</summary>
    public KeyedMethod? Read(IMethodSymbol called, int parameter)
    {
        if (DeclarationOf(called) is not { } declaration || KeyedMethod.TerminalOf(declaration) is not { } terminal
            || bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is not IMethodSymbol method || !CanHaveSibling(method)
            || method.Parameters[parameter] is not { RefKind: RefKind.None } key || bodies.Of(method) is not { } body || KeyedMethod.CallAt(body, terminal) is not { } call
            || queries.ReadTerminal(call) is not { Query: { IsComplete: true, Root: { Kind: RootKind.Set or RootKind.Call or RootKind.Member, Entity: INamedTypeSymbol row } } } use
            || model().Entity(row) is not { IsKeyless: false } entity)
        {
            return null;
        }

        if (KeyComparison.Of(use, entity, Unwrapping.ReadsLambda, value => value.IsParameter(key)) is not { } found || !found.Value.IsParameter(key) || UsesOf(key, body) != 1
            || !found.IsExact(entity, key.Type) || key.Type.IsNullableValue() && !found.Key.Type.IsNullableValue()
            || !use.Query.Steps.All(s => BatchReader.KeepsRows(s) || found.Step > 1 && BatchReader.IsPlainSelect(use, s, model())) || !IsStable(body)
            || BatchReader.ShapeOf(use, entity, found, key.Type.IsNullableValue()) is not { } shape || !Returns(method, shape, BatchReader.IsProjected(use) ? use.Query.Steps[use.Query.Steps.Length - 1].Call.TargetMethod.TypeArguments[1] : row))
        {
            return null;
        }

        return new KeyedMethod(shape, row, found, use.Query.Steps.Any(static s => s.Kind == OperatorKind.Tracking), BatchReader.IsProjected(use),
            shape == BatchShape.Rows && symbols.Bcl.Awaited(method.ReturnType) is { TypeKind: TypeKind.Interface });
    }

    private static MethodDeclarationSyntax? DeclarationOf(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Length == 1 ? method.DeclaringSyntaxReferences[0].GetSyntax() as MethodDeclarationSyntax : null;

    /// <summary>Whether a method for many keys can stand beside it, and is what its callers would get.</summary>
    private static bool CanHaveSibling(IMethodSymbol method) =>
        method is { IsVirtual: false, IsOverride: false, IsAbstract: false, IsExtensionMethod: false, IsGenericMethod: false, ContainingType.IsGenericType: false }
        && method.IsCalledByHand() && method.Parameters.All(static p => p.RefKind == RefKind.None);

    private static int UsesOf(IParameterSymbol key, IOperation body) => body.DescendantsAndSelf().Count(o => o is IParameterReferenceOperation && o.IsParameter(key));

    /// <summary>Whether nothing in the body says something else each time.</summary>
    private bool IsStable(IOperation body) => !body.DescendantsAndSelf().Any(part => BatchBody.IsClock(part)
        || part is IAssignmentOperation { Parent: not IObjectOrCollectionInitializerOperation } or IIncrementOrDecrementOperation || part is IInvocationOperation call && call.IsTranslated(symbols.Bcl) && !call.ReadsLambda());

    /// <summary>Whether what comes out of the method is what the query gives, not the same as something else.</summary>
    private bool Returns(IMethodSymbol method, BatchShape shape, ITypeSymbol row)
    {
        var returned = symbols.Bcl.Awaited(method.ReturnType);
        return shape switch
        {
            BatchShape.Exists => returned is { SpecialType: SpecialType.System_Boolean },
            BatchShape.Count => returned is { SpecialType: SpecialType.System_Int32 },
            BatchShape.Rows => SymbolEqualityComparer.Default.Equals(symbols.Bcl.ElementOf(returned), row),
            _ => SymbolEqualityComparer.Default.Equals(returned, row),
        };
    }
}
