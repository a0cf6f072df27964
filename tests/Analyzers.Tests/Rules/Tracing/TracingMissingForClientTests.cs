using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class TracingMissingForClientTests
{
    internal static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry, Library.Npgsql, Library.Redis, Library.SqlServer] };

    internal static string App(string pipeline, string more = "") => $$"""
        using Npgsql;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        {{pipeline}}
        {{more}}
        """;

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().[|WithTracing|](t => t.AddOtlpExporter());", "")]
    [InlineData("builder.Services.AddOpenTelemetry().[|WithTracing|](t => t.AddAspNetCoreInstrumentation());", "builder.Services.AddHttpClient();")]
    [InlineData("builder.Services.AddOpenTelemetry().[|WithTracing|](t => t.AddAspNetCoreInstrumentation());", "builder.Services.AddDbContext<ShopModel.Shop>(o => o.UseNpgsql(\"\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().[|WithTracing|](t => t.AddAspNetCoreInstrumentation());", "class Cache(StackExchange.Redis.IConnectionMultiplexer redis) { public bool Any => redis.IsConnected; }")]
    [InlineData("using var tracing = OpenTelemetry.Sdk.[|CreateTracerProviderBuilder|]().AddAspNetCoreInstrumentation().Build();", "var sql = new Microsoft.Data.SqlClient.SqlConnection();")]
    public Task A_client_without_instrumentation(string pipeline, string more) => Verify.Reports<TracingMissingForClient>(App(pipeline, more), Program with { HasEf = true, Configure = "" }, message: "missing from every trace");

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation().AddNpgsql().AddHttpClientInstrumentation());", "builder.Services.AddDbContext<ShopModel.Shop>(o => o.UseNpgsql(\"\")); builder.Services.AddHttpClient();")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"Microsoft.AspNetCore\", \"Npgsql\"));", "builder.Services.AddDbContext<ShopModel.Shop>(o => o.UseNpgsql(\"\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"*\"));", "")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(args));", "")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(); builder.Services.ConfigureOpenTelemetryTracerProvider(t => t.AddAspNetCoreInstrumentation());", "")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddAspNetCoreInstrumentation());", "")]
    [InlineData("Startup.Trace(builder.Services);", "static class Startup { public static void Trace(IServiceCollection s) => s.AddOpenTelemetry().WithTracing(Add); private static void Add(TracerProviderBuilder t) => t.AddAspNetCoreInstrumentation(); }")]
    [InlineData("", "builder.Services.AddHttpClient();")]
    public Task Registered_unknown_or_no_pipeline(string pipeline, string more) => Verify.Silent<TracingMissingForClient>(App(pipeline, more), Program with { HasEf = true, Configure = "" });

    [Fact]
    public Task A_library_is_not_judged() => Verify.Silent<TracingMissingForClient>("""
        using OpenTelemetry.Trace;

        public static class Defaults
        {
            public static void Add(IServiceCollection services) => services.AddOpenTelemetry().WithTracing(t => t.AddOtlpExporter());
            public static HttpClient Client() => new();
        }
        """, new Setup { Also = [Library.OpenTelemetry] });

    [Fact]
    public Task Turned_off() => Verify.Silent<TracingMissingForClient>(
        App("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddOtlpExporter());"), Program with { EditorConfig = "[*.cs]\nperfanalyzers.telemetry_mode = off" });

    [Fact]
    public Task Service_defaults_of_another_project() => Verify.Silent<TracingMissingForClient>(
        "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddDefaults();\nbuilder.Services.AddHttpClient();",
        Program with { Projects = [new ReferencedProject("ServiceDefaults", """
            using OpenTelemetry.Trace;

            public static class Defaults
            {
                public static void AddDefaults(this IHostApplicationBuilder builder) =>
                    builder.Services.AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
            }
            """)] });

    [Fact]
    public Task Service_defaults_that_miss_one() => Verify.Fixes<TracingMissingForClient, TracingMissingForClientFix>("""
        var builder = WebApplication.[|CreateBuilder|](args);
        builder.AddDefaults();
        builder.Services.AddHttpClient();
        """, """
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddHttpClientInstrumentation());
        builder.AddDefaults();
        builder.Services.AddHttpClient();
        """, with: Program with { Projects = [new ReferencedProject("ServiceDefaults", """
            using OpenTelemetry.Trace;

            public static class Defaults
            {
                public static void AddDefaults(this IHostApplicationBuilder builder) => builder.Services.AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation());
            }
            """)] });

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<TracingMissingForClient, TracingMissingForClientFix>("""
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        builder.Services.AddOpenTelemetry()
            .[|[|[|WithTracing|]|]|](tracing => tracing
                // Send it away.
                .AddOtlpExporter());
        StackExchange.Redis.IConnectionMultiplexer? redis = null;
        """, """
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddRedisInstrumentation()
                .AddHttpClientInstrumentation()
                .AddAspNetCoreInstrumentation()
                // Send it away.
                .AddOtlpExporter());
        StackExchange.Redis.IConnectionMultiplexer? redis = null;
        """, with: Program);

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().[|WithTracing|]();", "builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddAspNetCoreInstrumentation());")]
    [InlineData("builder.Services.AddOpenTelemetry().[|WithTracing|](t => { t.AddOtlpExporter(); });", "builder.Services.AddOpenTelemetry().WithTracing(t => { t.AddAspNetCoreInstrumentation().AddOtlpExporter(); });")]
    [InlineData("OpenTelemetry.Sdk.[|CreateTracerProviderBuilder|]().Build();", "OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddAspNetCoreInstrumentation().Build();")]
    [InlineData("builder.Services.ConfigureOpenTelemetryTracerProvider((services, t) => t.AddOtlpExporter());", "")]
    public Task Pipelines_of_every_form(string before, string after) => after.Length == 0
        ? Verify.Reports<TracingMissingForClient>(App(before.Replace("Configure", "[|Configure", StringComparison.Ordinal).Replace("Provider((", "Provider|]((", StringComparison.Ordinal)), Program)
        : Verify.Fixes<TracingMissingForClient, TracingMissingForClientFix>(App(before), App(after), with: Program);

    [Fact]
    public Task No_package_for_it() => Verify.Refuses<TracingMissingForClient, TracingMissingForClientFix>("""
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().[|WithTracing|](t => t.AddAspNetCoreInstrumentation());
        builder.Services.AddDbContext<ShopModel.Shop>(o => o.UseSqlServer(""));
        """, Program with { HasEf = true, Configure = "", Also = [new Library("NoSqlClient", [.. Library.OpenTelemetry.Packages.Where(p => !p.EndsWith("SqlClient", StringComparison.Ordinal))]), Library.SqlServer] });

    [Theory]
    [InlineData("", "class Sender(Confluent.Kafka.IProducer<string, string> producer) { public void Send() => producer.Flush(); }", "Confluent.Kafka", "add the package OpenTelemetry.Instrumentation.ConfluentKafka")]
    [InlineData("", "builder.Services.AddHangfire();", "Hangfire", "add AddHangfireInstrumentation()")]
    [InlineData("", "class Jobs(Hangfire.IBackgroundJobClient jobs) { public void Start() => jobs.Enqueue(); }", "Hangfire", "add AddHangfireInstrumentation()")]
    public Task Queues_and_jobs(string registration, string use, string client, string advice) => Verify.Reports<TracingMissingForClient>(
        Queues($".[|WithTracing|](t => t.AddAspNetCoreInstrumentation(){registration})", use), QueueProgram, message: $"'{client}' is used but not traced: its calls are missing from every trace, {advice}");

    [Theory]
    [InlineData(".AddKafkaProducerInstrumentation<string, string>()", "class Sender(Confluent.Kafka.IProducer<string, string> producer) { public void Send() => producer.Flush(); }")]
    [InlineData(".AddSource(\"Confluent.Kafka.Extensions.Diagnostics\")", "class Sender(Confluent.Kafka.IProducer<string, string> producer) { public void Send() => producer.Flush(); }")]
    [InlineData(".AddSource(\"OpenTelemetry.Instrumentation.*\")", "builder.Services.AddHangfire();")]
    [InlineData(".AddHangfireInstrumentation()", "builder.Services.AddHangfire();")]
    [InlineData("", "class Sender(Work.IProducer<string, string> producer) { public void Send() => producer.Flush(); } namespace Work { public interface IProducer<K, V> { void Flush(); } }")]
    [InlineData("", "// Nothing is sent.")]
    public Task Queues_and_jobs_that_are_traced_or_not_used(string registration, string use) => Verify.Silent<TracingMissingForClient>(
        Queues($".WithTracing(t => t.AddAspNetCoreInstrumentation(){registration})", use), QueueProgram);

    [Fact]
    public Task An_instrumentation_that_wants_types_is_not_written() => Verify.Refuses<TracingMissingForClient, TracingMissingForClientFix>(
        Queues(".[|WithTracing|](t => t.AddAspNetCoreInstrumentation())", "class Sender(Confluent.Kafka.IProducer<string, string> producer) { public void Send() => producer.Flush(); }"), QueueProgram);

    internal static string Queues(string pipeline, string use) => $"""
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry(){pipeline};
        {use}
        """;

    /// <summary>Libraries of the shape of the real ones, which the tests don't restore.</summary>
    internal static readonly Setup QueueProgram = Program with
    {
        Projects =
        [
            new ReferencedProject("Confluent.Kafka", "namespace Confluent.Kafka { public interface IProducer<TKey, TValue> { void Flush(); } }", AsMetadata: true),
            new ReferencedProject("Hangfire.Core", """
                namespace Hangfire { public interface IBackgroundJobClient { void Enqueue(); } }
                namespace Microsoft.Extensions.DependencyInjection { public static class HangfireServices { public static void AddHangfire(this IServiceCollection services) { } } }
                """, AsMetadata: true),
            new ReferencedProject("OpenTelemetry.Instrumentation.Queues", """
                namespace OpenTelemetry.Trace
                {
                    public static class Queues
                    {
                        public static TracerProviderBuilder AddKafkaProducerInstrumentation<TKey, TValue>(this TracerProviderBuilder builder) => builder;
                        public static TracerProviderBuilder AddHangfireInstrumentation(this TracerProviderBuilder builder) => builder;
                    }
                }
                """, AsMetadata: true),
        ],
    };
}
