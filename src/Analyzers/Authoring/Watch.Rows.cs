using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Rows;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Rows that a method loads and does nothing with but write.</summary>
    /// <param name="use">What must be done with them.</param>
    /// <param name="see">Called once per place that loads rows; rows that are needed for anything else are never seen.</param>
    public void Rows(RowUse use, Action<LoadedRows, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                var rows = context.Operation switch
                {
                    IInvocationOperation call => facts.Rows.Read(call),
                    IForEachLoopOperation loop => facts.Rows.Read(loop),
                    _ => null,
                };
                if (rows is not null && rows.Fate.Has(use) && !rows.Fate.Has(RowUse.Needed))
                {
                    see(rows, new Find(context, facts, descriptor));
                }
            },
            OperationKind.Invocation,
            OperationKind.Loop);
    }
}
