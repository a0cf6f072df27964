using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Whether what a variable got at one place may still be in it at another.</summary>
internal static class Reaching
{
    /// <param name="write">The write.</param>
    /// <param name="use">Where the variable is read.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="isCertain">No way leads to the use past the write.</param>
    public static bool Reaches(this Write write, IOperation use, ISymbol variable, out bool isCertain)
    {
        isCertain = false;
        if (write.At.Syntax.SpanStart >= use.Syntax.SpanStart || use.IsInside(write.At) || write.At.ExcludesEachOther(use) || IsStepOfLoopAround(write.At, use))
        {
            return LeadsBack(write.At, use, variable);
        }

        if (IsInFunctionOfItsOwn(write.At, use))
        {
            return true;
        }

        isCertain = true;
        for (IOperation? child = write.At, parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (use.IsInside(parent))
            {
                return true;
            }

            if (parent is IBlockOperation { Operations: [.., IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }] })
            {
                return false;
            }

            isCertain &= parent is not (IConditionalOperation or ISwitchCaseOperation or ISwitchExpressionArmOperation or ILoopOperation or ICatchClauseOperation or ITryOperation);
        }

        return true;
    }

    /// <summary>The step of a for loop is written above its body and runs behind it.</summary>
    private static bool IsStepOfLoopAround(IOperation write, IOperation use)
    {
        for (IOperation? child = write, parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IForLoopOperation loop && loop.AtLoopBottom.Contains(child))
            {
                return use.IsInside(loop.Body);
            }
        }

        return false;
    }

    /// <summary>Whether the write stands in a lambda or a local function that the use is not in: nobody knows when it runs.</summary>
    private static bool IsInFunctionOfItsOwn(IOperation write, IOperation use)
    {
        for (var parent = write.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return !use.IsInside(parent);
            }
        }

        return false;
    }

    /// <summary>Whether a loop that the variable outlives leads from the write back to the use.</summary>
    private static bool LeadsBack(IOperation write, IOperation use, ISymbol variable)
    {
        for (var parent = write.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation && use.IsInside(parent))
            {
                return !variable.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == parent.Syntax.SyntaxTree && parent.Syntax.Span.Contains(d.Span));
            }
        }

        return false;
    }
}
