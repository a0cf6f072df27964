using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>A way from the root of a query along navigations that it loads.</summary>
/// <param name="Segments">The navigations, the root's first.</param>
/// <param name="Step">The Include or ThenInclude that names the last one.</param>
internal sealed record IncludePath(ImmutableArray<IPropertySymbol> Segments, QueryStep Step)
{
    public IPropertySymbol Last => Segments[Segments.Length - 1];

    /// <summary>Whether the path leads along the other one.</summary>
    public bool StartsWith(IncludePath other) =>
        Segments.Length >= other.Segments.Length && other.Segments.Zip(Segments, Same).All(static same => same);

    public override string ToString() => string.Join(".", Segments.Select(static s => s.Name));

    private static bool Same(IPropertySymbol first, IPropertySymbol second) => SymbolEqualityComparer.Default.Equals(first.OriginalDefinition, second.OriginalDefinition);
}

/// <summary>What a query includes.</summary>
/// <param name="Paths">Each navigation that an Include or ThenInclude names, with the ones before it.</param>
/// <param name="IsComplete">Every Include was read.</param>
internal sealed record IncludePaths(ImmutableArray<IncludePath> Paths, bool IsComplete)
{
    /// <summary>Reads the Includes of a query, those that are there on some paths only as well.</summary>
    public static IncludePaths Of(Query query, BclSymbols bcl)
    {
        var paths = ImmutableArray.CreateBuilder<IncludePath>();
        var (complete, previous) = (query.IsComplete, ImmutableArray<IPropertySymbol>.Empty);
        foreach (var step in query.Steps)
        {
            if (step.Kind is not (OperatorKind.Include or OperatorKind.ThenInclude))
            {
                continue;
            }

            var read = Segments(step, query.Entity, bcl);
            if (read.IsDefaultOrEmpty)
            {
                complete = false;
                previous = ImmutableArray<IPropertySymbol>.Empty;
                continue;
            }

            var start = step.Kind == OperatorKind.ThenInclude ? previous : ImmutableArray<IPropertySymbol>.Empty;
            for (var length = 1; length <= read.Length; length++)
            {
                paths.Add(new IncludePath(start.AddRange(read.Take(length)), step));
            }

            previous = start.AddRange(read);
        }

        return new IncludePaths(paths.ToImmutable(), complete);
    }

    private static ImmutableArray<IPropertySymbol> Segments(QueryStep step, ITypeSymbol? entity, BclSymbols bcl) =>
        step.Lambda is { } lambda
            ? Body(lambda) is { } body ? Along(body, lambda.Symbol.Parameters) : default
            : step.Call.Arguments.LastOrDefault()?.Value.ConstantValue is { HasValue: true, Value: string path } ? Named(path, entity, bcl) : default;

    /// <summary>The value of a lambda of one expression.</summary>
    private static IOperation? Body(IAnonymousFunctionOperation lambda) =>
        lambda.Body.Operations.OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue;

    /// <summary>`x.A.B`, `((Special)x).Items`, `x.Items.Where(..)`.</summary>
    private static ImmutableArray<IPropertySymbol> Along(IOperation value, ImmutableArray<IParameterSymbol> parameters)
    {
        var segments = new Stack<IPropertySymbol>();
        for (var hops = 0; hops < 64; hops++)
        {
            switch (value.WithoutConversions())
            {
                case IPropertyReferenceOperation { Instance: { } instance } property:
                    segments.Push(property.Property);
                    value = instance;
                    break;
                case IInvocationOperation call when call.Receiver() is { } receiver:
                    value = receiver;
                    break;
                case IParameterReferenceOperation parameter when parameters.Contains(parameter.Parameter, SymbolEqualityComparer.Default):
                    return segments.ToImmutableArray();
                default:
                    return default;
            }
        }

        return default;
    }

    private static ImmutableArray<IPropertySymbol> Named(string path, ITypeSymbol? entity, BclSymbols bcl)
    {
        var segments = ImmutableArray.CreateBuilder<IPropertySymbol>();
        foreach (var name in path.Split('.'))
        {
            IPropertySymbol? found = null;
            for (var type = entity; type is not null && found is null; type = type.BaseType)
            {
                found = type.GetMembers(name.Trim()).OfType<IPropertySymbol>().FirstOrDefault();
            }

            if (found is null)
            {
                return default;
            }

            segments.Add(found);
            entity = ElementOf(found.Type, bcl) ?? found.Type;
        }

        return segments.ToImmutable();
    }

    /// <summary>What a navigation to many leads to, null for a reference or a scalar.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type, BclSymbols bcl) =>
        type.SpecialType == SpecialType.System_String ? null
        : (type is IArrayTypeSymbol array ? array.ElementType : type.ArgumentOf(bcl.IEnumerableOf)) is { TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None } element ? element : null;
}

/// <summary>Properties of a type as EF Core would see them.</summary>
internal static class EntityProperties
{
    /// <summary>Public instance properties that can be read and written, those of base types too.</summary>
    public static IEnumerable<IPropertySymbol> MappedLike(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null, SetMethod: not null, IsOverride: false } property)
                {
                    yield return property;
                }
            }
        }
    }
}
