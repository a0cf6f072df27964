using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class DurationOnSuccessOnlyTests
{
    private static string Body(string body) => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Histogram<double> Time = Meter.CreateHistogram<double>("time");

            public async Task<string> Sell()
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("var start = Stopwatch.GetTimestamp(); var text = await http.GetStringAsync(\"/\"); [|Time.Record(Stopwatch.GetElapsedTime(start).TotalSeconds)|]; return text;")]
    [InlineData("var watch = Stopwatch.StartNew(); var text = await http.GetStringAsync(\"/\"); watch.Stop(); [|Time.Record(watch.Elapsed.TotalSeconds, new KeyValuePair<string, object?>(\"a\", 1))|]; return text;")]
    [InlineData("var watch = Stopwatch.StartNew(); var text = await http.GetStringAsync(\"/\"); var elapsed = watch.ElapsedMilliseconds / 1000.0; [|Time.Record(elapsed)|]; return text;")]
    [InlineData("var watch = Stopwatch.StartNew(); try { var text = await http.GetStringAsync(\"/\"); [|Time.Record(watch.Elapsed.TotalSeconds)|]; return text; } catch (Exception) { throw; }")]
    public Task Skipped_when_the_await_throws(string body) => Verify.Reports<DurationOnSuccessOnly>(Body(body), message: "'Time'");

    [Fact]
    public Task Prometheus() => Verify.Reports<DurationOnSuccessOnly>("""
        using System.Diagnostics;
        using Prometheus;

        public class Sales(HttpClient http)
        {
            private static readonly Histogram Time = Metrics.CreateHistogram("time_seconds", "Time.", "shop");

            public async Task Sell()
            {
                var watch = Stopwatch.StartNew();
                await http.GetStringAsync("/");
                [|Time.WithLabels("a").Observe(watch.Elapsed.TotalSeconds)|];
            }
        }
        """, new Setup { Also = [Library.Prometheus] });

    [Theory]
    [InlineData("var start = Stopwatch.GetTimestamp(); try { return await http.GetStringAsync(\"/\"); } finally { Time.Record(Stopwatch.GetElapsedTime(start).TotalSeconds); }")]
    [InlineData("var start = Stopwatch.GetTimestamp(); var sum = 0; for (var i = 0; i < 10; i++) { sum += i; } Time.Record(Stopwatch.GetElapsedTime(start).TotalSeconds); return await http.GetStringAsync(\"/\");")]
    [InlineData("var watch = Stopwatch.StartNew(); try { var text = await http.GetStringAsync(\"/\"); Time.Record(watch.Elapsed.TotalSeconds); return text; } catch (Exception) { Time.Record(watch.Elapsed.TotalSeconds); throw; }")]
    [InlineData("var watch = Stopwatch.StartNew(); var text = \"\"; try { text = await http.GetStringAsync(\"/\"); } catch (Exception ex) { text = ex.Message; } Time.Record(watch.Elapsed.TotalSeconds); return text;")]
    [InlineData("var text = await http.GetStringAsync(\"/\"); Time.Record(text.Length); return text;")]
    [InlineData("var watch = Stopwatch.StartNew(); var text = await http.GetStringAsync(\"/\"); if (text.Length > 0) { Time.Record(watch.Elapsed.TotalSeconds); } return text;")]
    [InlineData("var watch = Stopwatch.StartNew(); Func<Task<string>> f = async () => await http.GetStringAsync(\"/\"); Time.Record(watch.Elapsed.TotalSeconds); return await f();")]
    [InlineData("var watch = Stopwatch.StartNew(); await http.GetStringAsync(\"/a\"); watch.Restart(); var text = await http.GetStringAsync(\"/\"); Time.Record(watch.Elapsed.TotalSeconds); return text;")]
    public Task Always_recorded_or_not_proven(string body) => Verify.Silent<DurationOnSuccessOnly>(Body(body));

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<DurationOnSuccessOnly, DurationOnSuccessOnlyFix>("""
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Histogram<double> Time = Meter.CreateHistogram<double>("time");

            public async Task<string> Sell(string what)
            {
                var start = System.Diagnostics.Stopwatch.GetTimestamp();
                // Ask the shop.
                var text = await http.GetStringAsync("/" + what);
                [|Time.Record(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("what", what))|];
                return text;
            }

            public async Task Return()
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                await http.GetStringAsync("/");
                watch.Stop();
                [|Time.Record(watch.Elapsed.TotalSeconds)|];
            }

            public async Task<int> Count()
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                try
                {
                    var text = await http.GetStringAsync("/");
                    [|Time.Record(watch.Elapsed.TotalSeconds)|];
                    return text.Length;
                }
                catch (HttpRequestException)
                {
                    return 0;
                }
            }
        }
        """, """
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Histogram<double> Time = Meter.CreateHistogram<double>("time");

            public async Task<string> Sell(string what)
            {
                var start = System.Diagnostics.Stopwatch.GetTimestamp();
                string text;
                string? errorType = null;
                try
                {
                    // Ask the shop.
                    text = await http.GetStringAsync("/" + what);
                }
                catch (Exception ex)
                {
                    errorType = ex.GetType().FullName;
                    throw;
                }
                finally
                {
                    var tags = new TagList { { "what", what } };
                    if (errorType is not null)
                    {
                        tags.Add("error.type", errorType);
                    }

                    Time.Record(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
                }
                return text;
            }

            public async Task Return()
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                string? errorType = null;
                try
                {
                    await http.GetStringAsync("/");
                }
                catch (Exception ex)
                {
                    errorType = ex.GetType().FullName;
                    throw;
                }
                finally
                {
                    watch.Stop();
                    var tags = new TagList();
                    if (errorType is not null)
                    {
                        tags.Add("error.type", errorType);
                    }

                    Time.Record(watch.Elapsed.TotalSeconds, tags);
                }
            }

            public async Task<int> Count()
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                try
                {
                    var text = await http.GetStringAsync("/");
                    return text.Length;
                }
                catch (HttpRequestException)
                {
                    return 0;
                }
                finally
                {
                    Time.Record(watch.Elapsed.TotalSeconds);
                }
            }
        }
        """);

    [Theory]
    [InlineData("var watch = Stopwatch.StartNew(); var text = await http.GetStringAsync(\"/\"); [|Time.Record(watch.Elapsed.TotalSeconds)|]; return text;")]
    [InlineData("var watch = Stopwatch.StartNew();\n        using var answer = await http.GetAsync(\"/\");\n        [|Time.Record(watch.Elapsed.TotalSeconds)|];\n        return await answer.Content.ReadAsStringAsync();")]
    [InlineData("var watch = Stopwatch.StartNew();\n        var answer = await http.GetAsync(\"/\");\n        [|Time.Record(watch.Elapsed.TotalSeconds, new KeyValuePair<string, object?>(\"status\", (int)answer.StatusCode))|];\n        return \"\";")]
    public Task One_line_an_early_dispose_or_a_tag_of_the_result(string body) => Verify.Refuses<DurationOnSuccessOnly, DurationOnSuccessOnlyFix>(Body(body));
}
