using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>One turn of an iteration over elements, and where it reaches the database.</summary>
internal sealed class Turn(Iteration iteration, ImmutableArray<EffectSite> sites)
{
    public Iteration Iteration => iteration;

    /// <summary>The statements and calls that run again and again with inputs of the turn.</summary>
    public IEnumerable<EffectSite> Queries => SitesOf(Effect.Query);

    public IEnumerable<EffectSite> Saves => SitesOf(Effect.Save);

    /// <summary>Each turn also talks to another system, which costs more than a statement.</summary>
    public bool CallsOut => sites.Any(s => s.Effect == Effect.External);

    /// <summary>Each turn waits on purpose.</summary>
    public bool Waits => sites.Any(s => s.Effect == Effect.Wait);

    private IEnumerable<EffectSite> SitesOf(Effect effect) => sites.Where(s => s.Effect == effect && !LeavesAfter(s.Operation));

    /// <summary>Whether the failure of one turn is kept from the others: a try around the site inside the turn.</summary>
    public bool IsIsolated(EffectSite site)
    {
        for (var parent = site.Operation.Parent; parent is not null && parent != iteration.Body.Parent; parent = parent.Parent)
        {
            if (parent is ITryOperation { Catches.Length: > 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the iteration ends right after the operation on every path: it runs once at most.</summary>
    private bool LeavesAfter(IOperation operation)
    {
        if (iteration.Operation is not ILoopOperation)
        {
            return false;
        }

        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != iteration.Body; (child, parent) = (parent, parent.Parent))
        {
            if (child is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation)
            {
                return true;
            }

            var statements = parent switch
            {
                IBlockOperation block => block.Operations,
                ISwitchCaseOperation section => section.Body,
                _ => ImmutableArray<IOperation>.Empty,
            };
            for (var next = statements.IndexOf(child) + 1; next > 0 && next < statements.Length; next++)
            {
                if (statements[next] is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break } && parent is not ISwitchCaseOperation)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
