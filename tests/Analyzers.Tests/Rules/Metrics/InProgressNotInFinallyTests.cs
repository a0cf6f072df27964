using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class InProgressNotInFinallyTests
{
    private static readonly Setup Prometheus = new() { Also = [Library.Prometheus] };

    private static string Body(string body) => $$"""
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private static readonly Meter Meter = new("shop");
            private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("open");
            private static readonly UpDownCounter<int> Other = Meter.CreateUpDownCounter<int>("other");

            public async Task Sell()
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("Open.Add(1); await http.GetStringAsync(\"/\"); [|Open.Add(-1)|];")]
    [InlineData("Open.Add(1); http.CancelPendingRequests(); [|Open.Add(-1)|];")]
    [InlineData("Open.Add(1, new KeyValuePair<string, object?>(\"a\", 1)); if (http != null) { await http.GetStringAsync(\"/\"); } [|Open.Add(-1, new KeyValuePair<string, object?>(\"a\", 1))|];")]
    public Task Skipped_by_an_exception(string body) => Verify.Reports<InProgressNotInFinally>(Body(body), message: "'Open'");

    [Theory]
    [InlineData("Open.Add(1); try { await http.GetStringAsync(\"/\"); } finally { Open.Add(-1); }")]
    [InlineData("Open.Add(1); try { await http.GetStringAsync(\"/\"); } catch { Open.Add(-1); throw; } Open.Add(-1);")]
    [InlineData("Open.Add(1); await http.GetStringAsync(\"/\"); Other.Add(-1);")]
    [InlineData("Open.Add(-1); await http.GetStringAsync(\"/\"); Open.Add(1);")]
    [InlineData("await http.GetStringAsync(\"/\"); Open.Add(-1);")]
    [InlineData("Open.Add(1); var x = 1 + 1; Open.Add(-1);")]
    [InlineData("Open.Add(1); try { await http.GetStringAsync(\"/\"); } catch (HttpRequestException) { } Open.Add(-Math.Abs(1));")]
    public Task In_finally_or_not_a_pair(string body) => Verify.Silent<InProgressNotInFinally>(Body(body));

    [Fact]
    public Task The_counterpart_is_elsewhere() => Verify.Silent<InProgressNotInFinally>("""
        using System.Diagnostics.Metrics;

        public sealed class Connection : IDisposable
        {
            private static readonly Meter Meter = new("shop");
            private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("open");
            public Connection() => Open.Add(1);
            public void Dispose() => Open.Add(-1);
        }
        """);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<InProgressNotInFinally, InProgressNotInFinallyFix>("""
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private static readonly Meter Meter = new("shop");
            private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("open");

            public async Task<string> Sell()
            {
                Open.Add(1);
                // Ask the shop.
                var text = await http.GetStringAsync("/");
                [|Open.Add(-1)|];
                return text;
            }

            public async Task Return()
            {
                Open.Add(1);
                await http.GetStringAsync("/a");
                await http.GetStringAsync("/b");
                [|Open.Add(-1)|];
            }
        }
        """, """
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private static readonly Meter Meter = new("shop");
            private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("open");

            public async Task<string> Sell()
            {
                Open.Add(1);
                string text;
                try
                {
                    // Ask the shop.
                    text = await http.GetStringAsync("/");
                }
                finally
                {
                    Open.Add(-1);
                }
                return text;
            }

            public async Task Return()
            {
                Open.Add(1);
                try
                {
                    await http.GetStringAsync("/a");
                    await http.GetStringAsync("/b");
                }
                finally
                {
                    Open.Add(-1);
                }
            }
        }
        """);

    [Fact]
    public Task A_gauge_of_prometheus() => Verify.Fixes<InProgressNotInFinally, InProgressNotInFinallyFix>("""
        public class Sales(HttpClient http)
        {
            private static readonly Prometheus.Gauge Open = Prometheus.Metrics.CreateGauge("open", "Open.");

            public async Task<string> Sell()
            {
                Open.Inc();
                var text = await http.GetStringAsync("/");
                [|Open.Dec()|];
                return text;
            }
        }
        """, """
        using Prometheus;

        public class Sales(HttpClient http)
        {
            private static readonly Prometheus.Gauge Open = Prometheus.Metrics.CreateGauge("open", "Open.");

            public async Task<string> Sell()
            {
                string text;
                using (Open.TrackInProgress())
                {
                    text = await http.GetStringAsync("/");
                }
                return text;
            }
        }
        """, with: Prometheus);

    [Theory]
    [InlineData("Open.Add(1);\n        using var answer = await http.GetAsync(\"/\");\n        [|Open.Add(-1)|];\n        await Task.Delay(answer.Content.Headers.Count());")]
    [InlineData("Open.Add(1); await http.GetStringAsync(\"/\"); [|Open.Add(-1)|];")]
    public Task An_early_dispose_or_one_line(string body) => Verify.Refuses<InProgressNotInFinally, InProgressNotInFinallyFix>(Body(body));
}
