using PerfAnalyzers.Authoring;

namespace Rulebook;

/// <summary>The modes of the package as global analyzer configs; any .editorconfig or global config of the user wins over them.</summary>
internal static class Presets
{
    private const string Folder = "src/Package/buildTransitive/";

    public static IEnumerable<(string Path, string Text)> Files(IReadOnlyList<Rule> rules)
    {
        var quiet = rules.Where(r => r.Level != Level.Warning).ToArray();
        yield return Config("Recommended", "Info rules show in the build, as warnings that never fail it.", rules.Where(r => r.Level == Level.Info), "warning");
        yield return Config("Strict", "Warning rules fail the build.", rules.Where(r => r.Level == Level.Warning), "error");
        yield return Config("All", "Every rule shows in the build; those that are not warnings by themselves never fail it.", rules, "warning");
        yield return Config("None", "No rule, except what an .editorconfig turns on.", rules, "none");
        yield return ($"{Folder}PerfAnalyzers.Rules.props", $"""
            <Project>
              <!-- Written by tools/Rulebook: the rules that are not warnings by themselves. -->
              <PropertyGroup>
                <PerfAnalyzersQuietRules>{string.Join(';', quiet.Select(r => r.Id))}</PerfAnalyzersQuietRules>
              </PropertyGroup>
            </Project>

            """.ReplaceLineEndings("\n"));
    }

    private static (string Path, string Text) Config(string mode, string what, IEnumerable<Rule> rules, string severity) => (
        $"{Folder}PerfAnalyzers.{mode}.globalconfig",
        $"# PerfAnalyzersMode {mode}: {what} Written by tools/Rulebook.\nis_global = true\nglobal_level = -1\n"
        + string.Concat(rules.Select(r => $"\n# {r.Name}\ndotnet_diagnostic.{r.Id}.severity = {severity}\n")));
}
