using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>Applies a fix in a workspace as an IDE does, and compares text, compile errors, new warnings and what is still reported.</summary>
internal sealed class FixRunner : IDisposable
{
    // The wrapped method is async whether or not its body awaits.
    private static readonly ImmutableHashSet<string> Ignored = ["CS1998"];

    private readonly AdhocWorkspace workspace = new(MefHostServices.DefaultHost);
    private readonly DiagnosticAnalyzer analyzer;
    private readonly CodeFixProvider provider;
    private readonly Setup setup;
    private readonly ImmutableArray<(string Path, Snippet Code)> before;
    private readonly ImmutableArray<(string Path, Snippet Code)> after;
    private readonly int action;
    private readonly string? title;
    private readonly bool isMarked;
    private readonly Solution start;
    private readonly ProjectId project;

    public FixRunner(
        DiagnosticAnalyzer analyzer, CodeFixProvider provider, Setup setup, ImmutableArray<string> before, ImmutableArray<string> after, int action, string? title, bool isMarked = true)
    {
        this.isMarked = isMarked;
        (this.analyzer, this.provider, this.setup, this.action, this.title) = (analyzer, provider, setup, action, title);
        this.before = [.. before.Select((text, i) => (Path(i), Snippet.Parse(text, setup, ClassName(i)))), .. setup.Files.Select(f => (f.Path, Snippet.Parse(f.Code)))];
        this.after = [.. after.Select((text, i) => (Path(i), Snippet.Parse(text, setup, ClassName(i))))];
        (start, project) = Open();

        static string ClassName(int i) => i == 0 ? "Work" : $"Work{i + 1}";
        static string Path(int i) => ClassName(i) + ".cs";
    }

    public int MarkCount => before.Sum(f => f.Code.Marks.Length);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => workspace.Dispose();

    /// <summary>Applies the chosen action to the first report that offers it, until none does.</summary>
    public async Task OneByOne()
    {
        var solution = start;
        CompareMarks(before, await Reported(solution, failOnErrors: !setup.IsBroken));
        for (var step = 0; ; step++)
        {
            var next = default(CodeAction);
            foreach (var diagnostic in await Reported(solution))
            {
                next ??= Choose(await Offered(solution, diagnostic));
            }

            if (next is null)
            {
                Assert.True(step > 0, $"No action{(title is null ? "" : $" with the title '{title}'")} is offered.");
                break;
            }

            Assert.True(step <= (2 * MarkCount) + 10, "The fix does not come to an end: what it leaves is reported again.");
            solution = await Apply(next);
        }

        await CompareAfter(solution);
    }

    /// <summary>Applies the provider's fix-all for the first report's action.</summary>
    public async Task All(FixAllScope scope)
    {
        var fixAll = provider.GetFixAllProvider();
        Assert.True(fixAll is not null, "The fix has no fix-all provider.");
        Assert.Contains(scope, fixAll.GetSupportedFixAllScopes());
        var solution = start;
        var reported = await Reported(solution, failOnErrors: !setup.IsBroken);
        CompareMarks(before, reported);
        var done = new HashSet<DocumentId>();
        foreach (var diagnostic in reported)
        {
            var document = solution.GetDocument(diagnostic.Location.SourceTree)?.Id ?? start.GetDocument(diagnostic.Location.SourceTree)!.Id;
            if (!done.Add(document) || (scope != FixAllScope.Document && done.Count > 1))
            {
                continue;
            }

            var current = (await Reported(solution)).Where(d => solution.GetDocument(d.Location.SourceTree)?.Id == document).ToArray();
            var chosen = default(CodeAction);
            foreach (var candidate in current)
            {
                chosen ??= Choose(await Offered(solution, candidate));
            }

            if (chosen is null)
            {
                done.Remove(document);
                continue;
            }

            Assert.True(chosen.EquivalenceKey is { Length: > 0 }, "The action has no equivalence key: fix-all cannot tell it from others.");
            var all = await fixAll.GetFixAsync(new FixAllContext(
                solution.GetDocument(document)!, provider, scope, chosen.EquivalenceKey, provider.FixableDiagnosticIds, new Reports(this), Cancellation));
            Assert.True(all is not null, $"Fix all in {scope} offers nothing.");
            solution = await Apply(all);
        }

        await CompareAfter(solution);
    }

