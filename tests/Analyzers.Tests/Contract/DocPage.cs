using System.Collections.Immutable;

namespace PerfAnalyzers.Tests.Contract;

/// <summary>A documentation page read as what it promises.</summary>
internal sealed record DocPage(ImmutableArray<string> Head, ImmutableArray<(string Title, string Text)> Sections)
{
    public static DocPage Of(RuleFacts rule)
    {
        var parts = ("\n" + RuleFacts.Read(rule.Page)).Split("\n## ");
        return new DocPage(
            [.. parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)],
            [.. parts.Skip(1).Select(p => (p[..p.IndexOf('\n')].Trim(), p[p.IndexOf('\n')..].Trim()))]);
    }

    public string Section(string title) => Sections.FirstOrDefault(s => s.Title == title).Text ?? "";

    /// <summary>The C# blocks of a section with the words behind their language: <c>```csharp lazy web</c>.</summary>
    public IEnumerable<(Setup Setup, string Code)> Blocks(string title)
    {
        var lines = Section(title).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```csharp", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", i);
                yield return (SetupOf(lines[i].Split(' ').Skip(1)), string.Join('\n', lines[(i + 1)..end]));
                i = end;
            }
        }
    }

    private static Setup SetupOf(IEnumerable<string> words) => words.Aggregate(Setup.Default, (setup, word) => word switch
    {
        "lazy" => setup with { Lazy = true },
        "program" => setup with { IsProgram = true },
        "ef8" => setup with { Ef = Ef.V8 },
        "ef9" => setup with { Ef = Ef.V9 },
        "no-ef" => setup with { HasEf = false },
        "web" => setup with { Also = setup.Also.Add(Library.AspNetCore) },
        "identity" => setup with { Also = setup.Also.Add(Library.Identity) },
        "npgsql" => setup with { Also = setup.Also.Add(Library.Npgsql) },
        "sqlserver" => setup with { Also = setup.Also.Add(Library.SqlServer) },
        "dapper" => setup with { Also = setup.Also.Add(Library.Dapper) },
        "redis" => setup with { Also = setup.Also.Add(Library.Redis) },
        "telemetry" => setup with { Also = setup.Also.Add(Library.OpenTelemetry) },
        "prometheus" => setup with { Also = setup.Also.Add(Library.Prometheus) },
        _ => throw new ArgumentException($"'{word}' behind a code fence is not a word that DocPage knows."),
    });
}
