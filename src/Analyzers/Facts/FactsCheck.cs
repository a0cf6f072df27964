using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Facts;

/// <summary>Says once which references carry facts that can't be read: rules don't see through calls into them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FactsCheck : DiagnosticAnalyzer
{
#pragma warning disable RS2000, RS2008 // No rule: something about the build, like PERF0001 for the mode.
    internal static readonly DiagnosticDescriptor Unreadable = new(
        "PERF0004",
        "A reference carries facts that can't be read",
        "Calls into '{0}' are not followed everywhere: {1} of its facts can't be read, build it again with this version of PerfAnalyzers",
        "Performance.Configuration",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.CompilationEnd);
#pragma warning restore RS2000, RS2008

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Unreadable);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationAction(static end =>
        {
            var knowledge = Knowledge.Of(end.Compilation, end.Options, end.CancellationToken);
            if (knowledge.Carriers.OfEffects.IsEmpty)
            {
                return;
            }

            foreach (var (assembly, count) in knowledge.Effects.Unreadable)
            {
                end.ReportDiagnostic(Diagnostic.Create(Unreadable, Location.None, assembly.Name, count));
            }
        });
    }
}
