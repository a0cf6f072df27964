using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Tests.Semantics.Telemetry;

public sealed class TelemetryOptionsTests
{
    [Theory]
    [InlineData("telemetry_mode = sometimes", "PERF0002: 'perfanalyzers.telemetry_mode = sometimes' is ignored: it is auto, always or off")]
    [InlineData("span_starters = Begin, new Span()", "PERF0002: 'perfanalyzers.span_starters = new Span()' is ignored: it is a list of names of methods, separated by commas")]
    [InlineData("instrument_methods = Sales.* Orders.*", "PERF0002: 'perfanalyzers.instrument_methods = Sales.* Orders.*' is ignored: it is a list of globs over Type.Method, separated by commas")]
    [InlineData("telemetry_mode = always", null)]
    [InlineData("instrument_methods = *Handler.Handle, Checkout.Pay?", null)]
    [InlineData("high_cardinality_keys = tenant.id, x-request-id", null)]
    [InlineData("bounded_value_methods = ", null)]
    public void A_bad_value_is_said_once(string option, string? report)
    {
        var setup = new Setup { EditorConfig = $"[*.cs]\nperfanalyzers.{option}" };
        var compilation = Snippet.Compile("public class A { }", setup).Compilation;
        var driver = CSharpGeneratorDriver.Create([new OptionsCheck().AsSourceGenerator()], optionsProvider: World.Of(setup, []).Options.AnalyzerConfigOptionsProvider);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out _, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Equal(report is null ? [] : [report], diagnostics.Select(d => $"{d.Id}: {d.GetMessage()}"));
    }
}
