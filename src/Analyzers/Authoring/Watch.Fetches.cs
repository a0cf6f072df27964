using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Rows that a query brings into memory although the database could do everything that is done with them; once per query.</summary>
    /// <remarks>Told when the body is done: the culprit stands behind the operation that finds it, and an editor shows an operation's reports only where that operation stands.</remarks>
    public void FetchedRows(Action<FetchedRows, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationBlockStartAction(body =>
        {
            List<FetchedRows>? found = null;
            body.RegisterOperationAction(
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
                        (found ??= []).Add(rows);
                    }
                },
                OperationKind.Invocation,
                OperationKind.Loop);
            body.RegisterOperationBlockEndAction(end =>
            {
                foreach (var rows in found ?? [])
                {
                    see(rows, new Find(end.OwningSymbol, rows.Fetch.Syntax.SyntaxTree, end.Options, end.ReportDiagnostic, facts, descriptor));
                }
            });
        });
    }
}
