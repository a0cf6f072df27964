namespace Demo;

/// <summary>A copy of the sample's sources, and what its build leaves behind.</summary>
internal sealed class StorefrontCopy(string folder)
{
    public string Folder => folder;

    public string Project => Path.Combine(folder, "Storefront.csproj");

    public string Program => Path.Combine(folder, "bin", "Release", "net10.0", "Storefront.dll");

    private string Sarif => $"{folder}.sarif";

    public void CopyFrom(string sources) => Folders.CopySources(sources, folder);

    public Task RestoreAsync(CancellationToken cancellationToken) =>
        DotNet.RunAsync(folder, cancellationToken, "restore", Project);

    public async Task<IReadOnlyList<Finding>> BuildAsync(CancellationToken cancellationToken)
    {
        // %2c: MSBuild would take a comma in a property as the start of the next one. SARIF also holds the Info results.
        await DotNet.RunAsync(
            folder, cancellationToken, "build", Project, "-c", "Release", $"-p:ErrorLog={Sarif}%2cversion=2.1");
        return Finding.ReadSarif(Sarif, folder);
    }

    public Task FormatAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        DotNet.RunAsync(
            folder,
            cancellationToken,
            ["format", "analyzers", Project, "--severity", "info", "--no-restore", "--diagnostics", .. ids]);

    public IReadOnlyDictionary<string, string> ReadSources() =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f))
            .Where(f => !Folders.IsBuildOutput(f.Split(Path.DirectorySeparatorChar)[0]))
            .Order(StringComparer.Ordinal)
            .ToDictionary(f => f, f => File.ReadAllText(Path.Combine(folder, f)));
}
