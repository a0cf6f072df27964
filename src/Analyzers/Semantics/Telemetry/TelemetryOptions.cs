using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What an .editorconfig says about telemetry.</summary>
internal sealed class TelemetryOptions
{
    private static readonly ConditionalWeakTable<AnalyzerConfigOptions, TelemetryOptions> Known = new();

    private const string Prefix = "perfanalyzers.";

    private static readonly string[] HighCardinalityKeys =
    [
        "user_id", "user.id", "enduser.id", "userid", "email", "user.email", "url", "url.full", "url.path", "http.target", "path", "session", "session_id", "session.id",
        "request_id", "request.id", "trace_id", "span_id", "correlation_id", "ip", "client.address", "order_id", "order.id", "customer_id", "customer.id",
    ];

    private static readonly (string Name, string What)[] Lists =
    [
        ("instrument_methods", "globs over Type.Method"), ("span_starters", "names of methods"), ("error_recorders", "names of methods"),
        ("bounded_value_methods", "names of methods"), ("high_cardinality_keys", "keys of tags"),
    ];

    private readonly HashSet<string> bounded;
    private readonly HashSet<string> keys;

    private TelemetryOptions(AnalyzerConfigOptions options)
    {
        Mode = Value(options, "telemetry_mode") switch { "always" => TelemetryMode.Always, "off" => TelemetryMode.Off, _ => TelemetryMode.Auto };
        InstrumentMethods = List(options, "instrument_methods").ToArray();
        SpanStarters = new(List(options, "span_starters"), StringComparer.Ordinal);
        ErrorRecorders = new(List(options, "error_recorders"), StringComparer.Ordinal);
        bounded = new(List(options, "bounded_value_methods"), StringComparer.Ordinal);
        keys = new(HighCardinalityKeys.Concat(List(options, "high_cardinality_keys")), StringComparer.OrdinalIgnoreCase);
    }

    public TelemetryMode Mode { get; }

    /// <summary>Globs over Type.Method: methods that must have a span.</summary>
    public string[] InstrumentMethods { get; }

    /// <summary>Methods that start a span.</summary>
    public HashSet<string> SpanStarters { get; }

    /// <summary>Methods that mark the current span as failed.</summary>
    public HashSet<string> ErrorRecorders { get; }

    public static TelemetryOptions Of(AnalyzerConfigOptions options) => Known.GetValue(options, static o => new TelemetryOptions(o));

    /// <summary>Whether the method bounds the value that it returns.</summary>
    public bool IsBounded(string method) => bounded.Contains(method);

    public bool IsHighCardinality(string key) => keys.Contains(key);

    /// <summary>Values that are not understood, with the reason.</summary>
    public static IEnumerable<(string Key, string Value, string Why)> Mistakes(AnalyzerConfigOptions options)
    {
        if (Value(options, "telemetry_mode") is { } mode && mode is not ("auto" or "always" or "off"))
        {
            yield return (Prefix + "telemetry_mode", mode, "it is auto, always or off");
        }

        foreach (var (name, what) in Lists)
        {
            foreach (var part in List(options, name).Where(p => !p.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' || (c is '*' or '?' && name == "instrument_methods") || (c is '-' or '/' && name == "high_cardinality_keys"))))
            {
                yield return (Prefix + name, part, $"it is a list of {what}, separated by commas");
            }
        }
    }

    private static string? Value(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue(Prefix + name, out var value) && value.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static IEnumerable<string> List(AnalyzerConfigOptions options, string name) =>
        Value(options, name)?.Split(',').Select(static part => part.Trim()).Where(static part => part.Length > 0) ?? [];
}

internal enum TelemetryMode
{
    /// <summary>Reports what is proven, quiet where the application can't be seen as a whole.</summary>
    Auto,

    /// <summary>An application without telemetry is a warning.</summary>
    Always,

    /// <summary>No report about missing telemetry.</summary>
    Off,
}
