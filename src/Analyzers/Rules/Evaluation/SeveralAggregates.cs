using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4002: several numbers over the same rows, each in a round trip of its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SeveralAggregates() : PerfAnalyzer(Rule)
{
    /// <summary>How each member is written over one grouped query; absent when the numbers could differ. The related locations are the members after the first.</summary>
    internal const string Merge = "merge";

    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF4002",
        Band.Evaluation,
        Level.Info,
        title: "Several aggregates read the same rows in several round trips",
        message: "{0} read the same {1} rows in {2} round trips, which one grouped query answers");

    private protected override void Register(Watch on) => on.Query(AggregateGroups.IsNumber, static (use, find) =>
    {
        if (find.Knowledge.Aggregates.StartingAt(use) is { } group && !find.Knowledge.Surroundings.IsOneOff(find.Within, use.Terminal))
        {
            var names = string.Join(", ", group.Members.Select(static m => $"'{m.Call!.TargetMethod.Name}'").Distinct());
            find.Report(
                use.Location,
                [names, use.Query.Entity?.Name ?? "queried", group.Members.Length],
                group.Members.Skip(1).Select(static m => m.Location),
                find.Knowledge.Merges.Read(group) is { } merge ? ImmutableDictionary<string, string?>.Empty.Add(Merge, merge) : null);
        }
    });
}
