using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>One turn of a loop around a statement that saves: what runs in turns that don't get there, and what runs behind it.</summary>
internal sealed class SavedTurn
{
    private SavedTurn(LoopBody body, ImmutableArray<IOperation> skipped, ImmutableArray<IOperation> after, bool hasMore) =>
        (Body, Skipped, After, HasMore) = (body, skipped, after, hasMore);

    public LoopBody Body { get; }

    /// <summary>What a turn runs that ends, or goes another way, before the statement.</summary>
    public ImmutableArray<IOperation> Skipped { get; }

    public ImmutableArray<IOperation> After { get; }

    /// <summary>The block of the statement holds others.</summary>
    public bool HasMore { get; }

    /// <summary>The turn; null when the statement runs more than once in it, or the turn may end the loop.</summary>
    public static SavedTurn? Of(Iteration iteration, IOperation statement)
    {
        if (LoopBody.Of(iteration) is not { } body || statement.Parent is not IBlockOperation own)
        {
            return null;
        }

        var (skipped, after) = (ImmutableArray.CreateBuilder<IOperation>(), ImmutableArray.CreateBuilder<IOperation>());
        for (var (child, parent) = (statement, statement.Parent); ; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IBlockOperation block)
            {
                var at = block.Operations.IndexOf(child);
                var guards = block.Operations.Take(at).Select((o, i) => EndsTurn(o, body.Loop) ? i + 1 : 0).DefaultIfEmpty().Max();
                skipped.AddRange(block.Operations.Take(block == own ? guards : at));
                after.AddRange(block.Operations.Skip(at + 1));
                if (block == body.Block)
                {
                    break;
                }
            }
            else if (parent is IConditionalOperation choice && child != choice.Condition)
            {
                skipped.AddRange(choice.ChildOperations.Where(c => c != child));
            }
            else
            {
                return null;
            }
        }

        return body.Block.Contains<IOperation>(o => EndsLoop(o, body.Loop)) || after.Any(o => EndsTurn(o, body.Loop))
            ? null
            : new SavedTurn(body, skipped.ToImmutable(), after.ToImmutable(), own.Operations.Length > 1);
    }

    private static bool EndsTurn(IOperation region, ILoopOperation loop) =>
        region.Contains<IBranchOperation>(b => SymbolEqualityComparer.Default.Equals(b.Target, loop.ContinueLabel));

    private static bool EndsLoop(IOperation operation, ILoopOperation loop) => operation switch
    {
        IBranchOperation branch => branch.BranchKind == BranchKind.GoTo || SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        ILabeledOperation => true,
        IReturnOperation or IThrowOperation => !operation.IsInFunction(loop),
        _ => false,
    };
}
