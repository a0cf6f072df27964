using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>The local that counts the pages, or the rows, of a loop: from the first page on, one page a turn.</summary>
internal sealed class PageCounter
{
    private readonly ILocalSymbol local;
    private readonly IOperation offset;
    private readonly Write start;
    private readonly Write step;

    private PageCounter(ILocalSymbol local, IOperation offset, Write start, Write step) => (this.local, this.offset, this.start, this.step) = (local, offset, start, step);

    /// <summary>The counter behind the number of skipped rows; null when a turn may skip, repeat or choose a page.</summary>
    public static PageCounter? Of(IOperation offset, PageFetch fetch)
    {
        if (Parts(offset.WithoutConversions(), fetch) is not var (local, first, countsRows) || BodyIndex.Of(offset) is not { IsComplete: true } index
            || index.Writes(local) is not [{ At: IVariableDeclaratorOperation declarator, Value.ConstantValue: { HasValue: true, Value: int value } } start, var step] || value != first
            || !StartsWithLoop(declarator.Syntax, fetch.Loop.Syntax) || local.IsRef || !Advances(step, local, countsRows, fetch) || !StandsBehind(step.At.Syntax, fetch) || Leaps(fetch, step.At.Syntax))
        {
            return null;
        }

        return new PageCounter(local, offset, start, step);
    }

    /// <summary>The declaration and the step, when nothing else reads the counter and a loop is left without them; none otherwise.</summary>
    public ImmutableArray<Location> Removable(ILoopOperation loop)
    {
        var isRead = BodyIndex.Of(loop).Reads(local).Any(r => !r.IsInside(offset) && !r.IsInside(step.At));
        var isWhole = loop.Syntax is ForStatementSyntax head
            ? head is { Declaration.Variables.Count: 1, Initializers.Count: 0, Incrementors.Count: 1 } && start.At.Syntax.Parent?.Parent == head && step.At.Syntax.Parent == head
            : start.At.Syntax.Parent is VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax } && step.At.Syntax.Parent is ExpressionStatementSyntax;
        return isRead || !isWhole ? ImmutableArray<Location>.Empty : ImmutableArray.Create(start.At.Syntax.GetLocation(), step.At.Syntax.GetLocation());
    }

    /// <summary>`page * size`, `(page - 1) * size` or `skipped`: the local, what it starts from, and whether it counts rows.</summary>
    private static (ILocalSymbol Local, int First, bool CountsRows)? Parts(IOperation offset, PageFetch fetch)
    {
        if (offset is ILocalReferenceOperation rows)
        {
            return (rows.Local, 0, true);
        }

        if (offset is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product)
        {
            return null;
        }

        var (left, right) = (product.LeftOperand.WithoutConversions(), product.RightOperand.WithoutConversions());
        var pages = fetch.IsSize(right) ? left : fetch.IsSize(left) ? right : null;
        return pages switch
        {
            ILocalReferenceOperation page => (page.Local, 0, false),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, RightOperand.ConstantValue: { HasValue: true, Value: int first } } less when less.LeftOperand.WithoutConversions() is ILocalReferenceOperation page => (page.Local, first, false),
            _ => null,
        };
    }

    /// <summary>Each run of the loop begins with the first page.</summary>
    private static bool StartsWithLoop(SyntaxNode declarator, SyntaxNode loop) => declarator.Parent?.Parent switch
    {
        ForStatementSyntax own => own == loop,
        LocalDeclarationStatementSyntax statement => statement.Parent == loop.Parent && statement.SpanStart < loop.SpanStart,
        _ => false,
    };

    private static bool Advances(Write step, ILocalSymbol local, bool countsRows, PageFetch fetch)
    {
        if (step.At is IIncrementOrDecrementOperation { Kind: OperationKind.Increment })
        {
            return !countsRows;
        }

        var amount = step.At switch
        {
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } compound => compound.Value,
            ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: ILocalReferenceOperation self } sum } when SymbolEqualityComparer.Default.Equals(self.Local, local) => sum.RightOperand,
            _ => null,
        };
        return amount is not null && (countsRows ? fetch.IsSize(amount) || fetch.IsCount(amount) : amount.ConstantValue is { HasValue: true, Value: 1 });
    }

    /// <summary>In the loop's own list behind the fetch, or in the head of a `for`.</summary>
    private static bool StandsBehind(SyntaxNode step, PageFetch fetch) =>
        step.Parent == fetch.Loop.Syntax && step.Parent is ForStatementSyntax
        || step.Parent is ExpressionStatementSyntax statement && statement.Parent == fetch.Statement.Parent && statement.SpanStart > fetch.Statement.SpanStart;

    /// <summary>A jump to the next turn that goes round the fetch or the step.</summary>
    private static bool Leaps(PageFetch fetch, SyntaxNode step)
    {
        var end = step.Parent == fetch.Loop.Syntax ? fetch.Statement.SpanStart : step.SpanStart;
        return fetch.Loop.Syntax.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n =>
            n is GotoStatementSyntax { CaseOrDefaultKeyword.RawKind: 0 } or LabeledStatementSyntax
            || n is ContinueStatementSyntax && n.SpanStart < end && n.Ancestors().First(static a => a is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax) == fetch.Loop.Syntax);
    }
}
