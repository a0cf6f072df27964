using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Puts the description of one entity together from all layers.</summary>
internal static class EntityAssembly
{
    public static EntityModel Build(INamedTypeSymbol type, EntityEntry entry, ModelLayers layers, EntitySet set, LazyReading lazy, bool isInSight, Func<EntityModel, Fact> dependents)
    {
        var view = new EntityView(type, layers, set);
        var isPart = entry.IsOwned || entry.IsComplex;
        var primary = KeyReading.Primary(view, isPart);
        var navigations = NavigationReading.Read(view, lazy);
        var indexes = IndexReading.Read(view, primary, navigations);
        var unread = layers.Unread ?? view.Facts.Select(static f => f.Unread).FirstOrDefault(static l => l is not null);
        var isContradicted = Contradictions.Exist(view);
        var isClosed = isInSight && unread is null && !isContradicted;
        EntityModel? self = null;
        return self = new EntityModel
        {
            Type = type,
            Provenance = entry.Why,
            IsClosed = isClosed,
            Unread = unread,
            KnowsEveryIndex = isClosed || (view.IsInSnapshot && !isContradicted),
            Key = KeyReading.Symbols(view, primary),
            IsKeyless = KeyReading.IsKeyless(view),
            IsOwned = entry.IsOwned,
            IsComplex = entry.IsComplex,
            IsView = view.Facts.Any(static f => f.IsView),
            HasQueryFilter = view.Facts.Any(static f => f.HasQueryFilter),
            HasTrigger = view.Facts.Any(static f => f.HasTrigger),
            IsSplit = view.Facts.Any(static f => f.IsSplit),
            Mapping = view.Facts.Select(static f => f.Mapping).FirstOrDefault(static m => m is not null) ?? MappingStrategy.Tph,
            UniqueSets = KeyReading.Unique(view, primary, indexes),
            Indexes = indexes,
            Navigations = navigations,
            Properties = PropertyReading.Read(view, primary, navigations),
            Dependents = new Lazy<Fact>(() => dependents(self!)),
        };
    }
}
