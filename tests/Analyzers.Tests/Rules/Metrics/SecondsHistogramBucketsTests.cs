using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class SecondsHistogramBucketsTests
{
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry] };

    private static string Class(string histogram) =>
        $"using System.Diagnostics.Metrics;\n\npublic static class Sales\n{{\n    private static readonly Meter Meter = new(\"shop\");\n    public static readonly object Time = {histogram};\n}}";

    private static string App(string pipeline) => $$"""
        using System.Diagnostics.Metrics;
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        {{pipeline}}

        public static class Sales
        {
            private static readonly Meter Meter = new("shop");
            public static readonly Histogram<double> Time = Meter.CreateHistogram<double>("shop.time", "s");
        }
        """;

    [Theory]
    [InlineData("[|Meter.CreateHistogram<double>(\"shop.time\", \"s\")|]")]
    [InlineData("[|Meter.CreateHistogram<double>(\"shop.time\", unit: \"s\", description: \"Time.\")|]")]
    [InlineData("[|Meter.CreateHistogram<double>(\"shop_time_seconds\")|]")]
    [InlineData("[|Meter.CreateHistogram<long>(\"shop.time\", \"s\", \"Time.\")|]")]
    public Task Seconds_in_the_default_buckets(string histogram) => Verify.Reports<SecondsHistogramBuckets>(Class(histogram), message: "4.95 s");

    [Theory]
    [InlineData("Meter.CreateHistogram<double>(\"shop.time\", \"ms\")")]
    [InlineData("Meter.CreateHistogram<double>(\"shop.size\", \"By\")")]
    [InlineData("Meter.CreateHistogram<double>(\"shop.time\")")]
    [InlineData("Meter.CreateHistogram<double>(\"shop.time\", \"s\", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] })")]
    [InlineData("Meter.CreateCounter<double>(\"shop.time\", \"s\")")]
    public Task Other_units_and_own_buckets(string histogram) => Verify.Silent<SecondsHistogramBuckets>(Class(histogram));

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter(\"shop\").AddView(\"shop.time\", new ExplicitBucketHistogramConfiguration { Boundaries = [0.1, 1] }));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddView(\"*\", new Base2ExponentialBucketHistogramConfiguration()));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddView(i => i.Unit == \"s\" ? new ExplicitBucketHistogramConfiguration() : null));")]
    public Task A_view_that_may_match(string pipeline) => Verify.Silent<SecondsHistogramBuckets>(App(pipeline), Program);

    [Fact]
    public Task A_library_for_versions_without_advice() => Verify.Silent<SecondsHistogramBuckets>(Class("Meter.CreateHistogram<double>(\"shop.time\", \"s\")"), ef: Ef.V8);

    [Fact]
    public Task Only_prometheus_listens() => Verify.Silent<SecondsHistogramBuckets>(Class("Meter.CreateHistogram<double>(\"shop.time\", \"s\")"), new Setup { Also = [Library.Prometheus] });

    [Fact]
    public Task A_histogram_of_prometheus() => Verify.Silent<SecondsHistogramBuckets>(
        "public static class Sales { public static readonly Prometheus.Histogram Time = Prometheus.Metrics.CreateHistogram(\"shop_time_seconds\", \"Time.\"); }", new Setup { Also = [Library.Prometheus] });

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<SecondsHistogramBuckets, SecondsHistogramBucketsFix>("""
        using System.Diagnostics.Metrics;

        public static class Sales
        {
            private static readonly Meter Meter = new("shop");
            public static readonly Histogram<double> Time = [|Meter.CreateHistogram<double>("shop.time", unit: "s")|];
            public static readonly Histogram<float> Wait = [|Meter.CreateHistogram<float>("shop.wait", "s", "How long.")|];
        }
        """, """
        using System.Diagnostics.Metrics;

        public static class Sales
        {
            private static readonly Meter Meter = new("shop");
            public static readonly Histogram<double> Time = Meter.CreateHistogram<double>("shop.time", unit: "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });
            public static readonly Histogram<float> Wait = Meter.CreateHistogram<float>("shop.wait", "s", "How long.", advice: new InstrumentAdvice<float> { HistogramBucketBoundaries = [0.005f, 0.01f, 0.025f, 0.05f, 0.075f, 0.1f, 0.25f, 0.5f, 0.75f, 1f, 2.5f, 5f, 7.5f, 10f] });
        }
        """);

    [Fact]
    public Task A_view_where_there_is_no_advice() => Verify.Fixes<SecondsHistogramBuckets, SecondsHistogramBucketsFix>(
        App("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter(\"shop\"));").Replace("Meter.CreateHistogram<double>(\"shop.time\", \"s\")", "[|Meter.CreateHistogram<double>(\"shop.time\", \"s\")|]", StringComparison.Ordinal),
        App("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddView(\"shop.time\", new ExplicitBucketHistogramConfiguration { Boundaries = new[] { 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10 } }).AddMeter(\"shop\"));"),
        with: Program, ef: Ef.V8);

    [Fact]
    public Task Whole_seconds_have_no_such_buckets() => Verify.Refuses<SecondsHistogramBuckets, SecondsHistogramBucketsFix>(Class("[|Meter.CreateHistogram<long>(\"shop.time\", \"s\")|]"));
}
