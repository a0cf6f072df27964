using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The types of EF Core and what its version can do.</summary>
internal sealed class EfSymbols
{
    private const string Ns = "Microsoft.EntityFrameworkCore.";

    private EfSymbols(Compilation compilation, INamedTypeSymbol context)
    {
        DbContext = context;
        Version = context.ContainingAssembly.Identity.Version;
        DbSet = compilation.Find(Ns + "DbSet`1");
        QueryableExtensions = compilation.Find(Ns + "EntityFrameworkQueryableExtensions");
        RelationalQueryableExtensions = compilation.Find(Ns + "RelationalQueryableExtensions");
        DatabaseFacade = compilation.Find(Ns + "Infrastructure.DatabaseFacade");
        EntityEntry = compilation.Find(Ns + "ChangeTracking.EntityEntry");
        NavigationEntry = compilation.Find(Ns + "ChangeTracking.NavigationEntry");
        EntityTypeConfiguration = compilation.Find(Ns + "IEntityTypeConfiguration`1");
        ModelSnapshot = compilation.Find(Ns + "Infrastructure.ModelSnapshot");
        Migration = compilation.Find(Ns + "Migrations.Migration");
        LazyLoader = compilation.Find(Ns + "Infrastructure.ILazyLoader");
        ProxiesExtensions = compilation.Find(Ns + "ProxiesExtensions");
        SaveChangesInterceptor = compilation.Find(Ns + "Diagnostics.ISaveChangesInterceptor");
        EfFunctions = compilation.Find(Ns + "EF");
    }

    public Version Version { get; }

    public INamedTypeSymbol DbContext { get; }

    public INamedTypeSymbol? DbSet { get; }

    public INamedTypeSymbol? QueryableExtensions { get; }

    public INamedTypeSymbol? RelationalQueryableExtensions { get; }

    public INamedTypeSymbol? DatabaseFacade { get; }

    public INamedTypeSymbol? EntityEntry { get; }

    public INamedTypeSymbol? NavigationEntry { get; }

    public INamedTypeSymbol? EntityTypeConfiguration { get; }

    public INamedTypeSymbol? ModelSnapshot { get; }

    public INamedTypeSymbol? Migration { get; }

    public INamedTypeSymbol? LazyLoader { get; }

    public INamedTypeSymbol? ProxiesExtensions { get; }

    public INamedTypeSymbol? SaveChangesInterceptor { get; }

    public INamedTypeSymbol? EfFunctions { get; }

    /// <summary>ExecuteUpdate and ExecuteDelete exist from EF Core 7.</summary>
    public bool HasSetBasedWrites => Version.Major >= 7 && RelationalQueryableExtensions is not null;

    /// <summary>From EF Core 10 a split query orders each part the same way by itself.</summary>
    public bool OrdersSplitQueries => Version.Major >= 10;

    public static EfSymbols? From(Compilation compilation) =>
        compilation.Find(Ns + "DbContext") is { } context ? new EfSymbols(compilation, context) : null;

    public bool IsContext(ITypeSymbol? type) => type.IsOrDerivesFrom(DbContext);

    /// <summary>A context, or one of its sets.</summary>
    public bool IsStore(ITypeSymbol? type) => IsContext(type) || type.IsOrDerivesFrom(DbSet);

    /// <summary>Whether EF Core itself declares something in that assembly.</summary>
    public bool IsOwn(IAssemblySymbol? assembly) => assembly is not null && SymbolEqualityComparer.Default.Equals(assembly, DbContext.ContainingAssembly);

    /// <summary>Whether a query starts with what the method returns: raw SQL, a function of the database, a temporal table.</summary>
    public bool IsSqlRoot(IMethodSymbol method)
    {
        if (method.Name is "FromExpression")
        {
            return IsContext(method.ContainingType);
        }

        return method.Name is "FromSql" or "FromSqlRaw" or "FromSqlInterpolated" or "SqlQuery" or "SqlQueryRaw" or "TemporalAll" or "TemporalAsOf" or "TemporalBetween" or "TemporalFromTo" or "TemporalContainedIn"
            && (method.ReducedFrom ?? method).Parameters.FirstOrDefault()?.Type is { } source && (source.IsOrDerivesFrom(DbSet) || source.IsOrDerivesFrom(DatabaseFacade));
    }

    /// <summary>Whether a method is declared by EF Core's query extensions.</summary>
    public bool IsQueryExtension(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return type.Is(QueryableExtensions) || type.Is(RelationalQueryableExtensions);
    }
}
