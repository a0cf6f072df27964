using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Every query that is executed: by a terminal, by Find, or by a foreach over it.</summary>
    /// <param name="kinds">The terminals that matter, null for all.</param>
    /// <param name="see">Called once per execution; queries inside expression trees are translation and never seen.</param>
    public void Query(Func<OperatorKind, bool>? kinds, Action<QueryUse, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (OperatorTable.MayEnd(call.TargetMethod.Name)
                    && (kinds is null || kinds(OperatorTable.Of(call.TargetMethod.Name)?.Kind ?? OperatorKind.Find))
                    && facts.Queries.ReadTerminal(call) is { } use && !call.IsTranslated(facts.Symbols.Bcl))
                {
                    see(use, new Find(context, facts, descriptor));
                }
            },
            OperationKind.Invocation);

        if (kinds is null || kinds(OperatorKind.List))
        {
            start.RegisterOperationAction(
                context =>
                {
                    if (context.Operation is IForEachLoopOperation loop && facts.Queries.ReadEnumeration(loop) is { } use)
                    {
                        see(use, new Find(context, facts, descriptor));
                    }
                },
                OperationKind.Loop);
        }
    }
}
