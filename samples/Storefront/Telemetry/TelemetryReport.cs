using System.Diagnostics;
using OpenTelemetry.Metrics;

namespace Storefront.Telemetry;

/// <summary>One number that shows whether telemetry tells the truth.</summary>
/// <param name="Wanted">more or fewer.</param>
/// <param name="IsOfRoot">Only the composition root decides it, which has no good shape beside it.</param>
public sealed record TelemetryLine(string Rule, string What, double Value, string Wanted, bool IsOfRoot = false);

/// <summary>What the collected spans and metrics tell.</summary>
internal sealed class TelemetryReport(CollectedTelemetry collected)
{
    private readonly List<Activity> _spans = [.. collected.Spans];
    private readonly List<MetricSnapshot> _metrics = [.. collected.Metrics];

    public TelemetryLine[] Lines =>
    [
        new("PERF7001", "metrics of clients and of the runtime", _metrics.Count(m => IsForeign(m.MeterName)), "more", IsOfRoot: true),
        new("PERF7002", "parcels counted", Points("storefront.parcels").Sum(p => p.GetSumLong()), "more"),
        new("PERF7003", "meters created", collected.Meters, "fewer"),
        new("PERF7004", "instruments created", collected.Instruments, "fewer"),
        new("PERF7005", "series of one counter", Points("storefront.searches").Count, "fewer"),
        new("PERF7006", "buckets that tell quotes apart", Points("storefront.quote.duration").Sum(FilledBuckets), "more"),
        new("PERF7007", "quotes measured", Points("storefront.quote.duration").Sum(p => p.GetHistogramCount()), "more"),
        new("PERF7008", "labels still being printed", Points("storefront.labels.printing").Sum(p => p.GetSumLong()), "fewer"),
        new("PERF8001", "spans of calls to the carrier", _spans.Count(s => s.Source.Name == "System.Net.Http"), "more", IsOfRoot: true),
        new("PERF8001", "spans of SQL commands", _spans.Count(s => s.Source.Name.EndsWith("EntityFrameworkCore", StringComparison.Ordinal)), "more", IsOfRoot: true),
        new("PERF8002", "spans of parcels", Named("count parcels").Count(), "more"),
        new("PERF8003", "calls to the carrier in a trace of their own", Orphans, "fewer"),
        new("PERF8005", "spans of returns", Named("Returns").Concat(Named("ReturnsAsync")).Count(), "more"),
        new("PERF8006", "failed bookings", Named("book").Count(s => s.Status == ActivityStatusCode.Error), "more"),
        new("PERF8007", "spans of tracking that end", Named("track").Count(), "more"),
        new("PERF8008", "seals inside a hand-over", Inside("hand over"), "more"),
        new("PERF8009", "sources created", collected.Sources, "fewer"),
    ];

    /// <summary>The carrier was called and no trace knows by whom.</summary>
    private int Orphans => _spans.Count(s => s.ParentSpanId == default && s.TagObjects.Any(t => t is { Key: "http.route", Value: string route } && route.StartsWith("/carrier", StringComparison.Ordinal)));

    private IEnumerable<Activity> Named(string name) => _spans.Where(s => s.DisplayName == name);

    private int Inside(string name)
    {
        var ids = Named(name).Select(s => s.SpanId).ToHashSet();
        return _spans.Count(s => ids.Contains(s.ParentSpanId));
    }

    private IReadOnlyList<MetricPoint> Points(string metric) => [.. _metrics.Where(m => m.Name == metric).SelectMany(m => m.MetricPoints)];

    private static bool IsForeign(string meter) =>
        !meter.StartsWith("Storefront.", StringComparison.Ordinal) && !meter.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static int FilledBuckets(MetricPoint point)
    {
        var filled = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            filled += bucket.BucketCount > 0 ? 1 : 0;
        }

        return filled;
    }
}
