using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7006: gives the histogram buckets in seconds, as advice or as a view.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SecondsHistogramBucketsFix() : SolutionFix(SecondsHistogramBuckets.Rule.Id)
{
    private const string Boundaries = "0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10";

    private protected override async Task<Rewrite?> ProposeAsync(Place place)
    {
        var knowledge = Knowledge.Of(place.Model.Compilation);
        if (place.Around<InvocationExpressionSyntax>() is not { } call
            || place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Double or SpecialType.System_Single } type] })
        {
            return null;
        }

        if (knowledge.Symbols.Telemetry?.InstrumentAdvice is not null)
        {
            var (word, list) = (type.SpecialType == SpecialType.System_Double ? "double" : "float", type.SpecialType == SpecialType.System_Double ? Boundaries : Boundaries.Replace(",", "f,") + "f");
            var isModern = call.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 };
            var rewrite = new Rewrite("Advise buckets in seconds");
            rewrite.Insert(
                place.Document,
                call.ArgumentList.Arguments.Last().Span.End,
                $", advice: new InstrumentAdvice<{word}> {{ HistogramBucketBoundaries = {(isModern ? $"[{list}]" : $"new[] {{ {list} }}")} }}");
            Layout.Import(rewrite, place.Document, place.Model, place.Root, "System.Diagnostics.Metrics", "InstrumentAdvice");
            return rewrite;
        }

        if (knowledge.Telemetry.AnchorOf(TelemetryFacts.Metrics) is not { SourceTree: { } tree } anchor
            || place.Model.GetConstantValue(call.ArgumentList.Arguments[0].Expression, place.Cancellation).Value is not string name
            || place.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSemanticModelAsync(place.Cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var root = await tree.GetRootAsync(place.Cancellation).ConfigureAwait(false);
        var view = $"AddView({SymbolDisplay.FormatLiteral(name, quote: true)}, new ExplicitBucketHistogramConfiguration {{ Boundaries = new[] {{ {Boundaries} }} }})";
        return PipelineEdit.Append(document, root, model, root.FindNode(anchor.SourceSpan, getInnermostNodeForTie: true), TelemetryFacts.Metrics, view);
    }
}
