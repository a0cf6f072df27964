using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Facts;

/// <summary>Says once for a project which values in its .editorconfig files no rule understands.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OptionsCheck : IIncrementalGenerator
{
#pragma warning disable RS2000, RS2008 // No rule: a mistake in the configuration, like PERF0001 for the mode.
    private static readonly DiagnosticDescriptor BadValue = new(
        "PERF0002",
        "An option has a value that no rule understands",
        "'{0} = {1}' is ignored: {2}",
        "Performance.Configuration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);
#pragma warning restore RS2000, RS2008

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterImplementationSourceOutput(
        context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider),
        static (output, input) =>
        {
            var (compilation, options) = input;
            var told = new HashSet<(string Key, string Value)>();
            foreach (var tree in compilation.SyntaxTrees)
            {
                foreach (var (key, value, why) in TelemetryOptions.Mistakes(options.GetOptions(tree)))
                {
                    if (told.Add((key, value)))
                    {
                        output.ReportDiagnostic(Diagnostic.Create(BadValue, Location.None, key, value, why));
                    }
                }
            }
        });
}
