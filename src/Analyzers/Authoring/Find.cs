using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Authoring;

/// <summary>What a rule holds while it looks at one place: the shared knowledge, and the way to report.</summary>
internal sealed class Find
{
    private readonly OperationAnalysisContext operation;
    private readonly OperationBlockAnalysisContext? block;
    private readonly SyntaxTree file;
    private readonly Knowledge knowledge;
    private readonly DiagnosticDescriptor rule;

    /// <summary>What a rule holds at one operation.</summary>
    public Find(OperationAnalysisContext operation, Knowledge knowledge, DiagnosticDescriptor rule)
    {
        this.operation = operation;
        this.knowledge = knowledge;
        this.rule = rule;
        file = operation.Operation.Syntax.SyntaxTree;
    }

    /// <summary>What a rule holds at the end of a body.</summary>
    public Find(OperationBlockAnalysisContext block, SyntaxTree file, Knowledge knowledge, DiagnosticDescriptor rule)
    {
        this.block = block;
        this.file = file;
        this.knowledge = knowledge;
        this.rule = rule;
    }

    public Knowledge Knowledge => knowledge;

    /// <summary>The symbol whose body is looked at.</summary>
    public ISymbol Within => block?.OwningSymbol ?? operation.ContainingSymbol;

    /// <summary>Options of the file that is looked at.</summary>
    public AnalyzerConfigOptions Options => AllOptions.AnalyzerConfigOptionsProvider.GetOptions(file);

    private AnalyzerOptions AllOptions => block?.Options ?? operation.Options;

    /// <summary>Reports at the rule's own level.</summary>
    public void Report(Location at, object?[] words, IEnumerable<Location>? related = null, ImmutableDictionary<string, string?>? facts = null) =>
        Report(at, rule.DefaultSeverity, words, related, facts);

    /// <summary>Reports the weaker finding of a rule: true, but not proven enough for a warning.</summary>
    public void ReportInfo(Location at, object?[] words, IEnumerable<Location>? related = null, ImmutableDictionary<string, string?>? facts = null) =>
        Report(at, DiagnosticSeverity.Info, words, related, facts);

    /// <summary>Reports as a warning what a rule tells as Info otherwise.</summary>
    public void ReportWarning(Location at, object?[] words, IEnumerable<Location>? related = null, ImmutableDictionary<string, string?>? facts = null) =>
        Report(at, DiagnosticSeverity.Warning, words, related, facts);

    /// <summary>Reports at the rule's own level when the finding is proven, as Info otherwise.</summary>
    public void ReportAt(bool isProven, Location at, object?[] words, IEnumerable<Location>? related = null, ImmutableDictionary<string, string?>? facts = null) =>
        Report(at, isProven ? rule.DefaultSeverity : DiagnosticSeverity.Info, words, related, facts);

    // A severity that is configured for an id covers its weaker findings too: where warnings are made errors, only what is proven may fail a build.
    private bool IsStrict => AllOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PerfAnalyzersMode", out var mode) && mode == "Strict";

    private void Report(Location at, DiagnosticSeverity severity, object?[] words, IEnumerable<Location>? related, ImmutableDictionary<string, string?>? facts)
    {
        if (severity >= rule.DefaultSeverity || !IsStrict)
        {
            var diagnostic = Diagnostic.Create(rule, at, severity, related?.Where(static p => p != Location.None).Select(Reportable), facts, words);
            if (block is { } body)
            {
                body.ReportDiagnostic(diagnostic);
            }
            else
            {
                operation.ReportDiagnostic(diagnostic);
            }
        }
    }

    /// <summary>A place in another project that is in sight as source: named by its file, as the compilation doesn't hold its tree.</summary>
    private Location Reportable(Location place) =>
        place.SourceTree is { } tree && !knowledge.Compilation.ContainsSyntaxTree(tree) ? Location.Create(tree.FilePath, place.SourceSpan, place.GetLineSpan().Span) : place;
}
