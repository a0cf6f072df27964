using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>PerfAnalyzers.Effects.txt: effects of libraries that the package doesn't know.</summary>
public sealed class EffectsFileTests
{
    private const string Gateway = """
        namespace Vendor;

        public class Gateway
        {
            public Task<string> FetchRow(int id) => Task.FromResult("");
            public Task PutRow(string row) => Task.CompletedTask;
        }
        """;

    private static Setup With(string lines, bool hasEf = true) => new()
    {
        HasEf = hasEf,
        AdditionalFiles = [("PerfAnalyzers.Effects.txt", lines)],
        Projects = [new ReferencedProject("Vendor", Gateway, AsMetadata: true)],
    };

    [Fact]
    public Task A_method_that_queries() => Verify.Reports<QueryPerElement>(
        "public class Work(Vendor.Gateway gateway) { public async Task Run(List<int> ids) { foreach (var id in ids) { await gateway.[|FetchRow|](id); } } }",
        With("# of our vendor\nquery Vendor.Gateway Fetch*"),
        message: "'FetchRow' runs a query for every element of 'ids'",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Behind_a_call() => Verify.Reports<QueryPerElement>(
        """
        public class Rows(Vendor.Gateway gateway) { public Task<string> Get(int id) => gateway.FetchRow(id); }
        public class Work(Rows rows) { public async Task Run(List<int> ids) { foreach (var id in ids) { await rows.[|Get|](id); } } }
        """,
        With("query Vendor.Gateway Fetch*"),
        message: ": Get → FetchRow");

    [Fact]
    public Task A_method_that_saves() => Verify.Reports<SaveChangesPerElement>(
        "public class Work(Vendor.Gateway gateway) { public async Task Run(List<string> rows) { foreach (var row in rows) { await gateway.[|PutRow|](row); } } }",
        With("save Vendor.Gateway Put*"));

    [Fact]
    public Task Without_EF() => Verify.Reports<QueryPerElement>(
        "public class Work(Vendor.Gateway gateway) { public async Task Run(List<int> ids) { foreach (var id in ids) { await gateway.[|FetchRow|](id); } } }",
        With("query Vendor.Gateway Fetch*", hasEf: false));

    [Theory]
    [InlineData("query Vendor.Gateway Put*")]
    [InlineData("network Vendor.Gateway *")]
    [InlineData("wait Vendor.Gateway Fetch*")]
    [InlineData("save Vendor.Gateway Fetch*")]
    [InlineData("# query Vendor.Gateway Fetch*")]
    [InlineData("qery Vendor.Gateway Fetch*")]
    [InlineData("")]
    public Task Other_lines(string line) => Verify.Silent<QueryPerElement>(
        "public class Work(Vendor.Gateway gateway) { public async Task Run(List<int> ids) { foreach (var id in ids) { await gateway.FetchRow(id); } } }", With(line));

    [Fact]
    public async Task A_library_writes_what_its_file_adds()
    {
        var setup = With("query Vendor.Gateway Fetch*");
        setup = setup with { Projects = setup.Projects.Add(new ReferencedProject("Rows", "public class Rows(Vendor.Gateway gateway) { public Task<string> Get(int id) => gateway.FetchRow(id); }", AsMetadata: true)) };
        await Verify.Reports<QueryPerElement>(
            "public class Work(Rows rows) { public async Task Run(List<int> ids) { foreach (var id in ids) { await rows.[|Get|](id); } } }", setup, message: ": Get → FetchRow");
    }

    [Theory]
    [InlineData("qery Vendor.Gateway Fetch*", DiagnosticSeverity.Warning, "The line is ignored: 'qery' is none of query, save, network, file and wait")]
    [InlineData("query Vendor.Gateway", DiagnosticSeverity.Warning, "The line is ignored: no method is named: a star stands for all")]
    [InlineData("query Vendor.Gatway Fetch*", DiagnosticSeverity.Info, "The line is ignored: the project knows no type 'Vendor.Gatway'")]
    [InlineData("query Vendor.Gateway`many Fetch*", DiagnosticSeverity.Info, "The line is ignored: the project knows no type 'Vendor.Gateway`many'")]
    [InlineData("query Vendor..Gateway`+ Fetch*", DiagnosticSeverity.Info, "The line is ignored: the project knows no type 'Vendor..Gateway`+'")]
    [InlineData("query Vendor.Gateway Ftch*", DiagnosticSeverity.Info, "The line is ignored: 'Vendor.Gateway' declares no method 'Ftch*'")]
    public async Task A_wrong_line_is_told_at_the_line(string line, DiagnosticSeverity level, string message)
    {
        var setup = With("# first\nquery Vendor.Gateway Fetch*\n" + line + "\nsave Vendor.Gateway Put*\n");
        var found = Assert.Single(await Verify.Run([new EffectsFile()], World.Of(setup, [("Work.cs", Snippet.Parse("public class Work { }"))])));
        var at = found.Location.GetLineSpan();
        Assert.Equal(("PERF0003", level, message), (found.Id, found.Severity, found.GetMessage()));
        Assert.Equal(("/shop/PerfAnalyzers.Effects.txt", 2), (at.Path, at.StartLinePosition.Line));
    }

    [Fact]
    public async Task Other_files_are_not_looked_at()
    {
        var setup = new Setup { AdditionalFiles = [("notes.txt", "anything at all"), ("Effects.txt", "x")] };
        Assert.Empty(await Verify.Run([new EffectsFile()], World.Of(setup, [("Work.cs", Snippet.Parse("public class Work { }"))])));
    }
}
