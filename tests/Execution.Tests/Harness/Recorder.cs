using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Runs a program and writes down what exporters get: spans by trace, metrics with their tags, and how many meters, instruments and sources were created.</summary>
internal static class Recorder
{
    public static async Task<string> Run(byte[] image)
    {
        var context = new Program();
        try
        {
            var run = context.LoadFromStream(new MemoryStream(image)).GetType("Acting.Action", throwOnError: true)!.GetMethod("Run")!;
            return await Run(run, run.GetParameters().Length > 0);
        }
        finally
        {
            context.Unload();
        }
    }

    private static async Task<string> Run(MethodInfo run, bool exportsItself)
    {
        var (spans, metrics, created) = (new List<Activity>(), new List<Metric>(), new Created());
        using var tracer = exportsItself ? null : Sdk.CreateTracerProviderBuilder().AddSource("Shop*").AddInMemoryExporter(spans).Build();
        using var meter = exportsItself ? null : Sdk.CreateMeterProviderBuilder().AddMeter("Shop*").AddInMemoryExporter(metrics).Build();
        using var watch = created.Watch();
        var (returned, exception) = ("", "");
        try
        {
            returned = await (Task<string>)run.Invoke(null, exportsItself ? [spans, metrics] : [])!;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            exception = (e is TargetInvocationException { InnerException: { } inner } ? inner : e).GetType().Name;
        }

        created.Stop();
        tracer?.ForceFlush();
        meter?.ForceFlush();
        var seen = string.Join('\n', new[] { OfSpans(spans), OfMetrics(metrics), created.ToString(), returned, exception.Length > 0 ? "throws " + exception : "" }.Where(static l => l.Length > 0));
        created.Forget();
        return seen;
    }

    private static string OfSpans(List<Activity> spans) => spans.Count == 0 ? "" : $"traces {spans.Select(static s => s.TraceId).Distinct().Count()}: " + string.Join(", ", spans
        .Select(static s => s.DisplayName + (s.Status == ActivityStatusCode.Error ? " failed" : "") + (s.Duration == TimeSpan.Zero ? " still open" : "")).Order(StringComparer.Ordinal));

    private static string OfMetrics(List<Metric> metrics)
    {
        var lines = new List<string>();
        foreach (var metric in metrics.DistinctBy(static m => (m.MeterName, m.Name)))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new List<string>();
                foreach (var (key, value) in point.Tags)
                {
                    tags.Add($"{key}={value}");
                }

                lines.Add(metric.Name + (tags.Count > 0 ? $"{{{string.Join(',', tags)}}}" : "") + " = " + Value(metric, point));
            }
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string Value(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.Histogram => Buckets(point),
        MetricType.LongGauge => point.GetGaugeLastValueLong().ToString(CultureInfo.InvariantCulture),
        _ => point.GetSumLong().ToString(CultureInfo.InvariantCulture),
    };

    private static string Buckets(in MetricPoint point)
    {
        var filled = new List<string>();
        foreach (var bucket in point.GetHistogramBuckets())
        {
            if (bucket.BucketCount > 0)
            {
                filled.Add(string.Create(CultureInfo.InvariantCulture, $"{bucket.BucketCount} to {bucket.ExplicitBound}"));
            }
        }

        return string.Join(" and ", filled);
    }

    /// <summary>A program has statics of its own, those of prometheus-net among them.</summary>
    private sealed class Program() : AssemblyLoadContext("program", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name == "Prometheus.NetStandard" ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "Prometheus.NetStandard.dll")) : null;
    }

    private sealed class Created
    {
        private readonly HashSet<Meter> meters = [];
        private readonly List<Instrument> instruments = [];
        private readonly List<ActivitySource> sources = [];
        private bool isOpen;
        private ActivityListener? activities;

        public MeterListener Watch()
        {
            ActivitySource.AddActivityListener(activities = new ActivityListener { ShouldListenTo = source => { Add(source); return false; } });
            var listener = new MeterListener { InstrumentPublished = (instrument, _) => Add(instrument) };
            listener.Start();
            isOpen = true;
            return listener;
        }

        public void Stop()
        {
            isOpen = false;
            activities?.Dispose();
        }

        /// <summary>The next program would see what observable instruments of this one still tell.</summary>
        public void Forget()
        {
            foreach (var meter in meters)
            {
                meter.Dispose();
            }
        }

        private void Add(ActivitySource source)
        {
            if (isOpen && source.Name.StartsWith("Shop", StringComparison.Ordinal))
            {
                sources.Add(source);
            }
        }

        private void Add(Instrument instrument)
        {
            if (isOpen && instrument.Meter.Name.StartsWith("Shop", StringComparison.Ordinal))
            {
                meters.Add(instrument.Meter);
                instruments.Add(instrument);
            }
        }

        /// <summary>Of what more than one was created under the same name.</summary>
        public override string ToString() => string.Join('\n',
            meters.GroupBy(static m => m.Name).Where(static g => g.Count() > 1).Select(static g => $"{g.Count()} meters {g.Key}")
                .Concat(instruments.GroupBy(static i => (i.Meter, i.Name)).Where(static g => g.Count() > 1).Select(static g => $"{g.Count()} instruments {g.Key.Name}"))
                .Concat(sources.GroupBy(static s => s.Name).Where(static g => g.Count() > 1).Select(static g => $"{g.Count()} sources {g.Key}")).Order(StringComparer.Ordinal));
    }
}
