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
        Sales.Program("a result that later code reads", "private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>(\"shop.open\");\n    private static readonly Counter<long> Letters = Meter.CreateCounter<long>(\"shop.letters\");", "        Open.Add(1);\n        var text = await http.GetStringAsync(path);\n        Open.Add(-1);\n        Letters.Add(text.Length);", "shop.letters = 6\nshop.open = 1\n2 of 3", "shop.letters = 6\nshop.open = 0\n2 of 3"),
        Sales.Program("two counts, one behind the other", "private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>(\"shop.open\");\n    private static readonly UpDownCounter<long> Paying = Meter.CreateUpDownCounter<long>(\"shop.paying\");", "        Open.Add(1);\n        await http.GetStringAsync(path);\n        Open.Add(-1);\n        Paying.Add(1);\n        await http.GetStringAsync(path == \"/two\" ? \"/fails\" : path);\n        Paying.Add(-1);", "shop.open = 1\nshop.paying = 1\n1 of 3", "shop.open = 0\nshop.paying = 0\n1 of 3", "/fails, /fails, /one, /one, /two"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Sales.Program("an answer that is disposed too early", "private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>(\"shop.open\");", "        Open.Add(1);\n        using var answer = await http.GetAsync(path);\n        Open.Add(-1);\n        await answer.Content.ReadAsStringAsync();", "shop.open = 1\n2 of 3", ""),
    ];
}

public sealed class DurationOnSuccessOnlyProofs() : TelemetryProofs("PERF7007", "failures are measured too")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("a sale that fails", "private static readonly Histogram<double> Time = Meter.CreateHistogram<double>(\"shop.time\", \"ms\", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [60_000] });", "        var start = Stopwatch.GetTimestamp();\n        await http.GetStringAsync(path);\n        Time.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);",
            "shop.time = 2 to 60000\n2 of 3", "shop.time = 2 to 60000\nshop.time{error.type=System.Net.Http.HttpRequestException} = 1 to 60000\n2 of 3"),
        Sales.Program("with a tag", Time, "        var start = Stopwatch.GetTimestamp();\n        await http.GetStringAsync(path);\n        Time.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds, new KeyValuePair<string, object?>(\"kind\", \"a\"));",
            "shop.time{kind=a} = 2 to 60000\n2 of 3", "shop.time{error.type=System.Net.Http.HttpRequestException,kind=a} = 1 to 60000\nshop.time{kind=a} = 2 to 60000\n2 of 3"),
        Sales.Program("a watch and a result", Time, "        var watch = Stopwatch.StartNew();\n        var text = await http.GetStringAsync(path);\n        watch.Stop();\n        Time.Record(watch.Elapsed.TotalMilliseconds);\n        await http.GetStringAsync(\"/\" + text);",
            "shop.time = 2 to 60000\n2 of 3", "shop.time = 2 to 60000\nshop.time{error.type=System.Net.Http.HttpRequestException} = 1 to 60000\n2 of 3", "/fails, /one, /two, /yes, /yes"),
        Sales.Program("in a try", Time, "        var start = Stopwatch.GetTimestamp();\n        try\n        {\n            await http.GetStringAsync(path);\n            Time.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);\n        }\n        catch (HttpRequestException)\n        {\n            Console.WriteLine(\"not sold\");\n            throw;\n        }",
            "shop.time = 2 to 60000\n2 of 3", "shop.time = 3 to 60000\n2 of 3"),
        Sales.Program("two durations", Time + "\n    private static readonly Histogram<double> Paid = Meter.CreateHistogram<double>(\"shop.paid\", \"ms\", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [60_000] });", "        await Reserve(path);\n        var start = Stopwatch.GetTimestamp();\n        await http.GetStringAsync(path == \"/two\" ? \"/fails\" : path);\n        Paid.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);\n    }\n\n    private async Task Reserve(string path)\n    {\n        var start = Stopwatch.GetTimestamp();\n        await http.GetStringAsync(path);\n        Time.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds);",
            "shop.paid = 1 to 60000\nshop.time = 2 to 60000\n1 of 3", "shop.paid = 1 to 60000\nshop.paid{error.type=System.Net.Http.HttpRequestException} = 1 to 60000\nshop.time = 2 to 60000\nshop.time{error.type=System.Net.Http.HttpRequestException} = 1 to 60000\n1 of 3", "/fails, /fails, /one, /one, /two"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Sales.Program("a tag of the answer", Time, "        var start = Stopwatch.GetTimestamp();\n        var answer = await http.GetAsync(path);\n        Time.Record(Stopwatch.GetElapsedTime(start).TotalMilliseconds, new KeyValuePair<string, object?>(\"status\", (int)answer.StatusCode));", "shop.time{status=200} = 2 to 60000\n2 of 3", ""),
    ];

    private const string Time = "private static readonly Histogram<double> Time = Meter.CreateHistogram<double>(\"shop.time\", \"ms\", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [60_000] });";
}

