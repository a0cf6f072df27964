using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Tables of one program: emptied for each run, gone at the end.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>A connection string that .ci/postgres exports; without it only SQLite is there.</summary>
    private static readonly string? Server = Environment.GetEnvironmentVariable("PERFANALYZERS_POSTGRES");

    /// <summary>Why PostgreSQL is left out, null when it isn't.</summary>
    public static string? NoServer { get; } = string.IsNullOrEmpty(Server) ? "PostgreSQL: skipped, PERFANALYZERS_POSTGRES is not set" : null;

    public abstract string Name { get; }

    public abstract DbConnection Connection { get; }

    public static Database Sqlite() => new SqliteDatabase();

    public static Database Postgres() => new PostgresDatabase(Server!);

    /// <summary>The services of EF Core: one set per program, so that its types can be unloaded.</summary>
    public abstract void AddServices(IServiceCollection services);

    public abstract void Use(DbContextOptionsBuilder options);

    /// <summary>Tables without rows.</summary>
    public abstract void Reset(DbContext context);

    /// <summary>Rows of the program get keys that the generated ones don't have.</summary>
    public virtual void AfterInsert(DbContext context)
    {
    }

    public abstract void Dispose();

    protected static string Quoted(string name) => $"\"{name}\"";

    protected void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class SqliteDatabase : Database
    {
        private SqliteConnection connection = new("Data Source=:memory:");

        public override string Name => "SQLite";

        public override DbConnection Connection => connection;

        public override void AddServices(IServiceCollection services) => services.AddEntityFrameworkSqlite();

        public override void Use(DbContextOptionsBuilder options) => options.UseSqlite(connection);

        public override void Reset(DbContext context)
        {
            connection.Dispose();
            connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            context.Database.SetDbConnection(connection);
            context.GetService<IRelationalDatabaseCreator>().CreateTables();
        }

        public override void Dispose() => connection.Dispose();
    }

    private sealed class PostgresDatabase : Database
    {
        private readonly string schema = $"run_{Guid.NewGuid():N}";
        private readonly NpgsqlConnection connection;
        private bool isMade;

        public PostgresDatabase(string server)
        {
            connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, Pooling = false }.ConnectionString);
            connection.Open();
            Execute($"CREATE SCHEMA {schema}");
        }

        public override string Name => "PostgreSQL";

        public override DbConnection Connection => connection;

        public override void AddServices(IServiceCollection services) => services.AddEntityFrameworkNpgsql();

        public override void Use(DbContextOptionsBuilder options) => options.UseNpgsql(connection);

        public override void Reset(DbContext context)
        {
            if (isMade)
            {
                Execute($"TRUNCATE {string.Join(", ", Tables.Of(context.Model).Select(t => Quoted(t.Name)))} RESTART IDENTITY CASCADE");
            }
            else
            {
                context.GetService<IRelationalDatabaseCreator>().CreateTables();
                isMade = true;
            }
        }

        public override void AfterInsert(DbContext context)
        {
            foreach (var table in Tables.Of(context.Model))
            {
                foreach (var column in table.Identities)
                {
                    Execute($"SELECT setval(pg_get_serial_sequence('{Quoted(table.Name)}', '{column}'), 1000)");
                }
            }
        }

        public override void Dispose()
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                Execute($"DROP SCHEMA {schema} CASCADE");
            }

            connection.Dispose();
        }
    }
}
