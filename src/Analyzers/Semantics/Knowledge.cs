using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics;

/// <summary>What all rules know together about one compilation; built once, lazily, and shared by every analyzer.</summary>
internal sealed class Knowledge
{
    private static readonly ConditionalWeakTable<Compilation, Knowledge> Known = new();

    private readonly Lazy<EffectReader> effects;
    private readonly Lazy<EffectReader> outside;

    private readonly Lazy<EfModel> model;

    private Knowledge(Compilation compilation)
    {
        Compilation = compilation;
        Symbols = new KnownSymbols(compilation);
        Bodies = new Bodies(compilation);
        Dispatch = new Dispatch(compilation);
        Iterations = new IterationReader(Symbols);
        Surroundings = new Surroundings(Symbols);
        Queries = new QueryReader(Symbols, Bodies, Dispatch);
        var rooms = new EffectRooms(Symbols, Bodies, Dispatch, Iterations, Queries);
        effects = new(() => new EffectReader(Realm.Database, Compilation, rooms, static c => Of(c).Effects));
        outside = new(() => new EffectReader(Realm.Outside, Compilation, rooms, static c => Of(c).Outside));
        model = new Lazy<EfModel>(() => new EfModel(compilation, Symbols, Bodies, static other => Of(other).Model));
    }

    public Compilation Compilation { get; }

    public KnownSymbols Symbols { get; }

    public Bodies Bodies { get; }

    public Dispatch Dispatch { get; }

    public IterationReader Iterations { get; }

    public Surroundings Surroundings { get; }

    public QueryReader Queries { get; }

    /// <summary>What calls do to the database.</summary>
    public EffectReader Effects => effects.Value;

    /// <summary>What calls do to other systems and to files.</summary>
    public EffectReader Outside => outside.Value;

    /// <summary>The EF Core model; free of cost for a rule that doesn't ask.</summary>
    public EfModel Model => model.Value;

    public static Knowledge Of(Compilation compilation) => Known.GetValue(compilation, static c => new Knowledge(c));
}
