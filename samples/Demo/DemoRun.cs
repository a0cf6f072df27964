using System.Diagnostics;

namespace Demo;

internal sealed class DemoRun(DemoOptions options)
{
    private readonly Steps _steps = new(6);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var repository = Repository.Find();
        using var workspace = new Workspace(options.Keep);
        await using var package = await _steps.RunAsync(
            "Pack src/Package into a local feed", () => LocalPackage.PackAsync(repository, workspace, cancellationToken));
        workspace.Configure(repository, package.Version);

        var (before, after) = (workspace.Before, workspace.After);
        before.CopyFrom(repository.Storefront);
        after.CopyFrom(repository.Storefront);

        var findings = await _steps.RunAsync(
            "Build Storefront with the package", () => before.BuildAsync(cancellationToken));
        FindingsReport.PrintAll(findings);
        if (findings.Count == 0)
        {
            throw new DemoException("the package reports nothing in Storefront.");
        }

        var fixes = await _steps.RunAsync("Apply the code fixes to a copy", async () =>
        {
            await after.RestoreAsync(cancellationToken);
            return await AppliedFixes.ApplyAsync(after, [.. findings.Select(f => f.Id).Distinct()], cancellationToken);
        });
        fixes.Print(options.Diff);

        var remaining = await _steps.RunAsync("Build the fixed copy", () => after.BuildAsync(cancellationToken));
        FindingsReport.PrintCounts(findings, remaining);

        var seed = workspace.PathOf("seed.db");
        await _steps.RunAsync("Create and seed the database", () => DotNet.RunAsync(
            before.Folder, cancellationToken, before.Program, "--database", seed, "--seed-only", "true"));

        var comparison = await _steps.RunAsync("Call every endpoint before and after", async () =>
        {
            Task<ShopRun> Run(StorefrontCopy copy, string name, bool isGood) =>
                ShopRun.RunAsync(copy, seed, workspace.PathOf($"{name}.db"), isGood, cancellationToken);

            return new Comparison(
                before: await Run(before, "before", isGood: false),
                after: await Run(after, "after", isGood: false),
                good: await Run(before, "good", isGood: true));
        });

        var passes = comparison.Passes(findings);
        Console.WriteLine($"\n{(passes ? "Done" : "The demo failed")} in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s.");
        return passes;
    }
}
