using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Code that runs when a whole table has no rows: it fills it, once in the life of a database.</summary>
internal sealed class EmptyTables(QueryReader queries)
{
    /// <summary>Whether the iteration stands behind `if (!db.Orders.Any())`, or behind `if (db.Orders.Any()) return;`.</summary>
    public bool AreFilledBy(Iteration iteration)
    {
        for (IOperation child = iteration.Operation; child.Parent is { } parent; child = parent)
        {
            var isFirstRun = parent switch
            {
                IConditionalOperation branch => child != branch.Condition && IsEmpty(branch.Condition) is { } isEmpty && isEmpty == (child == branch.WhenTrue),
                IBlockOperation block => block.Operations.TakeWhile(s => s != child).Any(IsGuard),
                _ => false,
            };
            if (isFirstRun)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsGuard(IOperation statement) =>
        statement is IConditionalOperation { WhenFalse: null, WhenTrue: var leave } guard && (leave is IBlockOperation { Operations: [.., var last] } ? last : leave) is IReturnOperation or IThrowOperation && IsEmpty(guard.Condition) == false;

    /// <summary>True when a table is empty where the condition holds, false when one is where it doesn't; null when it says nothing of the kind.</summary>
    private bool? IsEmpty(IOperation condition)
    {
        switch (condition.Core())
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation:
                return !IsEmpty(negation.Operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return IsEmpty(both.LeftOperand) == true || IsEmpty(both.RightOperand) == true ? true : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                return IsEmpty(either.LeftOperand) == false || IsEmpty(either.RightOperand) == false ? false : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan } comparison
                when comparison.RightOperand.WithoutConversions().ConstantValue is { HasValue: true, Value: 0 } && IsOfTable(comparison.LeftOperand, OperatorKind.Count):
                return comparison.OperatorKind == BinaryOperatorKind.Equals;
            case var call:
                return IsOfTable(call, OperatorKind.Any) ? false : null;
        }
    }

    /// <summary>A terminal over every row of a set.</summary>
    private bool IsOfTable(IOperation value, OperatorKind kind) =>
        value.Core() is IInvocationOperation call && OperatorTable.Of(call.TargetMethod.Name)?.Kind == kind && QueryReader.LambdaOf(call) is null
        && queries.ReadTerminal(call)?.Query is { Root.Kind: RootKind.Set or RootKind.Call or RootKind.Member, IsComplete: true, Steps: var steps } && steps.All(static s => s.Kind is OperatorKind.Tracking or OperatorKind.Tag or OperatorKind.Neutral);
}
