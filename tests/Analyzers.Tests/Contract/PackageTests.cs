#if !ROSLYN_LATEST
using System.Diagnostics;
using System.IO.Compression;

namespace PerfAnalyzers.Tests.Contract;

/// <summary>What is in the package. That a project can use it is checked by .ci/check-package.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task Contents()
    {
        var folder = Directory.CreateTempSubdirectory("perfanalyzers-pack");
        try
        {
            var start = new ProcessStartInfo("dotnet", ["pack", "src/Package", "-c", "Debug", "-o", folder.FullName, "-nodeReuse:false", "-v:q"])
            {
                WorkingDirectory = Libraries.RepositoryRoot,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var pack = Process.Start(start)!;
            var output = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(pack.ExitCode == 0, output);

            using var package = ZipFile.OpenRead(Assert.Single(folder.GetFiles("PerfAnalyzers.*.nupkg")).FullName);
            var names = package.Entries.Select(e => e.FullName).ToHashSet();
            Assert.Equal(
                ["analyzers/dotnet/cs/PerfAnalyzers.Analyzers.dll", "analyzers/dotnet/cs/PerfAnalyzers.CodeFixes.dll"],
                names.Where(n => n.EndsWith(".dll", StringComparison.Ordinal)).Order());
            string[] needed =
            [
                "README.md", "icon.png", "docs/README.md", "buildTransitive/PerfAnalyzers.props", "buildTransitive/PerfAnalyzers.targets",
                "buildTransitive/PerfAnalyzers.Rules.props", "buildTransitive/PerfAnalyzers.Recommended.globalconfig",
                "buildTransitive/PerfAnalyzers.Strict.globalconfig", "buildTransitive/PerfAnalyzers.All.globalconfig",
                "buildTransitive/PerfAnalyzers.None.globalconfig", .. RuleFacts.All.Select(r => r.Page),
            ];
            Assert.Empty(needed.Except(names));
            using var reader = new StreamReader(package.Entries.Single(e => e.Name == "PerfAnalyzers.nuspec").Open());
            var nuspec = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
            Assert.Contains("<license type=\"expression\">MIT</license>", nuspec, StringComparison.Ordinal);
            Assert.DoesNotContain("<dependenc", nuspec, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
#endif
