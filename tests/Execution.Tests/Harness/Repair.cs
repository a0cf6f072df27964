using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Applies the real fix of a rule to a project, as an IDE does.</summary>
internal sealed class Repair
{
    private readonly DiagnosticAnalyzer analyzer;
    private readonly CodeFixProvider provider;
    private readonly string title;

    public Repair(string id, string title)
    {
        analyzer = Made<DiagnosticAnalyzer>(typeof(PerfAnalyzer).Assembly).Single(a => a.SupportedDiagnostics.Any(d => d.Id == id));
        provider = Made<CodeFixProvider>(Assembly.Load("PerfAnalyzers.CodeFixes")).Single(f => f.FixableDiagnosticIds.Contains(id));
        this.title = title;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every rule that has a fix.</summary>
    public static ImmutableArray<string> FixableIds { get; } =
        [.. Made<CodeFixProvider>(Assembly.Load("PerfAnalyzers.CodeFixes")).SelectMany(f => f.FixableDiagnosticIds).Order(StringComparer.Ordinal)];

    /// <summary>The first offered action, again and again until none is offered.</summary>
    public async Task<Project> OneByOne(Project project)
    {
        for (var step = 0; ; step++)
        {
            var next = default(CodeAction);
            foreach (var diagnostic in await Reported(project))
            {
                next ??= Choose(await Offered(project, diagnostic));
            }

            if (next is null)
            {
                Assert.True(step > 0, $"No action is offered for {Count(await Reported(project))}:\n{await TextOf(project)}");
                return project;
            }

            Assert.True(step < 30, $"The fix does not come to an end:\n{await TextOf(project)}");
            project = await Apply(project, next);
        }
    }

    public async Task<Project> All(Project project)
    {
        var chosen = default(CodeAction);
        foreach (var diagnostic in await Reported(project))
        {
            chosen ??= Choose(await Offered(project, diagnostic));
        }

        Assert.NotNull(chosen);
        var document = project.Documents.Single(d => d.Name == Source.ActionFile);
        var all = await provider.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            document, provider, FixAllScope.Document, chosen.EquivalenceKey, provider.FixableDiagnosticIds, new Reports(this), Cancellation));
        Assert.NotNull(all);
        return await Apply(project, all);
    }

    public async Task<ImmutableArray<string>> Titles(Project project)
    {
        var reported = await Reported(project);
        Assert.True(reported.Length > 0, $"Nothing is reported:\n{await TextOf(project)}");
        var titles = ImmutableArray.CreateBuilder<string>();
        foreach (var diagnostic in reported)
        {
            titles.AddRange((await Offered(project, diagnostic)).Select(a => a.Title));
        }

        return titles.ToImmutable();
    }

    public static async Task<string> TextOf(Project project) =>
        (await project.Documents.Single(d => d.Name == Source.ActionFile).GetTextAsync(Cancellation)).ToString();

    private static string Count(ImmutableArray<Diagnostic> reported) => reported.IsEmpty ? "nothing, as nothing is reported" : string.Join('\n', reported.Select(d => d.ToString()));

    private static IEnumerable<T> Made<T>(Assembly assembly) =>
        assembly.GetTypes().Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t)).Select(t => (T)Activator.CreateInstance(t)!);

    private static async Task<Project> Apply(Project project, CodeAction action) =>
        (await action.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;

    private CodeAction? Choose(ImmutableArray<CodeAction> offered) => offered.FirstOrDefault(a => a.Title.Contains(title, StringComparison.Ordinal));

    private async Task<ImmutableArray<CodeAction>> Offered(Project project, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(
            project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), Cancellation));
        return actions.ToImmutable();
    }

    private async Task<ImmutableArray<Diagnostic>> Reported(Project project)
    {
        var compilation = (await project.GetCompilationAsync(Cancellation))!;
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, (exception, _, _) => failures.Add(exception.ToString()), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var found = await Enabled(compilation).WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync(Cancellation);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        return [.. found.Where(d => provider.FixableDiagnosticIds.Contains(d.Id)).OrderBy(d => d.Location.SourceSpan)];
    }

    private Compilation Enabled(Compilation compilation) => compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
        analyzer.SupportedDiagnostics.Where(d => !d.IsEnabledByDefault).Select(d => KeyValuePair.Create(d.Id, ReportDiagnostic.Info))));

    private sealed class Reports(Repair repair) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await repair.Reported(document.Project)).Where(d => d.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await repair.Reported(project);
    }
}
