namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Which calls name which database.</summary>
internal static class Providers
{
    /// <summary>The provider that a registration method sets up.</summary>
    public static Provider OfCall(string method) => method switch
    {
        "UseSqlServer" or "AddSqlServer" or "AddSqlServerDbContext" or "UseAzureSql" or "EnrichSqlServerDbContext" => Provider.SqlServer,
        "UseNpgsql" or "AddNpgsql" or "AddNpgsqlDbContext" or "EnrichNpgsqlDbContext" => Provider.PostgreSql,
        "UseSqlite" or "AddSqlite" => Provider.Sqlite,
        "UseMySql" or "UseMySQL" or "AddMySqlDbContext" => Provider.MySql,
        "UseOracle" or "AddOracleDatabaseDbContext" => Provider.Oracle,
        "UseCosmos" or "AddCosmosDbContext" => Provider.Cosmos,
        "UseInMemoryDatabase" => Provider.InMemory,
        _ => Provider.Unknown,
    };

    /// <summary>The provider behind the static class that a snapshot calls, else the one that was known before.</summary>
    public static Provider OfExtensions(string type, Provider before) =>
        type.StartsWith("SqlServer", StringComparison.Ordinal) ? Provider.SqlServer
        : type.StartsWith("Npgsql", StringComparison.Ordinal) ? Provider.PostgreSql
        : type.StartsWith("MySql", StringComparison.Ordinal) ? Provider.MySql
        : type.StartsWith("Oracle", StringComparison.Ordinal) ? Provider.Oracle
        : before;

    /// <summary>The provider of a package, by the name of its assembly.</summary>
    public static Provider OfAssembly(string name) => name switch
    {
        "Microsoft.EntityFrameworkCore.SqlServer" => Provider.SqlServer,
        "Npgsql.EntityFrameworkCore.PostgreSQL" => Provider.PostgreSql,
        "Microsoft.EntityFrameworkCore.Sqlite" => Provider.Sqlite,
        "Pomelo.EntityFrameworkCore.MySql" or "MySql.EntityFrameworkCore" => Provider.MySql,
        "Oracle.EntityFrameworkCore" => Provider.Oracle,
        "Microsoft.EntityFrameworkCore.Cosmos" => Provider.Cosmos,
        _ => Provider.Unknown,
    };

    /// <summary>One provider of several: tests run on others beside the real one, so memory never counts against a database.</summary>
    public static Provider Join(IEnumerable<Provider> providers)
    {
        var joined = Provider.Unknown;
        foreach (var provider in providers)
        {
            joined = (joined, provider) switch
            {
                (_, Provider.Unknown) => joined,
                (Provider.Unknown or Provider.InMemory, _) => provider,
                (_, Provider.InMemory) => joined,
                _ => joined == provider ? joined : Provider.Several,
            };
        }

        return joined;
    }
}
