using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What running a piece of code does outside the process.</summary>
[Flags]
internal enum Effect
{
    None = 0,

    /// <summary>Sends a statement to the database: a query or a set-based write.</summary>
    Query = 1,

    /// <summary>Saves: SaveChanges, or an insert, update or delete of one row.</summary>
    Save = 2,

    /// <summary>Calls another system: HTTP, mail, a queue.</summary>
    Network = 4,

    /// <summary>Changes files or starts a process.</summary>
    Files = 16,

    /// <summary>Waits on purpose: a delay, a rate limiter.</summary>
    Wait = 8,
}

/// <summary>How sure it is that the effect happens each time.</summary>
internal enum Certainty
{
    None,

    /// <summary>Nothing in sight implements the call; its declaration says that it goes to the database.</summary>
    Assumed,

    /// <summary>On some paths, or for some of the implementations.</summary>
    Sometimes,

    /// <summary>On every path, by every implementation in sight.</summary>
    Always,
}

/// <summary>One step on the way to a statement: the method and where it is called.</summary>
internal sealed record Hop(string Name, Location At)
{
    /// <summary>The method without its type.</summary>
    public string Method => Name.Substring(Name.LastIndexOf('.') + 1);
}

/// <summary>The way from a call to the statement that it ends in.</summary>
internal sealed record Trail(ImmutableArray<Hop> Hops)
{
    public static readonly Trail Empty = new(ImmutableArray<Hop>.Empty);

    public Trail After(Hop hop) => new(Hops.Insert(0, hop));

    public Trail Then(Trail rest) => rest.Hops.IsEmpty ? this : new(Hops.AddRange(rest.Hops));

    /// <summary>A trail in another project: names without places.</summary>
    public static Trail Of(ImmutableArray<string> names) => new(names.Select(static n => new Hop(n, Location.None)).ToImmutableArray());

    /// <summary>LoadPrices → PriceRepository.Get → FirstOrDefaultAsync.</summary>
    public override string ToString() => string.Join(" → ", Hops.Select(h => h.Name));
}

/// <summary>What calling a method does, seen from the call.</summary>
/// <param name="Queries">How surely it queries.</param>
/// <param name="Saves">How surely it saves.</param>
/// <param name="Other">What else it does.</param>
/// <param name="QueryTrail">The way to the statement.</param>
/// <param name="SaveTrail">The way to the save.</param>
/// <param name="Pending">Interface methods on the way that nothing in sight implements; a project above may.</param>
internal sealed record EffectSummary(Certainty Queries, Certainty Saves, Effect Other, Trail QueryTrail, Trail SaveTrail, ImmutableArray<PendingCall> Pending)
{
    public static readonly EffectSummary None = new(Certainty.None, Certainty.None, Effect.None, Trail.Empty, Trail.Empty, ImmutableArray<PendingCall>.Empty);

    /// <summary>Nothing that a turn would repeat.</summary>
    public bool IsNone => Queries == Certainty.None && Saves == Certainty.None && Other == Effect.None;

    public Certainty Of(Effect effect, Realm realm) => effect == realm.Second ? Saves : Queries;

    public Trail TrailTo(Effect effect, Realm realm) => effect == realm.Second ? SaveTrail : QueryTrail;

    public override string ToString()
    {
        var parts = new List<string>();
        if (Queries != Certainty.None)
        {
            parts.Add($"queries {Queries.ToString().ToLowerInvariant()}: {QueryTrail}");
        }

        if (Saves != Certainty.None)
        {
            parts.Add($"saves {Saves.ToString().ToLowerInvariant()}: {SaveTrail}");
        }

        if (Other != Effect.None)
        {
            parts.Add(Other.ToString().ToLowerInvariant());
        }

        return parts.Count == 0 ? "none" : string.Join("; ", parts);
    }
}

/// <summary>A call whose implementation is in a project above.</summary>
internal sealed record PendingCall(IMethodSymbol Method, bool Sometimes);

/// <summary>One place in an iteration where the database is reached.</summary>
/// <param name="Operation">The call or loop.</param>
/// <param name="Effect">Query or Save.</param>
/// <param name="Certainty">How sure.</param>
/// <param name="Trail">The way to the statement, first the call itself.</param>
/// <param name="IsDirect">The statement stands here, not behind a method.</param>
internal sealed record EffectSite(IOperation Operation, Effect Effect, Certainty Certainty, Trail Trail, bool IsDirect)
{
    /// <summary>The statement stands here or in the method that is called: what the turn asks is plain to see.</summary>
    public bool IsNear => Trail.Hops.Length <= 2;
}
