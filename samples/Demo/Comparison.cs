namespace Demo;

/// <summary>The shop as written, the same code after the fixes, and the good shapes written by hand.</summary>
internal sealed class Comparison(ShopRun before, ShopRun after, ShopRun good)
{
    private readonly List<string> _problems = [];

    public bool Passes(IReadOnlyList<Finding> findings)
    {
        PrintEndpoints();
        PrintTelemetry();
        Check();
        PrintUnreported(findings);

        foreach (var problem in _problems)
        {
            Console.WriteLine($"  FAILED: {problem}");
        }

        return _problems.Count == 0;
    }

    private void PrintEndpoints()
    {
        Console.WriteLine();
        var table = new Table(
            ("Endpoint", Align.Left),
            ("Rules", Align.Left),
            ("SQL commands", Align.Right),
            ("by hand", Align.Right),
            ("Rows read", Align.Right),
            ("Commits", Align.Right),
            ("Time, ms", Align.Right),
            ("Responses", Align.Left));
        foreach (var pair in before.Pairs)
        {
            var (b, a) = (before[pair], after[pair]);
            table.Add(
                $"{pair.Method} {pair.Name}",
                string.Join(' ', pair.Rules),
                Change(b.Commands, a.Commands),
                $"{good[pair].Commands}",
                Change(b.Reads, a.Reads),
                Change(b.Commits, a.Commits),
                $"{b.Milliseconds:F1} -> {a.Milliseconds:F1}",
                Verdict(pair));
        }

        table.Add(
            "total",
            "",
            Change(Total(before, m => m.Commands), Total(after, m => m.Commands)),
            $"{Total(good, m => m.Commands)}",
            Change(Total(before, m => m.Reads), Total(after, m => m.Reads)),
            Change(Total(before, m => m.Commits), Total(after, m => m.Commits)),
            $"{before.Measurements.Values.Sum(m => m.Milliseconds):F0} -> {after.Measurements.Values.Sum(m => m.Milliseconds):F0}",
            "");
        table.Print();
        Console.WriteLine("\n  as written -> after the fixes; 'by hand' is the good shape beside each endpoint.");
    }

    private void PrintTelemetry()
    {
        Console.WriteLine();
        var table = new Table(("What an operator sees", Align.Left), ("Rule", Align.Left), ("As written", Align.Right), ("After the fixes", Align.Right), ("By hand", Align.Right));
        foreach (var (b, a, byHand) in before.Telemetry.Zip(after.Telemetry, good.Telemetry))
        {
            table.Add(b.What, b.Rule, $"{b.Value}", $"{a.Value}", b.IsOfRoot ? "" : $"{byHand.Value}");
        }

        table.Print();
    }

    private string Verdict(EndpointPair pair) =>
        !after[pair].Succeeded ? $"FAILED ({after[pair].Status})"
        : pair.ChangesResults ? "changes by design"
        : after[pair].AnswersAs(before[pair]) ? "equal"
        : "DIFFERENT";

    private void Check()
    {
        foreach (var pair in before.Pairs)
        {
            Require(before[pair].Succeeded, $"{pair.Bad} answers {before[pair].Status} as written.");
            Require(good[pair].Succeeded, $"{pair.Good} answers {good[pair].Status}.");
            Require(after[pair].Succeeded, $"{pair.Bad} answers {after[pair].Status} after the fixes.");
            if (!pair.ChangesResults)
            {
                Require(after[pair].AnswersAs(before[pair]), $"{pair.Bad} answers differently after the fixes.");
                Require(good[pair].AnswersAs(before[pair]), $"{pair.Good} answers differently from {pair.Bad}.");
            }
        }

        foreach (var (b, a, byHand) in before.Telemetry.Zip(after.Telemetry, good.Telemetry))
        {
            Require(byHand.IsOfRoot || byHand.IsBetterThan(b), $"{b.Rule}, {b.What}: {b.Value} as written, {byHand.Value} by hand.");
            Require(a.IsBetterThan(b), $"{b.Rule}, {b.What}: {b.Value} as written, {a.Value} after the fixes.");
        }

        RequireSameRows(after, "after the fixes");
        RequireSameRows(good, "by the good shapes");

        var (commandsBefore, commandsAfter) = (Total(before, m => m.Commands), Total(after, m => m.Commands));
        Require(commandsAfter < commandsBefore, $"the number of SQL commands did not fall: {commandsBefore} -> {commandsAfter}.");
    }

    private void RequireSameRows(ShopRun run, string how)
    {
        var different = before.Rows.TablesThatDiffer(run.Rows);
        Require(different.Count == 0, $"rows are stored differently {how}: {string.Join(", ", different)}.");
        if (different.Count == 0)
        {
            Console.WriteLine($"  stored {how}: the same {run.Rows.Count} rows.");
        }
    }

    private void PrintUnreported(IReadOnlyList<Finding> findings)
    {
        var missing = before.Pairs.SelectMany(p => p.Rules).Except(findings.Select(f => f.Id)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            Console.WriteLine($"  not reported in Storefront: {string.Join(", ", missing)}");
        }
    }

    private void Require(bool condition, string problem)
    {
        if (!condition)
        {
            _problems.Add(problem);
        }
    }

    private static string Change(int before, int after) => before == after ? $"{before}" : $"{before} -> {after}";

    private static int Total(ShopRun run, Func<Measurement, int> value) => run.Measurements.Values.Sum(value);
}
