using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace PerfAnalyzers.Tests.Robustness;

/// <summary>Code that a team would be proud of, and code that is none of our business.</summary>
public sealed class ValidCodeTests
{
    public static TheoryData<string> Names => [.. Realistic.Valid.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Good_code_is_silent(string name)
    {
        var code = Realistic.Text(name);
        Assert.Empty(await Hard.Run(code));
    }

    [Fact]
    public async Task Bad_code_is_not()
    {
        foreach (var (name, _) in Realistic.All.Where(f => !f.IsGood))
        {
            Assert.NotEmpty(await Hard.Run(Realistic.Text(name)));
        }
    }

    [Fact]
    public async Task Without_ef_core_nothing_is_registered()
    {
        var setup = new Setup { HasEf = false };
        foreach (var (name, registered) in await Registered(setup, "public class A { public int B(List<int> c) { foreach (var d in c) { c.Where(e => e > d).ToList(); } return c.Count; } }"))
        {
            Assert.True(registered.CompilationStartActionsCount <= 1, name);
            Assert.True(Sum(registered) == registered.CompilationStartActionsCount, $"{name} registers {Sum(registered)} actions in a project without EF Core and telemetry");
        }
    }

    [Fact]
    public async Task With_ef_core_rules_are_registered() =>
        Assert.Contains(await Registered(Setup.Default, "_ = db.Orders;"), r => Sum(r.Registered) > r.Registered.CompilationStartActionsCount);

    private static async Task<List<(string Name, AnalyzerTelemetryInfo Registered)>> Registered(Setup setup, string code)
    {
        var analyzers = RuleFacts.Analyzers();
        Assert.NotEmpty(analyzers);
        var world = World.Of(setup, [("Work.cs", Snippet.Parse(code))]);
        var run = Verify.Enabling(world.Compilation, analyzers).WithAnalyzers(
            analyzers, new CompilationWithAnalyzersOptions(world.Options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var result = new List<(string, AnalyzerTelemetryInfo)>();
        foreach (var analyzer in analyzers)
        {
            result.Add((analyzer.GetType().Name, await run.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken)));
        }

        return result;
    }

    private static int Sum(AnalyzerTelemetryInfo t) =>
        t.CompilationStartActionsCount + t.CompilationEndActionsCount + t.CompilationActionsCount + t.SyntaxTreeActionsCount + t.AdditionalFileActionsCount
        + t.SemanticModelActionsCount + t.SymbolActionsCount + t.SymbolStartActionsCount + t.SymbolEndActionsCount + t.SyntaxNodeActionsCount
        + t.CodeBlockStartActionsCount + t.CodeBlockEndActionsCount + t.CodeBlockActionsCount + t.OperationActionsCount + t.OperationBlockStartActionsCount
        + t.OperationBlockEndActionsCount + t.OperationBlockActionsCount;
}
