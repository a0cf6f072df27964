using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>Reads whether a histogram gets buckets that suit its unit.</summary>
internal static class Buckets
{
    /// <summary>The name of a histogram in seconds that gets the default buckets; null when it doesn't or that isn't proven.</summary>
    public static string? UnsuitableName(IInvocationOperation creation, Knowledge knowledge)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        if (!creation.TargetMethod.ContainingType.Is(telemetry.Meter)
            || ArgumentOf(creation, "name")?.ConstantValue.Value is not string name
            || !IsInSeconds(creation, name)
            || ArgumentOf(creation, "advice") is { ConstantValue: not { HasValue: true, Value: null } })
        {
            return null;
        }

        var facts = knowledge.Telemetry.All;
        var reachesOpenTelemetry = telemetry.InstrumentAdvice is not null ? telemetry.PrometheusMetrics is null || facts.Has(FactKind.Pipeline, TelemetryFacts.Metrics) : facts.Has(FactKind.Pipeline, TelemetryFacts.Metrics);
        return reachesOpenTelemetry && facts.IsClosed(TelemetryFacts.Views) && !facts.Matches(FactKind.View, name) ? name : null;
    }

    private static bool IsInSeconds(IInvocationOperation creation, string name) => ArgumentOf(creation, "unit") switch
    {
        null or { ConstantValue: { HasValue: true, Value: null or "" } } => name.EndsWith("_seconds", StringComparison.Ordinal) || name.EndsWith(".seconds", StringComparison.Ordinal),
        { ConstantValue.Value: "s" } => true,
        _ => false,
    };

    private static IOperation? ArgumentOf(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter && a.ArgumentKind == ArgumentKind.Explicit)?.Value;
}
