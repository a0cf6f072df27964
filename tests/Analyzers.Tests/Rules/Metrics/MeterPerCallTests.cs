using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class MeterPerCallTests
{
    [Theory]
    [InlineData("public static Meter M => [|new Meter(\"shop\")|];")]
    [InlineData("public Meter M { get { return [|new Meter(\"shop\")|]; } }")]
    [InlineData("public void Sold() => [|new Meter(\"shop\")|].CreateCounter<int>(\"sold\").Add(1);")]
    [InlineData("public void Sold() { var meter = [|new Meter(\"shop\")|]; var sold = meter.CreateCounter<int>(\"sold\"); sold.Add(1); }")]
    [InlineData("public void Sold() { Action<int> count = n => { var meter = [|new Meter(\"shop\")|]; meter.CreateCounter<int>(\"sold\").Add(n); }; count(1); }")]
    [InlineData("public static void Main() { foreach (var i in new[] { 1, 2, 3 }) { var meter = [|new Meter(\"shop\")|]; meter.CreateObservableGauge(\"x\", () => i); } }")]
    public Task Created_again_and_again(string member) =>
        Verify.Reports<MeterPerCall>($"using System.Diagnostics.Metrics;\n\npublic class Sales\n{{\n    {member}\n}}", message: "590 B");

    [Fact]
    public Task With_every_instance_of_a_request_type() => Verify.Reports<MeterPerCall>("""
        using System.Diagnostics.Metrics;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController : ControllerBase
        {
            private readonly Meter meter = [|new("shop")|];
            private readonly Meter other;

            public OrdersController() => other = [|new Meter("other")|];

            public bool Uses() => meter.Name == other.Name;
        }
        """, new Setup { Also = [Library.AspNetCore] }, message: "OrdersController");

    [Theory]
    [InlineData("private static readonly Meter M = new(\"shop\"); public static Meter Mine => M;")]
    [InlineData("public static Meter M { get; } = new(\"shop\");")]
    [InlineData("private static readonly Lazy<Meter> M = new(() => new Meter(\"shop\")); public static string Name => M.Value.Name;")]
    [InlineData("private static Meter? m; public static Meter M => m ??= new Meter(\"shop\");")]
    [InlineData("private readonly Meter m = new(\"shop\"); public string Name => m.Name;")]
    [InlineData("public static Meter Create(string name) => new Meter(name);")]
    [InlineData("public static void Use(Action<Meter> use) => use(new Meter(\"shop\"));")]
    [InlineData("public void Sold() { using var meter = new Meter(\"shop\"); meter.CreateCounter<int>(\"sold\").Add(1); }")]
    [InlineData("public void Sold() { var meter = new Meter(\"shop\"); meter.CreateCounter<int>(\"sold\").Add(1); meter.Dispose(); }")]
    [InlineData("private Counter<int>? sold; public void Start() { var meter = new Meter(\"shop\"); sold = meter.CreateCounter<int>(\"sold\"); sold.Add(1); }")]
    [InlineData("public static void Main() { var meter = new Meter(\"shop\"); meter.CreateCounter<int>(\"started\").Add(1); }")]
    [InlineData("static Sales() { var meter = new Meter(\"shop\"); meter.CreateCounter<int>(\"started\").Add(1); }")]
    [InlineData("public static void Add(IServiceCollection services) { var meter = new Meter(\"shop\"); meter.CreateCounter<int>(\"started\").Add(1); services.AddSingleton(meter); }")]
    [InlineData("public static void Add(IServiceCollection services) => services.AddSingleton(_ => new Meter(\"shop\"));")]
    [InlineData("public void Watch(IMeterFactory factory) => factory.Create(\"shop\").CreateCounter<int>(\"sold\").Add(1);")]
    [InlineData("public void Watch() { var meter = new Meter(\"shop\"); meter.CreateObservableGauge(\"queue\", () => 1); }")]
    public Task Created_once_or_not_proven(string member) => Verify.Silent<MeterPerCall>(
        $"using System.Diagnostics.Metrics;\n\npublic class Sales\n{{\n    {member}\n}}", new Setup { Also = [Library.AspNetCore] });

    [Fact]
    public Task A_request_type_that_disposes_it() => Verify.Silent<MeterPerCall>("""
        using System.Diagnostics.Metrics;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController : ControllerBase, IDisposable
        {
            private readonly Meter meter = new("shop");
            public void Dispose() => meter.Dispose();
        }
        """, new Setup { Also = [Library.AspNetCore] });

    [Fact]
    public Task Without_libraries_that_could_be_measured() => Verify.Silent<MeterPerCall>(
        "public class Sales { public System.Diagnostics.Metrics.Meter M => new System.Diagnostics.Metrics.Meter(\"shop\"); }", new Setup { HasEf = false });

    [Fact]
    public Task A_static_property() => Verify.Fixes<MeterPerCall, MeterPerCallFix>("""
        using System.Diagnostics.Metrics;

        public static class Sales
        {
            // The meter of the shop.
            public static Meter M => [|new("shop")|];
        }
        """, """
        using System.Diagnostics.Metrics;

        public static class Sales
        {
            // The meter of the shop.
            public static Meter M { get; } = new("shop");
        }
        """);

    [Fact]
    public Task A_local() => Verify.Fixes<MeterPerCall, MeterPerCallFix>("""
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private const string Name = "shop";

            public void Sold(int count)
            {
                // Counts what was sold.
                var meter = [|new Meter(Name)|];
                meter.CreateCounter<int>("sold").Add(count);
            }
        }
        """, """
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private const string Name = "shop";
            private static readonly Meter Meter = new Meter(Name);

            public void Sold(int count)
            {
                Meter.CreateCounter<int>("sold").Add(count);
            }
        }
        """);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<MeterPerCall, MeterPerCallFix>("""
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private static readonly object _gate = new();

            public void Sold() => [|new Meter("shop")|].CreateCounter<int>("sold").Add(1);

            public void Returned() => [|new Meter("returns")|].CreateCounter<int>("returned").Add(1);

            public Meter Own => [|new Meter("own")|];
        }
        """, """
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private static readonly object _gate = new();
            private static readonly Meter _meter = new Meter("shop");
            private static readonly Meter _meter2 = new Meter("returns");
            private static readonly Meter OwnInstance = new Meter("own");

            public void Sold() => _meter.CreateCounter<int>("sold").Add(1);

            public void Returned() => _meter2.CreateCounter<int>("returned").Add(1);

            public Meter Own => OwnInstance;
        }
        """);

    [Fact]
    public Task A_field_of_a_controller() => Verify.Fixes<MeterPerCall, MeterPerCallFix>("""
        using System.Diagnostics.Metrics;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController : ControllerBase
        {
            private readonly Meter meter = [|new("shop")|];
            public string Name => meter.Name;
        }
        """, """
        using System.Diagnostics.Metrics;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController : ControllerBase
        {
            private static readonly Meter meter = new("shop");
            public string Name => meter.Name;
        }
        """, with: new Setup { Also = [Library.AspNetCore] });

    [Fact]
    public Task A_name_that_depends_on_the_call() => Verify.Refuses<MeterPerCall, MeterPerCallFix>(
        "using System.Diagnostics.Metrics;\n\npublic class Sales { public void Sold(string shop) => [|new Meter(shop)|].CreateCounter<int>(\"sold\").Add(1); }");

    [Fact]
    public Task A_name_that_is_initialized_later() => Verify.Refuses<MeterPerCall, MeterPerCallFix>(
        "using System.Diagnostics.Metrics;\n\npublic class Sales { public static Meter M => [|new Meter(Name)|]; private static readonly string Name = \"shop\" + 1; }");
}
