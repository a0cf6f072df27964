using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What memory does to fetched rows that the database could do.</summary>
internal enum Shaping
{
    /// <summary>They are needed as they are, or code decides that the database can't run.</summary>
    None,

    /// <summary>A row at a position: no reason to fetch the rest, none to complain alone.</summary>
    Peek,

    /// <summary>A part of them is kept: filtered, paged, made distinct, one row picked.</summary>
    Narrowed,

    /// <summary>Only a number or a flag comes of them, or a few per group.</summary>
    Reduced,
}

/// <summary>One use, and what it makes of the rows.</summary>
/// <param name="Use">The operators in memory.</param>
/// <param name="Shaping">What they keep.</param>
/// <param name="Culprit">The operator that does it.</param>
/// <param name="Level">Whether the database can run it as written.</param>
/// <param name="Movable">How many of the first operators can stand in front of the terminal as they are.</param>
internal sealed record ShapedUse(MemoryUse Use, Shaping Shaping, MemoryStep? Culprit, Translatable Level, int Movable = 0);

/// <summary>Rows that a query brings into memory, and every use of them, each one something that the database could do.</summary>
/// <param name="Fetch">The terminal, the call or the loop that brings them.</param>
/// <param name="Query">The query, when it stands here.</param>
/// <param name="Call">The call that returns them, when the query stands elsewhere.</param>
/// <param name="Uses">Every use, in source order.</param>
internal sealed record FetchedRows(IOperation Fetch, QueryUse? Query, MaterialisedCall? Call, ImmutableArray<ShapedUse> Uses)
{
    /// <summary>The use that is reported: the first one that keeps least.</summary>
    public ShapedUse First => Uses.First(u => u.Shaping == Shaping);

    public Shaping Shaping => Uses.Any(static u => u.Shaping == Shaping.Narrowed) ? Shaping.Narrowed : Shaping.Reduced;

    /// <summary>What the query loads beside its rows decides which of them come: an aggregate reads others.</summary>
    public Func<bool> IsFilteredByInclude { get; init; } = static () => false;

    /// <summary>What can go into the query behind the call.</summary>
    public Conditions? Conditions { get; init; }

    /// <summary>What a fix needs to know of a loop that only adds the rows up.</summary>
    public Func<ImmutableDictionary<string, string?>>? Total { get; init; }

    /// <summary>Query and use are one expression, and the database runs the use as it is written.</summary>
    public bool IsProven => First is { Use.IsInline: true, Level: Translatable.Yes } && Uses.Length == 1 && (Query is { Operator.Kind: OperatorKind.List, Call: not null } || Call is { Rows: RowCount.All, Certainty: Certainty.Always });

    /// <summary>Where it is reported: at the operator, or at the query when several operators follow, as that is what they have in common.</summary>
    public Location Cause => Uses.Count(static u => u.Culprit is not null) > 1 ? Location : First.Culprit!.Location;

    public Location Location => Query?.Location ?? (Fetch is IInvocationOperation call ? QueryReader.NameOf(call) : Fetch.Syntax.GetLocation());

    /// <summary>What a message calls the rows.</summary>
    public string Entity => (Query?.Query.Entity?.Name ?? Call?.Entity) is { Length: > 0 } name ? name : "rows";

    /// <summary>What a message says: the fetch with the way to its query, the rows, and what memory does with them.</summary>
    public object?[] Words() =>
    [
        Call is not null ? Call.Trail.ToString() : Query is { Operator.IsTerminal: false } ? Query.Query.Root.Symbol?.Name ?? Entity : Query?.Call?.TargetMethod.Name ?? "foreach",
        Entity,
        First.Culprit is { Operation: ILoopOperation } ? "the loop" : First.Culprit!.Call?.TargetMethod.Name ?? First.Culprit.Operator.Name,
    ];

    /// <summary>The query, the hops to it, and the other uses.</summary>
    public IEnumerable<Location> Related() =>
        new[] { Location }.Concat(Call?.Trail.Hops.Skip(1).Select(static h => h.At) ?? []).Concat(Uses.Where(u => u.Culprit is not null && u.Culprit.Location != Cause).Select(static u => u.Culprit!.Location));

