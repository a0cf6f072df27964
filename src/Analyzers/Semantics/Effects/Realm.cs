using System.Collections.Immutable;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>A family of effects that is looked for together: two channels, each with its own trail.</summary>
internal sealed class Realm
{
    /// <summary>Statements and saves.</summary>
    public static readonly Realm Database = new(Effect.Query, Effect.Save, "qs");

    /// <summary>Other systems and files: asked only about turns that already reach the database.</summary>
    public static readonly Realm Outside = new(Effect.Network, Effect.Files, "nf");

    private Realm(Effect first, Effect second, string letters)
    {
        Letters = letters;
        First = first;
        Second = second;
        Channels = ImmutableArray.Create(first, second);
    }

    public Effect First { get; }

    public Effect Second { get; }

    public ImmutableArray<Effect> Channels { get; }

    /// <summary>What facts call the two channels.</summary>
    public string Letters { get; }

    public static bool IsLetter(char letter) => letter is 'q' or 's' or 'n' or 'f';

    public Effect Kinds => First | Second | Effect.Wait;

    public bool IsDatabase => First == Effect.Query;
}

/// <summary>The rooms that effects are read with.</summary>
internal sealed record EffectRooms(KnownSymbols Symbols, Bodies Bodies, Dispatch Dispatch, IterationReader Iterations, QueryReader Queries, FactCarriers Carriers, AddedEffects Added, Lazy<NamesInSight> Names);
