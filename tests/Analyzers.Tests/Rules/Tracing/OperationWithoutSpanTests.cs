using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class OperationWithoutSpanTests
{
    private static readonly Setup Library1 = new() { Also = [Library.OpenTelemetry] };

    private static string Class(string member, string sibling = "using var span = Source.StartActivity(\"Pay\"); await http.GetStringAsync(\"/pay\");") => $$"""
        using System.Diagnostics;

        public sealed class InstrumentAttribute : Attribute { }

        public class Sales(HttpClient http, ShopModel.Shop db)
        {
            private static readonly ActivitySource Source = new("shop");

            public async Task Pay()
            {
                {{sibling}}
            }

            {{member}}
        }
        """;

    [Theory]
    [InlineData("public async Task [|Sell|]() { await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); db.Remove(this); }")]
    [InlineData("internal async Task<int> [|Sell|](string[] urls) { var sum = 0; foreach (var url in urls) { sum += (await http.GetStringAsync(url)).Length; } return sum; }")]
    [InlineData("public async Task [|Sell|](CancellationToken ct) { var open = await db.Orders.CountAsync(ct); db.Add(new Order()); await db.SaveChangesAsync(ct); }")]
    public Task Its_siblings_have_one(string member) => Verify.Reports<OperationWithoutSpan>(Class(member), Library1, level: DiagnosticSeverity.Info, message: "other methods");

    [Fact]
    public Task An_attribute_asks_for_it() => Verify.Reports<OperationWithoutSpan>(
        Class("[Instrument] public void [|Sell|]() { db.Remove(this); }"), Library1, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task An_option_asks_for_it() => Verify.Reports<OperationWithoutSpan>(
        "public class Handler { public void [|Handle|]() { Console.WriteLine(); } public void Other() { } }",
        Library1 with { EditorConfig = "[*.cs]\nperfanalyzers.instrument_methods = *Handler.Handle, X.*" }, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("public async Task Sell() { await http.GetStringAsync(\"/a\"); }")]
    [InlineData("public async Task<string> Sell() { var url = \"/a\"; var text = await http.GetStringAsync(url); return text; }")]
    [InlineData("private async Task Sell() { await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); db.Remove(this); }")]
    [InlineData("public async Task Sell() { using var span = Source.StartActivity(\"x\"); await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); }")]
    [InlineData("public async Task Sell() { using var span = Begin(); await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); } private static Activity? Begin() => Source.StartActivity(\"y\");")]
    [InlineData("[Traced] public async Task Sell() { await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); db.Remove(this); } public sealed class TracedAttribute : Attribute { }")]
    [InlineData("public void Sell() { var a = 1; var b = 2; db.Remove(a + b); }")]
    public Task Too_little_or_seen_already(string member) => Verify.Silent<OperationWithoutSpan>(Class(member), Library1);

    [Fact]
    public Task No_sibling_has_one() => Verify.Silent<OperationWithoutSpan>(
        Class("public async Task Sell() { await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); db.Remove(this); }", "await http.GetStringAsync(Source.Name);"), Library1);

    [Fact]
    public Task An_action_of_a_controller() => Verify.Silent<OperationWithoutSpan>(
        Class("public async Task Sell() { await http.GetStringAsync(\"/a\"); await http.GetStringAsync(\"/b\"); db.Remove(this); }")
            .Replace("ShopModel.Shop db)", "ShopModel.Shop db) : Microsoft.AspNetCore.Mvc.ControllerBase", StringComparison.Ordinal), Library1);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<OperationWithoutSpan, OperationWithoutSpanFix>("""
        public class Sales(HttpClient http)
        {
            private static readonly System.Diagnostics.ActivitySource Source = new("shop");

            public async Task Pay()
            {
                using var span = Source.StartActivity("Pay");
                await http.GetStringAsync("/pay");
            }

            public async Task [|Sell|](string what)
            {
                // Ask.
                await http.GetStringAsync("/a");
                await http.GetStringAsync("/b");
                Console.WriteLine(what);
            }

            public async Task [|Return|](string activity)
            {
                await http.GetStringAsync("/a");
                await http.GetStringAsync("/b");
                Console.WriteLine(activity);
            }
        }
        """, """
        public class Sales(HttpClient http)
        {
            private static readonly System.Diagnostics.ActivitySource Source = new("shop");

            public async Task Pay()
            {
                using var span = Source.StartActivity("Pay");
                await http.GetStringAsync("/pay");
            }

            public async Task Sell(string what)
            {
                using var activity = Source.StartActivity(nameof(Sell));
                // Ask.
                await http.GetStringAsync("/a");
                await http.GetStringAsync("/b");
                Console.WriteLine(what);
            }

            public async Task Return(string activity)
            {
                using var activity2 = Source.StartActivity(nameof(Return));
                await http.GetStringAsync("/a");
                await http.GetStringAsync("/b");
                Console.WriteLine(activity);
            }
        }
        """, with: Library1);

    [Fact]
    public Task An_iterator() => Verify.Refuses<OperationWithoutSpan, OperationWithoutSpanFix>(
        Class("[Instrument] public IEnumerable<int> [|Sell|]() { yield return 1; }"), Library1);
}