    /// <summary>What a fix needs to know, empty when the rewrite wouldn't be the same.</summary>
    public ImmutableDictionary<string, string?> Facts()
    {
        if (Conditions is { } conditions)
        {
            return conditions.CanMove(this) ? ImmutableDictionary<string, string?>.Empty.Add(Condition, "")
                : conditions.AnswerOf(this) is { } answer ? ImmutableDictionary<string, string?>.Empty.Add(Answer, answer)
                : ImmutableDictionary<string, string?>.Empty;
        }

        if (Total is { } total)
        {
            return IsFilteredByInclude() ? ImmutableDictionary<string, string?>.Empty : total();
        }

        var use = First.Use;
        var keepsRows = use.End is not (MemoryEnd.Value or MemoryEnd.Row) || First.Movable < use.Steps.Length;
        if (!IsProven || Query?.Call is null || First.Movable == 0 || First.Culprit is { } culprit && use.Steps.IndexOf(culprit) >= First.Movable)
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        if (use.End == MemoryEnd.Value && IsFilteredByInclude())
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        if (keepsRows ? use.IsReassigned || use.Steps[First.Movable - 1].Kind is OperatorKind.Order or OperatorKind.ThenOrder : !HasTerminal(use.Steps[use.Steps.Length - 1]))
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        return ImmutableDictionary<string, string?>.Empty
            .Add(Movable, First.Movable.ToString(CultureInfo.InvariantCulture))
            .Add(Terminal, keepsRows ? null : use.Steps[use.Steps.Length - 1].Operator.Name);
    }

    /// <summary>Whether a query can end in that operator and mean the same: Last needs an order, a position is another matter.</summary>
    private bool HasTerminal(MemoryStep step) =>
        step.Kind is not (OperatorKind.ElementAt or OperatorKind.Aggregate) && (step.Kind != OperatorKind.Last || Query!.Query.Has(OperatorKind.Order));

    /// <summary>The fact that says how many operators move in front of the terminal.</summary>
    public const string Movable = "movable";

    /// <summary>The fact that says that the called method could get the condition.</summary>
    public const string Condition = "condition";

    /// <summary>The fact that names what a method beside the called one could answer.</summary>
    public const string Answer = "answer";

    /// <summary>The fact that names the operator which becomes the terminal.</summary>
    public const string Terminal = "terminal";

    public override string ToString() => $"{Fetch.Kind} {Entity}: {string.Join("; ", Uses.Select(u => $"{u.Use} {u.Shaping} {u.Level}"))}";
}

/// <summary>Finds fetched rows whose every use the database could do.</summary>
internal sealed class FetchedRowsReader(KnownSymbols symbols, QueryReader queries, Translation translation, RowBounds bounds, Materialisation calls, MoveLimits limits, Conditions conditions)
{
    /// <summary>Deeper code is left alone: the walk is recursive.</summary>
    private const int MostNesting = 400;

    private readonly Totals totals = new(symbols.Bcl, translation, limits);
    private readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<FetchedRows>>> bodies = new();

    /// <summary>Every fetch in a body, in source order; read once for all rules.</summary>
    public ImmutableArray<FetchedRows> In(IOperation body)
    {
        if (!bodies.TryGetValue(body, out var found))
        {
            var rows = ImmutableArray.CreateBuilder<FetchedRows>();
            Collect(body, rows, MostNesting);
            found = Remember(body, rows.ToImmutable());
        }

        return found.Value;
    }

    private StrongBox<ImmutableArray<FetchedRows>> Remember(IOperation body, ImmutableArray<FetchedRows> rows) => bodies.GetValue(body, _ => new StrongBox<ImmutableArray<FetchedRows>>(rows));

    private void Collect(IOperation operation, ImmutableArray<FetchedRows>.Builder rows, int nesting)
    {
        var read = operation switch
        {
            IInvocationOperation call => ReadCall(call),
            IForEachLoopOperation loop => ReadLoop(loop),
            _ => null,
        };
        if (read is not null)
        {
            rows.Add(read);
        }

        if (nesting > 0)
        {
            foreach (var child in operation.ChildOperations)
            {
                Collect(child, rows, nesting - 1);
            }
        }
    }