    /// <summary>What `dotnet format` does: fix-all over the solution for the action of the very first report, also when that one has none.</summary>
    public async Task AllAsFormat()
    {
        var reported = await Reported(start, failOnErrors: !setup.IsBroken);
        CompareMarks(before, reported);
        var document = start.GetDocument(reported[0].Location.SourceTree)!;
        var key = (await Offered(start, reported[0])).FirstOrDefault()?.EquivalenceKey;
        var all = await provider.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            document, provider, FixAllScope.Solution, key!, provider.FixableDiagnosticIds, new Reports(this), Cancellation));
        await CompareAfter(all is null ? start : await Apply(all));
    }

    public async Task<ImmutableArray<string>> Titles()
    {
        var reported = await Reported(start, failOnErrors: !setup.IsBroken);
        CompareMarks(before, reported);
        Assert.NotEmpty(reported);
        var titles = ImmutableArray.CreateBuilder<string>();
        foreach (var diagnostic in reported)
        {
            titles.AddRange((await Offered(start, diagnostic)).Select(a => a.Title));
        }

        return titles.ToImmutable();
    }

    private static async Task<Solution> Apply(CodeAction chosen) =>
        (await chosen.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static IEnumerable<string> Warnings(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning && !Ignored.Contains(d.Id)).Select(d => $"{d.Id}: {d.GetMessage()}");

    private CodeAction? Choose(ImmutableArray<CodeAction> offered) => title is null
        ? offered.ElementAtOrDefault(action)
        : offered.FirstOrDefault(a => a.Title.Contains(title, StringComparison.Ordinal));

    private async Task<ImmutableArray<CodeAction>> Offered(Solution solution, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        if (provider.FixableDiagnosticIds.Contains(diagnostic.Id))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(
                solution.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (registered, _) => actions.Add(registered), Cancellation));
        }

        return actions.ToImmutable();
    }

    private void CompareMarks(ImmutableArray<(string Path, Snippet Code)> files, ImmutableArray<Diagnostic> found)
    {
        if (isMarked)
        {
            Verify.Compare(files, found);
        }
    }

    private async Task CompareAfter(Solution solution)
    {
        foreach (var (path, snippet) in after)
        {
            var document = solution.GetProject(project)!.Documents.Single(d => d.FilePath == World.Folder + path);
            var text = (await document.GetTextAsync(Cancellation)).ToString();
            Assert.True(text == snippet.Text, $"The fix gives:\n{text}\nExpected:\n{snippet.Text}");
        }

        foreach (var neighbour in setup.Projects.Where(p => p.After is not null))
        {
            var document = solution.Projects.Single(p => p.Name == neighbour.Name).Documents.Single(d => d.FilePath == $"/{neighbour.Name}/Code.cs");
            var text = (await document.GetTextAsync(Cancellation)).ToString();
            Assert.True(text == Snippet.Parse(neighbour.After!).Text, $"The fix gives in {neighbour.Name}:\n{text}");
            World.FailOnErrors((await document.Project.GetCompilationAsync(Cancellation))!.GetDiagnostics(Cancellation), text);
        }

        var compilation = (await solution.GetProject(project)!.GetCompilationAsync(Cancellation))!;
        var compiled = compilation.GetDiagnostics(Cancellation);
        World.FailOnErrors(setup.IsBroken ? [] : compiled, string.Join('\n', after.Select(f => f.Code.Text)));
        var warnedBefore = Warnings((await start.GetProject(project)!.GetCompilationAsync(Cancellation))!.GetDiagnostics(Cancellation));
        Assert.Empty(Warnings(compiled).Except(warnedBefore));
        CompareMarks(after, await Reported(solution));
    }

    private async Task<ImmutableArray<Diagnostic>> Reported(Solution solution, bool failOnErrors = false)
    {
        var current = solution.GetProject(project)!;
        var compilation = (await current.GetCompilationAsync(Cancellation))!;
        return await Verify.Run([analyzer], new World((Microsoft.CodeAnalysis.CSharp.CSharpCompilation)compilation, current.AnalyzerOptions), !failOnErrors, before[0].Code.Text);
    }

    private (Solution Start, ProjectId Project) Open()
    {
        var solution = workspace.CurrentSolution;
        var referenced = World.Referenced(setup);
        var sources = ImmutableArray<ProjectId>.Empty;
        foreach (var (neighbour, hasShop, reference) in referenced)
        {
            if (!neighbour.AsMetadata)
            {
                var shopBefore = referenced.TakeWhile(r => r.Project != neighbour).Any(r => r.HasShop);
                var own = setup with { Projects = [], Files = [], IsProgram = false, EditorConfig = "", Properties = ImmutableDictionary<string, string>.Empty };
                var texts = World.Beside(own, hasShop, shopBefore).Add(("Code.cs", Snippet.Parse(neighbour.Code).Text));
                (solution, var id) = Add(solution, neighbour.Name, $"/{neighbour.Name}/", own, texts);
                solution = solution.AddMetadataReferences(id, referenced.TakeWhile(r => r.Project != neighbour).Where(r => r.Project.AsMetadata).Select(r => r.Reference));
                solution = solution.AddProjectReferences(id, sources.Select(s => new ProjectReference(s)));
                sources = sources.Add(id);
            }
        }

        var elsewhere = referenced.Any(r => r.HasShop);
        var hasOwnShop = !elsewhere && World.WantsShop(setup, before.Select(f => f.Code));
        (solution, var main) = Add(
            solution, "Shopping", World.Folder, setup, World.Beside(setup, hasOwnShop, elsewhere).AddRange(before.Select(f => (f.Path, f.Code.Text))));
        solution = solution
            .AddMetadataReferences(main, referenced.Where(r => r.Project.AsMetadata).Select(r => r.Reference))
            .AddProjectReferences(main, sources.Select(s => new ProjectReference(s)));
        return (solution, main);
    }

    private static (Solution Solution, ProjectId Id) Add(Solution solution, string name, string folder, Setup setup, ImmutableArray<(string Path, string Text)> texts)
    {
        var id = ProjectId.CreateNewId(name);
        solution = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: World.CompilationOptions(setup),
            parseOptions: World.ParseOptions(setup),
            metadataReferences: setup.Libraries.References));
        foreach (var (path, text) in texts)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), path, SourceText.From(text), filePath: folder + path);
        }

        foreach (var (path, text) in World.Config.Texts(setup))
        {
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), path, SourceText.From(text), filePath: folder + path);
        }

        foreach (var (path, text) in setup.AdditionalFiles)
        {
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), path, SourceText.From(text), filePath: folder + path);
        }

        return (solution, id);
    }

    private sealed class Reports(FixRunner runner) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await runner.Reported(document.Project.Solution)).Where(d => d.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) =>
            project.Id == runner.project ? await runner.Reported(project.Solution) : [];
    }
}
