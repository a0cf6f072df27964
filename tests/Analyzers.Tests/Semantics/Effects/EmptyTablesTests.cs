using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>What runs only while a table has no rows runs once.</summary>
public sealed class EmptyTablesTests
{
    private static string Code(string body) => "var names = new List<string> { ct.ToString()! };\nnames.AddRange(Environment.GetCommandLineArgs());\n" + body;

    private const string Fill = "foreach (var name in names) { db.Tags.Add(new Tag { Text = name }); db.SaveChanges(); }";

    [Theory]
    [InlineData("if (!db.Tags.Any()) { FILL }")]
    [InlineData("if (!await db.Tags.AsNoTracking().AnyAsync(ct)) { Console.WriteLine(); FILL }")]
    [InlineData("if (db.Tags.Any()) { return; }\nFILL")]
    [InlineData("if (await db.Tags.AnyAsync(ct)) return;\nConsole.WriteLine();\nFILL")]
    [InlineData("if (db.Tags.Any()) { Console.WriteLine(); } else { FILL }")]
    [InlineData("if (db.Tags.Count() == 0) { FILL }")]
    [InlineData("if (await db.Tags.CountAsync(ct) > 0) { return; }\nFILL")]
    [InlineData("if (!db.Tags.Any() && names.Count > 1) { FILL }")]
    [InlineData("if (db.Tags.Any() || names.Count == 0) { return; }\nFILL")]
    public Task A_table_is_filled_once(string body) => Verify.Silent<SaveChangesPerElement>(Code(body.Replace("FILL", Fill, StringComparison.Ordinal)));

    [Theory]
    [InlineData("if (db.Tags.Any()) { FILL }")]
    [InlineData("if (!db.Tags.Any(t => t.Text == names[0])) { FILL }")] // a row is missing, not all
    [InlineData("if (!db.Tags.Where(t => t.Text == names[0]).Any()) { FILL }")]
    [InlineData("if (!names.Any()) { return; }\nFILL")]
    [InlineData("if (!db.Tags.Any()) { return; }\nFILL")]
    [InlineData("if (db.Tags.Any()) { Console.WriteLine(); }\nFILL")]
    [InlineData("if (!db.Tags.Any() || names.Count > 1) { FILL }")]
    [InlineData("if (db.Tags.Any() && names.Count > 1) { return; }\nFILL")]
    public Task Another_condition(string body) =>
        Verify.Reports<SaveChangesPerElement>(Code(body.Replace("FILL", Fill.Replace("SaveChanges()", "[|SaveChanges|]()", StringComparison.Ordinal), StringComparison.Ordinal)));
}
