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
}
