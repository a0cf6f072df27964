using System.Text;
using PerfAnalyzers.Authoring;

namespace Rulebook;

/// <summary>The release files of the analyzers: shipped by a person's decision, unshipped by difference.</summary>
internal static class Releases
{
    public const string ShippedPath = "src/Analyzers/AnalyzerReleases.Shipped.md";
    public const string UnshippedPath = "src/Analyzers/AnalyzerReleases.Unshipped.md";
    public const string Header = "; Rules of each release. Written by tools/Rulebook: see 'Rulebook ship'.\n";

    public static string Unshipped(string root, IReadOnlyList<Rule> rules) =>
        "; Rules since the last release. Written by tools/Rulebook.\n" + Sections(ReadShipped(root), rules);

    public static string Shipped(string root, IReadOnlyList<Rule> rules, string version)
    {
        var path = Path.Combine(root, ShippedPath);
        return (File.Exists(path) ? File.ReadAllText(path) : Header) + $"\n## Release {version}\n{Sections(ReadShipped(root), rules)}";
    }

    private static string Sections(Dictionary<string, (string Category, string Severity)> shipped, IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder();
        Section("New Rules", "Rule ID | Category | Severity | Notes\n--------|----------|----------|-------\n", rules
            .Where(r => !shipped.ContainsKey(r.Id))
            .Select(r => $"{r.Id} | {r.Category} | {Severity(r)} | {r.Name}"));
        Section("Changed Rules", "Rule ID | New Category | New Severity | Old Category | Old Severity | Notes\n--------|--------------|--------------|--------------|--------------|-------\n", rules
            .Where(r => shipped.TryGetValue(r.Id, out var old) && old != (r.Category, Severity(r)))
            .Select(r => $"{r.Id} | {r.Category} | {Severity(r)} | {shipped[r.Id].Category} | {shipped[r.Id].Severity} | {r.Name}"));
        Section("Removed Rules", "Rule ID | Category | Severity | Notes\n--------|----------|----------|-------\n", shipped
            .Where(s => rules.All(r => r.Id != s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => $"{s.Key} | {s.Value.Category} | {s.Value.Severity} | removed"));
        return text.ToString();

        void Section(string title, string head, IEnumerable<string> rows)
        {
            var lines = rows.ToArray();
            if (lines.Length > 0)
            {
                text.Append($"\n### {title}\n\n{head}{string.Join('\n', lines)}\n");
            }
        }
    }

    /// <summary>The rules as the last release left them.</summary>
    private static Dictionary<string, (string Category, string Severity)> ReadShipped(string root)
    {
        var shipped = new Dictionary<string, (string, string)>();
        var path = Path.Combine(root, ShippedPath);
        var isRemoved = false;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            isRemoved = line.StartsWith("##", StringComparison.Ordinal) ? line.Contains("Removed", StringComparison.Ordinal) : isRemoved;
            if (line.StartsWith("PERF", StringComparison.Ordinal) && line.Split('|', StringSplitOptions.TrimEntries) is [var id, var category, var severity, ..])
            {
                shipped[id] = (category, severity);
                if (isRemoved)
                {
                    shipped.Remove(id);
                }
            }
        }

        return shipped;
    }

    private static string Severity(Rule rule) => rule.Level switch { Level.Warning => "Warning", Level.Info => "Info", _ => "Disabled" };
}
