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
        Of("recorded, but without a status", "catch (Exception ex)\n            {\n                activity?.AddException(ex);\n                throw;\n            }"),
        Of("without a declaration", "catch\n            {\n                Console.WriteLine(\"not sold\");\n                throw;\n            }"),
        Of("on one line", "catch (Exception ex) { Console.WriteLine(ex.Message); throw; }"),
        Of("two clauses", "catch (HttpRequestException ex) when (ex.StatusCode is not null)\n            {\n                throw;\n            }\n            catch (HttpRequestException)\n            {\n                throw;\n            }"),
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
        Spans.Program("thrown away", "    _ = Source.StartActivity(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");", "traces 1: /sell\nyes", "traces 1: /sell, Sell\nyes"),
        Spans.Program("two, one behind the other", "    var text = await Pay();\n    Source.StartActivity(\"Sell\");\n    return text + await http.GetStringAsync(\"/sell\");\n}\n\nprivate async Task<string> Pay()\n{\n    var paying = Source.StartActivity(\"Pay\");\n    return await http.GetStringAsync(\"/pay\");", "traces 2: /pay, /sell\nyesyes", "traces 2: /pay, /sell, Pay, Sell\nyesyes"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Spans.Program("no block to end it in", "    if (http.BaseAddress is not null) Source.StartActivity(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");", "traces 1: /sell\nyes", ""),
        Spans.Program("a method of one expression", "    Begin();\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static void Begin() => Source.StartActivity(\"Sell\");\n\nprivate static void Nothing()\n{", "traces 1: /sell\nyes", ""),
    ];
}

public sealed class ActivityFromAsyncHelperProofs() : TelemetryProofs("PERF8008", "the calls are children of the span")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Spans.Program("started in a helper", "    using var activity = await Start(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static async Task<Activity?> Start(string name)\n{\n    var activity = Source.StartActivity(name);\n    return activity?.SetTag(\"shop\", \"north\");",
            "traces 2: /sell, Sell\nyes", "traces 1: /sell, Sell\nyes"),
        Spans.Program("of one expression, configured", "    using var activity = await Start(\"Sell\").ConfigureAwait(false);\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static async Task<Activity?> Start(string name) => Source.StartActivity(name);\n\nprivate static void Nothing()\n{",
            "traces 2: /sell, Sell\nyes", "traces 1: /sell, Sell\nyes"),
        Spans.Program("a function inside, without a task", "    using var activity = await Start(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");\n\n    static async ValueTask<Activity?> Start(string name)\n    {\n        return Source.StartActivity(name);\n    }",
            "traces 2: /sell, Sell\nyes", "traces 1: /sell, Sell\nyes"),
        Spans.Program("two helpers", "    string text;\n    using (await Start(\"Sell\"))\n    {\n        text = await http.GetStringAsync(\"/sell\");\n    }\n\n    using var paying = await Pay();\n    return text + await http.GetStringAsync(\"/pay\");\n}\n\nprivate static async Task<Activity?> Pay() => Source.StartActivity(\"Pay\");\n\nprivate static async Task<Activity?> Start(string name)\n{\n    return Source.StartActivity(name);",
            "traces 4: /pay, /sell, Pay, Sell\nyesyes", "traces 2: /pay, /sell, Pay, Sell\nyesyes"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Spans.Program("it waits for something", "    using var activity = await Start(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static async Task<Activity?> Start(string name)\n{\n    await Task.Yield();\n    return Source.StartActivity(name);", "traces 2: /sell, Sell\nyes", ""),
        Spans.Program("handed on as a function", "    Func<string, Task<Activity?>> start = Start;\n    using var activity = await start(\"Sell\");\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static async Task<Activity?> Start(string name)\n{\n    return Source.StartActivity(name);", "traces 2: /sell, Sell\nyes", ""),
    ];
}

