namespace Demo;

internal sealed class Repository(string root)
{
    public string Root => root;

    public string Package => Path.Combine(root, "src", "Package");

    public string Samples => Path.Combine(root, "samples");

    public string Storefront => Path.Combine(Samples, "Storefront");

    public static Repository Find()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = new Repository(folder.FullName);
                if (Directory.Exists(candidate.Package) && Directory.Exists(candidate.Storefront))
                {
                    return candidate;
                }
            }
        }

        throw new DemoException(
            "no repository root above the current folder or the program: a folder with src/Package and samples/Storefront.");
    }
}
