using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Which navigation leads back, when configuration doesn't say.</summary>
internal static class Pairing
{
    public static string? Inverse(EntityView view, IPropertySymbol property, INamedTypeSymbol target)
    {
        if (Marked(property) is { } marked)
        {
            return marked;
        }

        var back = Leading(target, view).ToList();
        if (back.FirstOrDefault(p => Marked(p) == property.Name) is { } claims)
        {
            return claims.Name;
        }

        // EF Core pairs two navigations only when there is one candidate on each side.
        var there = view.Properties.Count(p => view.SortOf(p) is { Sort: PropertySort.Navigation, Target: { } other }
            && SymbolEqualityComparer.Default.Equals(other, target) && Marked(p) is null && view.Layers.Relationship(view.Names, p.Name)?.Right is null);
        var isSelf = SymbolEqualityComparer.Default.Equals(target, view.Type);
        back.RemoveAll(p => Marked(p) is not null || (isSelf && p.Name == property.Name));
        return back is [var only] && (isSelf ? there <= 2 : there == 1) ? only.Name : null;
    }

    private static string? Marked(IPropertySymbol property) => property.Attribute("InversePropertyAttribute") is { } attribute ? attribute.Names().FirstOrDefault() : null;

    /// <summary>Navigations of the target that lead to the type or a base of it, and that no configuration has paired.</summary>
    private static IEnumerable<IPropertySymbol> Leading(INamedTypeSymbol target, EntityView view)
    {
        var shape = view.Layers.Shape(target);
        foreach (var property in shape.Properties)
        {
            if (PropertyTypes.Target(property.Type).Target is { } other
                && view.Chain.Contains(other, SymbolEqualityComparer.Default)
                && property.Attribute("NotMappedAttribute") is null
                && !shape.Facts.Any(f => f.Ignored.Contains(property.Name))
                && view.Layers.Relationship(shape.Names, property.Name)?.Right is null)
            {
                yield return property;
            }
        }
    }
}
