using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Includes;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1004: a navigation is loaded explicitly for every element.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExplicitLoadPerElement() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF1004",
        Band.Loading,
        Level.Warning,
        title: "A navigation is loaded explicitly for every element",
        message: "'{0}' is loaded by a query of its own for every element of '{1}'",
        description: "Each explicit load is a round trip. An Include loads the navigation together with the rows.");

    private static readonly ImmutableHashSet<string> Loads = ImmutableHashSet.Create("Load", "LoadAsync", "ToList", "ToListAsync");

    private protected override void Register(Watch on) => on.Call(Loads, static (call, find) =>
    {
        if (find.Knowledge.ExplicitLoads.Read(call) is not { } load || find.Knowledge.Surroundings.IsOneOff(find.Within))
        {
            return;
        }

        var canInclude = load.Source is { } seen && call.TargetMethod.Name.StartsWith("Load", StringComparison.Ordinal);
        find.ReportAt(
            isProven: load.Source is not null,
            QueryReader.NameOf(call),
            [load.Navigation.Name, load.Iteration.Name],
            load.Source is { } source ? [IncludeFacts.PlaceOf(source.Use)] : [],
            canInclude ? IncludeFacts.Of(load.Source!.Use, load.Iteration.Operation, load.Source.Path.Add(load.Navigation), find.Knowledge.Includes) : null);
    });
}
