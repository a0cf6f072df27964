using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Metrics;

public sealed class InProgressNotInFinallyProofs() : TelemetryProofs("PERF7008", "the count returns to zero after an exception")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("a sale that fails", "private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>(\"shop.open\");", "        Open.Add(1);\n        await http.GetStringAsync(path);\n        Open.Add(-1);", "shop.open = 1\n2 of 3", "shop.open = 0\n2 of 3"),
        Sales.Program("with a tag", "private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>(\"shop.open\");", "        Open.Add(1, new KeyValuePair<string, object?>(\"kind\", \"a\"));\n        await http.GetStringAsync(path);\n        Open.Add(-1, new KeyValuePair<string, object?>(\"kind\", \"a\"));", "shop.open{kind=a} = 1\n2 of 3", "shop.open{kind=a} = 0\n2 of 3"),
        Sales.Program("a gauge of prometheus-net", "private static readonly Prometheus.Gauge Open = Prometheus.Metrics.CreateGauge(\"shop_open\", \"Sales.\");", "        Open.Inc();\n        await http.GetStringAsync(path);\n        Open.Dec();", "2 of 3 shop_open 1", "2 of 3 shop_open 0"),
    ];
}

public sealed class DurationOnSuccessOnlyProofs() : TelemetryProofs("PERF7007", "failures are measured too")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("a sale that fails", "private static readonly Histogram<double> Time = Meter.CreateHistogram<double>(\"shop.time\", \"ms\", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [60_000] });", "        var start = Stopwatch.GetTimestamp();\n        await http.GetStringAsync(path);\n        Time.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);",
            "shop.time = 2 to 60000\n2 of 3", "shop.time = 2 to 60000\nshop.time{error.type=System.Net.Http.HttpRequestException} = 1 to 60000\n2 of 3"),
    ];
}

public sealed class SecondsHistogramBucketsProofs() : TelemetryProofs("PERF7006", "values in seconds land in different buckets")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("by its unit", "private static readonly Histogram<double> Time = Meter.CreateHistogram<double>(\"shop.duration\", \"s\");\n    public static MeterProvider Start() => Sdk.CreateMeterProviderBuilder().AddMeter(\"Shop.*\").Build();", "        Time.Record(path.Length / 100d);\n        Time.Record(path.Length / 10d);\n        await http.GetStringAsync(path);",
            "shop.duration = 6 to 5\n2 of 3", "shop.duration = 2 to 0.05 and 1 to 0.075 and 2 to 0.5 and 1 to 0.75\n2 of 3"),
    ];
}

public sealed class MeterPerCallProofs() : TelemetryProofs("PERF7003", "one meter instead of one for each call")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("on every read", "private static Meter Mine => new Meter(\"Shop.Mine\");", "        Mine.CreateCounter<long>(\"shop.sold\").Add(1);\n        await http.GetStringAsync(path);", "shop.sold = 3\n3 meters Shop.Mine\n2 of 3", "shop.sold = 3\n2 of 3"),
    ];
}

public sealed class HighCardinalityTagProofs() : TelemetryProofs("PERF7005", "one series instead of one for each text")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("the message of an exception", "private static readonly Counter<long> Failed = Meter.CreateCounter<long>(\"shop.failed\");", "        await http.GetStringAsync(path);\n        for (var i = 0; i < 2; i++)\n        {\n            try\n            {\n                await http.GetStringAsync(\"/fails?\" + i);\n            }\n            catch (HttpRequestException ex)\n            {\n                Failed.Add(1, new KeyValuePair<string, object?>(\"error.type\", ex.Message));\n            }\n        }",
            "shop.failed{error.type=no answer to /fails?0} = 2\nshop.failed{error.type=no answer to /fails?1} = 2\n2 of 3", "shop.failed{error.type=System.Net.Http.HttpRequestException} = 4\n2 of 3", "/fails, /fails, /fails, /fails, /fails, /one, /two"),
    ];
}

/// <summary>A shop that sells three times, and the second sale fails.</summary>
internal static class Sales
{
    public static TelemetryCase Program(string name, string members, string body, string before, string after, string calls = "/fails, /one, /two") => new(name, $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using OpenTelemetry;
        using OpenTelemetry.Metrics;

        namespace Acting;

        public class Shop(HttpClient http)
        {
            private static readonly Meter Meter = new("Shop.Sales");
            {{members}}

            public async Task Sell(string path)
            {
        {{body}}
            }
        }

        public static class Action
        {
            public static async Task<string> Run()
            {
                var shop = new Shop(Net.Client());
                var sold = 0;
                foreach (var path in new[] { "/one", "/fails", "/two" })
                {
                    try
                    {
                        await shop.Sell(path);
                        sold++;
                    }
                    catch (HttpRequestException)
                    {
                    }
                }

                using var stream = new MemoryStream();
                await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(stream);
                var scraped = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(l => l.StartsWith("shop_open "));
                return string.Join(' ', scraped.Prepend($"{sold} of 3"));
            }
        }
        """, Calls(before, calls), Calls(after, calls));

    private static string Calls(string seen, string calls) => $"traces {calls.Split(',').Length}: {calls}\n{seen}";
}
