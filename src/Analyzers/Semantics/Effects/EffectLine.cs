using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>One line of a table of effects: what methods of a type do.</summary>
/// <param name="Effect">What they do.</param>
/// <param name="Type">The type by its metadata name: <c>Shop.Store`1</c>.</param>
/// <param name="Methods">Names of methods; a star at the end of one stands for any rest.</param>
internal sealed record EffectLine(Effect Effect, string Type, ImmutableArray<string> Methods)
{
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>The line; null when it is empty, a comment or wrong.</summary>
    public static EffectLine? Parse(string line) => Parse(line, out _);

    /// <param name="line">The text of the line.</param>
    /// <param name="mistake">What is wrong with it; null when nothing is.</param>
    public static EffectLine? Parse(string line, out string? mistake)
    {
        mistake = null;
        var words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        var comment = Array.FindIndex(words, static w => w[0] == '#');
        if (comment >= 0)
        {
            words = words.Take(comment).ToArray();
        }

        if (words.Length == 0)
        {
            return null;
        }

        var effect = words[0] switch { "query" => Effect.Query, "save" => Effect.Save, "network" => Effect.Network, "file" => Effect.Files, "wait" => Effect.Wait, _ => Effect.None };
        mistake = effect == Effect.None ? $"'{words[0]}' is none of query, save, network, file and wait"
            : words.Length < 2 ? "no type is named"
            : words[1].IndexOfAny(['<', '(', '*']) >= 0 ? $"'{words[1]}' is no name of a type: generic ones are written Store`1"
            : words.Length < 3 ? "no method is named: a star stands for all"
            : words.Skip(2).FirstOrDefault(static m => m.IndexOf('*') is var star and >= 0 && star < m.Length - 1 || m.IndexOfAny(['(', '.', ',']) >= 0) is { } method ? $"'{method}' is no name of a method, or the beginning of one with a star"
            : null;
        return mistake is null ? new EffectLine(effect, words[1], words.Skip(2).ToImmutableArray()) : null;
    }
}
