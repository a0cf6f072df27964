using System.Text.Json;

namespace Demo;

/// <summary>One PERF result of a build.</summary>
internal sealed record Finding(string Id, string Level, string File, int Line, string Message)
{
    public static IReadOnlyList<Finding> ReadSarif(string path, string folder)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new DemoException($"the build wrote no SARIF log '{path}'.");
        }

        using var sarif = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        return
        [
            .. sarif.RootElement.GetProperty("runs").EnumerateArray()
                .SelectMany(run => run.GetProperty("results").EnumerateArray())
                .Where(result => !result.TryGetProperty("suppressions", out var s) || s.GetArrayLength() == 0)
                .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("PERF", StringComparison.Ordinal))
                .Select(result => Read(result, folder))
                .OrderBy(f => f.Id, StringComparer.Ordinal)
                .ThenBy(f => f.File, StringComparer.Ordinal)
                .ThenBy(f => f.Line),
        ];
    }

    private static Finding Read(JsonElement result, string folder)
    {
        var (file, line) = Location(result, Path.GetFileName(folder));
        return new Finding(
            result.GetProperty("ruleId").GetString()!,
            Level: result.TryGetProperty("level", out var level) ? LevelName(level.GetString()) : "Warning",
            file,
            line,
            result.GetProperty("message").GetProperty("text").GetString()!);
    }

    private static string LevelName(string? level) => level switch
    {
        "error" => "Error",
        "note" => "Info",
        _ => "Warning",
    };

    private static (string File, int Line) Location(JsonElement result, string copy)
    {
        if (!result.TryGetProperty("locations", out var locations) || locations.GetArrayLength() == 0)
        {
            return ("", 0);
        }

        var location = locations[0].GetProperty("physicalLocation");
        var uri = Uri.UnescapeDataString(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!);

        // By the copy's name, not by its full path: the temporary folder may be reached through a link.
        var start = uri.LastIndexOf($"/{copy}/", StringComparison.Ordinal);
        return (
            start < 0 ? uri : uri[(start + copy.Length + 2)..],
            location.GetProperty("region").GetProperty("startLine").GetInt32());
    }
}
