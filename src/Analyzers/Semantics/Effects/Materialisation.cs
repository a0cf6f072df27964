using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>How much of a table a call brings, as far as its query shows.</summary>
internal enum RowCount
{
    /// <summary>Nothing is known about the query: another library, a stored procedure, a declaration.</summary>
    Unknown,

    /// <summary>At most a handful, whatever the data: a page, a key, a group per enum member.</summary>
    Few,

    /// <summary>What a filter leaves.</summary>
    Filtered,

    /// <summary>Every row.</summary>
    All,
}

/// <summary>A call whose result is the rows of a query: what crosses methods and projects.</summary>
/// <param name="Entity">The name of the row's type.</param>
/// <param name="Rows">How many rows that is.</param>
/// <param name="Certainty">Whether every implementation in sight does it, or only its declaration says so.</param>
/// <param name="Trail">The way to the query, first the method itself.</param>
/// <param name="IsAsStored">The call returns what the query reads, and not what code makes of it.</param>
internal sealed record MaterialisedCall(string Entity, RowCount Rows, Certainty Certainty, Trail Trail, bool IsAsStored = true)
{
    public override string ToString() => $"{Rows.ToString().ToLowerInvariant()} {Entity}, {Certainty.ToString().ToLowerInvariant()}: {Trail}";
}

