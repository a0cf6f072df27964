using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace PerfAnalyzers.FixCosts;

/// <summary>The section of a page that holds the figures.</summary>
internal static class Section
{
    private const string Title = "## Measured";
    private const string Next = "## When not";

    public static string Of(Scenario scenario, IReadOnlyList<Cost> costs, IEnumerable<Database> databases)
    {
        var commits = costs.Any(static c => c.Commits > 0);
        var text = new StringBuilder($"{Title}\n\n{scenario.What}\n\n")
            .Append("| Database | Code | Commands | Rows read |").Append(commits ? " Commits |" : "").Append(" Time |\n")
            .Append("| --- | --- | --- | --- | --- |").Append(commits ? " --- |" : "").Append('\n');
        foreach (var cost in costs)
        {
            text.Append($"| {cost.Database} | {cost.Form} | {Text(cost.Commands)} | {Text(cost.Rows)} |").Append(commits ? $" {Text(cost.Commits)} |" : "").Append($" {Text(cost.Time)} |\n");
        }

        var versions = string.Join(", ", databases.Select(static d => $"{d.Name} {d.Version()}"));
        return text.Append($"""

            Measured on {DateTime.UtcNow:yyyy-MM-dd} by [benchmarks/FixCosts](../../benchmarks/README.md): EF Core {ProductInfo.GetVersion()}, {versions}, all on one machine; the median of {Measurement.Runs} runs.
            A network adds a round trip to each command.

            """.ReplaceLineEndings("\n")).ToString();
    }

    /// <summary>Puts the section in front of the next one, in place of the one that is there.</summary>
    public static void Write(string path, string section)
    {
        var page = File.ReadAllText(path);
        var end = page.IndexOf("\n" + Next, StringComparison.Ordinal) + 1;
        var start = page.IndexOf("\n" + Title, StringComparison.Ordinal) + 1;
        File.WriteAllText(path, page[..(start > 0 ? start : end)] + section + "\n" + page[end..]);
    }

    private static string Text(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time)
    {
        var milliseconds = time.TotalMilliseconds;
        return milliseconds.ToString(milliseconds < 10 ? "0.00" : milliseconds < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture) + " ms";
    }
}
