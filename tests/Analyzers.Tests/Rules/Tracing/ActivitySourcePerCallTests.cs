using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class ActivitySourcePerCallTests
{
    [Theory]
    [InlineData("public static ActivitySource S => [|new(\"shop\")|];")]
    [InlineData("public void Sell() { using var span = [|new ActivitySource(\"shop\")|].StartActivity(\"sell\"); }")]
    [InlineData("public void Sell() { var source = [|new ActivitySource(\"shop\")|]; using var span = source.StartActivity(\"sell\"); }")]
    public Task Created_again_and_again(string member) =>
        Verify.Reports<ActivitySourcePerCall>($"using System.Diagnostics;\n\npublic class Sales\n{{\n    {member}\n}}", message: "14 ns");

    [Theory]
    [InlineData("private static readonly ActivitySource S = new(\"shop\"); public static ActivitySource Mine => S;")]
    [InlineData("private readonly ActivitySource s = new(\"shop\"); public string Name => s.Name;")]
    [InlineData("public ActivitySource S { get; } = new(\"shop\");")]
    [InlineData("private ActivitySource? s; public ActivitySource S { get { if (s == null) { s = new ActivitySource(\"shop\"); } return s; } }")]
    [InlineData("public static void Main() { var source = new ActivitySource(\"shop\"); using var span = source.StartActivity(\"sell\"); }")]
    [InlineData("public void Sell() { using var source = new ActivitySource(\"shop\"); using var span = source.StartActivity(\"sell\"); }")]
    [InlineData("public static ActivitySource Create(string name) { var source = new ActivitySource(name); return source; }")]
    public Task Created_once_or_not_proven(string member) =>
        Verify.Silent<ActivitySourcePerCall>($"using System.Diagnostics;\n\npublic class Sales\n{{\n    {member}\n}}");

    [Fact]
    public Task A_singleton_keeps_it_in_a_property() => Verify.Silent<ActivitySourcePerCall>("""
        using System.Diagnostics;

        public class RabbitTelemetry
        {
            public static string ActivitySourceName = "EventBus";
            public ActivitySource ActivitySource { get; } = new(ActivitySourceName);
        }
        """);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<ActivitySourcePerCall, ActivitySourcePerCallFix>("""
        using System.Diagnostics;

        public class Sales
        {
            private static ActivitySource Source => [|new("shop")|];

            public void Sell()
            {
                var source = [|new ActivitySource("selling")|];
                using var span = source.StartActivity("sell");
            }
        }
        """, """
        using System.Diagnostics;

        public class Sales
        {
            private static readonly ActivitySource Source2 = new ActivitySource("selling");

            private static ActivitySource Source { get; } = new("shop");

            public void Sell()
            {
                using var span = Source2.StartActivity("sell");
            }
        }
        """);

    [Fact]
    public Task A_name_that_depends_on_the_call() => Verify.Refuses<ActivitySourcePerCall, ActivitySourcePerCallFix>(
        "using System.Diagnostics;\n\npublic class Sales { public void Sell(string shop) { using var span = [|new ActivitySource(shop)|].StartActivity(\"sell\"); } }");
}
