using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What an .editorconfig says about telemetry.</summary>
internal sealed class TelemetryOptions
{
    private const string Prefix = "perfanalyzers.";

    private static readonly string[] HighCardinalityKeys =
    [
        "user_id", "user.id", "enduser.id", "userid", "email", "user.email", "url", "url.full", "url.path", "http.target", "path", "session", "session_id", "session.id",
        "request_id", "request.id", "trace_id", "span_id", "correlation_id", "ip", "client.address", "order_id", "order.id", "customer_id", "customer.id",
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

    public static TelemetryOptions Of(AnalyzerConfigOptions options) => new(options);

    /// <summary>Whether the method bounds the value that it returns.</summary>
    public bool IsBounded(string method) => bounded.Contains(method);

    public bool IsHighCardinality(string key) => keys.Contains(key);

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
