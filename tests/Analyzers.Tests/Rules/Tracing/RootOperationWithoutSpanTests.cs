using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class RootOperationWithoutSpanTests
{
    private static readonly Setup Library1 = new() { Also = [Library.OpenTelemetry], Files = [("Usings.cs", "global using OpenTelemetry;")] };
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry] };

    private static string Worker(string body, string more = "") => $$"""
        using System.Diagnostics;

        public class Worker(HttpClient http, ILogger<Worker> log) : BackgroundService
        {
            {{more}}
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
            }
        }
        """;

    private static string App(string pipeline, string worker) => $"using OpenTelemetry.Trace;\n{worker.Replace("public class Worker", $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<Worker>();
        {{pipeline}}

        public class Worker
        """, StringComparison.Ordinal)}";

    [Theory]
    [InlineData("[|while|] (!stoppingToken.IsCancellationRequested) { await http.GetStringAsync(\"/\"); await Task.Delay(1000, stoppingToken); }", "")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); [|while|] (await timer.WaitForNextTickAsync(stoppingToken)) { await Tick(); }", "private async Task Tick() { await http.GetStringAsync(\"/\"); }")]
    [InlineData("[|while|] (true) { try { await http.GetStringAsync(\"/\"); } catch (Exception ex) { log.LogError(ex, \"failed\"); } await Task.Delay(1000, stoppingToken); }", "")]
    [InlineData("[|while|] (true) { await Tick(); }", "private static readonly ActivitySource Source = new(\"shop\"); private async Task Tick() { var text = await http.GetStringAsync(\"/\"); await Send(text); } private async Task Send(string text) { using var span = Source.StartActivity(\"send\"); await http.PostAsync(text, null); }")]
    [InlineData("[|await|] foreach (var item in queue.Reader.ReadAllAsync(stoppingToken)) { await http.PostAsync(item, null); }", "private readonly System.Threading.Channels.Channel<string> queue = System.Threading.Channels.Channel.CreateUnbounded<string>();")]
    public Task A_loop_of_a_background_service(string body, string more) => Verify.Reports<RootOperationWithoutSpan>(Worker(body, more), Library1, level: DiagnosticSeverity.Info, message: "'Worker.Execute'");

    [Theory]
    [InlineData("await job.Do(async () => { await http.GetStringAsync(\"/\"); });")]
    [InlineData("job.Plan(); await Tick(); ")]
    public Task Calls_with_more_implementations_than_can_be_followed(string body) => Verify.Reports<RootOperationWithoutSpan>(
        Worker($"[|while|] (true) {{ {body} await http.GetStringAsync(\"/\"); }}", "private readonly IJob job = null!; private async Task Tick() { job.Plan(); await http.GetStringAsync(\"/\"); }")
        + "\npublic interface IJob { Task Do(Func<Task> work); void Plan(); }\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"public class Job{i} : IJob {{ public Task Do(Func<Task> work) => work(); public void Plan() {{ }} }}\n")), Library1);

    [Fact]
    public Task A_warning_where_the_application_traces() => Verify.Reports<RootOperationWithoutSpan>(
        App("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddHttpClientInstrumentation());", Worker("[|while|] (true) { await http.GetStringAsync(\"/\"); }")), Program, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task The_callback_of_a_timer() => Verify.Reports<RootOperationWithoutSpan>("""
        public class Refresher(HttpClient http) : IDisposable
        {
            private Timer? timer;
            public void Start() => timer = new [|Timer|](Refresh, null, 0, 1000);
            private async void Refresh(object? state) => await http.GetStringAsync("/");
            public void Dispose() => timer?.Dispose();
        }
        """, Library1);

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { using var span = Source.StartActivity(\"x\"); await http.GetStringAsync(\"/\"); }", "private static readonly ActivitySource Source = new(\"shop\");")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Tick(); }", "private static readonly ActivitySource Source = new(\"shop\"); private async Task Tick() { using var span = Source.StartActivity(\"x\"); await http.GetStringAsync(\"/\"); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Run(async () => await http.GetStringAsync(\"/\")); }", "private static async Task Run(Func<Task> work) { using var span = new Activity(\"x\").Start(); await work(); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Tick(); }", "private static readonly ActivitySource Source = new(\"shop\"); private async Task Tick() { await Send(\"a\"); await Send(\"b\"); } private async Task Send(string text) { using var span = Source.StartActivity(\"send\"); await http.PostAsync(text, null); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { log.LogInformation(\"alive\"); await Task.Delay(1000, stoppingToken); }", "")]
    [InlineData("await http.GetStringAsync(\"/\");", "")]
    [InlineData("foreach (var url in new[] { \"/a\", \"/b\" }) { await http.GetStringAsync(url); }", "")]
    [InlineData("for (var i = 0; i < 3; i++) { await http.GetStringAsync(\"/\"); }", "")]
    public Task A_span_no_calls_or_no_endless_loop(string body, string more) => Verify.Silent<RootOperationWithoutSpan>(Worker(body, more), Library1);

    [Fact]
    public Task An_application_without_telemetry_gets_another_report() => Verify.Silent<RootOperationWithoutSpan>(App("", Worker("while (true) { await http.GetStringAsync(\"/\"); }")), Program);

    [Fact]
    public Task A_library_in_which_nothing_shows_that_anybody_traces() => Verify.Silent<RootOperationWithoutSpan>(
        Worker("while (true) { await http.GetStringAsync(\"/\"); }"), new Setup { Also = [Library.OpenTelemetry] });

    [Fact]
    public Task A_library_with_a_source_of_its_own() => Verify.Reports<RootOperationWithoutSpan>(
        Worker("[|while|] (true) { await http.GetStringAsync(\"/\"); }", "internal static readonly ActivitySource Source = new(\"shop\");"), new Setup { Also = [Library.OpenTelemetry] }, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("System.Data.Common", "DbDataSource", "DbException")]
    [InlineData("Npgsql", "NpgsqlDataSource", "NpgsqlException")]
    public Task Statements_of_ADO_NET_behind_two_helpers_and_an_event_that_has_a_span(string driver, string source, string failure) => Verify.Reports<RootOperationWithoutSpan>($$"""
        using {{driver}};
        using System.Diagnostics;

        public interface IEvents { Task Publish(int id); }

        public class Events : IEvents
        {
            private readonly ActivitySource source = new("events");
            public async Task Publish(int id) { using var span = source.StartActivity("publish"); await Task.Yield(); }
        }

        public class Periods({{source}} database, IEvents events, ILogger<Periods> log) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (!stoppingToken.IsCancellationRequested)
                {
                    await Check();
                    await Task.Delay(1000, stoppingToken);
                }
            }

            private async Task Check()
            {
                foreach (var id in await Confirmed())
                {
                    await events.Publish(id);
                }
            }

            private async ValueTask<List<int>> Confirmed()
            {
                try
                {
                    using var connection = database.CreateConnection();
                    using var command = connection.CreateCommand();
                    command.CommandText = "SELECT 1";
                    await connection.OpenAsync();
                    using var reader = await command.ExecuteReaderAsync();
                    List<int> ids = [];
                    while (await reader.ReadAsync())
                    {
                        ids.Add(reader.GetInt32(0));
                    }

                    return ids;
                }
                catch ({{failure}} exception)
                {
                    log.LogError(exception, "failed");
                }

                return [];
            }
        }
        """, Library1 with { Also = [Library.OpenTelemetry, Library.Npgsql] }, message: ": Check → Confirmed → ExecuteReaderAsync");

    private static string Hosted(string start, string loop) => $$"""
        public class Poller(HttpClient http) : IHostedService
        {
            private Task? running;
            public {{start}}
            public Task StopAsync(CancellationToken cancellationToken) => running ?? Task.CompletedTask;
            private async Task Poll(CancellationToken stopping) { {{loop}} (!stopping.IsCancellationRequested) { await http.GetStringAsync("/"); } }
        }
        """;

    [Theory]
    [InlineData("Task StartAsync(CancellationToken cancellationToken) { running = Poll(cancellationToken); return Task.CompletedTask; }")]
    [InlineData("Task StartAsync(CancellationToken cancellationToken) { running = Task.Run(() => Poll(cancellationToken)); return Task.CompletedTask; }")]
    [InlineData("async Task StartAsync(CancellationToken cancellationToken) { await Task.Yield(); _ = Poll(cancellationToken); }")]
    public Task A_loop_that_a_hosted_service_starts(string start) => Verify.Reports<RootOperationWithoutSpan>(Hosted(start, "[|while|]"), Library1, level: DiagnosticSeverity.Info, message: "'Poller.Poll'");

    [Theory]
    [InlineData("async Task StartAsync(CancellationToken cancellationToken) { await Poll(cancellationToken); }")]
    [InlineData("Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    public Task A_loop_that_the_start_waits_for_or_does_not_start(string start) => Verify.Silent<RootOperationWithoutSpan>(Hosted(start, "while"), Library1);

    [Fact]
    public Task A_method_that_the_options_name_starts_the_span() => Verify.Silent<RootOperationWithoutSpan>(
        Worker("while (true) { using (Begin()) { await http.GetStringAsync(\"/\"); } }", "private static IDisposable Begin() => new MemoryStream();"),
        Library1 with { EditorConfig = "[*.cs]\nperfanalyzers.span_starters = Begin" });

    [Fact]
    public Task A_loop_elsewhere() => Verify.Silent<RootOperationWithoutSpan>(
        "public class Poller(HttpClient http) { public async Task Run(CancellationToken ct) { while (!ct.IsCancellationRequested) { await http.GetStringAsync(\"/\"); } } }", Library1);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<RootOperationWithoutSpan, RootOperationWithoutSpanFix>("""
        using System.Diagnostics;

        public class Worker(HttpClient http, ILogger<Worker> log) : BackgroundService
        {
            private static readonly ActivitySource Source = new("shop");

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (!stoppingToken.IsCancellationRequested)
                {
                    // Ask.
                    var text = await http.GetStringAsync("/");
                    await http.PostAsync("/" + text, null, stoppingToken);

                    await Task.Delay(1000, stoppingToken);
                }
            }
        }

        public class Other(HttpClient http, ILogger<Other> log) : BackgroundService
        {
            private static readonly ActivitySource Source = new("other");

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                [|while|] (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    try
                    {
                        await http.GetStringAsync("/");
                    }
                    catch (Exception error)
                    {
                        log.LogError(error, "failed");
                    }
                }
            }
        }
        """, """
        using System.Diagnostics;

        public class Worker(HttpClient http, ILogger<Worker> log) : BackgroundService
        {
            private static readonly ActivitySource Source = new("shop");

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    var activity = Source.StartActivity("Worker.Execute");
                    try
                    {
                        // Ask.
                        var text = await http.GetStringAsync("/");
                        await http.PostAsync("/" + text, null, stoppingToken);
                    }
                    catch (Exception ex)
                    {
                        activity?.SetStatus(ActivityStatusCode.Error, ex.Message);
                        throw;
                    }
                    finally
                    {
                        activity?.Dispose();
                    }

                    await Task.Delay(1000, stoppingToken);
                }
            }
        }

        public class Other(HttpClient http, ILogger<Other> log) : BackgroundService
        {
            private static readonly ActivitySource Source = new("other");

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    using var activity = Source.StartActivity("Other.Execute");
                    try
                    {
                        await http.GetStringAsync("/");
                    }
                    catch (Exception error)
                    {
                        activity?.SetStatus(ActivityStatusCode.Error, error.Message);
                        log.LogError(error, "failed");
                    }
                }
            }
        }
        """, with: Library1);

    [Fact]
    public Task A_new_class_behind_the_first_type_holds_source_and_counter_for_all() => Verify.FixesAll<RootOperationWithoutSpan, RootOperationWithoutSpanFix>("""
        using OpenTelemetry;

        namespace Shop.Workers;

        public class Worker(HttpClient http) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (!stoppingToken.IsCancellationRequested)
                {
                    await http.GetStringAsync("/");
                }
            }
        }

        public class Sweeper(HttpClient http) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (!stoppingToken.IsCancellationRequested)
                {
                    await http.GetStringAsync("/");
                }
            }
        }
        """, """
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using OpenTelemetry;

        namespace Shop.Workers;

        public class Worker(HttpClient http) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var activity = Telemetry.Source.StartActivity("Worker.Execute");
                    var outcome = "success";
                    try
                    {
                        await http.GetStringAsync("/");
                    }
                    catch (Exception ex)
                    {
                        outcome = "error";
                        activity?.SetStatus(ActivityStatusCode.Error, ex.Message);
                        throw;
                    }
                    finally
                    {
                        Telemetry.TaskRuns.Add(1, new("task.name", "Worker.Execute"), new("outcome", outcome));
                    }
                }
            }
        }

        internal static class Telemetry
        {
            public const string SourceName = "Shopping";

            public static readonly ActivitySource Source = new(SourceName);
            public static readonly Meter Meter = new(SourceName);
            public static readonly Counter<long> TaskRuns = Meter.CreateCounter<long>("background.task.runs", unit: "{run}", description: "Runs of background tasks by outcome.");
        }

        public class Sweeper(HttpClient http) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var activity = Telemetry.Source.StartActivity("Sweeper.Execute");
                    var outcome = "success";
                    try
                    {
                        await http.GetStringAsync("/");
                    }
                    catch (Exception ex)
                    {
                        outcome = "error";
                        activity?.SetStatus(ActivityStatusCode.Error, ex.Message);
                        throw;
                    }
                    finally
                    {
                        Telemetry.TaskRuns.Add(1, new("task.name", "Sweeper.Execute"), new("outcome", outcome));
                    }
                }
            }
        }
        """, with: new Setup { Also = [Library.OpenTelemetry] });

    [Fact]
    public Task The_new_class_stands_in_the_namespace_of_the_type() => Verify.Fixes<RootOperationWithoutSpan, RootOperationWithoutSpanFix>("""
        using OpenTelemetry;

        namespace Shop.Workers
        {
            public class Worker(HttpClient http) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    [|while|] (!stoppingToken.IsCancellationRequested)
                    {
                        await http.GetStringAsync("/");
                    }
                }
            }
        }
        """, """
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using OpenTelemetry;

        namespace Shop.Workers
        {
            public class Worker(HttpClient http) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        using var activity = Telemetry.Source.StartActivity("Worker.Execute");
                        var outcome = "success";
                        try
                        {
                            await http.GetStringAsync("/");
                        }
                        catch (Exception ex)
                        {
                            outcome = "error";
                            activity?.SetStatus(ActivityStatusCode.Error, ex.Message);
                            throw;
                        }
                        finally
                        {
                            Telemetry.TaskRuns.Add(1, new("task.name", "Worker.Execute"), new("outcome", outcome));
                        }
                    }
                }
            }

            internal static class Telemetry
            {
                public const string SourceName = "Shopping";

                public static readonly ActivitySource Source = new(SourceName);
                public static readonly Meter Meter = new(SourceName);
                public static readonly Counter<long> TaskRuns = Meter.CreateCounter<long>("background.task.runs", unit: "{run}", description: "Runs of background tasks by outcome.");
            }
        }
        """, with: new Setup { Also = [Library.OpenTelemetry] });

    [Theory]
    [InlineData("[|while|] (true) await http.GetStringAsync(\"/\");")]
    [InlineData("[|while|] (true)\n        {\n            var wait = (await http.GetStringAsync(\"/\")).Length;\n            await Task.Delay(wait, stoppingToken);\n        }")]
    public Task No_block_or_a_wait_that_needs_the_work(string body) => Verify.Refuses<RootOperationWithoutSpan, RootOperationWithoutSpanFix>(Worker(body), Library1);
}
