using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7005: every distinct tag value is a time series of its own; an unbounded one is a leak with a price tag.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HighCardinalityTag() : PerfAnalyzer(Rule)
{
    /// <summary>What kind of value it is.</summary>
    internal const string Kind = "kind";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF7005",
        Band.Metrics,
        Level.Warning,
        title: "Tag a metric with bounded values only",
        message: "The metric tag {0} is {1}: every value is a time series of its own; OpenTelemetry folds all after 2,000 into one, prometheus-net keeps each for ever");

    private static readonly ImmutableHashSet<string> Measuring = ImmutableHashSet.Create("Add", "Record", "WithLabels");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Call(Measuring, static (call, find) =>
    {
        var telemetry = find.Knowledge.Symbols.Telemetry!;
        if (!telemetry.IsInstrument(call.TargetMethod.ContainingType))
        {
            return;
        }

        var options = TelemetryOptions.Of(find.Options);
        foreach (var tag in Tags.Of(call, telemetry))
        {
            if (Tags.Source(tag.Value, telemetry, options.IsBounded) is { } source)
            {
                Location[] related = source.Owner is { } owner ? [tag.Pair.Syntax.GetLocation(), owner.Syntax.GetLocation()] : [tag.Pair.Syntax.GetLocation()];
                find.Report(
                    tag.Value.Syntax.GetLocation(),
                    [tag.Name is { } name ? $"'{name}'" : "value", source.What],
                    related,
                    ImmutableDictionary<string, string?>.Empty.Add(Kind, (source.IsWhole ? source.Kind : UnboundedKind.Other).ToString()));
            }
            else if (tag.Name is { } key && options.IsHighCardinality(key) && Tags.MayBeUnbounded(tag.Value, telemetry, options.IsBounded))
            {
                find.ReportInfo(tag.Value.Syntax.GetLocation(), [$"'{key}'", "unbounded by its name"], [tag.Pair.Syntax.GetLocation()], ImmutableDictionary<string, string?>.Empty.Add(Kind, nameof(UnboundedKind.Other)));
            }
        }
    });
}
