using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Robustness;

/// <summary>Runs every rule of the package at once: nothing may throw, and nothing may take long.</summary>
internal static class Hard
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // A busy machine may be slow once, by chance; code that is slow by itself is slow every time.
    private const int Attempts = 3;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = RuleFacts.Analyzers();

    // The first run of a process pays for loading and compiling the analyzers themselves.
    private static readonly Lazy<Task> Warm = new(() => Task.Run(() => Verify.Run(Analyzers, World.Of(Setup.Default, [("Work.cs", Snippet.Parse("foreach (var o in db.Orders.ToList()) { db.SaveChanges(); }"))]))));

    /// <summary>Within two seconds, plus four times what the compiler alone needs here and now.</summary>
    public static Task<ImmutableArray<Diagnostic>> Run(string code, Setup? with = null) =>
        Run(World.Of(with ?? Setup.Default, [("Work.cs", Snippet.Parse(code, with))]), with ?? Setup.Default, code);

    public static async Task<ImmutableArray<Diagnostic>> Run(World world, Setup setup, string code)
    {
        await Warm.Value;
        for (var attempt = 1; ; attempt++)
        {
            var clock = Stopwatch.StartNew();
            var found = await Task.Run(() => Verify.Run(Analyzers, world with { Compilation = world.Compilation.Clone() }, allowErrors: setup.IsBroken, text: Start(code)))
                .WaitAsync(Hang, TestContext.Current.CancellationToken);
            var elapsed = clock.Elapsed;
            if (elapsed <= Limit)
            {
                return found;
            }

            clock.Restart();
            _ = world.Compilation.Clone().GetDiagnostics(TestContext.Current.CancellationToken);
            var bare = clock.Elapsed;
            if (elapsed < Limit + (4 * bare))
            {
                return found;
            }

            Assert.True(attempt < Attempts, $"All rules took {elapsed.TotalSeconds:0.0} s; the compiler alone {bare.TotalSeconds:0.0} s.\n{Start(code)}");
        }
    }

    private static string Start(string code) => code.Length > 4000 ? code[..4000] + " …" : code;
}
