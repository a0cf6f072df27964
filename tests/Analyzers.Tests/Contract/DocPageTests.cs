using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Contract;

/// <summary>The pages cannot lie: heads agree with the rules, and their code is compiled and checked.</summary>
public sealed class DocPageTests
{
    private const string FixPromise = "The fix turns Bad into Good.";

    // A page that is missing is reported by the test of heads; the others are checked all the same.
    private static readonly IEnumerable<RuleFacts> Documented = RuleFacts.All.Where(r => RuleFacts.Exists(r.Page));

    private const string Measured = "Measured";

    private static readonly string[] Order = ["What", "Why it costs", "Bad", "Good", Measured, "When not", "Fix", "Options"];

    [Fact]
    public void Heads_and_sections() => Assert.All(RuleFacts.All, r =>
    {
        var page = DocPage.Of(r);
        var level = !r.Descriptor.IsEnabledByDefault ? "off" : r.Descriptor.DefaultSeverity == DiagnosticSeverity.Warning ? "warning" : "info";
        Assert.Equal($"# {r.Id}: {r.Descriptor.Title}", page.Head[0]);
        Assert.Equal($"| {r.Name} | {r.Band} | {level} | {(r.Fix is null ? "no" : "yes")} |", page.Head[3]);
        Assert.Equal(Order.Where(s => s != Measured || IsMeasured(r)), page.Sections.Select(s => s.Title));
        Assert.All(page.Sections, s => Assert.NotEmpty(s.Text));
        Assert.Matches(@"\d", page.Section("Why it costs"));
    });

    /// <summary>`benchmarks/FixCosts -- write` writes the section.</summary>
    [Fact]
    public void What_a_fix_of_a_query_or_a_save_saves_is_measured() => Assert.All(RuleFacts.All.Where(IsMeasured), r =>
    {
        var section = DocPage.Of(r).Section(Measured);
        Assert.All(
            from database in new[] { "SQLite", "PostgreSQL" } from form in new[] { "Bad", "Good" } select $@"^\| {database} \| {form} \| [\d,]+ \| [\d,]+ \|( [\d,]+ \|)? [\d,.]+ ms \|$",
            row => Assert.Matches(new Regex(row, RegexOptions.Multiline), section));
        Assert.Matches(@"Measured on 20\d\d-\d\d-\d\d by .*EF Core \d+\.\d+.*SQLite \d+\.\d+.*PostgreSQL \d+\.\d+", section);
    });

    private static bool IsMeasured(RuleFacts rule) => rule.Fix is not null && rule.Id[4] <= '4';

    [Fact]
    public async Task Bad_code_reports_this_rule_alone_and_good_code_nothing()
    {
        var problems = new List<string>();
        foreach (var rule in Documented)
        {
            var page = DocPage.Of(rule);
            Assert.True(page.Blocks("Bad").Any() && page.Blocks("Good").Any(), $"{rule.Page} has no code under Bad or Good");
            foreach (var (section, expected) in new[] { ("Bad", new[] { rule.Id }), ("Good", []) })
            {
                foreach (var (setup, code) in page.Blocks(section))
                {
                    var found = await Reported(rule, setup, code);
                    if (!found.Select(d => d.Id).Distinct().SequenceEqual(expected))
                    {
                        problems.Add($"{rule.Page}: {section} reports [{string.Join(", ", found.Select(d => d.Id + " " + d.GetMessage()))}]\n{code}");
                    }
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    /// <summary>An editor asks for the reports of one file, and gets those of an operation only where that operation stands.</summary>
    [Fact]
    public async Task An_editor_shows_what_a_build_reports()
    {
        foreach (var rule in Documented)
        {
            foreach (var (setup, code) in DocPage.Of(rule).Blocks("Bad"))
            {
                var world = World.Of(setup, [("Work.cs", Snippet.Parse(code, setup))]);
                var compilation = Verify.Enabling(world.Compilation, [rule.Create()]);
                var run = compilation.WithAnalyzers([rule.Create()], world.Options);
                var inBuild = await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
                var inEditor = new List<Diagnostic>();
                foreach (var tree in compilation.SyntaxTrees)
                {
                    inEditor.AddRange(await compilation.WithAnalyzers([rule.Create()], world.Options).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, TestContext.Current.CancellationToken));
                }

                Assert.Equal(Places(inBuild), Places(inEditor));
            }
        }

        static string[] Places(IEnumerable<Diagnostic> reports) => [.. reports.Where(static d => d.Location.IsInSource).Select(static d => $"{d.Id} {d.Location.GetLineSpan()}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task The_fix_turns_bad_into_good_where_the_page_says_so()
    {
        foreach (var rule in Documented.Where(r => r.Fix is not null))
        {
            var page = DocPage.Of(rule);
            if (page.Section("Fix").Contains(FixPromise, StringComparison.Ordinal))
            {
                var (bad, good) = (page.Blocks("Bad").ToArray(), page.Blocks("Good").ToArray());
                Assert.True(bad.Length == good.Length, $"{rule.Page} promises '{FixPromise}' for {bad.Length} Bad and {good.Length} Good blocks");
                foreach (var ((setup, before), (_, after)) in bad.Zip(good))
                {
                    using var runner = new FixRunner(rule.Create(), (CodeFixProvider)Activator.CreateInstance(rule.Fix!)!, setup, [before], [after], 0, null, isMarked: false);
                    await runner.OneByOne();
                }
            }
        }
    }

    /// <summary>What this rule and all rules that are on by default say.</summary>
    private static async Task<Diagnostic[]> Reported(RuleFacts rule, Setup setup, string code)
    {
        var snippet = Snippet.Parse(code, setup);
        var analyzers = RuleFacts.All.Where(r => r == rule || r.Descriptor.IsEnabledByDefault).Select(r => r.Create());
        return [.. await Verify.Run([.. analyzers], World.Of(setup, [("Work.cs", snippet)]), text: $"{rule.Page}:\n{snippet.Text}")];
    }
}
