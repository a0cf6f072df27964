using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Reads what repositories for any entity do with their set.</summary>
internal sealed class RepositoryMethods(KnownSymbols symbols, Bodies bodies, QueryReader queries)
{
    /// <summary>Whether a method does nothing but look for the row with the key in its parameter; the property that it compares, empty for Find.</summary>
    public string? KeyOf(IMethodSymbol called, int parameter)
    {
        if (called.DeclaringSyntaxReferences.Length != 1 || called.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax declaration
            || KeyedMethod.TerminalOf(declaration) is not { } terminal || bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is not IMethodSymbol method
            || bodies.Of(method) is not { } body || KeyedMethod.CallAt(body, terminal) is not { } call
            || queries.ReadTerminal(call) is not { } use || !IsWholeSet(use.Query))
        {
            return null;
        }

        var key = method.Parameters[parameter];
        return use.Operator.Kind switch
        {
            OperatorKind.Find => KeyComparison.PartsOf(call) is { Length: 1 } parts && parts[0].IsParameter(key) ? "" : null,
            OperatorKind.First or OperatorKind.Single when call.TargetMethod.Name.Contains("OrDefault") && KeyComparison.OfPredicate(use, Unwrapping.ReadsLambda, v => v.IsParameter(key)) is { } found
                && found.Fixed.IsEmpty && found.Step == 0 && QueryReader.LambdaOf(call)?.ReturnedValue()?.WithoutConversions() == found.At => found.Key.Name,
            _ => null,
        };
    }

    /// <summary>Whether a member gives all rows of the set, and nothing else.</summary>
    public bool GivesAll(IMethodSymbol member) =>
        bodies.Of(member) is { } body && body.DescendantsAndSelf().OfType<IReturnOperation>().ToList() is [{ ReturnedValue: { } returned }]
        && !body.Contains<IAssignmentOperation>(static _ => true) && queries.Read(returned.WithoutConversions()) is { } query && IsWholeSet(query);

    private bool IsWholeSet(Query query) => query is { IsComplete: true, Root: { Entity: ITypeParameterSymbol, Operation.Type: { } type } } && query.Steps.All(static s => s.Operator.Name == "AsQueryable")
        && symbols.Ef is { } ef && (type as INamedTypeSymbol).IsOrDerivesFrom(ef.DbSet);
}
