using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>How one signal of a client gets into a pipeline.</summary>
/// <remarks>Call is the instrumentation method and Package what brings it; Name is the source or meter that the client itself writes to. Each is empty when there is none.</remarks>
internal sealed record Instrumentation(string Call, string Name, string Package)
{
    public static readonly Instrumentation None = new("", "", "");

    public bool IsNone => Call.Length == 0 && Name.Length == 0;
}

/// <summary>Something an application calls or is called by, and how it is traced and measured.</summary>
/// <remarks>Types are metadata names whose use proves that the client is used, Calls are registrations that prove it.</remarks>
internal sealed record Client(
    string Name, ImmutableArray<string> Types, ImmutableArray<string> Calls, Instrumentation Traces, Instrumentation Metrics)
{
    /// <summary>Other instrumentations, and sources, that show these calls as well.</summary>
    public ImmutableArray<string> CoveredBy { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>Words, or pairs of words, that stand for the client in the names of registrations.</summary>
    public ImmutableArray<string> Words { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The first major version of the client's assembly that writes to its source and meter itself.</summary>
    public int SelfInstrumentedFrom { get; init; }
}

/// <summary>The clients that rules know: data.</summary>
internal static class Clients
{
    private const string Otel = "OpenTelemetry.Instrumentation.";

    public const string Ef = "EF Core";
    public const string Sqlite = "SQLite";
    public const string Web = "ASP.NET Core";
    public const string Runtime = ".NET runtime";

    public static readonly ImmutableArray<Client> All = ImmutableArray.Create(
        new Client(
            Web, Names("Microsoft.AspNetCore.Builder.WebApplication"), Names("ConfigureWebHostDefaults"),
            new("AddAspNetCoreInstrumentation", "Microsoft.AspNetCore", Otel + "AspNetCore"),
            new("AddAspNetCoreInstrumentation", "Microsoft.AspNetCore.Hosting", Otel + "AspNetCore")),
        new Client(
            "HttpClient", Names("System.Net.Http.HttpClient", "System.Net.Http.IHttpClientFactory"), Names("AddHttpClient"),
            new("AddHttpClientInstrumentation", "System.Net.Http", Otel + "Http"),
            new("AddHttpClientInstrumentation", "System.Net.Http", Otel + "Http")) { SelfInstrumentedFrom = 9 },
        new Client(
            "Npgsql", Names("Npgsql.NpgsqlConnection", "Npgsql.NpgsqlDataSource", "Npgsql.NpgsqlDataSourceBuilder"), Names("UseNpgsql", "AddNpgsqlDataSource"),
            new("AddNpgsql", "Npgsql", "Npgsql.OpenTelemetry"), new("AddNpgsqlInstrumentation", "Npgsql", "Npgsql.OpenTelemetry")) { Words = Names("Npgsql", "Postgres", "PostgreSql") },
        new Client(
            "SqlClient", Names("Microsoft.Data.SqlClient.SqlConnection", "System.Data.SqlClient.SqlConnection"), Names("UseSqlServer"),
            new("AddSqlClientInstrumentation", "", Otel + "SqlClient"), new("AddSqlClientInstrumentation", "", Otel + "SqlClient")) { Words = Names("SqlServer", "SqlClient", "MsSql") },
        new Client(
            "MySqlConnector", Names("MySqlConnector.MySqlConnection", "MySqlConnector.MySqlDataSource"), Names("UseMySql"),
            new("", "MySqlConnector", ""), new("", "MySqlConnector", "")) { Words = Names("MySql", "MariaDb") },
        new Client(
            Ef, Names("Microsoft.EntityFrameworkCore.DbContext"), Names("AddDbContext", "AddDbContextPool", "AddDbContextFactory", "AddPooledDbContextFactory"),
            new("AddEntityFrameworkCoreInstrumentation", "", Otel + "EntityFrameworkCore"), new("", "Microsoft.EntityFrameworkCore", "")) { SelfInstrumentedFrom = 9, Words = Names("DbContext", "EntityFramework") },
        new Client(Sqlite, Names(), Names("UseSqlite"), Instrumentation.None, Instrumentation.None),
        new Client(
            "StackExchange.Redis", Names("StackExchange.Redis.IConnectionMultiplexer", "StackExchange.Redis.ConnectionMultiplexer"), Names(),
            new("AddRedisInstrumentation", "", Otel + "StackExchangeRedis"), Instrumentation.None) { Words = Names("Redis") },
        new Client(
            "RabbitMQ.Client", Names("RabbitMQ.Client.IConnection", "RabbitMQ.Client.IConnectionFactory", "RabbitMQ.Client.ConnectionFactory"), Names(),
            new("", "RabbitMQ.Client.*", ""), Instrumentation.None) { SelfInstrumentedFrom = 7, Words = Names("Rabbit", "RabbitMQ") },
        new Client(
            "MassTransit", Names("MassTransit.IBus", "MassTransit.IPublishEndpoint"), Names("AddMassTransit"),
            new("", "MassTransit", ""), new("", "MassTransit", "")) { Words = Names("MassTransit") },
        new Client(
            "gRPC client", Names("Grpc.Net.Client.GrpcChannel"), Names("AddGrpcClient"),
            new("AddGrpcClientInstrumentation", "", Otel + "GrpcNetClient"), Instrumentation.None) { CoveredBy = Names("AddHttpClientInstrumentation"), Words = Names("Grpc") },
        new Client(
            "Confluent.Kafka", Names("Confluent.Kafka.IProducer`2", "Confluent.Kafka.IConsumer`2", "Confluent.Kafka.ProducerBuilder`2", "Confluent.Kafka.ConsumerBuilder`2"), Names(),
            new("AddKafkaProducerInstrumentation", "", Otel + "ConfluentKafka"), new("AddKafkaProducerInstrumentation", "", Otel + "ConfluentKafka"))
        {
            CoveredBy = Names("AddKafkaConsumerInstrumentation", "AddConfluentKafkaInstrumentation", Otel + "ConfluentKafka", "Confluent.Kafka.Extensions.Diagnostics"), Words = Names("Kafka"),
        },
        new Client(
            "Hangfire", Names("Hangfire.IBackgroundJobClient", "Hangfire.IRecurringJobManager", "Hangfire.BackgroundJob", "Hangfire.RecurringJob"), Names("AddHangfire", "AddHangfireServer"),
            new("AddHangfireInstrumentation", "", Otel + "Hangfire"), Instrumentation.None) { CoveredBy = Names(Otel + "Hangfire") },
        new Client(Runtime, Names(), Names(), Instrumentation.None, new("AddRuntimeInstrumentation", "System.Runtime", Otel + "Runtime")) { SelfInstrumentedFrom = 9 });

    /// <summary>Drivers whose own spans show every command that EF Core sends.</summary>
    public static readonly ImmutableHashSet<string> Drivers = ImmutableHashSet.Create("Npgsql", "SqlClient", "MySqlConnector");

    private static ImmutableArray<string> Names(params string[] names) => names.ToImmutableArray();
}
