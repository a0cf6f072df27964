using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics;

/// <summary>What all rules know together about one compilation; built once, lazily, and shared by every analyzer.</summary>
internal sealed class Knowledge
{
    private static readonly ConditionalWeakTable<Compilation, Knowledge> Known = new();

    private Knowledge(Compilation compilation)
    {
        Compilation = compilation;
        Symbols = new KnownSymbols(compilation);
        Bodies = new Bodies(compilation);
        Dispatch = new Dispatch(compilation);
        Iterations = new IterationReader(Symbols);
        Queries = new QueryReader(Symbols, Bodies, Dispatch);
    }

    public Compilation Compilation { get; }

    public KnownSymbols Symbols { get; }

    public Bodies Bodies { get; }

    public Dispatch Dispatch { get; }

    public IterationReader Iterations { get; }

    public QueryReader Queries { get; }

    public static Knowledge Of(Compilation compilation) => Known.GetValue(compilation, static c => new Knowledge(c));
}
