namespace Demo;

internal readonly record struct LineChange(char Kind, int Line, string Text);

internal static class LineDiff
{
    /// <summary>The removed ('-') and added ('+') lines between two texts, by their longest common subsequence.</summary>
    public static IReadOnlyList<LineChange> Between(string before, string after)
    {
        var (old, @new) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        var common = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == @new[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var changes = new List<LineChange>();
        var (o, n) = (0, 0);
        while (o < old.Length || n < @new.Length)
        {
            if (o < old.Length && n < @new.Length && old[o] == @new[n])
            {
                (o, n) = (o + 1, n + 1);
            }
            else if (n == @new.Length || (o < old.Length && common[o + 1, n] >= common[o, n + 1]))
            {
                changes.Add(new('-', o + 1, old[o++]));
            }
            else
            {
                changes.Add(new('+', n + 1, @new[n++]));
            }
        }

        return changes;
    }
}