/// <summary>Which calls return the rows of a query; one answer per method, pulled when a call asks for it.</summary>
internal sealed class Materialisation(
    KnownSymbols symbols, Bodies bodies, Dispatch dispatch, QueryReader queries, RowBounds bounds, EffectReader effects, Func<Compilation, Materialisation> readerOf)
{
    private const int Depth = 4;

    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), MaterialisedCall?> known = new(MethodAtDepth.Comparer);

    /// <summary>The query whose rows the call returns, null when it is none; rows that it also changes have to come.</summary>
    public MaterialisedCall? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (!ReturnsRows(method) || queries.OperatorOf(method) is not null)
        {
            return null;
        }

        if (effects.OfLibrary(method) == Effect.Query)
        {
            return OfLibrary(method, HopAt(call));
        }

        var isDeclared = method.ContainingType is { TypeKind: TypeKind.Interface } type && DeclaredEffects.IsDataInterface(type.Name);
        return (isDeclared || IsDeferred(method) || effects.MayReach(method)) && OfTargets(dispatch.TargetsOf(call), method, HopAt(call), Depth) is { } found && effects.Of(method).Saves == Certainty.None
            ? found with { IsAsStored = found.Entity == symbols.Bcl.ElementOf(call.Type)?.Name }
            : null;
    }

    /// <summary>What facts say about the rows that a method returns; null when those are a few, or none of a query.</summary>
    public ReturnedRows? Fact(IMethodSymbol method) =>
        ReturnsRows(method) && OfMethod(method, Depth) is { Rows: not RowCount.Few } rows
            ? new ReturnedRows(rows.Entity, rows.Rows, rows.Certainty, rows.Trail.Hops.Select(static h => h.Name).ToImmutableArray())
            : null;

    /// <summary>The entities that a manager returns; the roles, claims and logins of one account are a few, and raw SQL has decided already what it reads.</summary>
    private MaterialisedCall? OfLibrary(IMethodSymbol method, Hop hop) =>
        symbols.Bcl.ElementOf(method.OriginalDefinition.ReturnType) is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type }
            ? new MaterialisedCall(symbols.Bcl.ElementOf(method.ReturnType)?.Name ?? "", RowCount.Filtered, Certainty.Always, Trail.Empty.After(hop))
            : null;

    private bool ReturnsRows(IMethodSymbol method) =>
        symbols.Bcl.ElementOf(method.ReturnType) is { } element && element is not { SpecialType: SpecialType.System_Byte or SpecialType.System_Char } && !element.Is(symbols.Bcl.KeyValuePair)
        && !symbols.Bcl.IsQueryable(symbols.Bcl.Awaited(method.ReturnType));

    /// <summary>Declared as no more than a sequence: a query may hide in it that nothing in the body runs.</summary>
    private bool IsDeferred(IMethodSymbol method) => symbols.Bcl.Awaited(method.ReturnType).Is(symbols.Bcl.IEnumerableOf);

    private static Hop HopAt(IInvocationOperation call) => new(call.TargetMethod.Name, QueryReader.NameOf(call));

    private MaterialisedCall? OfTargets(ImmutableArray<IMethodSymbol> targets, IMethodSymbol method, Hop hop, int depth)
    {
        if (targets.IsDefault || depth == 0)
        {
            return null;
        }

        if (targets.IsEmpty)
        {
            return DeclaredEffects.Of(method.Declared(), symbols.Bcl) == Effect.Query
                ? new MaterialisedCall(symbols.Bcl.ElementOf(method.ReturnType)?.Name ?? "", IsAskedForAll(method) ? RowCount.All : RowCount.Unknown, Certainty.Assumed, Trail.Empty.After(hop))
                : null;
        }

        MaterialisedCall? joined = null;
        foreach (var target in targets)
        {
            if (OfMethod(target, depth) is not { } one)
            {
                return null;
            }

            // The implementation that shows its query speaks for the one that hides it in a stored procedure.
            joined = joined is null || joined.Rows == RowCount.Unknown ? one : one.Rows == RowCount.Unknown || one.Rows > joined.Rows ? joined : one;
        }

        return joined is null ? null : joined with { Trail = joined.Trail.After(hop) };
    }

    /// <summary>Nothing that it gets could choose some of them.</summary>
    private bool IsAskedForAll(IMethodSymbol method) => method.Parameters.All(p => p.Type.Is(symbols.Bcl.CancellationToken));

    private MaterialisedCall? OfMethod(IMethodSymbol method, int depth)
    {
        if (known.TryGetValue((method, depth), out var found))
        {
            return found;
        }

        found = bodies.SourceOf(method) is not { } source ? OfFacts(method)
            : source == bodies.Compilation ? OfBody(method, depth)
            : readerOf(source).OfMethod(method, depth);
        known[(method, depth)] = found;
        return found;
    }

    private MaterialisedCall? OfFacts(IMethodSymbol method) =>
        effects.Written(method)?.Rows is { } rows ? new MaterialisedCall(rows.Entity, rows.Rows, rows.Certainty, Trail.Of(rows.Trail)) : null;

    private MaterialisedCall? OfBody(IMethodSymbol method, int depth)
    {
        if (bodies.Of(method) is not { } body)
        {
            return null;
        }

        MaterialisedCall? joined = null;
        foreach (var value in body.ReturnedValues())
        {
            if (IsEmpty(value))
            {
                continue;
            }

            if (new Reading(this, depth).Rows(value, 0) is not { } rows)
            {
                return null;
            }

            joined = joined is null || rows.Rows < joined.Rows ? rows : joined;
        }

        return joined;
    }

    private static bool IsEmpty(IOperation value) => value.Core() switch
    {
        ILiteralOperation or IDefaultValueOperation => true,
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } => true,
        IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.IsEmpty: true } } => true,
        IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true } } => true,
        IInvocationOperation { TargetMethod: { Name: "FromResult", Parameters.Length: 1 } } wrapped => IsEmpty(wrapped.Arguments[0].Value),
        { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.ArrayCreationExpressionSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax { Elements.Count: 0 } } created => created is not IInvocationOperation,
        _ => false,
    };

    /// <summary>One reading of a returned value.</summary>
    private sealed class Reading(Materialisation room, int depth)
    {
        private const int MostWrites = 12;
        private int budget = 80;

        public MaterialisedCall? Rows(IOperation value, int hops)
        {
            if (--budget < 0 || hops > 12)
            {
                return null;
            }

            var operation = value.Core();
            if (room.Symbols.Bcl.IsQueryable(operation.Type))
            {
                return room.Queries.Read(operation) is { IsDatabase: true } query ? room.Seen(query, new Hop("the query", operation.Syntax.GetLocation())) : null;
            }

            return operation switch
            {
                IInvocationOperation call => OfCall(call, hops + 1),
                ILocalReferenceOperation local => OfLocal(local, hops + 1),
                IConditionalOperation { WhenFalse: { } whenFalse } choice => Both(choice.WhenTrue, whenFalse, hops + 1),
                ICoalesceOperation coalesce => Both(coalesce.Value, coalesce.WhenNull, hops + 1),
                _ => null,
            };
        }

        private MaterialisedCall? Both(IOperation first, IOperation second, int hops) =>
            IsEmpty(first) ? Rows(second, hops) : IsEmpty(second) ? Rows(first, hops)
            : Rows(first, hops) is { } one && Rows(second, hops) is { } other ? one.Rows <= other.Rows ? one : other : null;

        private MaterialisedCall? OfLocal(ILocalReferenceOperation reference, int hops)
        {
            MaterialisedCall? joined = null;
            var writes = BodyIndex.Of(reference).Writes(reference.Local);
            foreach (var write in writes.Take(MostWrites + 1))
            {
                if (write.At.Syntax.SpanStart > reference.Syntax.SpanStart || IsEmpty(write.Value) && write.Value.Core() is ILiteralOperation or IDefaultValueOperation)
                {
                    continue;
                }

                if (writes.Count > MostWrites || write.IsCompound || write.Value.Contains<ILocalReferenceOperation>(r => SymbolEqualityComparer.Default.Equals(r.Local, reference.Local)) || Rows(write.Value, hops) is not { } rows)
                {
                    return null;
                }

                joined = joined is null || rows.Rows < joined.Rows ? rows : joined;
            }

            return joined;
        }

        private MaterialisedCall? OfCall(IInvocationOperation call, int hops)
        {
            var method = call.TargetMethod;
            if (method.Name == "FromResult" && call.Arguments.Length == 1)
            {
                return Rows(call.Arguments[0].Value, hops);
            }

            if (room.Queries.OperatorOf(method) is { } step)
            {
                return OfOperator(call, step, hops);
            }

            if (method.Name is "Map" or "MapTo" or "Adapt" && Mapped(call) is { } source)
            {
                return Rows(source, hops);
            }

            if (!room.ReturnsRows(method))
            {
                return null;
            }

            if (room.Effects.OfLibrary(method) == Effect.Query)
            {
                if (call.Arguments.Any(static a => a.Parameter?.Type.SpecialType == SpecialType.System_String && SqlText.Changes(a.Value)))
                {
                    return null;
                }

                return room.OfLibrary(method, HopAt(call)) ?? new MaterialisedCall(room.Symbols.Bcl.ElementOf(call.Type)?.Name ?? "", RowCount.Unknown, Certainty.Always, Trail.Empty.After(HopAt(call)));
            }

            var name = method.ContainingType is { } type && method.MethodKind == MethodKind.Ordinary ? $"{type.Name}.{method.Name}" : method.Name;
            return room.IsDeferred(method) || room.Effects.MayReach(method) ? room.OfTargets(room.TargetsOf(call), method, new Hop(name, QueryReader.NameOf(call)), depth - 1) : null;
        }

        private MaterialisedCall? OfOperator(IInvocationOperation call, Operator step, int hops)
        {
            switch (step.Kind)
            {
                case OperatorKind.List when room.Queries.ReadTerminal(call) is { } use:
                    return room.Seen(use.Query, HopAt(call));
                case OperatorKind.Stream when call.Receiver() is { } receiver && room.Symbols.Bcl.IsQueryable(receiver.WithoutConversions().Type):
                    return room.Queries.Read(receiver) is { IsDatabase: true } query ? room.Seen(query, HopAt(call)) : null;
                case OperatorKind.List or OperatorKind.Stream or OperatorKind.Filter or OperatorKind.Project or OperatorKind.Order or OperatorKind.ThenOrder or OperatorKind.Reverse
                    or OperatorKind.Distinct or OperatorKind.Cast or OperatorKind.Neutral when call.Receiver() is { } receiver:
                    return Rows(receiver, hops);
                default:
                    return null;
            }
        }

        /// <summary>What a mapper maps: the rows, when they are its only sequence.</summary>
        private IOperation? Mapped(IInvocationOperation call) =>
            call.Arguments.Select(static a => a.Value).Where(v => room.Symbols.Bcl.ElementOf(v.WithoutConversions().Type) is not null).Take(2).ToList() is { Count: 1 } only ? only[0] : null;
    }

    private MaterialisedCall? Seen(Query query, Hop hop) =>
        new(query.Entity?.Name ?? "", bounds.Of(query), query.IsComplete || query.Steps.Length > 0 ? Certainty.Always : Certainty.Sometimes, Trail.Empty.After(hop));

    private ImmutableArray<IMethodSymbol> TargetsOf(IInvocationOperation call) => dispatch.TargetsOf(call);

    private KnownSymbols Symbols => symbols;

    private QueryReader Queries => queries;

    private EffectReader Effects => effects;
}
