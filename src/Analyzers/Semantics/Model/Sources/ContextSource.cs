using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>A property that holds the rows of an entity.</summary>
internal readonly record struct EntitySetProperty(INamedTypeSymbol Entity, IPropertySymbol Property);

/// <summary>The contexts in sight and the sets that they, and interfaces before them, declare.</summary>
internal static class ContextSource
{
    private const int TypesPerAssembly = 20_000;

    /// <summary>Contexts that are declared in the source of the compilation.</summary>
    public static IReadOnlyList<INamedTypeSymbol> InSource(Bodies bodies, EfSymbols ef, SourceTypes sources)
    {
        var contexts = new List<INamedTypeSymbol>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var declaration in sources.Deriving(static name => name.IndexOf("Context", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            if (bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is INamedTypeSymbol type && ef.IsContext(type) && seen.Add(type))
            {
                contexts.Add(type);
            }
        }

        return contexts;
    }

    /// <summary>Sets that source declares outside of contexts: an interface before a context, a façade.</summary>
    public static IEnumerable<EntitySetProperty> SetsInSource(Bodies bodies, SourceTypes sources)
    {
        foreach (var declaration in sources.Sets)
        {
            if (bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is IPropertySymbol property && EntityOf(property) is { } entity)
            {
                yield return new EntitySetProperty(entity, property);
            }
        }
    }

    /// <summary>The sets of a context, inherited ones constructed for it.</summary>
    public static IEnumerable<EntitySetProperty> Sets(INamedTypeSymbol context)
    {
        for (var type = context; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol property && EntityOf(property) is { } entity)
                {
                    yield return new EntitySetProperty(entity, property);
                }
            }
        }
    }

    /// <summary>Contexts, and interfaces with sets, of compiled assemblies that use EF Core and aren't EF Core.</summary>
    public static IEnumerable<INamedTypeSymbol> InMetadata(Compilation compilation, EfSymbols ef)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (IsApplication(assembly) && compilation.GetMetadataReference(assembly) is not CompilationReference)
            {
                foreach (var type in Types(assembly.GlobalNamespace).Take(TypesPerAssembly))
                {
                    if (type.TypeKind == TypeKind.Class ? ef.IsContext(type) : type.TypeKind == TypeKind.Interface && Sets(type).Any())
                    {
                        yield return type;
                    }
                }
            }
        }
    }

    private static INamedTypeSymbol? EntityOf(IPropertySymbol property) =>
        property.Type is INamedTypeSymbol { Name: "DbSet", TypeArguments: [INamedTypeSymbol { TypeKind: TypeKind.Class } entity] } ? entity : null;

    private static bool IsApplication(IAssemblySymbol assembly)
    {
        var name = assembly.Name;
        return !name.StartsWith("Microsoft.", StringComparison.Ordinal)
            && !name.StartsWith("System.", StringComparison.Ordinal)
            && !name.StartsWith("Npgsql", StringComparison.Ordinal)
            && !name.StartsWith("Pomelo.", StringComparison.Ordinal)
            && assembly.Modules.Any(static m => m.ReferencedAssemblies.Any(static r => r.Name == "Microsoft.EntityFrameworkCore"));
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol root)
    {
        var waiting = new Stack<INamespaceSymbol>();
        waiting.Push(root);
        while (waiting.Count > 0)
        {
            var ns = waiting.Pop();
            foreach (var type in ns.GetTypeMembers())
            {
                yield return type;
            }

            foreach (var inner in ns.GetNamespaceMembers())
            {
                waiting.Push(inner);
            }
        }
    }
}
