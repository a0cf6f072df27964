using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>A loop whose statements may move in front of it or behind it.</summary>
internal sealed class LoopBody
{
    private LoopBody(ILoopOperation loop, IBlockOperation block) => (Loop, Block) = (loop, block);

    public ILoopOperation Loop { get; }

    public IBlockOperation Block { get; }

    public ImmutableArray<IOperation> Statements => Block.Operations;

    /// <summary>The body of a foreach or for that stands in a list of statements; null for anything else.</summary>
    public static LoopBody? Of(Iteration iteration) =>
        iteration is { Operation: ILoopOperation and (IForEachLoopOperation or IForLoopOperation) and var loop, Body: IBlockOperation block }
        && loop.Syntax.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax
            ? new LoopBody((ILoopOperation)loop, block)
            : null;

    /// <summary>The position of the statement that holds the operation and runs it whenever it runs itself; -1 when it doesn't.</summary>
    public int StatementOf(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent == Block)
            {
                return Statements.IndexOf(child);
            }

            if (!RunsAlways(child, parent))
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>Whether the statements before that one, or all of them, may end the turn.</summary>
    public bool Leaves(int? before = null) => Statements.Take(before ?? Statements.Length).Any(Leaves);

    /// <summary>Whether the variable belongs to the loop.</summary>
    public bool Declares(ISymbol variable) =>
        variable.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == Loop.Syntax.SyntaxTree && Loop.Syntax.Span.Contains(d.Span));

    /// <summary>Whether a part runs whenever the operation around it does.</summary>
    public static bool RunsAlways(IOperation child, IOperation parent) => parent switch
    {
        IConditionalOperation choice => child == choice.Condition,
        ICoalesceOperation coalesce => child == coalesce.Value,
        ICoalesceAssignmentOperation => false,
        IConditionalAccessOperation access => child == access.Operation,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => child == both.LeftOperand,
        ISwitchOperation choice => child == choice.Value,
        ISwitchExpressionOperation choice => child == choice.Value,
        ILoopOperation or ITryOperation or ICatchClauseOperation or IUsingOperation or IUsingDeclarationOperation or ILockOperation or ILabeledOperation
            or IAnonymousFunctionOperation or ILocalFunctionOperation or ISwitchExpressionArmOperation or ISwitchCaseOperation or IReturnOperation or IThrowOperation => false,
        _ => true,
    };

    private static bool Leaves(IOperation region)
    {
        var pending = new Stack<IOperation>();
        pending.Push(region);
        for (var seen = 0; pending.Count > 0; seen++)
        {
            var operation = pending.Pop();
            if (seen > 5_000 || operation is IBranchOperation or IReturnOperation or IThrowOperation or ILabeledOperation)
            {
                return true;
            }

            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }

        return false;
    }
}
