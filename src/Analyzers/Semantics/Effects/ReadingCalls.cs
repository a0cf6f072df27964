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
    /// <summary>How many methods are read for one answer; nothing is said of what calls more.</summary>
    private const int Budget = 400;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether all that a piece of code does to the database is in sight, and changes nothing there; loops inside are part of it.</summary>
    public bool Cover(IOperation code)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var reads = Cover(code, seen);
        if (reads)
        {
            Remember(seen);
        }

        return reads;
    }

    /// <summary>What was seen on the way to a good end calls only what reads, round trips among it included.</summary>
    private void Remember(HashSet<IMethodSymbol> seen)
    {
        foreach (var method in seen)
        {
            known[method] = true;
        }
    }

    private bool Cover(IOperation code, HashSet<IMethodSymbol> seen) =>
        !code.Contains<IInvocationOperation>(c => !IsReading(c, seen)) && !code.Contains<IMethodReferenceOperation>(m => !IsReading(m.Method, seen));

    private bool TargetsOnlyRead(IMethodSymbol method, HashSet<IMethodSymbol> seen)
    {
        var targets = dispatch.TargetsOf(method);
        return !targets.IsDefaultOrEmpty && targets.All(t => bodies.SourceOf(t) is { } source && inSight(source).OnlyReads(t, seen));
    }

    private bool OnlyReads(IMethodSymbol method, HashSet<IMethodSymbol> seen)
    {
        if (known.TryGetValue(method, out var reads))
        {
            return reads;
        }

        if (!seen.Add(method))
        {
            return true;
        }

        if (seen.Count > Budget)
        {
            return false;
        }

        reads = bodies.Of(method) is { } body && Cover(body, seen);
        if (!reads && seen.Count <= Budget)
        {
            known[method] = false;
        }

        return reads;
    }

    private bool IsReading(IInvocationOperation call, HashSet<IMethodSymbol> seen) => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? IsAsked(call) || IsHandedIn(call, seen) : HandsOn(call) ? false : (queries.OperatorOf(call.TargetMethod)?.Kind ?? queries.ReadTerminal(call)?.Operator.Kind) switch
    {
        null => IsReading(call.TargetMethod, seen),
        OperatorKind.Update or OperatorKind.Delete => false,
        _ => true,
    };

    /// <summary>A delegate that was handed in and answers with a value, such as the texts of a language; one that does something may do anything.</summary>
    private static bool IsAsked(IInvocationOperation call) =>
        call is { TargetMethod: { ReturnsVoid: false, ReturnType: { SpecialType: not SpecialType.System_Boolean, Name: not ("Task" or "ValueTask") } }, Instance: IPropertyReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation };

    /// <summary>A delegate that a method in sight gets from its caller: what it does was read where it was made.</summary>
    private static bool IsHandedIn(IInvocationOperation call, HashSet<IMethodSymbol> seen) =>
        call.Receiver() is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } method } && seen.Contains(method.Declared());

    /// <summary>A delegate that was kept goes to a method in sight: nobody knows what it does there.</summary>
    private static bool HandsOn(IInvocationOperation call) => !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
        && call.Arguments.Any(static a => a.Parameter?.Type.TypeKind == TypeKind.Delegate && a.Value.WithoutConversions() is IFieldReferenceOperation or IPropertyReferenceOperation or IInvocationOperation);

    private bool IsReading(IMethodSymbol method, HashSet<IMethodSymbol> seen)
    {
        var reader = effects();
        return reader.OfLibrary(method) switch
        {
            Effect.None => !reader.MayReach(method) || (method.Declared().DeclaringSyntaxReferences.IsEmpty ? reader.Of(method).IsNone : TargetsOnlyRead(method, seen)),
            Effect.Wait => true,
            Effect.Query => EffectTable.Asks(method),
            _ => false,
        };
    }
}
