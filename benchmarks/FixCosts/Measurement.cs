using System.Diagnostics;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.FixCosts;

/// <summary>What one form of a scenario costs on one database.</summary>
internal sealed record Cost(string Database, string Form, int Commands, int Rows, int Commits, TimeSpan Time);

/// <summary>Runs both forms of a scenario in turn, so that whatever else the machine does meets both.</summary>
internal static class Measurement
{
    public const int Runs = 15;

    public static async Task<Cost[]> Of(Scenario scenario, Database database)
    {
        var (bad, good) = (new List<Run>(), new List<Run>());
        for (var run = -1; run < Runs; run++)
        {
            var (before, after) = (await Once(scenario, scenario.Bad, database), await Once(scenario, scenario.Good, database));
            if (!scenario.IsCorrection && before.Result != after.Result)
            {
                throw new InvalidOperationException($"{scenario.Rule} on {database.Name}: Bad gives {before.Result}, Good gives {after.Result}.");
            }

            // The first run compiles queries and opens connections.
            if (run >= 0)
            {
                bad.Add(before);
                good.Add(after);
            }
        }

        return [Median(bad, "Bad"), Median(good, "Good")];

        Cost Median(List<Run> runs, string form) =>
            new(database.Name, form, runs[0].Counter.Commands, runs[0].Counter.Fetched, runs[0].Counter.Commits + runs[0].Counter.SetBased, runs.Select(static r => r.Time).Order().ElementAt(Runs / 2));
    }

    private static async Task<Run> Once(Scenario scenario, Func<StoreModel.Store, Task<long>> form, Database database)
    {
        if (scenario.Written is not null)
        {
            await Rows.Renew(database);
        }

        var counter = new Counter();
        using var db = database.Open(counter, scenario.IsLazy);
        var start = Stopwatch.GetTimestamp();
        var result = await form(db);
        var time = Stopwatch.GetElapsedTime(start);
        if (scenario.Written is { } written)
        {
            using var other = database.Open();
            result = await written(other);
        }

        return new(time, counter, result);
    }

    private sealed record Run(TimeSpan Time, Counter Counter, long Result);
}
