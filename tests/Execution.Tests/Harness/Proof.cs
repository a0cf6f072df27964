using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Runs programs before and after a fix, and compares.</summary>
internal static class Proof
{
    /// <summary>The fix keeps what the program returns, prints, throws and stores, over all generated data, on every database in reach.</summary>
    public static async Task Holds(string id, Case program)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var original = Source.Open(workspace, program);
        var before = await Host.Compile(original);
        var repair = new Repair(id, program.Title);
        var (single, all) = (await repair.OneByOne(original), await repair.All(original));
        var versions = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var version in new[] { single, all })
        {
            versions[await Repair.TextOf(version)] = await Host.Compile(version);
        }

        foreach (var (text, after) in versions)
        {
            await Compare(program, before, after, Database.Sqlite, text);
            if (Database.NoServer is { } reason)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(reason);
            }
            else if (!program.IsSqliteOnly)
            {
                await Compare(program, before, after, Database.Postgres, text);
            }
        }
    }

    /// <summary>The rule reports, and the fix is not offered.</summary>
    public static async Task Refuses(string id, Case program)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var project = Source.Open(workspace, program);
        await Host.Compile(project);
        Assert.Empty(await new Repair(id, program.Title).Titles(project));
    }

    private static async Task Compare(Case program, byte[] before, byte[] after, Func<Database> open, string text)
    {
        using var first = new Host(before, open(), program.IsLazy);
        var database = open();
        using var second = new Host(after, database, program.IsLazy);
        var seen = ImmutableArray.CreateBuilder<(Outcome Before, Outcome After)>();
        for (var set = 0; set < Rows.Sets; set++)
        {
            var rows = Rows.Of(first.Model, set, program.Rows, program.Owners);
            var (expected, actual) = (await first.Run(rows), await second.Run(rows));
            if (Differ(program, expected, actual) is { } difference)
            {
                Assert.Fail($"{database.Name}: {difference}\n-- before\n{expected}\n-- after\n{actual}\n-- code after\n{text}\n-- rows of set {set}\n{string.Join('\n', rows)}");
            }

            seen.Add((expected, actual));
        }

        Assert.True(seen.Select(s => s.Before.Returned + s.Before.Output + s.Before.Exception + s.Before.Tables).Distinct().Count() > 2, "The program does the same whatever the data: it proves nothing.");
        Assert.True(seen.Any(s => s.Before.Exception == "none"), $"The program fails on all data: {seen[0].Before.Exception}");
        var (commands, fetched, commits, offsets) = (Sum(static o => o.Commands), Sum(static o => o.Fetched), Sum(static o => o.Commits), Sum(static o => o.Offsets));
        var counts = $"{database.Name}: commands {commands}, rows {fetched}, transactions {commits}, offsets {offsets}";
        TestContext.Current.TestOutputHelper?.WriteLine(counts);
        var isKept = program.Gain switch
        {
            Gain.FewerCommands => commands.After < commands.Before,
            Gain.FewerRows => fetched.After < fetched.Before,
            Gain.FewerOffsets => offsets.After < offsets.Before && commands.After <= commands.Before,
            Gain.FewerCommits => commits.After < commits.Before,
            _ => commands.After == commands.Before,
        };
        Assert.True(isKept, $"{program.Gain}? {counts}\n{text}");

        Counts Sum(Func<Outcome, int> of) => new(seen.Sum(s => of(s.Before)), seen.Sum(s => of(s.After)));
    }

    private readonly record struct Counts(int Before, int After)
    {
        public override string ToString() => $"{Before} -> {After}";
    }

    private static string? Differ(Case program, Outcome before, Outcome after) =>
        before.Exception != after.Exception ? "another exception"
        : before.Returned != after.Returned ? "another result"
        : before.Output != after.Output ? "another output"
        : before.Tables != after.Tables ? "other rows are stored"
        : program.IsTracked && before.Tracked != after.Tracked ? "other entities are tracked"
        : program.Gain == Gain.FewerCommands && after.Commands > before.Commands + program.Extra ? $"more commands: {before.Commands} -> {after.Commands}"
        : null;
}
