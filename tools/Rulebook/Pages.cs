using System.Text;
using PerfAnalyzers.Authoring;

namespace Rulebook;

/// <summary>The parts of the documentation that derive from the rules.</summary>
internal static class Pages
{
    private const string Begin = "<!-- rules: written by tools/Rulebook -->";
    private const string End = "<!-- end of rules -->";

    /// <summary>The rule table of the README.</summary>
    public static string Table(IReadOnlyList<Rule> rules) => Rows(rules, "docs/rules/");

    /// <summary>The rule index: a table for each band.</summary>
    public static string Index(IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder();
        foreach (var band in rules.GroupBy(r => r.Band).OrderBy(g => g.Key))
        {
            text.Append($"## {band.Key}: {Digits(band.Key)}\n\n{Rows(band, "rules/")}\n");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The head of a docs page: everything above its first section.</summary>
    public static string WithHeader(string page, Rule rule)
    {
        var body = page.StartsWith("## ", StringComparison.Ordinal) ? 0 : page.IndexOf("\n## ", StringComparison.Ordinal) + 1;
        return $"""
            # {rule.Id}: {rule.Title}

            | Rule | Band | Level | Fix |
            | --- | --- | --- | --- |
            | {rule.Name} | {rule.Band} | {rule.LevelWord} | {(rule.HasFix ? "yes" : "no")} |


            """.ReplaceLineEndings("\n") + page[body..];
    }

    public static string BetweenMarkers(string page, string text)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? (page.Length == 0 ? "" : page.TrimEnd('\n') + "\n\n") + $"{Begin}\n{text}{End}\n"
            : page[..begin] + $"{Begin}\n{text}" + page[end..];
    }

    private static string Digits(Band band) => $"PERF{(int)band}xxx";

    private static string Rows(IEnumerable<Rule> rules, string folder) =>
        "| Id | Rule | Finds | Level | Fix |\n| --- | --- | --- | --- | --- |\n"
        + string.Concat(rules.Select(r => $"| [{r.Id}]({folder}{r.Id}.md) | {r.Name} | {r.Title} | {r.LevelWord} | {(r.HasFix ? "yes" : "no")} |\n"));
}
