using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PerfAnalyzers.Rewriting;

/// <summary>The reports that a fix-all context is about.</summary>
internal static class FixAllReports
{
    public static async Task<ImmutableArray<Diagnostic>> ReportsAsync(this FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
            case FixAllScope.Solution:
                var reports = ImmutableArray.CreateBuilder<Diagnostic>();
                foreach (var project in context.Solution.Projects)
                {
                    reports.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                return reports.ToImmutable();
            default:
                return ImmutableArray<Diagnostic>.Empty;
        }
    }
}
