using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Authoring;

namespace PerfAnalyzers.Tests.Contract;

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // A rule for this test, never shipped.

/// <summary>What the modes of the package mean for findings of a rule that are weaker than the rule.</summary>
public sealed class ModeTests
{
    private const string Code = "_ = [|db.Customers.Find(1)|];\n_ = [|db.Customers.First()|];";

    [Fact]
    public async Task Weaker_findings_are_info() => Assert.Equal(
        [DiagnosticSeverity.Warning, DiagnosticSeverity.Info], (await Verify.Reports<FindAndFirst>(Code)).Select(d => d.Severity));

    [Fact]
    public Task Strict_keeps_them_from_becoming_errors() => Verify.Reports<FindAndFirst>(
        "_ = [|db.Customers.Find(1)|];\n_ = db.Customers.First();",
        new Setup
        {
            Properties = ImmutableDictionary<string, string>.Empty.Add("PerfAnalyzersMode", "Strict"),
            EditorConfig = "[*.cs]\ndotnet_diagnostic.PERF1000.severity = error",
        },
        level: DiagnosticSeverity.Error);

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class FindAndFirst() : PerfAnalyzer(Rule)
    {
        private static readonly DiagnosticDescriptor Rule = Define("PERF1000", Band.Loading, Level.Warning, "Find", "'{0}' is called");

        private protected override void Register(Watch on) => on.Call(
            ["Find", "First"], (call, find) => find.ReportAt(call.TargetMethod.Name == "Find", call.Syntax.GetLocation(), [call.TargetMethod.Name]));
    }
}
