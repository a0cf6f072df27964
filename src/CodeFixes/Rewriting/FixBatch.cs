using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PerfAnalyzers.Rewriting;

/// <summary>
/// Fixes all reports of a scope at once. `dotnet format` asks for the action that the first report has; when that report has none,
/// the first action of any report is taken, so that one place without a rewrite doesn't leave all others as they are.
/// </summary>
internal sealed class FixBatch : FixAllProvider
{
    public static FixBatch Instance { get; } = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        if (context.CodeActionEquivalenceKey is not null)
        {
            return await WellKnownFixAllProviders.BatchFixer.GetFixAsync(context).ConfigureAwait(false);
        }

        return await FirstKeyAsync(context).ConfigureAwait(false) is { } key
            ? await WellKnownFixAllProviders.BatchFixer.GetFixAsync(WithKey(context, key)).ConfigureAwait(false)
            : null;
    }

    private static async Task<string?> FirstKeyAsync(FixAllContext context)
    {
        string? key = null;
        foreach (var diagnostic in await context.ReportsAsync().ConfigureAwait(false))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document)
            {
                await context.CodeFixProvider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => key ??= action.EquivalenceKey, context.CancellationToken)).ConfigureAwait(false);
                if (key is not null)
                {
                    return key;
                }
            }
        }

        return null;
    }

    private static FixAllContext WithKey(FixAllContext context, string key) => context.Document is { } document
        ? new(document, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, new Reports(context), context.CancellationToken)
        : new(context.Project, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, new Reports(context), context.CancellationToken);

    /// <summary>What the context of the caller answers.</summary>
    private sealed class Reports(FixAllContext context) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetProjectDiagnosticsAsync(project).ConfigureAwait(false);
    }
}
