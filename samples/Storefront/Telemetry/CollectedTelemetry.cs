using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Storefront.Telemetry;

/// <summary>The spans and metrics of the pipeline, and what the shop created to produce them; a real shop sends them to a collector.</summary>
public sealed class CollectedTelemetry : IDisposable
{
    private readonly ConcurrentDictionary<ActivitySource, bool> _sources = new();
    private readonly ConcurrentDictionary<Meter, bool> _meters = new();
    private readonly ActivityListener _created;
    private readonly MeterListener _published = new();
    private int _instruments;

    public CollectedTelemetry()
    {
        _created = new ActivityListener { ShouldListenTo = source => IsOwn(source.Name) && _sources.TryAdd(source, true) && false };
        _published.InstrumentPublished = (instrument, _) =>
        {
            if (IsOwn(instrument.Meter.Name))
            {
                _meters.TryAdd(instrument.Meter, true);
                Interlocked.Increment(ref _instruments);
            }
        };
        ActivitySource.AddActivityListener(_created);
        _published.Start();
    }

    public ICollection<Activity> Spans { get; } = new Gathered<Activity>();

    public ICollection<MetricSnapshot> Metrics { get; } = new Gathered<MetricSnapshot>();

    public int Sources => _sources.Count;

    public int Meters => _meters.Count;

    public int Instruments => _instruments;

    public void Dispose()
    {
        _created.Dispose();
        _published.Dispose();
    }

    private static bool IsOwn(string name) => name.StartsWith("Storefront.", StringComparison.Ordinal);
}
