namespace Demo;

/// <summary>What Storefront's GET /telemetry says about one thing that an operator looks at.</summary>
internal sealed record TelemetryLine(string Rule, string What, double Value, string Wanted, bool IsOfRoot)
{
    public bool IsBetterThan(TelemetryLine other) => Wanted == "more" ? Value > other.Value : Value < other.Value;
}
