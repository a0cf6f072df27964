using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The navigations of an entity, with their inverse and foreign key: said, by attribute, else by convention.</summary>
internal static class NavigationReading
{
    public static IReadOnlyList<NavigationModel> Read(EntityView view, LazyReading lazy)
    {
        var navigations = new List<NavigationModel>();
        foreach (var property in view.Properties)
        {
            if (view.SortOf(property) is { Sort: PropertySort.Navigation, Target: { } target } sorted)
            {
                navigations.Add(Read(view, property, target, sorted.IsCollection, lazy));
            }
        }

        return navigations;
    }

    private static NavigationModel Read(EntityView view, IPropertySymbol property, INamedTypeSymbol target, bool isCollection, LazyReading lazy)
    {
        var said = view.Facts.Select(f => f.Navigations.TryGetValue(property.Name, out var found) ? found : null).Where(static n => n is not null).ToList();
        var entry = view.Set.Find(target);
        var isComplex = said.Any(static n => n!.IsComplex) || entry is { IsComplex: true };
        var isOwned = !isComplex && (said.Any(static n => n!.IsOwned) || entry is { IsOwned: true });
        var relationship = view.Layers.Relationship(view.Names, property.Name);
        var why = relationship?.Provenance ?? said.FirstOrDefault()?.Provenance ?? EntityView.By(property);
        if (isOwned || isComplex)
        {
            return new NavigationModel(
                property.Name, property, target, isCollection, isOwned, isComplex, said.Any(static n => n!.IsJson), IsAutoIncluded: false, Inverse: null,
                ImmutableArray<string>.Empty, IsDependent: false, DeleteBehavior: null, Fact.No, why);
        }

        var inverse = relationship is { Right: not null } ? OtherEnd(view, relationship, property.Name)?.Navigation : Pairing.Inverse(view, property, target);
        var (key, isDependent) = ForeignKeyReading.Read(view, property, target, isCollection, relationship, inverse);
        return new NavigationModel(
            property.Name,
            property,
            target,
            isCollection,
            isOwned,
            isComplex,
            IsJson: false,
            said.Select(static n => n!.IsAutoIncluded).FirstOrDefault(static a => a is not null) == true,
            inverse,
            key,
            isDependent,
            ForeignKeyReading.DeleteBehavior(view, property, key, isDependent, relationship),
            said.Any(static n => n!.IsEager) ? Fact.No : lazy.Of(property),
            why);
    }

    private static RelationshipEnd? OtherEnd(EntityView view, RelationshipFacts relationship, string navigation) =>
        relationship.Left.Navigation == navigation && view.Names.Contains(relationship.Left.Entity) ? relationship.Right : relationship.Left;
}
