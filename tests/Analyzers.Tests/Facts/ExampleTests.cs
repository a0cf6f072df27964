#if !ROSLYN_LATEST
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>The example of docs/architecture.md, built by the command-line compiler: three projects, no package feed.</summary>
public sealed partial class ExampleTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perfanalyzers-facts");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_build_follows_the_calls_through_three_projects()
    {
        var example = Example();
        var files = Files().Matches(example).ToDictionary(m => m.Groups["path"].Value, m => m.Groups["code"].Value);
        Assert.Equal(["Shop.Data/PriceTable.cs", "Shop.Pricing/PriceList.cs", "Shop.Web/Basket.cs"], files.Keys.Order());
        foreach (var (path, code) in files)
        {
            await Write(path, code);
        }

        await Write("Directory.Build.props", Props());
        await Write("Directory.Build.targets", "<Project />");
        await Write("Directory.Packages.props", "<Project />");
        await Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        await Write("Shop.Pricing/Shop.Pricing.csproj", Project());
        await Write("Shop.Data/Shop.Data.csproj", Project("Shop.Pricing"));
        await Write("Shop.Web/Shop.Web.csproj", Project("Shop.Pricing", "Shop.Data"));

        var output = await Build("Shop.Web");
        Assert.Contains(Promised(example), output, StringComparison.Ordinal);
        Assert.Single(Warnings().Matches(output).Select(m => m.Value).Distinct());
        foreach (var text in FactsOf(example))
        {
            var type = text.Split('\n')[1][1..];
            var generated = await Generated(type[..type.LastIndexOf('.')]);
            Assert.Contains(Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true), generated, StringComparison.Ordinal);
        }

        // Without facts nobody below says what the service does.
        Assert.Empty(Warnings().Matches(await Build("Shop.Web", "--no-incremental", "-p:PerfAnalyzersFacts=false")));
    }

    private static string Example()
    {
        var page = RuleFacts.Read("docs/architecture.md");
        return page[page.IndexOf("<!-- example", StringComparison.Ordinal)..page.IndexOf("<!-- end of example", StringComparison.Ordinal)];
    }

    private static string Promised(string example) => Promise().Match(example).Value;

    private static IEnumerable<string> FactsOf(string example) => Written().Matches(example).Select(m => m.Groups["text"].Value);

    /// <summary>The analyzers as the package brings them, and EF Core as a file.</summary>
    private static string Props()
    {
        var own = Path.GetDirectoryName(typeof(ExampleTests).Assembly.Location)!;
        var ef = Libraries.Ef(Ef.V10).References.Select(r => r.Display!).Where(p => Path.GetFileName(p).StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) && !p.Contains("Sqlite", StringComparison.Ordinal));
        return $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <DisableImplicitFrameworkReferences>false</DisableImplicitFrameworkReferences>
                <NuGetAudit>false</NuGetAudit>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <Analyzer Include="{own}/PerfAnalyzers.Analyzers.dll" />
                <CompilerVisibleProperty Include="PerfAnalyzersFacts" />
                {string.Concat(ef.Select(p => $"<Reference Include=\"{p}\" Private=\"false\" />"))}
              </ItemGroup>
            </Project>
            """;
    }

    private static string Project(params string[] references) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <ItemGroup>{string.Concat(references.Select(r => $"<ProjectReference Include=\"../{r}/{r}.csproj\" />"))}</ItemGroup>
        </Project>
        """;

    private async Task Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
    }

    private async Task<string> Generated(string project)
    {
        var found = Directory.EnumerateFiles(Path.Combine(folder.FullName, project, "obj"), "PerfAnalyzers.Facts.g.cs", SearchOption.AllDirectories);
        return await File.ReadAllTextAsync(Assert.Single(found), TestContext.Current.CancellationToken);
    }

    private async Task<string> Build(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-nodeReuse:false", "-nologo", "-v:q", .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, output);
        return output;
    }

    [GeneratedRegex(@"^`(?<path>[\w./]+\.cs)`.*\n\n```csharp\n(?<code>[\s\S]*?)^```", RegexOptions.Multiline)]
    private static partial Regex Files();

    [GeneratedRegex(@"Basket\.cs\(.*$", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"^```\n(?<text>2\n@[\s\S]*?)^```", RegexOptions.Multiline)]
    private static partial Regex Written();

    [GeneratedRegex(@"(warning|error) PERF\d{4}: [^\[\n]*")]
    private static partial Regex Warnings();
}
#endif
