using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Runs programs before and after a fix of their telemetry.</summary>
internal static class TelemetryProof
{
    /// <summary>What exporters see is what the case says, before and after, one by one and as fix-all.</summary>
    public static async Task Holds(string id, TelemetryCase program)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var original = Source.Open(workspace, program);
        Assert.Equal(program.Before, await Recorder.Run(await Host.Compile(original)));
        var repair = new Repair(id, program.Title);
        foreach (var version in new[] { await repair.OneByOne(original), await repair.All(original) })
        {
            var seen = await Recorder.Run(await Host.Compile(version));
            Assert.True(program.After == seen, $"seen\n{seen}\n-- expected\n{program.After}\n-- code\n{await Repair.TextOf(version)}");
        }
    }

    public static async Task Refuses(string id, TelemetryCase program)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var project = Source.Open(workspace, program);
        Assert.Equal(program.Before, await Recorder.Run(await Host.Compile(project)));
        Assert.Empty(await new Repair(id, program.Title).Titles(project));
    }
}
