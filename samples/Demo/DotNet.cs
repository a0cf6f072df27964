using System.Diagnostics;
using System.Text;

namespace Demo;

/// <summary>Starts the SDK that runs this program.</summary>
internal static class DotNet
{
    private const int TailLines = 30;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    public static ProcessStartInfo StartInfo(string folder, IEnumerable<string> arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // 'dotnet run' leaves the paths of its own MSBuild to its children.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Build servers would outlive the demo and hold its files.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }

    public static async Task<string> RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var output = new StringBuilder();
        await using var child = ChildProcess.Start(StartInfo(folder, arguments), line => output.AppendLine(line));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            await child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(arguments, $"did not end within {TimeLimit.TotalMinutes:F0} minutes", output);
        }

        return child.ExitCode == 0
            ? output.ToString()
            : throw Failure(arguments, $"ended with exit code {child.ExitCode}", output);
    }

    private static DemoException Failure(string[] arguments, string what, StringBuilder output)
    {
        var tail = output.ToString().TrimEnd().Split('\n').TakeLast(TailLines).Select(l => $"    {l.TrimEnd()}");
        return new DemoException($"'dotnet {string.Join(' ', arguments)}' {what}.\n{string.Join('\n', tail)}");
    }
}