    /// <summary>The rows that a foreach over a query only adds up.</summary>
    private FetchedRows? ReadLoop(IForEachLoopOperation loop) =>
        Accumulation.Is(loop) && queries.ReadEnumeration(loop) is { } use && bounds.Of(use.Query) != RowCount.Few
            ? OfQuery(loop, use, ImmutableArray.Create(Accumulated(new MemoryUse(ImmutableArray<MemoryStep>.Empty, MemoryEnd.Accumulated, loop, IsInline: true))))
            : null;

    private static ShapedUse Accumulated(MemoryUse use) => new(use, Shaping.Reduced, new MemoryStep(OperatorTable.Of("Aggregate")!, use.At), Translatable.Rewritten);

    /// <summary>The rows that a call brings, null when memory needs them or when there are only a few.</summary>
    private FetchedRows? ReadCall(IInvocationOperation call)
    {
        var step = queries.OperatorOf(call.TargetMethod);
        if (step?.Name is "Join" or "GroupJoin" or "Intersect" && call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable))
        {
            return ReadJoined(call, step);
        }

        var isQuery = step is { Kind: OperatorKind.List, Name: not "ToHashSet" } or { Name: "AsEnumerable" };
        if (step is not null && !isQuery || symbols.Bcl.ElementOf(call.Type) is null || step is null && symbols.Bcl.IsQueryable(symbols.Bcl.Awaited(call.Type)))
        {
            return null;
        }

        if (isQuery && call.Receiver()?.WithoutConversions().Type is var source && !symbols.Bcl.IsQueryable(source))
        {
            return null;
        }

        var isStreamed = step?.Kind == OperatorKind.Stream;
        if (Shape(call, isStreamed) is not { IsEmpty: false } uses || call.IsTranslated(symbols.Bcl) || IsForOneProvider(call))
        {
            return null;
        }

        var query = isQuery ? QueryOf(call, step!) : null;
        if (query is not null)
        {
            return bounds.Of(query.Query) == RowCount.Few ? null : OfQuery(call, query, uses);
        }

