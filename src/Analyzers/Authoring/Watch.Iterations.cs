using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Every iteration over elements: loops, and lambdas that a method calls per element.</summary>
    public void Iteration(Action<Iteration, Find> see)
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
            if (iteration is { Repetition: Repetition.Elements } && !facts.Surroundings.IsOneOff(context.ContainingSymbol, iteration.Operation) && !iteration.Operation.IsTranslated(facts.Symbols.Bcl))
            {
                see(iteration, new Find(context, facts, descriptor));
            }
        }
    }
}
