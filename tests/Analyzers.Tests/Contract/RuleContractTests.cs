using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;

namespace PerfAnalyzers.Tests.Contract;

/// <summary>What every rule keeps to, checked over all of them.</summary>
public sealed partial class RuleContractTests
{
    private static readonly string DocsRoot = typeof(PerfAnalyzer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "DocsRoot").Value!;

    [Fact]
    public void Ids_are_well_formed_and_unique()
    {
        Assert.All(RuleFacts.All, r => Assert.Matches(IdPattern(), r.Id));
        Assert.Empty(RuleFacts.All.GroupBy(r => r.Id).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)));
        Assert.Empty(RuleFacts.All.GroupBy(r => r.Name).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)));
    }

    [Fact]
    public void Rules_are_sealed_classes_in_the_namespace_of_their_band() => Assert.All(RuleFacts.All, r =>
    {
        Assert.True(r.Type.IsSealed && r.Type.IsPublic && typeof(PerfAnalyzer).IsAssignableFrom(r.Type), r.Name);
        Assert.Equal($"PerfAnalyzers.Rules.{r.Band}", r.Type.Namespace);
        Assert.Equal($"Performance.{r.Band}", r.Descriptor.Category);
        Assert.Equal(["C#"], r.Type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()!.Languages);
        Assert.Equal(r.Id, Assert.Single(r.Create().SupportedDiagnostics).Id);
    });

    [Fact]
    public void Help_links_lead_to_the_page() => Assert.All(RuleFacts.All, r => Assert.Equal($"{DocsRoot}{r.Id}.md", r.Descriptor.HelpLinkUri));

    [Fact]
    public void Messages_name_the_culprit_in_one_sentence() => Assert.All(RuleFacts.All, r =>
    {
        var (title, message) = (r.Descriptor.Title.ToString(), r.Descriptor.MessageFormat.ToString());
        Assert.True(title.Length is > 0 and <= 90 && !title.EndsWith('.'), $"{r}: title '{title}'");
        Assert.True(message.Contains("{0}", StringComparison.Ordinal) && !message.EndsWith('.') && !message.Contains('\n'), $"{r}: message '{message}'");
    });

    [Fact]
    public void Summaries_start_with_the_id()
    {
        var summaries = XDocument.Load(Path.ChangeExtension(typeof(PerfAnalyzer).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")?.Value.Trim() ?? "");
        Assert.All(RuleFacts.All, r => Assert.StartsWith($"{r.Id}: ", summaries.GetValueOrDefault("T:" + r.Type.FullName, ""), StringComparison.Ordinal));
    }

    [Fact]
    public void The_files_of_a_rule_have_its_stem() => Assert.All(RuleFacts.All, r =>
    {
        Assert.True(RuleFacts.Exists(r.AnalyzerFile), r.AnalyzerFile);
        Assert.True(RuleFacts.Exists(r.TestFile), r.TestFile);
        Assert.True(RuleFacts.Exists(r.Page), r.Page);
        Assert.Equal(r.Fix is not null, RuleFacts.Exists(r.FixFile));
    });

    [Fact]
    public void A_rule_without_a_fix_says_why() => Assert.All(
        RuleFacts.All.Where(r => r.Fix is null), r => Assert.StartsWith("No fix: ", DocPage.Of(r).Section("Fix"), StringComparison.Ordinal));

    [Fact]
    public void Every_file_belongs_to_a_rule()
    {
        Assert.Empty(RuleFacts.Files("src/Analyzers/Rules").Except(RuleFacts.All.Select(r => r.AnalyzerFile)));
        Assert.Empty(RuleFacts.Files("src/CodeFixes/Rules").Except(RuleFacts.All.Select(r => r.FixFile)));
        Assert.Empty(RuleFacts.Files("tests/Analyzers.Tests/Rules").Except(RuleFacts.All.Select(r => r.TestFile)));
        Assert.Empty(RuleFacts.Files("docs/rules", "*.md").Except(RuleFacts.All.Select(r => r.Page)));
    }

    [Fact]
    public void Fixes_are_exported_for_their_rule_and_can_fix_all() => Assert.All(RuleFacts.Fixes, type =>
    {
        var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
        Assert.True(type.IsSealed && type.IsPublic, type.Name);
        Assert.Equal(["C#"], type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages);
        Assert.Equal(RuleFacts.All.Where(r => r.Fix == type).Select(r => r.Id), fix.FixableDiagnosticIds);
        var scopes = fix.GetFixAllProvider()?.GetSupportedFixAllScopes() ?? [];
        Assert.True(new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }.All(scopes.Contains), type.Name);
    });

    [Fact]
    public void The_tests_of_a_rule_report_and_are_silent_more_often() => Assert.All(RuleFacts.All, r =>
    {
        var text = RuleFacts.Read(r.TestFile);
        var isFixed = text.Contains("Verify.Fixes", StringComparison.Ordinal);
        Assert.True(Reporting().IsMatch(text), $"{r.TestFile} has no test that reports");
        Assert.True(Silent().Count(text) >= 3, $"{r.TestFile} has fewer than three silent tests");
        Assert.True(r.Fix is null || isFixed, $"{r.TestFile} does not test the fix");
    });

    [Fact]
    public void The_release_files_say_what_the_rules_say()
    {
        var listed = new Dictionary<string, (string Category, string Severity)>();
        foreach (var file in new[] { "Shipped", "Unshipped" })
        {
            var isRemoved = false;
            foreach (var line in RuleFacts.Read($"src/Analyzers/AnalyzerReleases.{file}.md").Split('\n'))
            {
                isRemoved = line.StartsWith("##", StringComparison.Ordinal) ? line.Contains("Removed", StringComparison.Ordinal) : isRemoved;
                if (line.Split('|', StringSplitOptions.TrimEntries) is [var id, var category, var severity, ..] && IdPattern().IsMatch(id))
                {
                    if (!isRemoved)
                    {
                        listed[id] = (category, severity);
                    }
                    else
                    {
                        listed.Remove(id);
                    }
                }
            }
        }

        Assert.Equal(
            RuleFacts.All.Select(r => (r.Id, r.Descriptor.Category, r.ReleaseSeverity)),
            listed.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => (l.Key, l.Value.Category, l.Value.Severity)));
    }

    [GeneratedRegex("^PERF[1-9][0-9]{3}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"Verify\.(Reports|Fixes)")]
    private static partial Regex Reporting();

    [GeneratedRegex(@"Verify\.Silent|\[InlineData|yield return")]
    private static partial Regex Silent();
}
