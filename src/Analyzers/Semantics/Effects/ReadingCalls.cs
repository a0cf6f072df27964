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
    public bool Cover(IOperation code) => !code.Contains<IInvocationOperation>(c => !IsReading(c, Depth));

    private bool OnlyRead(IMethodSymbol method, int depth)
    {
        var targets = dispatch.TargetsOf(method);
        return !targets.IsDefaultOrEmpty && targets.All(t => bodies.SourceOf(t) is { } source && inSight(source).IsReading(t, depth));
    }

    private bool IsReading(IMethodSymbol method, int depth)
    {
        if (!known.TryGetValue(method, out var reads))
        {
            reads = bodies.Of(method) is { } body && !body.Contains<IInvocationOperation>(c => !IsReading(c, depth));
            known[method] = reads;
        }

        return reads;
    }

    private bool IsReading(IInvocationOperation call, int depth)
    {
        if (queries.ReadTerminal(call)?.Operator.Kind is { } kind)
        {
            return kind is not (OperatorKind.Update or OperatorKind.Delete);
        }

        var (method, reader) = (call.TargetMethod, effects());
        return reader.OfLibrary(method) == Effect.None
            && (!reader.MayReach(method) || reader.Of(method).IsNone || depth > 0 && OnlyRead(method, depth - 1));
    }
}
