using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class ActivityNotDisposedTests
{
    private static string Member(string member) =>
        $"using System.Diagnostics;\n\npublic class Sales\n{{\n    private static readonly ActivitySource Source = new(\"shop\");\n    private static void Work() {{ }}\n    {member}\n}}";

    [Theory]
    [InlineData("public void Sell() { [|Source.StartActivity(\"sell\")|]; Work(); }")]
    [InlineData("public void Sell() { _ = [|Source.StartActivity(\"sell\")|]; Work(); }")]
    [InlineData("public void Sell() { var span = [|Source.StartActivity(\"sell\")|]; Work(); }")]
    [InlineData("public void Sell() { var span = [|Source.StartActivity(\"sell\")|]; span?.SetTag(\"a\", 1)?.SetStatus(ActivityStatusCode.Ok); if (span != null) { Work(); } }")]
    [InlineData("public void Sell() { [|Source.StartActivity(\"sell\")|]?.SetTag(\"a\", 1); Work(); }")]
    public Task Nobody_ends_it(string member) => Verify.Reports<ActivityNotDisposed>(Member(member), message: "'sell'");

    [Theory]
    [InlineData("public void Sell() { using var span = Source.StartActivity(\"sell\"); Work(); }")]
    [InlineData("public void Sell() { using (Source.StartActivity(\"sell\")) { Work(); } }")]
    [InlineData("public void Sell() { using var span = Source.StartActivity(\"sell\")?.SetTag(\"a\", 1); Work(); }")]
    [InlineData("public void Sell() { var span = Source.StartActivity(\"sell\"); using (span) { Work(); } }")]
    [InlineData("public void Sell() { var span = Source.StartActivity(\"sell\"); try { Work(); } finally { span?.Dispose(); } }")]
    [InlineData("public void Sell() { var span = Source.StartActivity(\"sell\"); Work(); span?.SetTag(\"a\", 1)?.Stop(); }")]
    [InlineData("public Activity? Sell() => Source.StartActivity(\"sell\");")]
    [InlineData("public Activity? Sell() { var span = Source.StartActivity(\"sell\"); span?.SetTag(\"a\", 1); return span; }")]
    [InlineData("private Activity? current; public void Sell() { current = Source.StartActivity(\"sell\"); }")]
    [InlineData("private readonly Stack<Activity?> open = new(); public void Sell() { var span = Source.StartActivity(\"sell\"); open.Push(span); }")]
    [InlineData("public void Sell() { Source.StartActivity(\"sell\"); Work(); Activity.Current?.Stop(); }")]
    [InlineData("public void Sell() { var span = Source.StartActivity(\"sell\"); Task.Run(() => span?.Dispose()); }")]
    [InlineData("public void Sell() { var span = Source.CreateActivity(\"sell\", ActivityKind.Client); Work(); }")]
    [InlineData("public void Sell() { new Activity(\"sell\").Start(); Work(); }")]
    [InlineData("public IDisposable? Sell() { var span = Source.StartActivity(\"sell\"); return span is null ? null : new Wrapper(span); } private sealed class Wrapper(Activity a) : IDisposable { public void Dispose() => a.Dispose(); }")]
    public Task Somebody_does(string member) => Verify.Silent<ActivityNotDisposed>(Member(member));

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<ActivityNotDisposed, ActivityNotDisposedFix>("""
        using System.Diagnostics;

        public class Sales
        {
            private static readonly ActivitySource Source = new("shop");

            public void Sell()
            {
                // The span of a sale.
                var span = [|Source.StartActivity("sell")|];
                span?.SetTag("a", 1);
            }

            public void Return(Activity activity)
            {
                [|Source.StartActivity("return")|]?.SetTag("a", activity.Id);
                if (activity.IsAllDataRequested)
                {
                    _ = [|Source.StartActivity("inner")|];
                }
            }
        }
        """, """
        using System.Diagnostics;

        public class Sales
        {
            private static readonly ActivitySource Source = new("shop");

            public void Sell()
            {
                // The span of a sale.
                using var span = Source.StartActivity("sell");
                span?.SetTag("a", 1);
            }

            public void Return(Activity activity)
            {
                using var activity2 = Source.StartActivity("return")?.SetTag("a", activity.Id);
                if (activity.IsAllDataRequested)
                {
                    using var activity3 = Source.StartActivity("inner");
                }
            }
        }
        """);

    [Theory]
    [InlineData("public void Sell(bool traced) { if (traced) [|Source.StartActivity(\"sell\")|]; Work(); }")]
    [InlineData("public void Sell(int kind) { switch (kind) { case 1: var span = [|Source.StartActivity(\"sell\")|]; break; } }")]
    [InlineData("public void Sell() => [|Source.StartActivity(\"sell\")|];")]
    public Task No_block_to_end_it_in(string member) => Verify.Refuses<ActivityNotDisposed, ActivityNotDisposedFix>(Member(member));
}
