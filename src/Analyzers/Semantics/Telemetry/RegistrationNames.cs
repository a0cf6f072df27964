using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What the name of a registration lets expect when nothing else of it is in sight: data.</summary>
internal static class RegistrationNames
{
    /// <summary>Words, and pairs of words, of telemetry and of those who collect it.</summary>
    private static readonly ImmutableHashSet<string> Telemetry = Set(
        "Telemetry OpenTelemetry OTel Otlp OpenCensus OpenTracing OpenMetrics Tracing Tracer Traces Trace Metric Metrics Meter Meters Instrumentation Observability Monitor Monitoring Monitors "
        + "Actuator Actuators Prometheus Grafana Jaeger Zipkin AppMetrics ApplicationInsights AppInsights AzureMonitor Apm ElasticApm DataDog NewRelic Sentry Dynatrace OneAgent "
        + "AppDynamics Honeycomb LightStep Splunk SignalFx Instana RayGun Rollbar BugSnag XRay CloudWatch StackDriver LogicMonitor CoralOgix Uptrace SigNoz StatsD InfluxDb Aspire");

    /// <summary>Words of names that say nothing: whoever writes such a method puts into it what all applications need.</summary>
    private static readonly ImmutableHashSet<string> Opaque = Set(
        "Defaults Platform Infrastructure Common Shared Foundation Bootstrap Bootstrapper Bootstrapping Startup Hosting Sdk Conventions Essentials Diagnostics");

    /// <summary>Words that say nothing either, when no other word stands beside them.</summary>
    private static readonly ImmutableHashSet<string> Weak = Set(
        "Add Use Configure Register Enable Install My Our Custom Company All Everything Stuff Things Service Services Application Applications App Web Api Server Host Module Modules Component Components "
        + "Dependency Dependencies Extension Extensions Configuration Options Builder Pipeline Middleware Middlewares Container Internal Global General Core Base Basic Default Standard Framework Environment Setup");

    /// <summary>Whether the names speak of telemetry.</summary>
    public static bool SpeakOfTelemetry(IEnumerable<string> names) => names.Any(static n => Terms(n).Any(Telemetry.Contains));

    /// <summary>Whether the name of a method lets expect anything: it says nothing, or names the owner of the code alone.</summary>
    public static bool SaysNothing(string name, string owner)
    {
        var words = WordsOf(name).ToList();
        return words.Any(Opaque.Contains) || words.All(Weak.Contains) || (owner.Length > 3 && name.IndexOf(owner, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>The clients that the names speak of.</summary>
    public static IEnumerable<Client> ClientsIn(IEnumerable<string> names) =>
        names.SelectMany(Terms).ToList() is var terms ? Clients.All.Where(c => terms.Any(t => c.Words.Contains(t, StringComparer.OrdinalIgnoreCase))) : [];

    /// <summary>The words of a name, and each pair of neighbours as one word: NewRelic is one name and two words.</summary>
    private static IEnumerable<string> Terms(string name)
    {
        var before = "";
        foreach (var word in WordsOf(name))
        {
            yield return word;
            yield return before + word;
            before = word;
        }
    }

    private static IEnumerable<string> WordsOf(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !IsStart(name, i))
            {
                continue;
            }

            var word = name.Substring(start, i - start).Trim('_', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            start = i;
            if (word.Length > 0)
            {
                yield return word;
            }
        }
    }

    private static bool IsStart(string name, int at) =>
        name[at] is '_' or '.' || (char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1]))));

    private static ImmutableHashSet<string> Set(string words) => words.Split(' ').ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
}
