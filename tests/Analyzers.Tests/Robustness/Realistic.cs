using System.Collections.Immutable;

namespace PerfAnalyzers.Tests.Robustness;

/// <summary>Files as applications have them, next to this one: good ones, and one that does everything wrong.</summary>
internal static class Realistic
{
    private const string Folder = "tests/Analyzers.Tests/Robustness/Code";

    public static readonly ImmutableArray<(string Name, bool IsGood)> All =
        [.. RuleFacts.Files(Folder).Select(Path.GetFileNameWithoutExtension).Select(n => (n!, !n!.StartsWith("Bad", StringComparison.Ordinal)))];

    public static IEnumerable<(string Name, bool IsGood)> Valid => All.Where(f => f.IsGood);

    public static string Text(string name) => RuleFacts.Read($"{Folder}/{name}.cs");
}
