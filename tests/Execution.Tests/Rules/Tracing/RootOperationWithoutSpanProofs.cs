using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Tracing;

public sealed class RootOperationWithoutSpanProofs() : TelemetryProofs("PERF8003", "a turn is one trace, and fails when it fails")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Of("two calls a turn", "await http.GetStringAsync(\"/open\");\n            await http.GetStringAsync(\"/close\");\n            await Task.Delay(1, stop);", 4,
            "traces 4: /close, /close, /open, /open\nended", "traces 2: /close, /close, /open, /open, Worker.Execute, Worker.Execute\nended"),
        Of("calls in a method", "await Tick();\n            await Task.Delay(1, stop);", 6,
            "traces 6: /a, /a, /a, /b, /b, /b\nended", "traces 3: /a, /a, /a, /b, /b, /b, Worker.Execute, Worker.Execute, Worker.Execute\nended"),
        Of("a turn that throws", "await http.GetStringAsync(\"/open\");\n            await http.GetStringAsync(\"/fails\");", 9,
            "traces 2: /fails, /open\nHttpRequestException", "traces 1: /fails, /open, Worker.Execute failed\nHttpRequestException"),
        Of("a turn that catches", "try\n            {\n                await http.GetStringAsync(\"/open\");\n                await http.GetStringAsync(\"/fails\");\n            }\n            catch (Exception error)\n            {\n                Console.WriteLine(error.Message);\n            }", 4,
            "traces 4: /fails, /fails, /open, /open\nended", "traces 2: /fails, /fails, /open, /open, Worker.Execute failed, Worker.Execute failed\nended"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Of("a turn without a block of its own", "await http.GetStringAsync(\"/open\");", 2, "traces 2: /open, /open\nended", "", block: false),
        Of("a wait that needs the work", "var wait = (await http.GetStringAsync(\"/open\")).Length;\n            await Task.Delay(wait, stop);", 2, "traces 2: /open, /open\nended", ""),
    ];

    private static TelemetryCase Of(string name, string turn, int calls, string before, string after, bool block = true) => new(name, $$"""
        using System.Diagnostics;
        using Microsoft.Extensions.Hosting;

        namespace Acting;

        public class Worker(HttpClient http) : BackgroundService
        {
            private static readonly ActivitySource Source = new("Shop.Worker");

            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                {{(block ? "{" : "")}}
        {{turn}}
                {{(block ? "}" : "")}}
            }

            private async Task Tick()
            {
                await http.GetStringAsync("/a");
                await http.GetStringAsync("/b");
            }
        }

        public static class Action
        {
            public static async Task<string> Run()
            {
                using var stop = new CancellationTokenSource();
                var worker = new Worker(Net.Client(stop, {{calls}}));
                try
                {
                    await worker.StartAsync(stop.Token);
                    await worker.ExecuteTask!;
                }
                catch (HttpRequestException e)
                {
                    return e.GetType().Name;
                }
                catch (OperationCanceledException)
                {
                }

                return "ended";
            }
        }
        """, before, after);
}
