using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Tests.Semantics.Queries;

/// <summary>Code in, the one-line description of the query at the mark out.</summary>
internal static class QueryOf
{
    /// <summary>What the marked expression stands for.</summary>
    public static string Marked(string code, Setup? with = null) => Read(code, with)?.ToString() ?? "none";

    public static Query? Read(string code, Setup? with = null)
    {
        var snippet = Snippet.Compile(code, with);
        return Knowledge.Of(snippet.Compilation).Queries.Read(snippet.Marked());
    }

    /// <summary>The query that the marked call or loop executes.</summary>
    public static string Executed(string code, Setup? with = null)
    {
        var snippet = Snippet.Compile(code, with);
        var queries = Knowledge.Of(snippet.Compilation).Queries;
        var use = snippet.MarkedNode() is ForEachStatementSyntax
            ? queries.ReadEnumeration(snippet.Marked<IForEachLoopOperation>())
            : queries.ReadTerminal((IInvocationOperation)snippet.Marked().Core());
        return use?.ToString() ?? "none";
    }
}
