using Microsoft.EntityFrameworkCore;
using Npgsql;
using PerfAnalyzers.Execution.Harness;
using StoreModel;

namespace PerfAnalyzers.FixCosts;

/// <summary>A database of its own for one run of the program.</summary>
internal sealed class Database(string name, Action<DbContextOptionsBuilder> use, string versionQuery, Action dispose) : IDisposable
{
    public string Name { get; } = name;

    public static Database Sqlite()
    {
        var file = Path.Combine(Path.GetTempPath(), $"fix-costs-{Guid.NewGuid():N}.db");
        return new("SQLite", options => options.UseSqlite($"Data Source={file}"), "SELECT sqlite_version() AS \"Value\"", () =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Delete(file);
        });
    }

    /// <summary>A database on the server of PERFANALYZERS_POSTGRES; null when there is none.</summary>
    public static Database? Postgres()
    {
        if (Environment.GetEnvironmentVariable("PERFANALYZERS_POSTGRES") is not { Length: > 0 } server)
        {
            return null;
        }

        var own = new NpgsqlConnectionStringBuilder(server) { Database = $"fix_costs_{Guid.NewGuid():N}" };
        Action<DbContextOptionsBuilder> use = options => options.UseNpgsql(own.ConnectionString);
        return new("PostgreSQL", use, "SELECT split_part(current_setting('server_version'), ' ', 1) AS \"Value\"", () =>
        {
            NpgsqlConnection.ClearAllPools();
            var options = new DbContextOptionsBuilder<Store>();
            use(options);
            using var db = new Store(options.Options);
            db.Database.EnsureDeleted();
        });
    }

    public Store Open(Counter? counter = null, bool isLazy = false)
    {
        var options = new DbContextOptionsBuilder<Store>();
        use(options);
        options.ConfigureWarnings(static w => w.Default(WarningBehavior.Ignore));
        if (counter is not null)
        {
            options.AddInterceptors(counter.Interceptors);
        }

        if (isLazy)
        {
            options.UseLazyLoadingProxies();
        }

        return new(options.Options);
    }

    public string Version()
    {
        using var db = Open();
        return db.Database.SqlQueryRaw<string>(versionQuery).Single();
    }

    public void Dispose() => dispose();
}
