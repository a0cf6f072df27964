using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What a fact says; the letter stands for it in the attribute that carries facts to other projects.</summary>
internal enum FactKind
{
    /// <summary>A pipeline is configured: tracing, metrics or prometheus.</summary>
    Pipeline = 'p',

    /// <summary>An agent or a service that instruments by itself and that the code uses; of those that no code calls, the reference.</summary>
    Agent = 'a',

    /// <summary>An instrumentation method that was called for traces.</summary>
    Traced = 't',

    /// <summary>An instrumentation method that was called for metrics.</summary>
    Measured = 'm',

    /// <summary>A pattern of sources that are listened to.</summary>
    Source = 's',

    /// <summary>A pattern of meters that are listened to.</summary>
    Meter = 'n',

    /// <summary>A pattern of instruments that have a view.</summary>
    View = 'v',

    /// <summary>Exceptions mark their span by themselves.</summary>
    ErrorStatus = 'e',

    /// <summary>A client that the code uses.</summary>
    Client = 'c',

    /// <summary>A source that the code creates.</summary>
    DeclaredSource = 'd',

    /// <summary>A meter that the code creates.</summary>
    DeclaredMeter = 'r',

    /// <summary>Something that can't be seen: tracing, metrics, views, or whether the client of that name is traced and measured.</summary>
    Unknown = 'u',
}

/// <summary>What is measured and traced, as a set of facts that can be joined and sent to other projects as one line of text.</summary>
internal sealed class TelemetryFacts
{
    /// <summary>The key of the assembly attribute that carries the facts.</summary>
    public const string Key = "PerfAnalyzers.Telemetry";

    public const string Tracing = "tracing";
    public const string Metrics = "metrics";
    public const string Views = "views";
    public const string Prometheus = "prometheus";

    private const string Version = "2";

    public static readonly TelemetryFacts None = new([]);

    private readonly ImmutableHashSet<(FactKind Kind, string Value)> facts;

    public TelemetryFacts(IEnumerable<(FactKind Kind, string Value)> facts) => this.facts = facts.ToImmutableHashSet();

    public bool IsEmpty => facts.IsEmpty;

    public bool Has(FactKind kind, string value) => facts.Contains((kind, value));

    public bool Any(FactKind kind) => facts.Any(f => f.Kind == kind);

    public IEnumerable<string> Values(FactKind kind) => facts.Where(f => f.Kind == kind).Select(static f => f.Value).OrderBy(static v => v, StringComparer.Ordinal);

    /// <summary>Whether absence of a fact about the signal proves something.</summary>
    public bool IsClosed(string signal) => !Has(FactKind.Unknown, signal);

    /// <summary>Whether a registered pattern matches the name, as OpenTelemetry matches: * and ?, the whole name, any case.</summary>
    public bool Matches(FactKind kind, string name) => facts.Any(f => f.Kind == kind && Wildcard.Matches(f.Value, name));

    public TelemetryFacts Join(TelemetryFacts other) => new(facts.Union(other.facts));

    /// <summary>One line, the same for the same facts.</summary>
    public string Serialize() => Version + string.Concat(facts
        .Select(static f => $"|{(char)f.Kind}{f.Value.Replace("%", "%25").Replace("|", "%7C")}").OrderBy(static f => f, StringComparer.Ordinal));

    /// <summary>The facts of a line; none when the line has another version or isn't one of ours.</summary>
    public static TelemetryFacts? Parse(string? text) => text?.Split('|') is { } parts && parts[0] == Version
        ? new(parts.Skip(1).Where(static p => p.Length > 0 && Enum.IsDefined(typeof(FactKind), (int)p[0]))
            .Select(static p => ((FactKind)p[0], p.Substring(1).Replace("%7C", "|").Replace("%25", "%"))))
        : null;

    public override string ToString() => Serialize();
}

/// <summary>The patterns of AddSource, AddMeter and AddView.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark, p) = (p, t, p + 1);
            }
            else if (star >= 0)
            {
                (p, mark) = (star + 1, mark + 1);
                t = mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
