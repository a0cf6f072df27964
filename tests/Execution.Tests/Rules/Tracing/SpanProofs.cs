using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Tracing;

public sealed class SpanErrorLostProofs() : TelemetryProofs("PERF8006", "the span has failed")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Of("rethrown", "catch (Exception ex)\n            {\n                Console.WriteLine(ex.Message);\n                throw;\n            }"),
        Of("rethrown without a name", "catch (HttpRequestException)\n            {\n                throw;\n            }"),
        Of("wrapped", "catch (Exception ex)\n            {\n                throw new InvalidOperationException(\"sale\", ex);\n            }"),
    ];

    private static TelemetryCase Of(string name, string clause) => Spans.Program(name, $$"""
            using var activity = Source.StartActivity("Sell");
            try
            {
                return await http.GetStringAsync("/fails");
            }
            {{clause}}
        """, "traces 1: /fails, Sell" + Thrown(clause), "traces 1: /fails, Sell failed" + Thrown(clause));

    private static string Thrown(string clause) => clause.Contains("Invalid", StringComparison.Ordinal) ? "\nthrows InvalidOperationException" : "\nthrows HttpRequestException";
}

public sealed class ActivityNotDisposedProofs() : TelemetryProofs("PERF8007", "the span appears, and later work is no child of it")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Spans.Program("result dropped", "    Source.StartActivity(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");", "traces 1: /sell\nyes", "traces 1: /sell, Sell\nyes"),
        Spans.Program("in a local", "    var activity = Source.StartActivity(\"Sell\");\n    activity?.SetTag(\"shop\", 1);\n    return await http.GetStringAsync(\"/sell\");", "traces 1: /sell\nyes", "traces 1: /sell, Sell\nyes"),
        Spans.Program("before a throw", "    var activity = Source.StartActivity(\"Sell\");\n    activity?.SetTag(\"shop\", 1);\n    return await http.GetStringAsync(\"/fails\");", "traces 1: /fails\nthrows HttpRequestException", "traces 1: /fails, Sell\nthrows HttpRequestException"),
    ];
}

public sealed class ActivityFromAsyncHelperProofs() : TelemetryProofs("PERF8008", "the calls are children of the span")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Spans.Program("started in a helper", "    using var activity = await Start(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static async Task<Activity?> Start(string name)\n{\n    var activity = Source.StartActivity(name);\n    return activity?.SetTag(\"shop\", \"north\");",
            "traces 2: /sell, Sell\nyes", "traces 1: /sell, Sell\nyes"),
    ];
}

public sealed class ActivitySourcePerCallProofs() : TelemetryProofs("PERF8009", "one source instead of one for each call")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Spans.Program("on every read", "    for (var i = 0; i < 3; i++)\n    {\n        using var activity = Mine.StartActivity(\"Sell\");\n    }\n\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static ActivitySource Mine => new ActivitySource(\"Shop.Mine\");\n\nprivate static void Nothing()\n{",
            "traces 4: /sell, Sell, Sell, Sell\n3 sources Shop.Mine\nyes", "traces 4: /sell, Sell, Sell, Sell\nyes"),
    ];
}

public sealed class OperationWithoutSpanProofs() : TelemetryProofs("PERF8005", "the operation has a span around its calls")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Of("two calls", "await http.GetStringAsync(\"/stock\");\n    var text = await http.GetStringAsync(\"/sell\");\n    return text;", "traces 2: /sell, /stock\nyes", "traces 1: /sell, /stock, Sell\nyes"),
        Of("a call in a loop", "var text = \"\";\n    for (var i = 0; i < 2; i++)\n    {\n        text += await http.GetStringAsync(\"/sell\");\n    }\n\n    return text;", "traces 2: /sell, /sell\nyesyes", "traces 1: /sell, /sell, Sell\nyesyes"),
    ];

    private static TelemetryCase Of(string name, string body, string before, string after) => Spans.Program(
        name, $"    {body}\n}}\n\npublic async Task<string> Buy()\n{{\n    using var activity = Source.StartActivity(\"Buy\");\n    return await http.GetStringAsync(\"/buy\");", before, after);
}

/// <summary>A shop that sells once.</summary>
internal static class Spans
{
    public static TelemetryCase Program(string name, string body, string before, string after) => new(name, $$"""
        using System.Diagnostics;

        namespace Acting;

        public class Shop(HttpClient http)
        {
            private static readonly ActivitySource Source = new("Shop.Sales");

            public async Task<string> Sell()
            {
        {{body}}
            }
        }

        public static class Action
        {
            public static async Task<string> Run() => await new Shop(Net.Client()).Sell();
        }
        """, before, after);
}
