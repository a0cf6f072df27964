using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>A loop over rows that does what Sum, Count, Min or Max do, and nothing else.</summary>
internal static class Accumulation
{
    private const int Depth = 8;

    public static bool Is(IForEachLoopOperation loop)
    {
        var found = false;
        return Only(loop.Body, loop, Depth, ref found) && found;
    }

    /// <summary>The one number that a loop which adds up does, at most under one condition; null when a turn does more than that.</summary>
    public static Total? TotalOf(IForEachLoopOperation loop)
    {
        var (turn, condition) = (Single(loop.Body), (IOperation?)null);
        if (turn is IConditionalOperation { WhenFalse: null } branch)
        {
            (turn, condition) = (Single(branch.WhenTrue), branch.Condition);
        }

        return (turn as IExpressionStatementOperation)?.Operation switch
        {
            IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var counter } } step => new Total(counter, condition, null, step.IsChecked),
            ICompoundAssignmentOperation { Target: ILocalReferenceOperation { Local: var sum }, Value: var value } step => new Total(sum, condition, value is IConversionOperation { IsImplicit: true, Operand: var own } ? own : value, step.IsChecked),
            _ => null,
        };
    }

    private static IOperation Single(IOperation statement) => statement is IBlockOperation { Operations: [var only] } ? Single(only) : statement;

    private static bool Only(IOperation? statement, IForEachLoopOperation loop, int depth, ref bool found)
    {
        if (depth == 0)
        {
            return false;
        }

        switch (statement)
        {
            case null or IEmptyOperation or IBranchOperation { BranchKind: BranchKind.Continue }:
                return true;
            case IBlockOperation block:
                foreach (var inner in block.Operations)
                {
                    if (!Only(inner, loop, depth - 1, ref found))
                    {
                        return false;
                    }
                }

                return true;
            case IConditionalOperation branch:
                return IsPure(branch.Condition) && Only(branch.WhenTrue, loop, depth - 1, ref found) && Only(branch.WhenFalse, loop, depth - 1, ref found);
            case IForEachLoopOperation nested:
                return IsPure(nested.Collection) && Only(nested.Body, loop, depth - 1, ref found);
            case IExpressionStatementOperation { Operation: var expression }:
                var accumulates = expression switch
                {
                    ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } compound => IsNumber(compound.Target.Type) && IsOutside(compound.Target, loop) && IsPure(compound.Value),
                    IIncrementOrDecrementOperation increment => IsOutside(increment.Target, loop),
                    _ => false,
                };
                found |= accumulates;
                return accumulates;
            default:
                return false;
        }
    }

    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double or SpecialType.System_Decimal;

    /// <summary>A local of outside the loop, which no turn reads.</summary>
    private static bool IsOutside(IOperation target, IForEachLoopOperation loop) =>
        target is ILocalReferenceOperation { Local: var local }
        && !BodyIndex.Of(loop).Reads(local).Any(r => r.IsInside(loop.Body) && r.Parent is not (ICompoundAssignmentOperation or IIncrementOrDecrementOperation))
        && local.DeclaringSyntaxReferences.All(d => !loop.Syntax.Span.Contains(d.Span));

    private static bool IsPure(IOperation expression) =>
        !expression.Contains<IOperation>(static o => o is IAwaitOperation or IAssignmentOperation or IIncrementOrDecrementOperation or IInvocationOperation { TargetMethod.ContainingNamespace.Name: not ("System" or "Linq") });
}
