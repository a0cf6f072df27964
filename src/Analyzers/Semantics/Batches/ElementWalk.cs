using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>What goes through elements in one place: a foreach, or a call that runs a lambda for each of them before its statement is over.</summary>
/// <param name="Operation">The loop or the call.</param>
/// <param name="Statement">The loop, or the statement around the call.</param>
/// <param name="Body">What runs for each element.</param>
/// <param name="Element">The variable that stands for it.</param>
/// <param name="Source">What the elements come from.</param>
internal sealed record ElementWalk(IOperation Operation, IOperation Statement, IOperation Body, ISymbol Element, IOperation Source)
{
    /// <summary>What enumerates a sequence to its end.</summary>
    private static readonly ImmutableHashSet<string> Ends = ImmutableHashSet.Create(
        StringComparer.Ordinal, "ToList", "ToArray", "ToHashSet", "ToDictionary", "ToLookup", "Sum", "Min", "Max", "Average", "Count", "LongCount", "ForEach");

    /// <summary>What hands a sequence on, all of it.</summary>
    private static readonly ImmutableHashSet<string> Steps = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Select", "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Distinct", "Reverse");

    public bool IsLoop => Operation is ILoopOperation;

    /// <summary>All that runs between the first element and the last: the body of the loop, or the statement with the lambda.</summary>
    public IOperation Region => IsLoop ? Body : Statement;

    /// <summary>The walk that an iteration is; null when its turns may run later, or not at all.</summary>
    public static ElementWalk? Of(Iteration iteration, BclSymbols bcl) => iteration switch
    {
        { Kind: IterationKind.ForEach, Operation: IForEachLoopOperation { IsAsynchronous: false } loop, Elements: [var element] } => new(loop, loop, loop.Body, element, loop.Collection),
        { Kind: IterationKind.Lambda, Operation: IInvocationOperation call, Body: IAnonymousFunctionOperation { Symbol: { IsAsync: false, Parameters.Length: 1 }, Body: var body }, Elements: [var element] }
            when IsInMemory(call, bcl) && call.Receiver() is { } source && EndOf(call, bcl) is { } end && StatementOf(end, body) is { } statement => new(call, statement, body, element, source),
        _ => null,
    };

    /// <summary>Whether a branch ends the walk.</summary>
    public bool IsLeft(IBranchOperation branch) => Operation is ILoopOperation { ExitLabel: var exit } && SymbolEqualityComparer.Default.Equals(branch.Target, exit);

    private static bool IsInMemory(IInvocationOperation call, BclSymbols bcl) =>
        call.TargetMethod.ContainingType.Is(bcl.Enumerable) || call.TargetMethod is { Name: "ForEach", ContainingType: { Name: "List", TypeArguments.Length: 1 } };

    /// <summary>The call that enumerates to the end what a call of LINQ makes.</summary>
    private static IInvocationOperation? EndOf(IInvocationOperation call, BclSymbols bcl)
    {
        for (IInvocationOperation? step = call; step is not null && IsInMemory(step, bcl); step = step.Consumer() as IInvocationOperation)
        {
            if (Ends.Contains(step.TargetMethod.Name))
            {
                return step;
            }

            if (!Steps.Contains(step.TargetMethod.Name) || step.Consumer() is not IInvocationOperation next || next.Receiver()?.WithoutConversions() != step)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The statement that surely comes to the call, once, and changes nothing before it.</summary>
    private static IOperation? StatementOf(IInvocationOperation end, IOperation body)
    {
        for (IOperation child = end; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IBlockOperation { Syntax: BlockSyntax or CompilationUnitSyntax }:
                    return child is IVariableDeclarationGroupOperation or IReturnOperation or IExpressionStatementOperation && IsPlain(child, body) ? child : null;
                case IConversionOperation or IParenthesizedOperation or IArgumentOperation or IInvocationOperation or IAwaitOperation:
                case IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation:
                case IReturnOperation or IExpressionStatementOperation or ISimpleAssignmentOperation:
                case IObjectCreationOperation or IAnonymousObjectCreationOperation or IObjectOrCollectionInitializerOperation or IMemberInitializerOperation:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Nothing is written in the statement but what it is for, members of what it makes, and what the lambda writes.</summary>
    private static bool IsPlain(IOperation statement, IOperation body) => statement.DescendantsAndSelf().All(part => part switch
    {
        IAssignmentOperation write => write.Parent is IExpressionStatementOperation or IObjectOrCollectionInitializerOperation || write.IsInside(body),
        IIncrementOrDecrementOperation or IDeclarationExpressionOperation => part.IsInside(body),
        _ => true,
    });
}
