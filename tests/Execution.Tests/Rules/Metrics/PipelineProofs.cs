using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Metrics;

public sealed class SourceNotRegisteredProofs() : TelemetryProofs("PERF8002", "the spans of the source arrive")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Program("its own source", "WithTracing(t => t.AddHttpClientInstrumentation().AddInMemoryExporter(spans))", "sold", "traces 1: Sell\nsold"),
        Pipelines.Program("another source is registered", "WithTracing(t => t.AddSource(\"Other\").AddHttpClientInstrumentation().AddInMemoryExporter(spans))", "sold", "traces 1: Sell\nsold"),
        Pipelines.Program("in a block", "WithTracing(t =>\n        {\n            t.AddInMemoryExporter(spans);\n            t.AddHttpClientInstrumentation();\n        })", "sold", "traces 1: Sell\nsold"),
        Pipelines.Program("the pipeline is split", "WithTracing().WithTracing(t => t.AddInMemoryExporter(spans))", "sold", "traces 1: Sell\nsold"),
        Pipelines.Program("two sources", "WithTracing(t => t.AddInMemoryExporter(spans))", "sold", "traces 2: Pay, Sell\nsold", Pipelines.Second),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Pipelines.Program("the pipeline is handed on as a method", "Services.ConfigureOpenTelemetryTracerProvider(Exports.Trace)", "sold", "", Pipelines.Exporting),
    ];
}

public sealed class MeterNotRegisteredProofs() : TelemetryProofs("PERF7002", "the measurements of the meter arrive")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Program("its own meter", "WithMetrics(m => m.AddInMemoryExporter(metrics))", "sold", "shop.sold = 1\nsold"),
        Pipelines.Program("another meter is registered", "WithMetrics(m => m.AddMeter(\"Other.*\").AddInMemoryExporter(metrics))", "sold", "shop.sold = 1\nsold"),
        Pipelines.Program("in a block", "WithMetrics(m =>\n        {\n            m.AddInMemoryExporter(metrics);\n        })", "sold", "shop.sold = 1\nsold"),
        Pipelines.Program("beside traces", "WithTracing(t => t.AddSource(\"Shop.*\").AddInMemoryExporter(spans)).WithMetrics(m => m.AddInMemoryExporter(metrics))", "traces 1: Sell\nsold", "traces 1: Sell\nshop.sold = 1\nsold"),
        Pipelines.Program("two meters", "WithMetrics(m => m.AddInMemoryExporter(metrics))", "sold", "shop.paid = 1\nshop.sold = 1\nsold", Pipelines.Second),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Pipelines.Program("the pipeline is handed on as a method", "Services.ConfigureOpenTelemetryMeterProvider(Exports.Measure)", "sold", "", Pipelines.Exporting),
    ];
}

public sealed class TracingMissingForClientProofs() : TelemetryProofs("PERF8001", "the calls of the client are in the trace")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Calling("calls of HttpClient", "WithTracing(t => t.AddSource(\"Shop.*\").AddInMemoryExporter(spans))", "traces 1: Sell\nyes", "traces 1: GET, Sell\nyes"),
        Pipelines.Calling("in a block", "WithTracing(t =>\n        {\n            t.AddInMemoryExporter(spans);\n            t.AddSource(\"Shop.*\");\n        })", "traces 1: Sell\nyes", "traces 1: GET, Sell\nyes"),
        Pipelines.Calling("the pipeline is split", "WithTracing(t => t.AddSource(\"Shop.*\")).WithTracing(t => t.AddInMemoryExporter(spans))", "traces 1: Sell\nyes", "traces 1: GET, Sell\nyes"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Pipelines.Program("a client whose instrumentation isn't referenced", "WithTracing(t => t.AddSource(\"Shop.*\").AddHttpClientInstrumentation().AddInMemoryExporter(spans))", "traces 2: Pay, Sell\nsold", "", Pipelines.Second + """

            public class Orders(Microsoft.EntityFrameworkCore.DbContextOptions<Orders> options) : Microsoft.EntityFrameworkCore.DbContext(options);

            public static class Registrations
            {
                public static void AddOrders(this IServiceCollection services) =>
                    services.AddDbContext<Orders>(o => Microsoft.EntityFrameworkCore.SqliteDbContextOptionsBuilderExtensions.UseSqlite(o, "Data Source=orders.db"));
            }
            """),
    ];
}

