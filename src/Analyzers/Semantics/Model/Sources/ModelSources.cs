using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Everything that a compilation and the projects it refers to say about models.</summary>
internal sealed class ModelSources
{
    public ModelSources(Compilation compilation, KnownSymbols symbols, Bodies bodies, Func<Compilation, EfModel> of)
    {
        if (symbols.Ef is not { } ef)
        {
            Layers = new ModelLayers([]);
            return;
        }

        var types = new SourceTypes(compilation);
        OwnContexts = ContextSource.InSource(bodies, ef, types);
        OwnFluent = FluentSource.Read(bodies, ef, types, OwnContexts);
        OwnSnapshots = SnapshotSource.Read(types);
        OwnSets = [.. OwnContexts.SelectMany(ContextSource.Sets), .. ContextSource.SetsInSource(bodies, types)];

        var others = compilation.References.OfType<CompilationReference>().Select(r => of(r.Compilation).Sources).ToList();
        var compiled = ContextSource.InMetadata(compilation, ef).ToList();
        Layers = new ModelLayers([.. OwnSnapshots, .. others.SelectMany(static o => o.OwnSnapshots), OwnFluent, .. others.Select(static o => o.OwnFluent).OfType<ModelFacts>()]);
        Sets = [.. OwnSets, .. others.SelectMany(static o => o.OwnSets), .. compiled.SelectMany(ContextSource.Sets)];
        Contexts = [.. OwnContexts, .. others.SelectMany(static o => o.OwnContexts), .. compiled.Where(ef.IsContext)];
        IsInSight = compiled.Count == 0 && Contexts.Count > 0;
    }

    public IReadOnlyList<INamedTypeSymbol> Contexts { get; } = [];

    public IReadOnlyList<EntitySetProperty> Sets { get; } = [];

    public ModelLayers Layers { get; }

    /// <summary>Every context in sight is source: what configures it is code that can be read.</summary>
    public bool IsInSight { get; }

    private IReadOnlyList<INamedTypeSymbol> OwnContexts { get; } = [];

    private IReadOnlyList<EntitySetProperty> OwnSets { get; } = [];

    private ModelFacts? OwnFluent { get; }

    private IReadOnlyList<ModelFacts> OwnSnapshots { get; } = [];

    /// <summary>A class below one that a context registers wholesale, by reflection.</summary>
    public EntityEntry? Registered(INamedTypeSymbol type)
    {
        if (type.IsAbstract)
        {
            return null;
        }

        foreach (var root in Layers.All.SelectMany(static l => l.EntityBases))
        {
            if (type.IsOrDerivesFrom(root) && !SymbolEqualityComparer.Default.Equals(type, root))
            {
                return new EntityEntry(type.EntityName(), new Provenance(FactSource.Fluent, root.Locations.FirstOrDefault()), IsOwned: false, IsComplex: false);
            }
        }

        return null;
    }
}
