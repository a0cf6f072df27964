using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>A class as EF Core looks at it, with what configuration says about it; each part is found once.</summary>
internal sealed class ClrShape(INamedTypeSymbol type, ModelLayers layers)
{
    private IReadOnlyList<INamedTypeSymbol>? chain;
    private IReadOnlyList<string>? names;
    private IReadOnlyList<IPropertySymbol>? properties;
    private IReadOnlyList<EntityFacts>? facts;

    public string Name { get; } = type.EntityName();

    /// <summary>The class and its base classes.</summary>
    public IReadOnlyList<INamedTypeSymbol> Chain => chain ??= [.. ClrProperties.Chain(type)];

    public IReadOnlyList<string> Names => names ??= [Name, .. Chain.Skip(1).Select(static t => t.EntityName())];

    public IReadOnlyList<IPropertySymbol> Properties => properties ??= ClrProperties.Of(type);

    /// <summary>What the layers say about the class and its base classes, the strongest first.</summary>
    public IReadOnlyList<EntityFacts> Facts => facts ??= layers.Of(Names);
}
