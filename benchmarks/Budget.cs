using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Benchmarks;

/// <summary>What the package may cost a build; the numbers are in budget.json.</summary>
/// <param name="CostOverFloor">CPU of all rules over an empty analyzer, as a part of the compiler's own.</param>
/// <param name="AllocationOverFloor">The same of allocated bytes, which a busy machine does not change.</param>
/// <param name="MillisecondsWithoutEf">CPU that all rules add to a project without EF Core and telemetry.</param>
internal sealed record Budget(double CostOverFloor, double AllocationOverFloor, double MillisecondsWithoutEf)
{
    private const int Rounds = 4;
    private const int Copies = 6;

    public static async Task<int> Check()
    {
        var budget = JsonSerializer.Deserialize<Budget>(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "budget.json")), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        var (application, plain) = (Sources.Application(Copies), Sources.WithoutEf(Copies));
        Func<Task<int>>[] runs =
        [
            () => Task.FromResult(Sources.Fresh(application).GetDiagnostics().Length),
            () => WholeCompilation.Analyze(application, [new EmptyAnalyzer()]),
            () => WholeCompilation.Analyze(application, Sources.Rules()),
            () => WholeCompilation.Analyze(plain, [new EmptyAnalyzer(seesCalls: false)]),
            () => WholeCompilation.Analyze(plain, Sources.Rules()),
        ];

        // Interleaved, so that a slow minute slows all of them; the least of the rounds is what the work itself needs.
        var measured = runs.Select(_ => (Cpu: double.MaxValue, Bytes: double.MaxValue)).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < runs.Length; i++)
            {
                var (cpu, bytes) = await Measure(runs[i]);
                measured[i] = round == 0 ? measured[i] : (Math.Min(measured[i].Cpu, cpu), Math.Min(measured[i].Bytes, bytes));
            }
        }

        var (bare, floor, all) = (measured[0], measured[1], measured[2]);
        Console.WriteLine($"bare {bare.Cpu:0} ms, {bare.Bytes / 1e6:0} MB; floor {floor.Cpu:0} ms, {floor.Bytes / 1e6:0} MB; all rules {all.Cpu:0} ms, {all.Bytes / 1e6:0} MB");
        await Costs(application);
        return new[]
        {
            Within("CPU over the floor", (all.Cpu - floor.Cpu) / bare.Cpu, budget.CostOverFloor),
            Within("allocation over the floor", (all.Bytes - floor.Bytes) / bare.Bytes, budget.AllocationOverFloor),
            Within("milliseconds without EF Core", measured[4].Cpu - measured[3].Cpu, budget.MillisecondsWithoutEf),
        }.All(ok => ok) ? 0 : 1;
    }

    /// <summary>Where to look first: the time that Roslyn measured inside each rule. A question that a room answers once is paid by the rule that asks first.</summary>
    public static async Task<int> Costs(CSharpCompilation? application = null)
    {
        application ??= Sources.Application(Copies);
        var rules = Sources.Rules();
        await WholeCompilation.Analyze(application, rules);
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        var result = await Sources.Fresh(application).WithAnalyzers(rules, options).GetAnalysisResultAsync(CancellationToken.None);
        foreach (var (rule, telemetry) in result.AnalyzerTelemetryInfo.OrderByDescending(t => t.Value.ExecutionTime).Take(8))
        {
            Console.WriteLine($"     {rule.GetType().Name}: {telemetry.ExecutionTime.TotalMilliseconds:0} ms");
        }

        return 0;
    }

    private static bool Within(string what, double value, double limit)
    {
        Console.WriteLine($"{(value <= limit ? "ok  " : "OVER")} {what}: {value:0.000} of {limit:0.000}");
        return value <= limit;
    }

    private static async Task<(double Cpu, double Bytes)> Measure(Func<Task<int>> run)
    {
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var (cpu, bytes) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        await run();
        process.Refresh();
        return ((process.TotalProcessorTime - cpu).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