public sealed class MetricsMissingForClientProofs() : TelemetryProofs("PERF7001", "the calls of the client are measured")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Calling("calls of HttpClient and the runtime", "WithMetrics(m => m.AddMeter(\"Shop.*\").AddInMemoryExporter(all))", "yes", "yes: dotnet.gc.collections http.client.request.duration"),
        Pipelines.Calling("the runtime", "WithMetrics(m => m.AddMeter(\"Shop.*\").AddHttpClientInstrumentation().AddInMemoryExporter(all))", "yes: http.client.request.duration", "yes: dotnet.gc.collections http.client.request.duration"),
        Pipelines.Calling("HttpClient, the runtime by its name", "WithMetrics(m => m.AddMeter(\"System.Runtime\").AddInMemoryExporter(all))", "yes: dotnet.gc.collections", "yes: dotnet.gc.collections http.client.request.duration"),
        Pipelines.Calling("in a block", "WithMetrics(m =>\n        {\n            m.AddInMemoryExporter(all);\n        })", "yes", "yes: dotnet.gc.collections http.client.request.duration"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Pipelines.Program("the pipeline is handed on as a method", "Services.ConfigureOpenTelemetryMeterProvider(Exports.Measure)", "sold", "", Pipelines.Exporting + "\n\npublic class Rates(HttpClient http)\n{\n    public Task<string> Read() => http.GetStringAsync(\"/rates\");\n}"),
    ];
}

public sealed class TelemetryNotConfiguredProofs() : TelemetryProofs("PERF8004", "calls are traced, and the application is measured")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Plain("a host that calls", "var builder = Host.CreateApplicationBuilder();\n        builder.Logging.ClearProviders();\n        builder.Services.AddHttpClient();", "builder.Build()", "yes", "traces 1: GET\nyes measured"),
        Pipelines.Plain("with arguments, and its client by name", "var builder = Host.CreateApplicationBuilder(new[] { \"--environment\", \"Test\" });\n        builder.Services.AddHttpClient(\"\", c => c.Timeout = TimeSpan.FromSeconds(30));\n        builder.Logging.ClearProviders();", "builder.Build()", "yes", "traces 1: GET\nyes measured"),
        Pipelines.Plain("settings between", "var app = Host.CreateApplicationBuilder();\n        app.Configuration[\"shop\"] = \"north\";\n        app.Logging.ClearProviders();\n        app.Services.AddHttpClient();", "app.Build()", "yes", "traces 1: GET\nyes measured"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Pipelines.Plain("a chain without a local", "var host = Host.CreateDefaultBuilder().ConfigureLogging(l => l.ClearProviders()).ConfigureServices(s => s.AddHttpClient()).Build();", "host", "yes", ""),
    ];
}

/// <summary>A host that exports what its pipeline collects.</summary>
internal static class Pipelines
{
    private const string Server = """
            private static async Task Answer(TcpListener server)
            {
                using var client = await server.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes"));
            }
        """;

    /// <summary>Another part of the shop, with a source and a meter of its own.</summary>
    public const string Second = """

        public static class Till
        {
            private static readonly ActivitySource Source = new("Shop.Till");
            private static readonly Meter Meter = new("Shop.Till");
            private static readonly Counter<long> Paid = Meter.CreateCounter<long>("shop.paid");

            public static void Pay()
            {
                using var activity = Source.StartActivity("Pay");
                Paid.Add(1);
            }
        }
        """;

    /// <summary>The second part, and an export that is written elsewhere.</summary>
    public const string Exporting = Second + """


        public static class Exports
        {
            public static void Trace(TracerProviderBuilder tracing) => tracing.AddInMemoryExporter(new List<Activity>());

            public static void Measure(MeterProviderBuilder metrics) => metrics.AddInMemoryExporter(new List<Metric>());
        }
        """;

