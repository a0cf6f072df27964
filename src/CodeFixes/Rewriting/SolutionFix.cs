using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>The base of fixes that may edit several files; fix all applies one after the other, so that each sees what the one before wrote.</summary>
/// <param name="id">The rule.</param>
/// <param name="readsRelated">The fix reads the places that a report names beside its own: it has nothing to do when one of them is gone.</param>
public abstract class SolutionFix(string id, bool readsRelated = true) : CodeFixProvider
{
    private const string Other = ".Other";

    private bool ReadsRelated => readsRelated;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(id);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new InTurn(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var isOther in new[] { false, true })
            {
                if (await ProposeAsync(context.Document, diagnostic, isOther, context.CancellationToken).ConfigureAwait(false) is { IsEmpty: false } rewrite)
                {
                    var solution = context.Document.Project.Solution;
                    context.RegisterCodeFix(CodeAction.Create(rewrite.Title, token => rewrite.ApplyAsync(solution, token), KeyFor(isOther, rewrite.Terms)), diagnostic);
                }
            }
        }
    }

    private string KeyFor(bool isOther, int terms) => GetType().Name + (isOther ? Other : "") + (terms == 0 ? "" : $"+{terms}");

    /// <summary>The terms that an equivalence key stands for.</summary>
    private static int TermsOf(string? key) => key?.IndexOf('+') is >= 0 and var plus && int.TryParse(key.Substring(plus + 1), out var terms) ? terms : 0;

    /// <summary>What to change for a report; null when no rewrite is valid there.</summary>
    private protected abstract Task<Rewrite?> ProposeAsync(Place place);

    /// <summary>A second action for a report, when there are two right ways to go.</summary>
    private protected virtual Task<Rewrite?> ProposeOtherAsync(Place place) => Task.FromResult<Rewrite?>(null);

    private Task<Rewrite?> ProposeAsync(Place place, bool isOther) => isOther ? ProposeOtherAsync(place) : ProposeAsync(place);

    private async Task<Rewrite?> ProposeAsync(Document document, Diagnostic diagnostic, bool isOther, CancellationToken cancellation) =>
        await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root
        && await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model
        && root.FullSpan.Contains(diagnostic.Location.SourceSpan)
            ? await ProposeAsync(new Place(document, root, model, diagnostic, cancellation), isOther).ConfigureAwait(false)
            : null;

    private sealed class InTurn(SolutionFix fix) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var start = context.Solution;
            var open = new List<(DocumentId Document, Diagnostic Diagnostic)>();
            foreach (var diagnostic in await context.ReportsAsync().ConfigureAwait(false))
            {
                if (start.GetDocument(diagnostic.Location.SourceTree) is { } document)
                {
                    open.Add((document.Id, diagnostic));
                }
            }

            var isOther = context.CodeActionEquivalenceKey?.Contains(Other) == true;
            return open.Count == 0 ? null : CodeAction.Create(fix.GetType().Name, token => ApplyAsync(start, open, context.Scope, isOther, TermsOf(context.CodeActionEquivalenceKey), token), context.CodeActionEquivalenceKey);
        }

        private async Task<Solution> ApplyAsync(Solution solution, List<(DocumentId Document, Diagnostic Diagnostic)> open, FixAllScope scope, bool isOther, int terms, CancellationToken cancellation)
        {
            var places = open.Select(o => new Spot(o.Document, o.Diagnostic, fix.ReadsRelated)).ToList();
            foreach (var spot in places)
            {
                if (await spot.InAsync(solution, cancellation).ConfigureAwait(false) is { } diagnostic
                    && await fix.ProposeAsync(solution.GetDocument(spot.Document)!, diagnostic, isOther, cancellation).ConfigureAwait(false) is { IsEmpty: false } rewrite && (rewrite.Terms & ~terms) == 0
                    && (scope == FixAllScope.Document || !rewrite.IsLocal))
                {
                    solution = await rewrite.ApplyAsync(solution, cancellation).ConfigureAwait(false);
                    places.ForEach(p => p.Move(rewrite));
                }
            }

            return solution;
        }
    }

    /// <summary>Where a report stands while the files around it change.</summary>
    private sealed class Spot(DocumentId document, Diagnostic diagnostic, bool readsRelated)
    {
        private readonly List<TextSpan?> spans = [diagnostic.Location.SourceSpan, .. diagnostic.AdditionalLocations.Where(_ => readsRelated).Where(l => l.SourceTree == diagnostic.Location.SourceTree).Select(static l => (TextSpan?)l.SourceSpan)];

        public DocumentId Document => document;

        public void Move(Rewrite rewrite)
        {
            for (var i = 0; i < spans.Count; i++)
            {
                spans[i] = spans[i] is { } span ? rewrite.Moved(document, span) : null;
            }
        }

        /// <summary>The report as it would read now; null when its code was rewritten.</summary>
        public async Task<Diagnostic?> InAsync(Solution solution, CancellationToken cancellation)
        {
            if (spans.Any(static s => s is null) || await solution.GetDocument(document)!.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is not { } tree)
            {
                return null;
            }

            var places = spans.Select(span => Location.Create(tree, span!.Value)).ToList();
            return Diagnostic.Create(diagnostic.Descriptor, places[0], places.Skip(1), diagnostic.Properties);
        }
    }
}

