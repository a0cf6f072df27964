using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Calls that do nothing to the database but read it, on whatever path and however rarely.</summary>
internal sealed class ReadingCalls(Bodies bodies, Dispatch dispatch, QueryReader queries, Func<EffectReader> effects, Func<Compilation, ReadingCalls> inSight)
{
    private const int Depth = 4;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether all that a piece of code does to the database is in sight, and changes nothing there; loops inside are part of it.</summary>
    public bool Cover(IOperation code) => Cover(code, Depth);

    private bool Cover(IOperation code, int depth) =>
        !code.Contains<IInvocationOperation>(c => !IsReading(c, depth)) && !code.Contains<IMethodReferenceOperation>(m => !IsReading(m.Method, depth));

    private bool TargetsOnlyRead(IMethodSymbol method, int depth)
    {
        var targets = dispatch.TargetsOf(method);
        return !targets.IsDefaultOrEmpty && targets.All(t => bodies.SourceOf(t) is { } source && inSight(source).OnlyReads(t, depth));
    }

    private bool OnlyReads(IMethodSymbol method, int depth)
    {
        if (!known.TryGetValue(method, out var reads))
        {
            reads = bodies.Of(method) is { } body && Cover(body, depth);
            known[method] = reads;
        }

        return reads;
    }

    private bool IsReading(IInvocationOperation call, int depth) => (queries.OperatorOf(call.TargetMethod)?.Kind ?? queries.ReadTerminal(call)?.Operator.Kind) switch
    {
        null => IsReading(call.TargetMethod, depth),
        OperatorKind.Update or OperatorKind.Delete => false,
        _ => true,
    };

    private bool IsReading(IMethodSymbol method, int depth)
    {
        var reader = effects();
        return reader.OfLibrary(method) == Effect.None
            && (!reader.MayReach(method) || (method.Declared().DeclaringSyntaxReferences.IsEmpty ? reader.Of(method).IsNone : depth > 0 && TargetsOnlyRead(method, depth - 1)));
    }
}