    public static TelemetryCase Program(string name, string pipeline, string before, string after, string more = "") => new(name, $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        namespace Acting;

        public static class Shop
        {
            private static readonly ActivitySource Source = new("Shop.Sales");
            private static readonly Meter Meter = new("Shop.Sales");
            private static readonly Counter<long> Sold = Meter.CreateCounter<long>("shop.sold");

            public static void Sell()
            {
                using var activity = Source.StartActivity("Sell");
                Sold.Add(1);
            }
        }

        public static class Action
        {
            public static async Task<string> Run(IList<Activity> spans, IList<Metric> metrics)
            {
                var builder = Host.CreateApplicationBuilder();
                builder.Logging.ClearProviders();
                builder.Services.AddOpenTelemetry().{{pipeline}};
                using var host = builder.Build();
                await host.StartAsync();
                Shop.Sell();
                {{(more.Length > 0 ? "Till.Pay();" : "")}}
                host.Services.GetService<TracerProvider>()?.ForceFlush();
                host.Services.GetService<MeterProvider>()?.ForceFlush();
                await host.StopAsync();
                return "sold";
            }
        }
        {{more}}
        """, before, after);

    /// <summary>A host without telemetry calls a server on this machine; where it has a provider, that is read.</summary>
    public static TelemetryCase Plain(string name, string start, string host, string before, string after) => new(name, $$"""
        using System.Diagnostics;
        using System.Net;
        using System.Net.Sockets;
        using System.Text;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;
        using OpenTelemetry;
        using OpenTelemetry.Exporter;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        namespace Acting;

        public static class Action
        {
            public static async Task<string> Run(IList<Activity> spans, IList<Metric> metrics)
            {
                {{start}}
                using var running = {{host}};
                await running.StartAsync();
                running.Services.GetService<TracerProvider>()?.AddProcessor(new SimpleActivityExportProcessor(new InMemoryExporter<Activity>(spans)));
                using var server = new TcpListener(IPAddress.Loopback, 0);
                server.Start();
                var answer = Answer(server);
                using var http = running.Services.GetRequiredService<IHttpClientFactory>().CreateClient("");
                var text = await http.GetStringAsync($"http://localhost:{((IPEndPoint)server.LocalEndpoint).Port}/");
                await answer;
                await running.StopAsync();
                return text + (running.Services.GetService<MeterProvider>() is null ? "" : " measured");
            }

        {{Server}}
        }
        """, before, after);

    /// <summary>The host calls a server on this machine.</summary>
    public static TelemetryCase Calling(string name, string pipeline, string before, string after) => new(name, $$"""
        using System.Diagnostics;
        using System.Net;
        using System.Net.Sockets;
        using System.Text;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        namespace Acting;

        public static class Action
        {
            private static readonly ActivitySource Source = new("Shop.Sales");

            public static async Task<string> Run(IList<Activity> spans, IList<Metric> metrics)
            {
                var all = new List<Metric>();
                var builder = Host.CreateApplicationBuilder();
                builder.Logging.ClearProviders();
                builder.Services.AddHttpClient();
                builder.Services.AddOpenTelemetry().{{pipeline}};
                using var host = builder.Build();
                await host.StartAsync();
                using var server = new TcpListener(IPAddress.Loopback, 0);
                server.Start();
                var answer = Answer(server);
                string text;
                using (Source.StartActivity("Sell"))
                {
                    using var http = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
                    text = await http.GetStringAsync($"http://localhost:{((IPEndPoint)server.LocalEndpoint).Port}/");
                }

                await answer;
                host.Services.GetService<TracerProvider>()?.ForceFlush();
                host.Services.GetService<MeterProvider>()?.ForceFlush();
                await host.StopAsync();
                var seen = all.Select(m => m.Name).Where(n => n is "http.client.request.duration" or "dotnet.gc.collections").Distinct().Order();
                return seen.Any() ? $"{text}: {string.Join(' ', seen)}" : text;
            }

        {{Server}}
        }
        """, before, after);
}