public sealed class ActivitySourcePerCallProofs() : TelemetryProofs("PERF8009", "one source instead of one for each call")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Spans.Program("on every read", "    for (var i = 0; i < 3; i++)\n    {\n        using var activity = Mine.StartActivity(\"Sell\");\n    }\n\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static ActivitySource Mine => new ActivitySource(\"Shop.Mine\");\n\nprivate static void Nothing()\n{",
            "traces 4: /sell, Sell, Sell, Sell\n3 sources Shop.Mine\nyes", "traces 4: /sell, Sell, Sell, Sell\nyes"),
        Spans.Program("in a method", "    for (var i = 0; i < 3; i++)\n    {\n        Pay();\n    }\n\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static void Pay()\n{\n    var mine = new ActivitySource(\"Shop.Mine\");\n    using var activity = mine.StartActivity(\"Pay\");",
            "traces 4: /sell, Pay, Pay, Pay\n3 sources Shop.Mine\nyes", "traces 4: /sell, Pay, Pay, Pay\nyes"),
        Spans.Program("two, in a getter and in an expression", "    for (var i = 0; i < 2; i++)\n    {\n        using var activity = Mine.StartActivity(\"Sell\");\n        Pay();\n    }\n\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static ActivitySource Mine { get { return new ActivitySource(\"Shop.Mine\"); } }\n\nprivate static void Pay()\n{\n    using var activity = new ActivitySource(\"Shop.Pay\").StartActivity(\"Pay\");",
            "traces 3: /sell, Pay, Pay, Sell, Sell\n2 sources Shop.Mine\n2 sources Shop.Pay\nyes", "traces 3: /sell, Pay, Pay, Sell, Sell\nyes"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Spans.Program("a name that depends on the call", "    Pay(\"Shop.A\");\n    Pay(\"Shop.A\");\n    return await http.GetStringAsync(\"/sell\");\n}\n\nprivate static void Pay(string name)\n{\n    var mine = new ActivitySource(name);\n    using var activity = mine.StartActivity(\"Pay\");", "traces 3: /sell, Pay, Pay\n2 sources Shop.A\nyes", ""),
    ];
}

public sealed class OperationWithoutSpanProofs() : TelemetryProofs("PERF8005", "the operation has a span around its calls")
{
    public override ImmutableArray<TelemetryCase> Fixed { get; } =
    [
        Of("two calls", "await http.GetStringAsync(\"/stock\");\n    var text = await http.GetStringAsync(\"/sell\");\n    return text;", "traces 2: /sell, /stock\nyes", "traces 1: /sell, /stock, Sell\nyes"),
        Of("a call in a loop", "var text = \"\";\n    for (var i = 0; i < 2; i++)\n    {\n        text += await http.GetStringAsync(\"/sell\");\n    }\n\n    return text;", "traces 2: /sell, /sell\nyesyes", "traces 1: /sell, /sell, Sell\nyesyes"),
        Of("two operations", "var text = await http.GetStringAsync(\"/stock\");\n    text += await http.GetStringAsync(\"/sell\");\n    return text + await Pay();\n}\n\npublic async Task<string> Pay()\n{\n    var first = await http.GetStringAsync(\"/reserve\");\n    var second = await http.GetStringAsync(\"/pay\");\n    return first + second;", "traces 4: /pay, /reserve, /sell, /stock\nyesyesyesyes", "traces 1: /pay, /reserve, /sell, /stock, Pay, Sell\nyesyesyesyes"),
    ];

    public override ImmutableArray<TelemetryCase> Refused { get; } =
    [
        Of("an iterator, whose span its reader would be in", "var text = \"\";\n    await foreach (var part in Parts())\n    {\n        text += part;\n    }\n\n    return text;\n}\n\npublic async IAsyncEnumerable<string> Parts()\n{\n    yield return await http.GetStringAsync(\"/stock\");\n    yield return await http.GetStringAsync(\"/sell\");\n    yield return \"!\";\n}\n\nprivate static void Nothing()\n{", "traces 2: /sell, /stock\nyesyes!", ""),
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
