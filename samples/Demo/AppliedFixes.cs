namespace Demo;

/// <summary>What the code fixes changed in the second copy.</summary>
internal sealed record AppliedFixes(int Passes, IReadOnlyDictionary<string, IReadOnlyList<LineChange>> Files)
{
    private const int MaxPasses = 3;

    /// <summary>A fix can enable another one, so passes go on until nothing changes.</summary>
    public static async Task<AppliedFixes> ApplyAsync(
        StorefrontCopy copy, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var original = copy.ReadSources();
        var current = original;
        var passes = 0;
        for (var changed = true; changed && passes < MaxPasses; passes++)
        {
            await copy.FormatAsync(ids, cancellationToken);
            var formatted = copy.ReadSources();
            changed = !formatted.OrderBy(f => f.Key).SequenceEqual(current.OrderBy(f => f.Key));
            current = formatted;
        }

        var files = current
            .Select(f => (f.Key, Changes: LineDiff.Between(original.GetValueOrDefault(f.Key, ""), f.Value)))
            .Where(f => f.Changes.Count > 0)
            .ToDictionary(f => f.Key, f => f.Changes);
        return new AppliedFixes(passes, files);
    }

    public void Print(bool lines)
    {
        var all = Files.Values.SelectMany(c => c).ToList();
        Console.WriteLine(
            $"  {Files.Count} files changed in {Passes} passes: "
            + $"{all.Count(c => c.Kind == '-')} lines removed, {all.Count(c => c.Kind == '+')} lines added");
        if (!lines)
        {
            return;
        }

        foreach (var (file, changes) in Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {file}");
            foreach (var change in changes)
            {
                Console.WriteLine($"  {change.Line,5} {change.Kind} {change.Text}");
            }
        }
    }
}
