using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Model.Sources;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model;

/// <summary>What the EF Core model of a compilation says; nothing is read before it is asked.</summary>
internal sealed class EfModel
{
    private readonly KnownSymbols symbols;
    private readonly Lazy<ModelSources> sources;
    private readonly Lazy<EntitySet> set;
    private readonly Lazy<OptionFacts?> options;
    private readonly Lazy<Fact> lazyLoading;
    private readonly Lazy<Fact> savesHaveSideEffects;
    private readonly ConcurrentDictionary<INamedTypeSymbol, EntityModel?> entities = new(SymbolEqualityComparer.Default);

    public EfModel(Compilation compilation, KnownSymbols symbols, Bodies bodies, Func<Compilation, EfModel> of)
    {
        this.symbols = symbols;
        Bodies = bodies;
        sources = new Lazy<ModelSources>(() => new ModelSources(compilation, symbols, bodies, of));
        set = new Lazy<EntitySet>(() => new EntitySet(sources.Value.Layers, sources.Value.Sets));
        options = new Lazy<OptionFacts?>(() => symbols.Ef is { } ef ? new OptionFacts(compilation, sources.Value, ef) : null);
        lazyLoading = new Lazy<Fact>(() => options.Value?.LazyLoading() ?? Fact.Unknown);
        savesHaveSideEffects = new Lazy<Fact>(() => options.Value?.SavesHaveSideEffects() ?? Fact.Unknown);
    }

    /// <summary>Contexts that are declared here, in projects whose source is referenced, and in compiled assemblies that aren't libraries of EF Core.</summary>
    public IReadOnlyList<INamedTypeSymbol> Contexts => sources.Value.Contexts;

    /// <summary>Whether proxies load navigations when they are read.</summary>
    public Fact LazyLoading => lazyLoading.Value;

    /// <summary>Whether a query with several collections is split unless it says otherwise.</summary>
    public Fact SplitsQueriesByDefault => options.Value?.SplitsQueries() ?? Fact.Unknown;

    /// <summary>Whether a query doesn't track unless it says otherwise.</summary>
    public Fact NoTrackingByDefault => options.Value?.NoTracking() ?? Fact.Unknown;

    public Provider Provider => options.Value?.Provider() ?? Provider.Unknown;

    /// <summary>Whether SQLite is the database, or one of several that are in sight, or could be.</summary>
    public bool MayBeSqlite => options.Value?.MayBeSqlite() ?? false;

    /// <summary>Whether no context in sight is set up for a store that knows no SQL.</summary>
    public bool IsRelational => options.Value?.IsRelational() ?? false;

    /// <summary>Whether saving runs code of the application.</summary>
    public Fact SavesHaveSideEffects => savesHaveSideEffects.Value;

    internal ModelSources Sources => sources.Value;

    internal Bodies Bodies { get; }

    /// <summary>The description of an entity, null for a type that isn't known to be one.</summary>
    public EntityModel? Entity(ITypeSymbol? type) =>
        symbols.Ef is not null && type is INamedTypeSymbol { TypeKind: TypeKind.Class } named ? entities.GetOrAdd(named, Describe) : null;

    /// <summary>Whether the type is an entity, an owned one included.</summary>
    public bool IsEntity(ITypeSymbol? type) => Entity(type) is { IsComplex: false };

    private EntityModel? Describe(INamedTypeSymbol type)
    {
        if (PropertyTypes.IsPlatform(type))
        {
            return null;
        }

        var entry = set.Value.Find(type);
        return entry is null
            ? null
            : EntityAssembly.Build(
                type, entry, sources.Value.Layers, set.Value, new LazyReading(() => LazyLoading, symbols.Ef!), sources.Value.Sees(entry.Name), DependentsNeedClient);
    }

    private Fact DependentsNeedClient(EntityModel principal)
    {
        var layers = sources.Value.Layers;
        var name = principal.Type.EntityName();
        var behaviors = layers.All.SelectMany(l => l.WithPrincipal(name)).Select(static r => r.OnDelete)
            .Concat(set.Value.ReferencesTo(name).Select(r => Entity(r.Owner)?.Navigation(r.Property.Name) is { IsDependent: not false } navigation ? navigation.DeleteBehavior : null));
        return behaviors.Any(static b => b is "ClientCascade" or "ClientSetNull") ? Fact.Yes : principal.IsClosed ? Fact.No : Fact.Unknown;
    }
}
