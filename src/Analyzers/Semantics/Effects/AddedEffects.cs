using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The effects that a project adds to the table, in files of the name PerfAnalyzers.Effects.txt.</summary>
internal sealed class AddedEffects
{
    public const string FileName = "PerfAnalyzers.Effects.txt";

    public static readonly AddedEffects None = new(ImmutableArray<string>.Empty);

    private AddedEffects(ImmutableArray<string> lines)
    {
        Text = string.Join("\n", lines);
        Lines = lines.Select(EffectLine.Parse).OfType<EffectLine>().ToImmutableArray();
    }

    /// <summary>What tells these effects from others.</summary>
    public string Text { get; }

    public ImmutableArray<EffectLine> Lines { get; }

    /// <summary>Whether some method reaches a database.</summary>
    public bool ReachDatabase => Lines.Any(static l => l.Effect is Effect.Query or Effect.Save);

    public static bool IsFile(AdditionalText file) => Path.GetFileName(file.Path).Equals(FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The lines of all such files; None, without reading any other file, when there is none.</summary>
    public static AddedEffects Of(ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (IsFile(file) && seen.Add(file.Path) && file.GetText(cancellation) is { } text)
            {
                lines.AddRange(text.Lines.Select(static l => l.ToString().Trim()).Where(static l => l.Length > 0 && l[0] != '#'));
            }
        }

        return lines.Count == 0 ? None : new AddedEffects(lines.ToImmutable());
    }
}
