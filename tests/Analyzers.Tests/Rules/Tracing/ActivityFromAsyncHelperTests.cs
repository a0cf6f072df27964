using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class ActivityFromAsyncHelperTests
{
    private static string Member(string member) =>
        $"using System.Diagnostics;\n\npublic class Sales\n{{\n    private static readonly ActivitySource Source = new(\"shop\");\n    {member}\n}}";

    [Theory]
    [InlineData("private async Task<Activity?> Start() { await Task.Yield(); return [|Source.StartActivity(\"sell\")|]; }")]
    [InlineData("private async ValueTask<Activity?> Start() { var span = [|Source.StartActivity(\"sell\")|]; span?.SetTag(\"a\", 1); await Task.Yield(); return span; }")]
    [InlineData("public void Sell() { async Task<Activity?> Start() { await Task.Yield(); return [|Source.StartActivity(\"sell\")|]; } _ = Start(); }")]
    public Task Handed_out_of_an_async_method(string member) => Verify.Reports<ActivityFromAsyncHelper>(Member(member), message: "'Start'");

    [Theory]
    [InlineData("private Activity? Start() => Source.StartActivity(\"sell\");")]
    [InlineData("private Task<Activity?> Start() => Task.FromResult(Source.StartActivity(\"sell\"));")]
    [InlineData("private async Task<Activity?> Create() { await Task.Yield(); return Source.CreateActivity(\"sell\", ActivityKind.Client); }")]
    [InlineData("private async Task<int> Sell() { using var span = Source.StartActivity(\"sell\"); await Task.Yield(); return 1; }")]
    [InlineData("private async Task<string?> Sell() { using var span = Source.StartActivity(\"sell\"); await Task.Yield(); return span?.Id; }")]
    [InlineData("private async Task<Activity?> Find() { await Task.Yield(); return Activity.Current; }")]
    public Task Not_handed_out_or_not_started(string member) => Verify.Silent<ActivityFromAsyncHelper>(Member(member));

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<ActivityFromAsyncHelper, ActivityFromAsyncHelperFix>("""
        using System.Diagnostics;

        public class Sales
        {
            private static readonly ActivitySource Source = new("shop");

            public async Task Sell()
            {
                using var span = await Start("sell");
                using var inner = await Inner().ConfigureAwait(false);
                await Task.Yield();
            }

            private static async Task<Activity?> Start(string name)
            {
                var span = [|Source.StartActivity(name)|];
                return span;
            }

            private static async ValueTask<Activity?> Inner() => [|Source.StartActivity("inner")|];
        }
        """, """
        using System.Diagnostics;

        public class Sales
        {
            private static readonly ActivitySource Source = new("shop");

            public async Task Sell()
            {
                using var span = Start("sell");
                using var inner = Inner();
                await Task.Yield();
            }

            private static Activity? Start(string name)
            {
                var span = Source.StartActivity(name);
                return span;
            }

            private static Activity? Inner() => Source.StartActivity("inner");
        }
        """);

    [Theory]
    [InlineData("private async Task<Activity?> Start() { await Task.Yield(); return [|Source.StartActivity(\"sell\")|]; }")]
    [InlineData("public Func<Task<Activity?>> Get() => Start; private async Task<Activity?> Start() { return [|Source.StartActivity(\"sell\")|]; }")]
    [InlineData("public virtual async Task<Activity?> Start() { return [|Source.StartActivity(\"sell\")|]; }")]
    public Task It_has_to_stay_async(string member) => Verify.Refuses<ActivityFromAsyncHelper, ActivityFromAsyncHelperFix>(Member(member));
}
