using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Facts;

/// <summary>Says at its line what is wrong in a PerfAnalyzers.Effects.txt; a name that this project doesn't know is told as Info only, as projects may share the file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EffectsFile : DiagnosticAnalyzer
{
#pragma warning disable RS2000, RS2008 // No rule: a mistake in the configuration, like PERF0001 for the mode.
    internal static readonly DiagnosticDescriptor Mistake = new(
        "PERF0003",
        "A line of PerfAnalyzers.Effects.txt adds no effect",
        "The line is ignored: {0}",
        "Performance.Configuration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);
#pragma warning restore RS2000, RS2008

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Mistake);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAdditionalFileAction(static file =>
        {
            if (!AddedEffects.IsFile(file.AdditionalFile) || file.AdditionalFile.GetText(file.CancellationToken) is not { } text)
            {
                return;
            }

            foreach (var line in text.Lines)
            {
                var added = EffectLine.Parse(line.ToString(), out var mistake);
                var unknown = added is null ? null : Unknown(added, file.Compilation);
                if ((mistake ?? unknown) is { } reason)
                {
                    var at = Location.Create(file.AdditionalFile.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                    file.ReportDiagnostic(Diagnostic.Create(Mistake, at, mistake is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, null, null, reason));
                }
            }
        });
    }

    private static string? Unknown(EffectLine line, Compilation compilation)
    {
        var type = compilation.Find(line.Type);
        return type is null ? $"the project knows no type '{line.Type}'"
            : line.Methods.FirstOrDefault(m => !Declares(type, m)) is { } method ? $"'{line.Type}' declares no method '{method}'"
            : null;
    }

    private static bool Declares(INamedTypeSymbol type, string method) =>
        type.GetMembers().Any(m => m is IMethodSymbol && (method.EndsWith("*", StringComparison.Ordinal) ? m.Name.StartsWith(method.TrimEnd('*'), StringComparison.Ordinal) : m.Name == method));
}
