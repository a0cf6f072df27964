using System.Xml.Linq;

namespace Demo;

/// <summary>The temporary folder: a package feed, two copies of Storefront, and the databases.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly bool _keep;

    public Workspace(bool keep)
    {
        _keep = keep;
        Root = Directory.CreateTempSubdirectory("perfanalyzers-demo-").FullName;
        Directory.CreateDirectory(Feed);
    }

    public string Root { get; }

    public string Feed => PathOf("feed");

    public StorefrontCopy Before => new(PathOf("before"));

    public StorefrontCopy After => new(PathOf("after"));

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Gives every copy below the folder the package, through the settings a user would write.</summary>
    public void Configure(Repository repository, string packageVersion)
    {
        foreach (var props in new[] { "Directory.Build.props", "Directory.Packages.props" })
        {
            File.Copy(Path.Combine(repository.Samples, props), PathOf($"Samples.{props}"));
        }

        Save("Directory.Packages.props", new XElement("Project", Import("Samples.Directory.Packages.props")));
        Save("Directory.Build.props", new XElement(
            "Project",
            Import("Samples.Directory.Build.props"),
            new XElement("PropertyGroup", new XElement("PerfAnalyzersVersion", packageVersion))));

        // No <clear />: the user's own sources serve everything but the package.
        Save("NuGet.config", new XElement(
            "configuration",
            new XElement(
                "packageSources",
                new XElement("add", new XAttribute("key", "perfanalyzers-demo"), new XAttribute("value", Feed)))));
    }

    public void Dispose()
    {
        if (_keep)
        {
            Console.WriteLine($"Kept: {Root}");
            return;
        }

        Folders.TryDelete(Root);
    }

    private static XElement Import(string project) => new("Import", new XAttribute("Project", project));

    private void Save(string name, XElement content) => new XDocument(content).Save(PathOf(name));
}
