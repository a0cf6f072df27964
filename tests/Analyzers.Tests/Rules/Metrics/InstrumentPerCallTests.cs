using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class InstrumentPerCallTests
{
    [Theory]
    [InlineData("public void Sold() => [|Meter.CreateCounter<int>(\"sold\")|].Add(1);")]
    [InlineData("public void Sold() { var sold = [|Meter.CreateCounter<int>(\"sold\")|]; sold.Add(1); }")]
    [InlineData("public Histogram<double> Time => [|Meter.CreateHistogram<double>(\"time\")|];")]
    public Task An_instrument_that_the_meter_reuses(string member) => Verify.Reports<InstrumentPerCall>(
        $"using System.Diagnostics.Metrics;\n\npublic class Sales\n{{\n    private static readonly Meter Meter = new(\"shop\");\n    {member}\n}}", level: DiagnosticSeverity.Info);

    [Fact]
    public Task An_observable_one() => Verify.Reports<InstrumentPerCall>("""
        using System.Diagnostics.Metrics;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController : ControllerBase
        {
            private static readonly Meter Meter = new("shop");
            private readonly ObservableGauge<int> open = [|Meter.CreateObservableGauge("open", () => 1)|];

            public ObservableGauge<int> Open => [|Meter.CreateObservableGauge("open2", () => 2)|];

            public bool Same() => open == Open;
        }
        """, new Setup { Also = [Library.AspNetCore] }, level: DiagnosticSeverity.Warning, message: "callback");

    [Theory]
    [InlineData("private static readonly Counter<int> Sold = Meter.CreateCounter<int>(\"sold\"); public static void Sell() => Sold.Add(1);")]
    [InlineData("private readonly Counter<int> sold; public Sales(IMeterFactory factory) => sold = factory.Create(\"shop\").CreateCounter<int>(\"sold\"); public void Sell() => sold.Add(1);")]
    [InlineData("private readonly Counter<int> sold = Meter.CreateCounter<int>(\"sold\"); public void Sell() => sold.Add(1);")]
    [InlineData("private Counter<int>? sold; public void Sell() => (sold ??= Meter.CreateCounter<int>(\"sold\")).Add(1);")]
    [InlineData("public static Counter<int> Create(string name) => Meter.CreateCounter<int>(name);")]
    [InlineData("public void Watch(System.Collections.Queue queue) => Meter.CreateObservableGauge(\"queue\", () => queue.Count);")]
    [InlineData("private readonly Dictionary<string, Counter<int>> all = []; public void Sell(string what) { if (!all.TryGetValue(what, out var c)) { all[what] = c = Meter.CreateCounter<int>(what); } c.Add(1); }")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Counter<int>> all = new(); public void Sell(string what) => all.GetOrAdd(what, n => Meter.CreateCounter<int>(n)).Add(1);")]
    [InlineData("public static void Main() { var started = Meter.CreateCounter<int>(\"started\"); started.Add(1); }")]
    public Task Created_once_or_not_proven(string member) => Verify.Silent<InstrumentPerCall>(
        $"using System.Diagnostics.Metrics;\n\npublic class Sales\n{{\n    private static readonly Meter Meter = new(\"shop\");\n    {member}\n}}");

    [Fact]
    public Task The_meter_is_the_cause() => Verify.Silent<InstrumentPerCall>(
        "using System.Diagnostics.Metrics;\n\npublic class Sales { public void Sold() { var meter = new Meter(\"shop\"); meter.CreateCounter<int>(\"sold\").Add(1); } }");

    [Fact]
    public Task The_field_stands_behind_the_meter_that_it_reads() => Verify.Fixes<InstrumentPerCall, InstrumentPerCallFix>("""
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private const string Name = "shop";

            private static Meter Meter { get; } = new(Name);

            public void Sold() => [|Meter.CreateCounter<int>("sold")|].Add(1);
        }
        """, """
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private const string Name = "shop";

            private static Meter Meter { get; } = new(Name);

            private static readonly Counter<int> Sold2 = Meter.CreateCounter<int>("sold");

            public void Sold() => Sold2.Add(1);
        }
        """);

    [Fact]
    public Task A_meter_that_another_file_initializes_may_come_later() => Verify.Refuses<InstrumentPerCall, InstrumentPerCallFix>(
        "using System.Diagnostics.Metrics;\n\npublic partial class Sales\n{\n    public void Sold() => [|Meter.CreateCounter<int>(\"sold\")|].Add(1);\n}",
        new Setup { Files = [("Meters.cs", "using System.Diagnostics.Metrics;\n\npublic partial class Sales { private static readonly Meter Meter = new(\"shop\"); }")] });

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<InstrumentPerCall, InstrumentPerCallFix>("""
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private static readonly Meter Meter = new("shop");

            public void Sold(int count)
            {
                var sold = [|Meter.CreateCounter<int>("sold")|];
                sold.Add(count);
            }

            public void Returned() => [|Meter.CreateCounter<int>("orders.returned")|].Add(1);
        }
        """, """
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Counter<int> Sold2 = Meter.CreateCounter<int>("sold");
            private static readonly Counter<int> OrdersReturned = Meter.CreateCounter<int>("orders.returned");

            public void Sold(int count)
            {
                Sold2.Add(count);
            }

            public void Returned() => OrdersReturned.Add(1);
        }
        """);

    [Theory]
    [InlineData("public void Sold(string what) => [|Meter.CreateCounter<int>(what)|].Add(1);")]
    [InlineData("private readonly Meter own = new(\"own\"); public void Sold() => [|own.CreateCounter<int>(\"sold\")|].Add(1);")]
    public Task An_instrument_that_needs_the_call(string member) => Verify.Refuses<InstrumentPerCall, InstrumentPerCallFix>(
        $"using System.Diagnostics.Metrics;\n\npublic class Sales\n{{\n    private static readonly Meter Meter = new(\"shop\");\n    {member}\n}}");
}