        return isQuery || calls.Of(call) is not { Rows: not RowCount.Few } returned || AskedRows.AreLimited(call) || AskedRows.AreOfOne(call) && TakeOne(uses) ? null
            : returned.IsAsStored ? Unless(returned, OfCall(call, returned, uses))
            : Shape(call, isStreamed, followsMembers: false) is { IsEmpty: false } mapped ? Unless(returned, OfCall(call, returned, mapped))
            : null;
    }

    /// <summary>Apart from its caller, which runs for every call: what the question about Include holds is made only here.</summary>
    private FetchedRows OfQuery(IOperation fetch, QueryUse query, ImmutableArray<ShapedUse> uses) => new(fetch, query, null, uses)
    {
        IsFilteredByInclude = () => limits.IncludeFilters(query.Query),
        Total = uses is [{ Use: { End: MemoryEnd.Accumulated, Steps.IsEmpty: true, IsInline: true, At: IForEachLoopOperation loop } }] ? () => totals.FactsOf(loop, query.Query) : null,
    };

    private FetchedRows OfCall(IInvocationOperation call, MaterialisedCall returned, ImmutableArray<ShapedUse> uses) =>
        new(call, null, returned, uses) { Conditions = conditions };

    /// <summary>Where nothing shows the query, only the plainest misuse is one: everything fetched to see whether there is anything.</summary>
    private static FetchedRows? Unless(MaterialisedCall returned, FetchedRows rows) =>
        returned.Rows != RowCount.Unknown || rows.Uses.All(static u => u.Shaping == Shaping.Reduced && u.Use is { End: MemoryEnd.Value, Steps: { Length: 1 } only } && only[0].Function is null && only[0].Kind is OperatorKind.Count or OperatorKind.Any) ? rows : null;

    /// <summary>Whether the one row that there may be is taken as it comes, perhaps tested for.</summary>
    private static bool TakeOne(ImmutableArray<ShapedUse> uses) =>
        uses.Any(static u => u.Use.End == MemoryEnd.Row) && uses.All(static u => u.Use is { End: MemoryEnd.Row or MemoryEnd.Value, Steps.Length: <= 1 } && u.Culprit?.Function is null);

    /// <summary>`wanted.Join(db.Orders, ..)`: the second sequence is a query, and memory reads all of it.</summary>
    private FetchedRows? ReadJoined(IInvocationOperation call, Operator step)
    {
        if (call.Arguments.Length < 2 || call.Arguments[1].Value.WithoutConversions() is var inner && !symbols.Bcl.IsQueryable(inner.Type)
            || queries.Read(inner) is not { IsDatabase: true } query || bounds.Of(query) == RowCount.Few || call.IsTranslated(symbols.Bcl))
        {
            return null;
        }

        var culprit = new MemoryStep(step, call);
        var use = new MemoryUse(ImmutableArray.Create(culprit), MemoryEnd.Sequence, call, IsInline: true);
        return new FetchedRows(call, new QueryUse(query, call, step), null, ImmutableArray.Create(new ShapedUse(use, Shaping.Narrowed, culprit, Translatable.Rewritten)));
    }

    private QueryUse? QueryOf(IInvocationOperation call, Operator step) =>
        step.Kind == OperatorKind.List ? queries.ReadTerminal(call)
        : call.Receiver() is { } receiver && symbols.Bcl.IsQueryable(receiver.WithoutConversions().Type) && queries.Read(receiver) is { IsDatabase: true } query ? new QueryUse(query, call, step)
        : null;

    /// <summary>Every use as something that the database could do; empty when one of them isn't.</summary>
    private ImmutableArray<ShapedUse> Shape(IOperation fetch, bool isStreamed, bool followsMembers = true)
    {
        var shaped = ImmutableArray.CreateBuilder<ShapedUse>();
        foreach (var use in new MemoryFlow(queries, symbols.Bcl, Settles).UsesOf(fetch))
        {
            var one = ShapeOf(use, isStreamed, followsMembers);
            if (one.Shaping == Shaping.None)
            {
                return ImmutableArray<ShapedUse>.Empty;
            }

            if (one.Culprit is null || !shaped.Any(s => s.Culprit?.Operation == one.Culprit.Operation))
            {
                shaped.Add(one);
            }
        }

        return shaped.Any(static s => s.Shaping is Shaping.Narrowed or Shaping.Reduced) && !AreOnly(shaped) ? shaped.ToImmutable() : ImmutableArray<ShapedUse>.Empty;
    }

    /// <summary>`rows.Count == 1 ? rows[0] : null`: the number decides whether the row is taken, and is no number that anybody wants.</summary>
    private static bool AreOnly(ImmutableArray<ShapedUse>.Builder uses) => uses.Any(static u => u.Shaping == Shaping.Peek) && uses.All(static u =>
        u.Shaping == Shaping.Peek || u is { Shaping: Shaping.Reduced, Culprit: { Kind: OperatorKind.Count, Function: null }, Use: { Steps.Length: 1, At: var count } } && IsWithOne(count));

    private static bool IsWithOne(IOperation count) =>
        count.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan, RightOperand.ConstantValue: { HasValue: true, Value: 1 } };

    private bool Settles(ImmutableArray<MemoryStep> steps) =>
        new UseShape(translation).Of(new MemoryUse(steps, MemoryEnd.Sequence, steps[0].Operation, IsInline: true)).Shaping != Shaping.None;

    private ShapedUse ShapeOf(MemoryUse use, bool isStreamed, bool followsMembers) => use.End switch
    {
        MemoryEnd.Lookup when use.Steps.IsEmpty => new ShapedUse(use, Shaping.None, null, Translatable.No),
        MemoryEnd.Membership => new ShapedUse(use, Shaping.Narrowed, new MemoryStep(OperatorTable.Of("Contains")!, use.At), Translatable.Rewritten),
        MemoryEnd.Accumulated when use.Steps.IsEmpty => Accumulated(use),
        _ => Limited(new UseShape(translation, followsMembers).Of(use, isStreamed)),
    };

    private ShapedUse Limited(ShapedUse shape) => shape is { Level: Translatable.Yes, Shaping: not Shaping.None } && limits.ExceedsSqlite(shape.Use) ? shape with { Level = Translatable.Rewritten } : shape;

    /// <summary>`if (db.Database.IsSqlite())`: a way round what one provider can't do.</summary>
    private bool IsForOneProvider(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalOperation branch && branch.Condition.Contains<IInvocationOperation>(c => c.TargetMethod.Name.StartsWith("Is", StringComparison.Ordinal) && c.Receiver()?.Type is { } type && type.Is(symbols.Ef?.DatabaseFacade)))
            {
                return true;
            }
        }

        return false;
    }
}
