using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Authoring;

/// <summary>The base of every rule: one rule, one class; it seals what a rule could get wrong at start-up.</summary>
public abstract class PerfAnalyzer : DiagnosticAnalyzer
{
    private static readonly string DocsRoot = typeof(PerfAnalyzer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "DocsRoot").Value!;

    private readonly DiagnosticDescriptor rule;

    private protected PerfAnalyzer(DiagnosticDescriptor rule)
    {
        this.rule = rule;
        SupportedDiagnostics = ImmutableArray.Create(rule);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var knowledge = Knowledge.Of(start.Compilation, start.Options, start.CancellationToken);
            if (AppliesTo(knowledge) && !knowledge.Surroundings.IsTests(start.Compilation, start.Options.AnalyzerConfigOptionsProvider))
            {
                Register(new Watch(start, knowledge, rule));
            }
        });
    }

    /// <summary>Whether the compilation uses the library that the rule is about; nothing is registered when it doesn't.</summary>
    private protected virtual bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Ef is not null;

    /// <summary>Says what the rule wants to see.</summary>
    private protected abstract void Register(Watch on);

    /// <summary>Declares a rule: category and help link follow from the id and the band.</summary>
    private protected static DiagnosticDescriptor Define(
        string id, Band band, Level level, string title, string message, string? description = null) => new(
            id,
            title,
            message,
            category: $"Performance.{band}",
            level == Level.Warning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            isEnabledByDefault: level != Level.Off,
            description,
            helpLinkUri: $"{DocsRoot}{id}.md");
}
