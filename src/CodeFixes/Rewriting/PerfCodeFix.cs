using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>One action for one report: what changes, decided before it is offered.</summary>
/// <param name="Title">What the light bulb says; names what changes beside the code.</param>
/// <param name="Changes">The changes of text in the report's file.</param>
/// <param name="Key">Tells the actions of one fix apart, for fix all.</param>
internal sealed record Proposal(string Title, ImmutableArray<TextChange> Changes, string Key = "");

/// <summary>A report that is to be fixed.</summary>
internal sealed record FixSite(Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic, CancellationToken Cancellation)
{
    /// <summary>What the rule wrote under that name, null when it wrote nothing.</summary>
    public string? Fact(string name) => Diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    /// <summary>The node that a related location of the report covers exactly, null when it is in another file.</summary>
    public SyntaxNode? RelatedNode(int index = 0)
    {
        if (Diagnostic.AdditionalLocations.ElementAtOrDefault(index) is not { } location || location.SourceTree?.FilePath != Root.SyntaxTree.FilePath || !Root.FullSpan.Contains(location.SourceSpan))
        {
            return null;
        }

        var node = Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return node.Span == location.SourceSpan ? node : null;
    }
}

/// <summary>The base of every fix: proposes changes of text, and offers nothing when it can't.</summary>
public abstract class PerfCodeFix(params string[] ids) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ids.ToImmutableArray();

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixBatch.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var proposal in Propose(new FixSite(document, root, model, diagnostic, context.CancellationToken)))
            {
                if (!proposal.Changes.IsDefaultOrEmpty)
                {
                    context.RegisterCodeFix(
                        CodeAction.Create(proposal.Title, token => ApplyAsync(document, proposal.Changes, token), $"{GetType().Name}.{proposal.Key}"),
                        diagnostic);
                }
            }
        }
    }

    /// <summary>The actions for a report, best first; none when no rewrite is valid there.</summary>
    private protected abstract IEnumerable<Proposal> Propose(FixSite site);

    private static async Task<Document> ApplyAsync(Document document, ImmutableArray<TextChange> changes, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(changes.OrderBy(static c => c.Span.Start)));
    }
}
