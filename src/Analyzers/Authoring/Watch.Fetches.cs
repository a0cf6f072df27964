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
        start.RegisterOperationBlockAction(context =>
        {
            foreach (var block in context.OperationBlocks)
            {
                foreach (var rows in facts.Fetches.In(block))
                {
                    if (!facts.Surroundings.IsOneOff(context.OwningSymbol, rows.Fetch))
                    {
                        see(rows, new Find(context, rows.Fetch.Syntax.SyntaxTree, facts, descriptor));
                    }
                }
            }
        });
    }
}
