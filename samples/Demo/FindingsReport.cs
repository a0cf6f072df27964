namespace Demo;

internal static class FindingsReport
{
    public static void PrintAll(IReadOnlyList<Finding> findings)
    {
        Console.WriteLine();
        var table = new Table(("Rule", Align.Left), ("Level", Align.Left), ("Where", Align.Left), ("Message", Align.Left));
        foreach (var finding in findings)
        {
            table.Add(finding.Id, finding.Level, $"{finding.File}:{finding.Line}", finding.Message.ReplaceLineEndings(" "));
        }

        table.Print();
        Console.WriteLine(
            $"\n  {findings.Count} findings: {findings.Count(f => f.Level == "Warning")} warnings, "
            + $"{findings.Count(f => f.Level == "Info")} infos\n");
    }

    public static void PrintCounts(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after)
    {
        Console.WriteLine();
        var table = new Table(("Rule", Align.Left), ("As written", Align.Right), ("After the fixes", Align.Right));
        foreach (var id in before.Concat(after).Select(f => f.Id).Distinct().Order(StringComparer.Ordinal))
        {
            table.Add(id, $"{before.Count(f => f.Id == id)}", $"{after.Count(f => f.Id == id)}");
        }

        table.Print();
        Console.WriteLine();
    }
}
