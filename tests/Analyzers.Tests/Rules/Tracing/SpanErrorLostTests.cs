using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class SpanErrorLostTests
{
    private static string Body(string body, string more = "") => $$"""
        using System.Diagnostics;

        public class Sales
        {
            private static readonly ActivitySource Source = new("shop");
            private static void Log(string text) { }
            private static Task Work() => Task.CompletedTask;
            {{more}}
            public async Task Sell()
            {
                using var span = Source.StartActivity("sell");
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("try { await Work(); } [|catch|] (Exception ex) { Log(ex.Message); throw; }")]
    [InlineData("try { await Work(); } [|catch|] { Log(\"failed\"); throw; }")]
    [InlineData("try { await Work(); } [|catch|] (Exception ex) { throw new InvalidOperationException(\"sale\", ex); }")]
    [InlineData("if (span != null) { try { await Work(); } [|catch|] (HttpRequestException) { Log(\"failed\"); throw; } }")]
    public Task It_leaves_unmarked(string body) => Verify.Reports<SpanErrorLost>(Body(body), message: "unrecorded");

    [Fact]
    public Task Recorded_is_not_marked() => Verify.Reports<SpanErrorLost>(
        Body("try { await Work(); } [|catch|] (Exception ex) { span?.AddException(ex); throw; }"), message: "without SetStatus");

    [Theory]
    [InlineData("try { await Work(); } catch (Exception ex) { span?.SetStatus(ActivityStatusCode.Error, ex.Message); throw; }")]
    [InlineData("try { await Work(); } catch (Exception ex) { Log(ex.Message); }")]
    [InlineData("try { await Work(); } catch (Exception ex) { span?.AddException(ex); }")]
    [InlineData("try { await Work(); } catch (OperationCanceledException) { Log(\"cancelled\"); throw; }")]
    [InlineData("try { await Work(); } catch (TaskCanceledException) { Log(\"cancelled\"); throw; }")]
    [InlineData("try { await Work(); } catch (Exception ex) when (Log2(span, ex)) { throw; }", "private static bool Log2(Activity? a, Exception e) => true;")]
    [InlineData("try { await Work(); } catch (Exception ex) { Fail(span, ex); throw; }", "private static void Fail(Activity? a, Exception e) { }")]
    [InlineData("try { await Work(); } catch (Exception ex) { Fail(ex); throw; }", "private static void Fail(Exception e) => Activity.Current?.SetStatus(ActivityStatusCode.Error);")]
    [InlineData("try { await Work(); } catch (Exception) { Activity.Current?.SetStatus(ActivityStatusCode.Error); throw; }")]
    [InlineData("var ok = false; try { await Work(); ok = true; } catch (Exception ex) { Log(ex.Message); throw; } finally { span?.SetStatus(ok ? ActivityStatusCode.Ok : ActivityStatusCode.Error); }")]
    [InlineData("for (var i = 0; ; i++) { try { try { await Work(); return; } catch (Exception ex) { Log(ex.Message); throw; } } catch (Exception) when (i < 3) { } }")]
    [InlineData("Func<Task> f = async () => { try { await Work(); } catch { Log(\"failed\"); throw; } }; await f();")]
    [InlineData("try { await Work(); } catch (Exception ex) { span?.SetTag(\"otel.status_code\", \"ERROR\"); span?.AddException(ex); throw; }")]
    public Task It_is_marked_or_handled(string body, string more = "") => Verify.Silent<SpanErrorLost>(Body(body, more));

    [Fact]
    public Task A_method_that_the_options_name_marks_it() => Verify.Silent<SpanErrorLost>(
        Body("try { await Work(); } catch (Exception ex) { Log(ex.Message); throw; }"), new Setup { EditorConfig = "[*.cs]\nperfanalyzers.error_recorders = Log" });

    [Fact]
    public Task No_span_around() => Verify.Silent<SpanErrorLost>("""
        try { await Task.Delay(1, ct); } catch (Exception) { Console.WriteLine(); throw; }
        """);

    [Fact]
    public Task The_pipeline_sets_the_status() => Verify.Silent<SpanErrorLost>(
        "using OpenTelemetry.Trace;\n" + Body("try { await Work(); } catch (Exception ex) { Log(ex.Message); throw; }", "public static void Trace() => OpenTelemetry.Sdk.CreateTracerProviderBuilder().SetErrorStatusOnException();"),
        new Setup { Also = [Library.OpenTelemetry] });

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<SpanErrorLost, SpanErrorLostFix>("""
        public class Sales
        {
            private static readonly System.Diagnostics.ActivitySource Source = new("shop");

            public async Task Sell(string ex)
            {
                using var span = Source.StartActivity("sell");
                try
                {
                    await Task.Delay(1);
                }
                [|catch|] (HttpRequestException)
                {
                    // Remember it.
                    Console.WriteLine(ex);
                    throw;
                }
                [|catch|] (Exception error)
                {
                    span?.AddException(error);
                    throw;
                }
            }

            public async Task Return()
            {
                using var span = Source.StartActivity("return");
                try { await Task.Delay(1); }
                [|catch|] { throw; }
            }
        }
        """, """
        using System.Diagnostics;

        public class Sales
        {
            private static readonly System.Diagnostics.ActivitySource Source = new("shop");

            public async Task Sell(string ex)
            {
                using var span = Source.StartActivity("sell");
                try
                {
                    await Task.Delay(1);
                }
                catch (HttpRequestException ex2)
                {
                    span?.SetStatus(ActivityStatusCode.Error, ex2.Message);
                    span?.AddException(ex2);
                    // Remember it.
                    Console.WriteLine(ex);
                    throw;
                }
                catch (Exception error)
                {
                    span?.SetStatus(ActivityStatusCode.Error, error.Message);
                    span?.AddException(error);
                    throw;
                }
            }

            public async Task Return()
            {
                using var span = Source.StartActivity("return");
                try { await Task.Delay(1); }
                catch (Exception ex) { span?.SetStatus(ActivityStatusCode.Error, ex.Message); span?.AddException(ex); throw; }
            }
        }
        """);
}
