using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>A method that returns the rows of one query, to which a condition can be added.</summary>
/// <param name="Query">The query.</param>
internal sealed record ConditionalMethod(Query Query)
{
    /// <summary>A longer method isn't written twice.</summary>
    private const int MostLines = 30;

    /// <summary>The call that runs the query of a method that returns at one place, and there nothing but its rows; null for any other.</summary>
    public static InvocationExpressionSyntax? TerminalOf(MethodDeclarationSyntax declaration) =>
        !IsLong(declaration) && Leaves(declaration) == (declaration.Body is null ? 0 : 1) ? KeyedMethod.CallIn(KeyedMethod.ReturnedBy(declaration).Value) : null;

    private static bool IsLong(SyntaxNode declaration)
    {
        var lines = declaration.SyntaxTree.GetLineSpan(declaration.Span);
        return lines.EndLinePosition.Line - lines.StartLinePosition.Line >= MostLines;
    }

    private static int Leaves(MethodDeclarationSyntax declaration) =>
        declaration.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Count(static n => n is ReturnStatementSyntax or YieldStatementSyntax);

    /// <summary>Whether the query can ask what the condition asks of the rows that come out of it.</summary>
    public bool Takes(IAnonymousFunctionOperation condition, Translation translation, BclSymbols bcl)
    {
        var reads = condition.Body.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().ToList();
        if (Query.StepsOf(OperatorKind.Include).Concat(Query.StepsOf(OperatorKind.ThenInclude)).Any(static s => s.Lambda?.Body.Contains<IInvocationOperation>(static _ => true) == true) && reads.Any(r => IsSequence(r.Type, bcl)))
        {
            return false;
        }

        var projections = Query.StepsOf(OperatorKind.Project).ToList();
        return projections.Count == 0 || projections is [{ Operator.Name: "Select", Sometimes: false } select] && translation.OfArguments(select.Call) == Translatable.Yes && select.Lambda?.ReturnedValue()?.WithoutConversions() switch
        {
            IPropertyReferenceOperation => true,
            IObjectCreationOperation { Arguments.IsEmpty: true, Initializer.Initializers: var members } => condition.Body.DescendantsAndSelf().OfType<IParameterReferenceOperation>().All(p => !IsRow(p, condition) || IsMade(p, members, bcl)),
            _ => false,
        };
    }

    private static bool IsRow(IParameterReferenceOperation read, IAnonymousFunctionOperation condition) => SymbolEqualityComparer.Default.Equals(read.Parameter, condition.Symbol.Parameters[0]);

    private static bool IsMade(IParameterReferenceOperation row, ImmutableArray<IOperation> members, BclSymbols bcl) =>
        row.Parent is IPropertyReferenceOperation { Property: var read } && !IsSequence(read.Type, bcl)
        && members.Any(m => m is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var made } } && made == read.Name);

    private static bool IsSequence(ITypeSymbol? type, BclSymbols bcl) => type is not { SpecialType: SpecialType.System_String } && bcl.ElementOf(type) is not null;
}