public sealed class SecondsHistogramBucketsProofs() : TelemetryProofs("PERF7006", "values in seconds land in different buckets")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("by its unit", "private static readonly Histogram<double> Time = Meter.CreateHistogram<double>(\"shop.duration\", \"s\");\n    public static MeterProvider Start() => Sdk.CreateMeterProviderBuilder().AddMeter(\"Shop.*\").Build();", "        Time.Record(path.Length / 100d);\n        Time.Record(path.Length / 10d);\n        await http.GetStringAsync(path);",
            "shop.duration = 6 to 5\n2 of 3", "shop.duration = 2 to 0.05 and 1 to 0.075 and 2 to 0.5 and 1 to 0.75\n2 of 3"),
        Sales.Program("of single precision, with a description", "private static readonly Histogram<float> Time = Meter.CreateHistogram<float>(\"shop.duration\", \"s\", \"How long a sale takes.\");" + Started, "        Time.Record(path.Length / 100f);\n        await http.GetStringAsync(path);",
            "shop.duration = 3 to 5\n2 of 3", "shop.duration = 2 to 0.05 and 1 to 0.075\n2 of 3"),
        Sales.Program("two at once", "private static readonly Histogram<double> Time = Meter.CreateHistogram<double>(\"shop.duration\", \"s\");\n    private static readonly Histogram<double> Wait = Meter.CreateHistogram<double>(name: \"shop.wait\", unit: \"s\");" + Started, "        Time.Record(path.Length / 100d);\n        Wait.Record(path.Length / 10d);\n        await http.GetStringAsync(path);",
            "shop.duration = 3 to 5\nshop.wait = 3 to 5\n2 of 3", "shop.duration = 2 to 0.05 and 1 to 0.075\nshop.wait = 2 to 0.5 and 1 to 0.75\n2 of 3"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Sales.Program("whole seconds", "private static readonly Histogram<long> Time = Meter.CreateHistogram<long>(\"shop.duration\", \"s\");" + Started, "        Time.Record(path.Length / 4);\n        await http.GetStringAsync(path);", "shop.duration = 3 to 5\n2 of 3", ""),
    ];

    private const string Started = "\n    public static MeterProvider Start() => Sdk.CreateMeterProviderBuilder().AddMeter(\"Shop.*\").Build();";
}

public sealed class MeterPerCallProofs() : TelemetryProofs("PERF7003", "one meter instead of one for each call")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("on every read", "private static Meter Mine => new Meter(\"Shop.Mine\");", "        Mine.CreateCounter<long>(\"shop.sold\").Add(1);\n        await http.GetStringAsync(path);", "shop.sold = 3\n3 meters Shop.Mine\n2 of 3", "shop.sold = 3\n2 of 3"),
        Sales.Program("in a local", "", "        var meter = new Meter(\"Shop.Mine\");\n        meter.CreateCounter<long>(\"shop.sold\").Add(1);\n        await http.GetStringAsync(path);", "shop.sold = 3\n3 meters Shop.Mine\n2 of 3", "shop.sold = 3\n2 of 3"),
        Sales.Program("in a getter, with a version", "private static Meter Mine\n    {\n        get { return new Meter(\"Shop.Mine\", \"1.0\"); }\n    }", "        Mine.CreateCounter<long>(\"shop.sold\").Add(1);\n        await http.GetStringAsync(path);", "shop.sold = 3\n3 meters Shop.Mine\n2 of 3", "shop.sold = 3\n2 of 3"),
        Sales.Program("two, one of them of the object", "private static Meter Mine => new Meter(\"Shop.Mine\");\n    private Meter Yours => new(\"Shop.Yours\");", "        Mine.CreateCounter<long>(\"shop.sold\").Add(1);\n        Yours.CreateCounter<long>(\"shop.bought\").Add(2);\n        await http.GetStringAsync(path);", "shop.bought = 6\nshop.sold = 3\n3 meters Shop.Mine\n3 meters Shop.Yours\n2 of 3", "shop.bought = 6\nshop.sold = 3\n2 of 3"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Sales.Program("a name that depends on the call", "", "        var meter = new Meter(\"Shop.\" + path.Length);\n        meter.CreateCounter<long>(\"shop.sold\").Add(1);\n        await http.GetStringAsync(path);", "shop.sold = 1\nshop.sold = 2\n2 meters Shop.4\n2 of 3", ""),
    ];
}

