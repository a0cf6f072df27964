using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Storefront.Telemetry;

/// <summary>What the shop traces and measures. It grew: the carrier, the parcels and the database came later, and nobody added them here.</summary>
internal static class ShopTelemetry
{
    public static void AddShopTelemetry(this WebApplicationBuilder builder)
    {
        var collected = new CollectedTelemetry();
        builder.Services.AddSingleton(collected);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation()
                .AddSource("Storefront.Shipping")
                .AddInMemoryExporter(collected.Spans))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("Storefront.Shipping")
                .AddInMemoryExporter(collected.Metrics));
    }

    /// <summary>GET /telemetry: what an operator of the shop would see.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder routes) => routes.MapGet("/telemetry", (CollectedTelemetry collected, MeterProvider provider) =>
    {
        collected.Metrics.Clear();
        provider.ForceFlush();
        return new TelemetryReport(collected).Lines;
    });
}
