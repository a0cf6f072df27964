using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Every iteration over elements whose turns reach the database, directly or through calls; once per iteration.</summary>
    public void Turn(Action<Turn, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(context => See(context, facts.Iterations.Read((ILoopOperation)context.Operation)), OperationKind.Loop);
        start.RegisterOperationAction(
            context =>
            {
                foreach (var iteration in facts.Iterations.Read((IInvocationOperation)context.Operation))
                {
                    See(context, iteration);
                }
            },
            OperationKind.Invocation);

        void See(OperationAnalysisContext context, Iteration iteration)
        {
            if (iteration is not { Repetition: Repetition.Elements } || facts.Surroundings.IsOneOff(context.ContainingSymbol) || iteration.IsErrorPath)
            {
                return;
            }

            var sites = facts.Effects.In(iteration);
            if (!sites.IsEmpty && !iteration.Operation.IsTranslated(facts.Symbols.Bcl))
            {
                see(new Turn(iteration, sites, new(() => facts.Outside.In(iteration)), new OwnContext(facts.Symbols.Ef)), new Find(context, facts, descriptor));
            }
        }
    }
}
