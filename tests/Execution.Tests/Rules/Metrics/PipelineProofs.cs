using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Metrics;

public sealed class SourceNotRegisteredProofs() : TelemetryProofs("PERF8002", "the spans of the source arrive")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Program("its own source", "WithTracing(t => t.AddHttpClientInstrumentation().AddInMemoryExporter(spans))", "sold", "traces 1: Sell\nsold"),
        Pipelines.Program("another source is registered", "WithTracing(t => t.AddSource(\"Other\").AddHttpClientInstrumentation().AddInMemoryExporter(spans))", "sold", "traces 1: Sell\nsold"),
    ];
}

public sealed class MeterNotRegisteredProofs() : TelemetryProofs("PERF7002", "the measurements of the meter arrive")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Program("its own meter", "WithMetrics(m => m.AddInMemoryExporter(metrics))", "sold", "shop.sold = 1\nsold"),
        Pipelines.Program("another meter is registered", "WithMetrics(m => m.AddMeter(\"Other.*\").AddInMemoryExporter(metrics))", "sold", "shop.sold = 1\nsold"),
    ];
}

public sealed class TracingMissingForClientProofs() : TelemetryProofs("PERF8001", "the calls of the client are in the trace")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Calling("calls of HttpClient", "WithTracing(t => t.AddSource(\"Shop.*\").AddInMemoryExporter(spans))", "traces 1: Sell\nyes", "traces 1: GET, Sell\nyes"),
    ];
}

public sealed class MetricsMissingForClientProofs() : TelemetryProofs("PERF7001", "the calls of the client are measured")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Pipelines.Calling("calls of HttpClient and the runtime", "WithMetrics(m => m.AddMeter(\"Shop.*\").AddInMemoryExporter(all))", "yes", "yes: dotnet.gc.collections http.client.request.duration"),
        Pipelines.Calling("the runtime", "WithMetrics(m => m.AddMeter(\"Shop.*\").AddHttpClientInstrumentation().AddInMemoryExporter(all))", "yes: http.client.request.duration", "yes: dotnet.gc.collections http.client.request.duration"),
    ];
}

/// <summary>A host that exports what its pipeline collects.</summary>
internal static class Pipelines
{
    public static TelemetryCase Program(string name, string pipeline, string before, string after) => new(name, $$"""
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
                host.Services.GetService<TracerProvider>()?.ForceFlush();
                host.Services.GetService<MeterProvider>()?.ForceFlush();
                await host.StopAsync();
                return "sold";
            }
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

            private static async Task Answer(TcpListener server)
            {
                using var client = await server.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.ReadAsync(new byte[4096]);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes"));
            }
        }
        """, before, after);
}
