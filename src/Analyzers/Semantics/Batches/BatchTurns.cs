using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>The turns of a loop that come to a query inside it.</summary>
internal sealed class BatchTurns
{
    private readonly ImmutableArray<(string Alone, string Among)>.Builder filters = ImmutableArray.CreateBuilder<(string Alone, string Among)>();
    private readonly ImmutableArray<ISymbol>.Builder members = ImmutableArray.CreateBuilder<ISymbol>();
    private readonly Iteration iteration;
    private readonly BatchBody body;

    private BatchTurns(Iteration iteration, BatchBody body) => (this.iteration, this.body) = (iteration, body);

    /// <summary>What is known before the loop of the elements that ask, as a condition on the name of the element.</summary>
    public string Filter => string.Join(" && ", filters.Count == 1 ? [filters[0].Alone] : filters.Select(static f => f.Among));

    /// <summary>What of the element that condition reads.</summary>
    public ImmutableArray<ISymbol> Members => members.ToImmutable();

    /// <summary>Some turns don't come to the query, and which ones isn't known before the loop.</summary>
    public bool IsSome { get; private set; }

    /// <summary>A failure of the query doesn't end the loop.</summary>
    public bool IsCaught { get; private set; }

    /// <summary>The turns that come to the query; null when it stands in a lambda or a handler, or isn't asked in the turn itself.</summary>
    public static BatchTurns? Of(ElementWalk walk, IOperation query, Iteration iteration, BatchBody body)
    {
        var turns = new BatchTurns(iteration, body) { IsSome = body.LeavesEarly };
        for (var (child, parent) = (query, query.Parent); parent is not null && child != walk.Body; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation)
            {
                return null;
            }

            turns.See(child, parent);
        }

        return turns;
    }

    private void See(IOperation child, IOperation parent)
    {
        switch (parent)
        {
            case ITryOperation { Catches.IsEmpty: false }:
                IsCaught = true;
                break;
            case IConditionalOperation choice when child != choice.Condition:
                Narrow(choice.Condition, holds: child == choice.WhenTrue);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both when child != both.LeftOperand:
                Narrow(both.LeftOperand, holds: both.OperatorKind == BinaryOperatorKind.ConditionalAnd);
                break;
            case IBlockOperation block:
                foreach (var guard in block.Operations.TakeWhile(o => o != child).OfType<IConditionalOperation>().Where(IsGuard).Reverse())
                {
                    Narrow(guard.Condition, holds: false);
                }

                break;
            case ILoopOperation inner and not IForEachLoopOperation:
            case IForEachLoopOperation each when child != each.Collection:
            case ICoalesceAssignmentOperation:
            case ISwitchOperation choice when child != choice.Value:
            case ISwitchExpressionOperation select when child != select.Value:
            case ICoalesceOperation coalesce when child != coalesce.Value:
            case IConditionalAccessOperation access when child != access.Operation:
                IsSome = true;
                break;
        }
    }

    /// <summary>It leaves the turn at once.</summary>
    private static bool IsGuard(IConditionalOperation choice) =>
        choice is { WhenFalse: null, WhenTrue: IBranchOperation { BranchKind: BranchKind.Continue } or IBlockOperation { Operations: [IBranchOperation { BranchKind: BranchKind.Continue }] } };

    private void Narrow(IOperation condition, bool holds)
    {
        var read = ImmutableArray.CreateBuilder<ISymbol>();
        if (condition.Syntax is not ExpressionSyntax syntax || syntax.DescendantTrivia().Any(static t => !t.IsKind(SyntaxKind.WhitespaceTrivia)) || !condition.DescendantsAndSelf().All(part => IsKnownBefore(part, read)))
        {
            IsSome = true;
            return;
        }

        members.AddRange(read);
        var alone = holds ? syntax.ToString() : IsPrimary(syntax) ? $"!{syntax}" : $"!({syntax})";
        filters.Insert(0, (alone, !holds || IsPrimary(syntax) || syntax is PrefixUnaryExpressionSyntax ? alone : $"({alone})"));
    }

    private static bool IsPrimary(ExpressionSyntax syntax) => syntax is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax;

    /// <summary>Made of what the element has stored, of constants, and of variables that no turn changes.</summary>
    private bool IsKnownBefore(IOperation part, ImmutableArray<ISymbol>.Builder read)
    {
        switch (part)
        {
            case ILocalReferenceOperation { Local: var local } when SymbolEqualityComparer.Default.Equals(local, iteration.Elements[0]):
                return local.Type.IsValueType || part.Parent is IMemberReferenceOperation;
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return part.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String } && !iteration.Varies(part);
            case IFieldReferenceOperation { Field: { IsConst: true } or { IsStatic: true, IsReadOnly: true } }:
                return true;
            case IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol, Instance: { } owner, Member: var member } when ElementValue.IsStored(member) && !body.Assigns(member)
                && (owner is ILocalReferenceOperation { Local: var of } && SymbolEqualityComparer.Default.Equals(of, iteration.Elements[0]) || owner.Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } && member.Name == "HasValue"):
                read.Add(member);
                return true;
            case IBinaryOperation { OperatorMethod: null or { DeclaringSyntaxReferences.IsEmpty: true }, OperatorKind: not (BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder) }:
            case IUnaryOperation { OperatorMethod: null } or ILiteralOperation or IConversionOperation { OperatorMethod: null } or IParenthesizedOperation:
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } or IConstantPatternOperation or INegatedPatternOperation:
            case IInvocationOperation { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String } } or IArgumentOperation:
                return true;
            default:
                return false;
        }
    }
}
