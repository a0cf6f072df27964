using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>All configuration code of one compilation: contexts, configuration classes, and every other method that takes a builder.</summary>
internal static class FluentSource
{
    public static ModelFacts Read(
        Bodies bodies, EfSymbols ef, SourceTypes sources, IReadOnlyList<INamedTypeSymbol> contexts, Func<Compilation, Bodies> others)
    {
        var facts = new ModelFacts(FactSource.Fluent);
        var methods = new FluentMethods(bodies, ef, others);
        var reader = new FluentReader(facts, methods);
        foreach (var context in contexts)
        {
            ReadContext(reader, methods, context, ef);
        }

        foreach (var declaration in sources.Deriving(static name => name == "IEntityTypeConfiguration"))
        {
            if (bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is INamedTypeSymbol { IsAbstract: false, IsGenericType: false } configuration)
            {
                methods.RunConfiguration(reader, configuration);
            }
        }

        foreach (var declaration in sources.Configurators)
        {
            if (bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is IMethodSymbol { IsGenericMethod: false } method && !methods.WasRun(method))
            {
                ReadAlone(reader, methods, method);
            }
        }

        return facts.Seal();
    }

    private static void ReadContext(FluentReader reader, FluentMethods methods, INamedTypeSymbol context, EfSymbols ef)
    {
        if (Inherited(context, "OnModelCreating", ef) is { } creating)
        {
            methods.Run(reader, creating, [(0, new Builder.OfModel())], caller: null);
        }
        else if (ForeignBase(context, ef) is { } foreign)
        {
            IdentityFacts.Read(reader, foreign);
        }

        if (Inherited(context, "ConfigureConventions", ef) is { } conventions)
        {
            methods.Run(reader, conventions, [(0, new Builder.OfConventions())], caller: null);
        }
    }

    /// <summary>A method that nobody in sight calls with a builder: module interfaces, extension methods of other projects.</summary>
    private static void ReadAlone(FluentReader reader, FluentMethods methods, IMethodSymbol method)
    {
        List<(int Position, Builder Builder)> given = [];
        foreach (var parameter in method.Parameters)
        {
            Builder? builder = parameter.Type switch
            {
                INamedTypeSymbol { Name: "ModelBuilder" } => new Builder.OfModel(),
                INamedTypeSymbol { Name: "ModelConfigurationBuilder" } => new Builder.OfConventions(),
                INamedTypeSymbol { Name: "EntityTypeBuilder", TypeArguments: [INamedTypeSymbol entity] } =>
                    new Builder.OfEntity(reader.Facts.Entity(entity, new Provenance(FactSource.Fluent, method.Locations.FirstOrDefault()))),
                _ => null,
            };
            if (builder is not null)
            {
                given.Add((parameter.Ordinal, builder));
            }
        }

        if (given.Count > 0 && !method.IsAbstract && !method.IsExtern)
        {
            methods.Run(reader, method, given, caller: null);
        }
    }

    /// <summary>The override that runs for a context, constructed for it; null when it is that of EF Core or of a library.</summary>
    private static IMethodSymbol? Inherited(INamedTypeSymbol context, string name, EfSymbols ef)
    {
        for (var type = context; type is not null && !type.Is(ef.DbContext); type = type.BaseType)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol { IsOverride: true } method)
                {
                    return method.DeclaringSyntaxReferences.IsEmpty ? null : method;
                }
            }
        }

        return null;
    }

    /// <summary>The first base class that isn't source and isn't DbContext itself.</summary>
    private static INamedTypeSymbol? ForeignBase(INamedTypeSymbol context, EfSymbols ef)
    {
        for (var type = context.BaseType; type is not null && !type.Is(ef.DbContext); type = type.BaseType)
        {
            if (type.DeclaringSyntaxReferences.IsEmpty)
            {
                return type;
            }
        }

        return null;
    }
}
