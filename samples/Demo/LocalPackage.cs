namespace Demo;

/// <summary>The package of this repository under a version that no cache can know, removed from the cache at the end.</summary>
internal sealed class LocalPackage : IAsyncDisposable
{
    private const string Id = "PerfAnalyzers";

    private LocalPackage(string version) => Version = version;

    public string Version { get; }

    public static async Task<LocalPackage> PackAsync(Repository repository, Workspace workspace, CancellationToken cancellationToken)
    {
        var version = $"0.0.0-demo.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        await DotNet.RunAsync(
            repository.Root,
            cancellationToken,
            "pack", repository.Package, "-c", "Release", $"-p:Version={version}", "-o", workspace.Feed);

        var package = Path.Combine(workspace.Feed, $"{Id}.{version}.nupkg");
        return File.Exists(package)
            ? new LocalPackage(version)
            : throw new DemoException($"'dotnet pack src/Package' wrote no {Path.GetFileName(package)}.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            const string Prefix = "global-packages:";
            var listed = await DotNet.RunAsync(
                Path.GetTempPath(), CancellationToken.None, "nuget", "locals", "global-packages", "--list", "--force-english-output");
            var folder = listed.Split('\n').FirstOrDefault(l => l.StartsWith(Prefix, StringComparison.Ordinal));
            if (folder is not null)
            {
                Folders.TryDelete(Path.Combine(folder[Prefix.Length..].Trim(), Id.ToLowerInvariant(), Version));
            }
        }
        catch (DemoException e)
        {
            Console.Error.WriteLine($"The package cache was not cleaned: {e.Message}");
        }
    }
}
