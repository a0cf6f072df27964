using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PerfAnalyzers.Benchmarks;

if (args is ["check"])
{
    return await Budget.Check();
}

if (args is ["costs"])
{
    return await Budget.Costs();
}

// In process: the child project that BenchmarkDotNet would build cannot see the internals of the analyzers.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Rooms).Assembly).Run(args, config);
return 0;
