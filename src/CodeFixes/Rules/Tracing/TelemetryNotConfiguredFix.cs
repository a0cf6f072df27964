using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8004: adds a pipeline for what the application uses.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TelemetryNotConfiguredFix() : SolutionFix(TelemetryNotConfigured.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        var compilation = place.Model.Compilation;
        if (place.Around<InvocationExpressionSyntax>() is not { } start
            || PipelineEdit.BuilderOf(start, place.Model) is not { } builder
            || compilation.ExtensionMethod("AddOpenTelemetry", "IServiceCollection") is null
            || place.Fact(TelemetryNotConfigured.Traces) is not { } traces || place.Fact(TelemetryNotConfigured.Metrics) is not { } metrics)
        {
            return null;
        }

        var rewrite = new Rewrite("Add OpenTelemetry traces and metrics");
        var hasExporter = compilation.ExtensionMethod("AddOtlpExporter", "TracerProviderBuilder") is not null;
        var exporter = hasExporter ? ".AddOtlpExporter()" : "";
        var lines = new IndentedLines(Layout.Indent(builder.Statement), Layout.LineEnd(place.Root));
        lines.Add($"{builder.Name}.Services.AddOpenTelemetry()")
            .Add($"    .ConfigureResource(resource => resource.AddService({builder.Name}.Environment.ApplicationName))")
            .Add($"    .WithTracing(tracing => tracing{traces}{exporter})")
            .Add($"    .WithMetrics(metrics => metrics{metrics}{exporter});");
        rewrite.Insert(place.Document, Layout.Lines(builder.Statement).End, lines.ToString());

        PipelineEdit.Import(rewrite, place.Document, place.Model, place.Root, "AddOpenTelemetry", "IServiceCollection");
        PipelineEdit.Import(rewrite, place.Document, place.Model, place.Root, "AddService", "ResourceBuilder");
        foreach (var (calls, receiver) in new[] { (traces + exporter, "TracerProviderBuilder"), (metrics + exporter, "MeterProviderBuilder") })
        {
            foreach (var call in calls.Split(new[] { "." }, StringSplitOptions.RemoveEmptyEntries).Where(static c => c.Contains('(')))
            {
                PipelineEdit.Import(rewrite, place.Document, place.Model, place.Root, call.Substring(0, call.IndexOf('(')), receiver);
            }
        }

        return rewrite;
    }
}
