using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Includes;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1005: two collections beside each other in one query multiply its rows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CartesianExplosion() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF1005",
        Band.Loading,
        Level.Warning,
        title: "Two collections in one query multiply its rows",
        message: "'{0}' and '{1}' are joined in one query: its result has a row for every pair of theirs",
        description: "A single query joins each collection to the row of its owner. With AsSplitQuery every collection comes in a query of its own.");

    /// <summary>Written when AsSplitQuery gives the same rows in the same pages.</summary>
    internal const string CanSplit = "split";

    /// <summary>Steps after which the collections are not joined, or not as they stand here.</summary>
    private static readonly ImmutableHashSet<OperatorKind> Spoilers =
        ImmutableHashSet.Create(OperatorKind.Split, OperatorKind.Project, OperatorKind.ProjectMany, OperatorKind.Group, OperatorKind.Join);

    private static readonly ImmutableDictionary<string, string?> Splittable = ImmutableDictionary<string, string?>.Empty.Add(CanSplit, "");

    private const string Single = "AsSingleQuery";

    private static readonly ImmutableHashSet<string> Steps = ImmutableHashSet.Create("Include", "ThenInclude");

    private protected override void Register(Watch on) => on.Call(Steps, static (call, find) =>
    {
        var knowledge = find.Knowledge;
        if (knowledge.Queries.OperatorOf(call.TargetMethod) is null || knowledge.Queries.Read(call) is not { IsDatabase: true, IsComplete: true } query
            || query.StepsOf(OperatorKind.Split).Any(static s => s.Operator.Name != Single) || query.Has(OperatorKind.Project) || !query.Has(OperatorKind.Split) && knowledge.Model.SplitsQueriesByDefault == Fact.Yes)
        {
            return;
        }

        // The report stands at the step that adds the second collection, once for the query. One query that is asked for was weighed: with a third collection nobody weighs it.
        var isAsked = query.Has(OperatorKind.Split);
        if (knowledge.Includes.SiblingsOf(query) is not { } siblings || (isAsked ? siblings.Last : siblings.Second).Step.Call != call || isAsked && siblings.Collections != 3)
        {
            return;
        }

        var onward = Onward.From(call, knowledge.Queries);
        var isOneRow = !onward.Escapes && !onward.Ends.IsEmpty && onward.Ends.All(static e => e.Operator.IsSingleRow);
        if (onward.Steps.Overlaps(Spoilers) || onward.Ends.Any(static e => e.Operator.IsAggregate || e.Operator.Kind == OperatorKind.Delete) || isOneRow && siblings.Collections == 2 && IsSmall(siblings, knowledge.Includes))
        {
            return;
        }

        var isHandedIn = query.Root is { Kind: RootKind.Parameter, Origin: not Origin.Database };
        if (isHandedIn && !knowledge.Includes.IsSplitByNoCaller(find.Within))
        {
            return;
        }

        var isBounded = query.MayHave(OperatorKind.Take) || onward.Steps.Contains(OperatorKind.Take);
        var isProven = !isAsked && onward.Ends.Any(static e => !e.Operator.IsSingleRow) && !isBounded && query.Origin == Origin.Database
            && knowledge.Model.SplitsQueriesByDefault == Fact.No && !siblings.First.Step.Sometimes && (onward.IsInPlace || !call.IsInBranch());
        find.ReportAt(
            isProven,
            QueryReader.NameOf(call),
            [siblings.First.Last.Name, siblings.Second.Last.Name],
            [QueryReader.NameOf(siblings.First.Step.Call)],
            !isAsked && !isHandedIn && knowledge.Includes.CanSplit(query, onward) ? Splittable : ImmutableDictionary<string, string?>.Empty);
    });

    private static bool IsSmall(Siblings siblings, IncludeReader includes) => includes.IsLink(siblings.First) && includes.IsLink(siblings.Second);
}
