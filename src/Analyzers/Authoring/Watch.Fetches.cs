using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Rows that a query brings into memory although the database could do everything that is done with them; once per query.</summary>
    public void FetchedRows(Action<FetchedRows, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                var rows = context.Operation switch
                {
                    IInvocationOperation call => facts.Fetches.Read(call),
                    IForEachLoopOperation loop => facts.Fetches.Read(loop),
                    _ => null,
                };
                if (rows is not null && !facts.Surroundings.IsOneOff(context.ContainingSymbol, context.Operation))
                {
                    see(rows, new Find(context, facts, descriptor));
                }
            },
            OperationKind.Invocation,
            OperationKind.Loop);
    }
}
