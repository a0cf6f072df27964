using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks;

/// <summary>What a build pays: the compiler alone, with an analyzer that does nothing, and with every rule.</summary>
[MemoryDiagnoser]
public class WholeCompilation
{
    private CSharpCompilation application = null!;
    private CSharpCompilation plain = null!;

    [Params(6)]
    public int Copies { get; set; }

    [GlobalSetup]
    public void Setup() => (application, plain) = (Sources.Application(Copies), Sources.WithoutEf(Copies));

    [Benchmark(Baseline = true)]
    public int Bare() => Sources.Fresh(application).GetDiagnostics().Length;

    [Benchmark]
    public Task<int> Floor() => Analyze(application, [new EmptyAnalyzer()]);

    [Benchmark]
    public Task<int> AllRules() => Analyze(application, Sources.Rules());

    [Benchmark]
    public int BareWithoutEf() => Sources.Fresh(plain).GetDiagnostics().Length;

    [Benchmark]
    public Task<int> FloorWithoutEf() => Analyze(plain, [new EmptyAnalyzer(seesCalls: false)]);

    [Benchmark]
    public Task<int> AllRulesWithoutEf() => Analyze(plain, Sources.Rules());

    internal static async Task<int> Analyze(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        (await Sources.Fresh(compilation).WithAnalyzers(analyzers).GetAllDiagnosticsAsync().ConfigureAwait(false)).Length;
}
