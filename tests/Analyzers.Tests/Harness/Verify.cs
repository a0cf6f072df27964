using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>What the tests of a rule say: code in, marks and fixed code out.</summary>
internal static class Verify
{
    /// <summary>The rule reports exactly the marked places.</summary>
    /// <param name="message">When given, what every report says, or a part of it.</param>
    /// <param name="level">When given, the severity of every report.</param>
    /// <param name="ef">The version of EF Core, when the setup doesn't say it.</param>
    /// <returns>The reports in source order, for assertions of the test's own.</returns>
    public static async Task<ImmutableArray<Diagnostic>> Reports<TAnalyzer>(
        string code, Setup? with = null, Ef? ef = null, string? message = null, DiagnosticSeverity? level = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var (found, files) = await Run(new TAnalyzer(), code, Combine(with, ef));
        Assert.True(files.Any(f => !f.Code.Marks.IsEmpty), "Mark the places that are reported, or use Silent.");
        Compare(files, found);
        Assert.All(found, d => Assert.Contains(message ?? "", d.GetMessage(), StringComparison.Ordinal));
        Assert.All(found, d => Assert.Equal(level ?? d.Severity, d.Severity));
        return found;
    }

    /// <summary>The rule says nothing.</summary>
    public static async Task Silent<TAnalyzer>(string code, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var (found, files) = await Run(new TAnalyzer(), code, Combine(with, ef));
        Assert.All(files, f => Assert.Empty(f.Code.Marks));
        Compare(files, found);
    }

    /// <summary>Fixing every marked place, one after the other and, when there are several, all at once, gives the code after.</summary>
    /// <param name="after">Marks are places that are still reported.</param>
    /// <param name="action">Which of the offered actions is taken.</param>
    /// <param name="title">When given, the title of the action that is taken, or a part of it.</param>
    public static async Task Fixes<TAnalyzer, TFix>(string before, string after, int action = 0, string? title = null, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        using var runner = new FixRunner(new TAnalyzer(), new TFix(), Combine(with, ef), [before], [after], action, title);
        await runner.OneByOne();
        if (runner.MarkCount > 1)
        {
            await runner.All(FixAllScope.Document);
        }
    }

    /// <summary>Fix all in document, project and solution gives the code after.</summary>
    public static Task FixesAll<TAnalyzer, TFix>(string before, string after, int action = 0, string? title = null, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() =>
        FixesAll<TAnalyzer, TFix>([(before, after)], action, title, with, ef);

    /// <summary>Fix all over several files of a project; each one's statements are put into a class of its own.</summary>
    public static async Task FixesAll<TAnalyzer, TFix>(
        (string Before, string After)[] documents, int action = 0, string? title = null, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        using var runner = new FixRunner(
            new TAnalyzer(), new TFix(), Combine(with, ef), [.. documents.Select(d => d.Before)], [.. documents.Select(d => d.After)], action, title);
        await runner.All(FixAllScope.Document);
        await runner.All(FixAllScope.Project);
        await runner.All(FixAllScope.Solution);
    }

    /// <summary>What `dotnet format` makes of the files.</summary>
    public static async Task Formats<TAnalyzer, TFix>((string Before, string After)[] documents, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        using var runner = new FixRunner(new TAnalyzer(), new TFix(), Combine(with, ef), [.. documents.Select(d => d.Before)], [.. documents.Select(d => d.After)], 0, null);
        await runner.AllAsFormat();
    }

    /// <summary>The rule reports the marked places, and no action is offered for any of them.</summary>
    public static async Task Refuses<TAnalyzer, TFix>(string code, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        using var runner = new FixRunner(new TAnalyzer(), new TFix(), Combine(with, ef), [code], [code], 0, null);
        Assert.Empty(await runner.Titles());
    }

    /// <summary>The titles of the actions offered for the marked places, in order.</summary>
    public static async Task<ImmutableArray<string>> Titles<TAnalyzer, TFix>(string code, Setup? with = null, Ef? ef = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        using var runner = new FixRunner(new TAnalyzer(), new TFix(), Combine(with, ef), [code], [code], 0, null);
        return await runner.Titles();
    }

    /// <summary>All reports of these analyzers over the code, without any expectation.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Run(ImmutableArray<DiagnosticAnalyzer> analyzers, World world, bool allowErrors = false, string text = "")
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            world.Options,
            (exception, analyzer, _) =>
            {
                lock (failures)
                {
                    failures.Add($"{analyzer.GetType().Name}: {exception}");
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var all = await Enabling(world.Compilation, analyzers).WithAnalyzers(analyzers, options).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        if (!allowErrors)
        {
            World.FailOnErrors(all.Where(d => d.Id.StartsWith("CS", StringComparison.Ordinal)), text);
        }

        var ids = analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).ToHashSet();
        return [.. all.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan)];
    }

    /// <summary>Turns on the rules that are off by default.</summary>
    public static Compilation Enabling(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(analyzers
            .SelectMany(a => a.SupportedDiagnostics).Where(d => !d.IsEnabledByDefault).ToImmutableDictionary(d => d.Id, _ => ReportDiagnostic.Info)));

    /// <summary>Fails when the reports are not exactly the marks.</summary>
    public static void Compare(IEnumerable<(string Path, Snippet Code)> files, IReadOnlyCollection<Diagnostic> found)
    {
        foreach (var (path, snippet) in files)
        {
            var reports = found.Where(d => d.Location.SourceTree?.FilePath == World.Folder + path).ToArray();
            var isSame = reports.Length == snippet.Marks.Length
                && reports.OrderBy(d => d.Location.SourceSpan.Start).ThenByDescending(d => d.Location.SourceSpan.Length)
                    .Zip(snippet.Marks).All(p => p.First.Location.SourceSpan == p.Second.Span && (p.Second.Id ?? p.First.Id) == p.First.Id);
            Assert.True(isSame, $"""
                Reported:
                {Snippet.Annotate(snippet.Text, reports.Select(d => new Mark(d.Location.SourceSpan, d.Id)))}
                Expected:
                {Snippet.Annotate(snippet.Text, snippet.Marks)}
                {string.Join('\n', reports.Select(d => d.ToString()))}
                """);
        }

        var paths = files.Select(f => World.Folder + f.Path).ToHashSet();
        Assert.DoesNotContain(found, d => !paths.Contains(d.Location.SourceTree?.FilePath ?? ""));
    }

    private static async Task<(ImmutableArray<Diagnostic> Found, IReadOnlyList<(string Path, Snippet Code)> Files)> Run(DiagnosticAnalyzer analyzer, string code, Setup setup)
    {
        var files = new List<(string, Snippet)> { ("Work.cs", Snippet.Parse(code, setup)) };
        files.AddRange(setup.Files.Select(f => (f.Path, Snippet.Parse(f.Code))));
        var found = await Run([analyzer], World.Of(setup, files), setup.IsBroken, files[0].Item2.Text);
        return (found, files);
    }

    private static Setup Combine(Setup? with, Ef? ef) => (with ?? Setup.Default) is var setup && ef is { } version ? setup with { Ef = version } : setup;
}
