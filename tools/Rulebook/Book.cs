namespace Rulebook;

/// <summary>The generated files of the repository: what they should be, written or compared.</summary>
internal static class Book
{
    public static int Write(string root)
    {
        foreach (var (path, text) in Changes(root))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), text);
            Console.WriteLine($"wrote {path}");
        }

        return Complain(root);
    }

    public static int Check(string root)
    {
        var changes = Changes(root).ToArray();
        foreach (var (path, _) in changes)
        {
            Console.Error.WriteLine($"{path} is not what the rules say: run 'dotnet run --project tools/Rulebook -- write'");
        }

        var complaints = Complain(root);
        if (changes.Length == 0 && complaints == 0)
        {
            Console.WriteLine($"Rulebook: {Rule.All().Count} rules, everything that derives from them is up to date");
        }

        return changes.Length == 0 ? complaints : 1;
    }

    public static int Ship(string root, string version)
    {
        File.WriteAllText(Path.Combine(root, Releases.ShippedPath), Releases.Shipped(root, Rule.All(), version));
        return Write(root);
    }

    private static IEnumerable<(string Path, string Text)> Changes(string root)
    {
        var rules = Rule.All();
        return Presets.Files(rules)
            .Append((Releases.ShippedPath, Read(root, Releases.ShippedPath) is { Length: > 0 } shipped ? shipped : Releases.Header))
            .Append((Releases.UnshippedPath, Releases.Unshipped(root, rules)))
            .Append(("docs/README.md", Pages.BetweenMarkers(Read(root, "docs/README.md"), Pages.Index(rules))))
            .Append(("README.md", Pages.BetweenMarkers(Read(root, "README.md"), Pages.Table(rules))))
            .Concat(rules.Where(r => File.Exists(Path.Combine(root, r.Page))).Select(r => (r.Page, Pages.WithHeader(Read(root, r.Page), r))))
            .Where(f => Read(root, f.Item1) != f.Item2);
    }

    /// <summary>What a person has to do, because it cannot be generated.</summary>
    private static int Complain(string root)
    {
        var missing = Rule.All().Where(r => !File.Exists(Path.Combine(root, r.Page))).ToArray();
        foreach (var rule in missing)
        {
            Console.Error.WriteLine($"{rule.Page} is missing: write it, see docs/adding-a-rule.md");
        }

        return missing.Length == 0 ? 0 : 1;
    }

    private static string Read(string root, string path) => File.Exists(Path.Combine(root, path)) ? File.ReadAllText(Path.Combine(root, path)) : "";
}