/// <summary>A report that is to be fixed.</summary>
internal sealed class Place(Document document, SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
{
    public Document Document => document;

    public SyntaxNode Root => root;

    public SemanticModel Model => model;

    public CancellationToken Cancellation => cancellation;

    public TextSpan Span => diagnostic.Location.SourceSpan;

    public SyntaxNode Node => root.FindNode(Span, getInnermostNodeForTie: true);

    /// <summary>What the rule wrote under that name, null when it wrote nothing.</summary>
    public string? Fact(string name) => diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    /// <summary>The node that the rule named beside the report.</summary>
    public SyntaxNode? Related(int index) =>
        index < diagnostic.AdditionalLocations.Count && diagnostic.AdditionalLocations[index] is { SourceTree: { } tree, SourceSpan: var span } && tree == root.SyntaxTree
            ? root.FindNode(span, getInnermostNodeForTie: true)
            : null;

    public T? Around<T>()
        where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();
}

/// <summary>The changes of one fix, as text: what isn't named stays as it is written.</summary>
internal sealed class Rewrite(string title)
{
    private readonly List<(DocumentId Document, TextChange Change)> changes = [];
    private readonly Dictionary<(DocumentId Document, int Position), SortedSet<string>> usings = [];

    public string Title => title;

    /// <summary>Written where somebody looks: fix all over a project or a solution leaves it out.</summary>
    public bool IsLocal { get; init; }

    /// <summary>What the title says that is not as before, as bits: fix all leaves out what says more than the one that somebody chose.</summary>
    public int Terms { get; init; }

    public bool IsEmpty => changes.Count == 0;

    public void Change(Document document, TextSpan span, string text)
    {
        if (!changes.Any(c => c.Document == document.Id && c.Change.Span == span && c.Change.NewText == text))
        {
            changes.Add((document.Id, new TextChange(span, text)));
        }
    }

    public void Change(Document document, IEnumerable<TextChange> all)
    {
        foreach (var change in all)
        {
            Change(document, change.Span, change.NewText!);
        }
    }

    public void Insert(Document document, int position, string text) => Change(document, new TextSpan(position, 0), text);

    /// <summary>Writes using lines at a place, sorted among each other; a blank line follows when they are the first of the file.</summary>
    public void InsertUsing(Document document, int position, string space, string end, bool isFirst)
    {
        if (!usings.TryGetValue((document.Id, position), out var spaces))
        {
            usings.Add((document.Id, position), spaces = new(StringComparer.Ordinal));
        }

        spaces.Add(space);
        changes.RemoveAll(c => c.Document == document.Id && c.Change.Span == new TextSpan(position, 0) && c.Change.NewText!.StartsWith("using ", StringComparison.Ordinal));
        changes.Add((document.Id, new TextChange(new TextSpan(position, 0), string.Concat(spaces.Select(s => $"using {s};{end}")) + (isFirst ? end : ""))));
    }

    /// <summary>Brings namespaces into scope at a position.</summary>
    public void Import(Document document, SemanticModel model, int position, params string[] spaces) => Change(document, spaces.SelectMany(space => Usings.Add(model, position, space)));

    /// <summary>Where a span stands after the changes; null when one of them touches it.</summary>
    public TextSpan? Moved(DocumentId document, TextSpan span)
    {
        var shift = 0;
        var grown = 0;
        foreach (var (changed, change) in changes)
        {
            if (changed != document)
            {
                continue;
            }

            var by = change.NewText!.Length - change.Span.Length;
            if (change.Span.End <= span.Start)
            {
                shift += by;
            }
            else if (change.Span.Start < span.End)
            {
                if (!span.Contains(change.Span))
                {
                    return null;
                }

                grown += by;
            }
        }

        return new TextSpan(span.Start + shift, Math.Max(0, span.Length + grown));
    }

    public async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellation)
    {
        foreach (var file in changes.GroupBy(static c => c.Document))
        {
            var text = await solution.GetDocument(file.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            solution = solution.WithDocumentText(file.Key, text.WithChanges(file.Select(static c => c.Change).OrderBy(static c => c.Span.Start)));
        }

        return solution;
    }
}
