using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>The statement of a loop that fetches a page into a local: `var rows = await q.Skip(n).Take(size).ToListAsync();`.</summary>
/// <param name="Loop">The loop, in whose own block the statement stands.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Rows">The local.</param>
/// <param name="Row">The type of the rows.</param>
/// <param name="Size">How many rows a page has.</param>
internal sealed record PageFetch(ILoopOperation Loop, StatementSyntax Statement, ILocalSymbol Rows, ITypeSymbol Row, IOperation Size)
{
    public static PageFetch? Of(IInvocationOperation skip)
    {
        if (skip.Consumer() is not IInvocationOperation { TargetMethod.Name: "Take" } take || take.Arguments.ArgumentAt(1) is not { Type.SpecialType: SpecialType.System_Int32 } size)
        {
            return null;
        }

        var call = take;
        for (var hops = 0; hops < 50 && call.Consumer() is IInvocationOperation next && next.Receiver()?.Core() == call && KeepsRows(next); hops++)
        {
            call = next;
        }

        if (call.Consumer() is not IInvocationOperation { TargetMethod: { Name: "ToList" or "ToListAsync" or "ToArray" or "ToArrayAsync", TypeArguments: [var row] } } terminal || terminal.Receiver()?.Core() != call
            || HolderOf(terminal) is not { } rows || !Holds(rows.Type, row) || StatementOf(terminal) is not { Parent: BlockSyntax block } statement
            || block.Parent is not (ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax) || block.Parent.Parent is not (BlockSyntax or GlobalStatementSyntax))
        {
            return null;
        }

        IOperation? loop = terminal;
        while (loop is not null && loop.Syntax != block.Parent)
        {
            loop = loop.Parent;
        }

        return loop is ILoopOperation found ? new PageFetch(found, statement, rows, row, size) : null;
    }

    /// <summary>Whether an amount is the size of a page.</summary>
    public bool IsSize(IOperation amount)
    {
        var (left, right) = (amount.WithoutConversions(), Size.WithoutConversions());
        return left.ConstantValue.HasValue ? Equals(left.ConstantValue.Value, right.ConstantValue.HasValue ? right.ConstantValue.Value : null)
            : !left.Contains<IInvocationOperation>(static _ => true) && SyntaxFactory.AreEquivalent(left.Syntax, right.Syntax);
    }

    /// <summary>Whether an amount is the number of fetched rows, which nothing changes before it is read.</summary>
    public bool IsCount(IOperation amount) =>
        amount.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: ILocalReferenceOperation { Local: var counted } } && SymbolEqualityComparer.Default.Equals(counted, Rows)
        && BodyIndex.Of(amount).Reads(Rows).All(static r => r.Parent switch
        {
            IPropertyReferenceOperation { Property: { Name: "Count" or "Length" } or { IsIndexer: true } } or IArrayElementReferenceOperation => true,
            IConversionOperation { Parent: IForEachLoopOperation } => true,
            IConversionOperation { IsImplicit: true, Type.TypeKind: TypeKind.Interface, Parent: IArgumentOperation { Parent: IInvocationOperation call } } => OperatorTable.Of(call.TargetMethod.Name) is not null,
            _ => false,
        });

    private static bool KeepsRows(IInvocationOperation call) =>
        OperatorTable.Of(call.TargetMethod.Name) is { Kind: OperatorKind.Include or OperatorKind.ThenInclude or OperatorKind.Tracking or OperatorKind.Split or OperatorKind.Tag };

    private static bool Holds(ITypeSymbol type, ITypeSymbol row) =>
        SymbolEqualityComparer.Default.Equals((type as IArrayTypeSymbol)?.ElementType ?? (type is INamedTypeSymbol { TypeArguments: [var held] } ? held : null), row);

    private static ILocalSymbol? HolderOf(IInvocationOperation terminal) => terminal.Consumer() switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var declared } } => declared,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var assigned }, Parent: IExpressionStatementOperation } => assigned,
        _ => null,
    };

    /// <summary>The statement that runs the call once, as a whole.</summary>
    private static StatementSyntax? StatementOf(IInvocationOperation terminal)
    {
        foreach (var around in terminal.Syntax.Ancestors())
        {
            switch (around)
            {
                case LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } or ExpressionStatementSyntax:
                    return (StatementSyntax)around;
                case StatementSyntax or AnonymousFunctionExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax or SwitchExpressionSyntax:
                    return null;
            }
        }

        return null;
    }
}