public sealed class InstrumentPerCallProofs() : TelemetryProofs("PERF7004", "one instrument instead of one for each call, the same measurements")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("a counter, which .NET hands out again", "", "        Meter.CreateCounter<long>(\"shop.sold\").Add(1);\n        await http.GetStringAsync(path);", "shop.sold = 3\n2 of 3", "shop.sold = 3\n2 of 3"),
        Sales.Program("an observable one of the object", "private ObservableGauge<int> Open => Meter.CreateObservableGauge(\"shop.open\", () => 7);", "        _ = Open.Name;\n        await http.GetStringAsync(path);", "shop.open = 7\n3 instruments shop.open\n2 of 3", "shop.open = 7\n2 of 3"),
        Sales.Program("an observable one on every read, the meter a property", "private static Meter Own { get; } = new(\"Shop.Own\");\n    private static ObservableCounter<long> Sold => Own.CreateObservableCounter(\"shop.sold\", () => 3L);", "        _ = Sold.Name;\n        await http.GetStringAsync(path);", "shop.sold = 3\n3 instruments shop.sold\n2 of 3", "shop.sold = 3\n2 of 3"),
        Sales.Program("two at once", "private static Meter Own { get; } = new(\"Shop.Own\");", "        var sold = Own.CreateCounter<long>(\"shop.sold\");\n        var open = Own.CreateUpDownCounter<int>(\"shop.open\", \"{sale}\");\n        sold.Add(1);\n        open.Add(2);\n        await http.GetStringAsync(path);", "shop.open = 6\nshop.sold = 3\n2 of 3", "shop.open = 6\nshop.sold = 3\n2 of 3"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Sales.Program("a name that depends on the call", "", "        Meter.CreateCounter<long>(\"shop.sold.\" + path.Length).Add(1);\n        await http.GetStringAsync(path);", "shop.sold.4 = 2\nshop.sold.6 = 1\n2 of 3", ""),
        Sales.Program("a callback that needs the object", "private readonly int size = 7;\n    private ObservableGauge<int> Open => Meter.CreateObservableGauge(\"shop.open\", () => size);", "        _ = Open.Name;\n        await http.GetStringAsync(path);", "shop.open = 7\n3 instruments shop.open\n2 of 3", ""),
    ];
}

public sealed class HighCardinalityTagProofs() : TelemetryProofs("PERF7005", "one series instead of one for each text")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Sales.Program("the message of an exception", "private static readonly Counter<long> Failed = Meter.CreateCounter<long>(\"shop.failed\");", "        await http.GetStringAsync(path);\n        for (var i = 0; i < 2; i++)\n        {\n            try\n            {\n                await http.GetStringAsync(\"/fails?\" + i);\n            }\n            catch (HttpRequestException ex)\n            {\n                Failed.Add(1, new KeyValuePair<string, object?>(\"error.type\", ex.Message));\n            }\n        }",
            "shop.failed{error.type=no answer to /fails?0} = 2\nshop.failed{error.type=no answer to /fails?1} = 2\n2 of 3", "shop.failed{error.type=System.Net.Http.HttpRequestException} = 4\n2 of 3", "/fails, /fails, /fails, /fails, /fails, /one, /two"),
        Sales.Program("an id of its own", Sold, "        Sold.Add(1, new KeyValuePair<string, object?>(\"kind\", \"a\"), new KeyValuePair<string, object?>(\"trace\", Activity.Current?.TraceId));\n        await http.GetStringAsync(path);", "shop.sold{kind=a,trace=} = 3\n2 of 3", "shop.sold{kind=a} = 3\n2 of 3"),
        Sales.Program("in a list of tags", Sold, "        Sold.Add(1, new TagList { { \"address\", new Uri(\"http://shop\" + path).AbsoluteUri }, { \"kind\", \"a\" } });\n        await http.GetStringAsync(path);",
            "shop.sold{address=http://shop/fails,kind=a} = 1\nshop.sold{address=http://shop/one,kind=a} = 1\nshop.sold{address=http://shop/two,kind=a} = 1\n2 of 3", "shop.sold{kind=a} = 3\n2 of 3"),
        Sales.Program("two at once", Sold + "\n    private static readonly Counter<long> Asked = Meter.CreateCounter<long>(\"shop.asked\");", "        Sold.Add(1, new KeyValuePair<string, object?>(\"address\", new Uri(\"http://shop\" + path).AbsolutePath));\n        Asked.Add(1, new KeyValuePair<string, object?>(\"kind\", \"a\"), new KeyValuePair<string, object?>(\"address\", new Uri(\"http://shop\" + path).AbsolutePath));\n        await http.GetStringAsync(path);",
            "shop.asked{address=/fails,kind=a} = 1\nshop.asked{address=/one,kind=a} = 1\nshop.asked{address=/two,kind=a} = 1\nshop.sold{address=/fails} = 1\nshop.sold{address=/one} = 1\nshop.sold{address=/two} = 1\n2 of 3", "shop.asked{kind=a} = 3\nshop.sold = 3\n2 of 3"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Sales.Program("a label of prometheus-net", "private static readonly Prometheus.Counter Sold = Prometheus.Metrics.CreateCounter(\"shop_sold\", \"Sales.\", \"address\");", "        Sold.WithLabels(new Uri(\"http://shop\" + path).AbsolutePath).Inc();\n        await http.GetStringAsync(path);", "2 of 3", ""),
    ];

    private const string Sold = "private static readonly Counter<long> Sold = Meter.CreateCounter<long>(\"shop.sold\");";
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
