using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics.Includes;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1002: a navigation is read that nothing loads: it is null or empty.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NavigationNeverLoaded() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF1002",
        Band.Loading,
        Level.Info,
        title: "A navigation is read that nothing loads",
        message: "'{0}' is {2} for every element of '{1}': the query doesn't include it and nothing else loads it",
        description: "Without lazy loading a navigation holds what was loaded by an Include, a projection or an explicit load, and nothing else.");

    private protected override void Register(Watch on) => on.Iteration(static (iteration, find) =>
    {
        foreach (var read in find.Knowledge.Navigations.Unloaded(iteration))
        {
            if (read.Navigation.Lazy == Fact.No && !read.Others.Append(read.Read).Any(IsGuarded))
            {
                find.Report(
                    read.Read.Syntax.GetLocation(),
                    [read.Last.Name, iteration.Name, read.Navigation.IsCollection ? "empty" : "null"],
                    read.Others.Select(static o => o.Syntax.GetLocation()).Prepend(IncludeFacts.PlaceOf(read.Source.Use)),
                    IncludeFacts.Of(read.Source.Use, iteration.Operation, read.Path, find.Knowledge.Includes));
            }
        }
    });

    /// <summary>The code expects that the navigation may be missing.</summary>
    private static bool IsGuarded(IPropertyReferenceOperation read) => read.Parent switch
    {
        IConditionalAccessOperation or ICoalesceOperation or IIsPatternOperation or IIsTypeOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
        IConversionOperation { Parent: IBinaryOperation or IIsPatternOperation or ICoalesceOperation } => true,
        _ => false,
    };
}
