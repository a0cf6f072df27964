using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Pages;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Every place where a query is cut by position: Skip, Take, ElementAt, Last, and calls of helpers that page what they get.</summary>
    public void Page(Action<Page, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(See, OperationKind.Invocation, OperationKind.ObjectCreation);

        void See(OperationAnalysisContext context)
        {
            if (facts.Pages.Read(context.Operation) is { } page && !facts.Surroundings.IsOneOff(context.ContainingSymbol, context.Operation) && !page.Cut.IsTranslated(facts.Symbols.Bcl))
            {
                see(page, new Find(context, facts, descriptor));
            }
        }
    }

    /// <summary>Every call in a counting loop of a method that skips further from turn to turn.</summary>
    public void PageLoop(Action<PageLoop, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                if (facts.PageCalls.Read((IInvocationOperation)context.Operation) is { } loop && !facts.Surroundings.IsOneOff(context.ContainingSymbol, context.Operation))
                {
                    see(loop, new Find(context, facts, descriptor));
                }
            },
            OperationKind.Invocation);
    }
}
