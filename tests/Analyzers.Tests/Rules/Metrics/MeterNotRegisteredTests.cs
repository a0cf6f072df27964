using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class MeterNotRegisteredTests
{
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry] };

    private static string App(string pipeline, string source) => $$"""
        using System.Diagnostics.Metrics;
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        {{pipeline}}

        static class Telemetry
        {
            public const string Name = "Shop.Orders";
            public static readonly string Other = "Shop.Orders";
            public static readonly Meter TheMeter = {{source}};
        }
        """;

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddAspNetCoreInstrumentation());", "[|new(\"Shop.Orders\")|]")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(\"Shop\"));", "[|new Meter(Name, \"1.0\")|]")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(\"Orders.*\"));", "[|new(Other)|]")]
    public Task Nobody_listens(string pipeline, string source) => Verify.Reports<MeterNotRegistered>(App(pipeline, source), Program, message: "'Shop.Orders'");

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(\"shop.orders\"));", "new(\"Shop.Orders\")")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(\"Shop.*\"));", "new(Name)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(Telemetry.Other));", "new(Other)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(args[0]));", "new(Name)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter(\"x\"));", "new(typeof(string).Name + Other)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing();", "new(Name)")]
    [InlineData("", "new(Name)")]
    public Task Somebody_listens_or_may(string pipeline, string source) => Verify.Silent<MeterNotRegistered>(App(pipeline, source), Program);

    [Theory]
    [InlineData("x", "[|factory.Create(\"shop\")|]")]
    [InlineData("shop", "factory.Create(\"shop\")")]
    [InlineData("x", "factory.Create(new System.Diagnostics.Metrics.MeterOptions(\"shop\"))")]
    public Task A_meter_of_a_factory(string pattern, string creation)
    {
        var code = $$"""
            using System.Diagnostics.Metrics;
            using OpenTelemetry.Metrics;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter("{{pattern}}"));

            public class Sales(IMeterFactory factory) { public Meter Meter { get; } = {{creation}}; }
            """;
        return creation.Contains("[|", StringComparison.Ordinal) ? Verify.Reports<MeterNotRegistered>(code, Program) : Verify.Silent<MeterNotRegistered>(code, Program);
    }

    [Fact]
    public Task A_library_is_judged_by_its_application() => Verify.Silent<MeterNotRegistered>(
        "using System.Diagnostics.Metrics;\n\npublic static class Telemetry { public static readonly Meter TheMeter = new(\"Shop\"); }", Program with { IsProgram = false });

    [Fact]
    public Task A_source_of_a_referenced_project() => Verify.Fixes<MeterNotRegistered, MeterNotRegisteredFix>("""
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().[|WithMetrics|](t => t.AddAspNetCoreInstrumentation());
        Orders.Telemetry.TheMeter.Dispose();
        """, """
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter("Orders").AddAspNetCoreInstrumentation());
        Orders.Telemetry.TheMeter.Dispose();
        """, with: Program with { Projects = [new ReferencedProject("Orders", "using System.Diagnostics.Metrics;\n\nnamespace Orders;\n\npublic static class Telemetry { public static readonly Meter TheMeter = new(\"Orders\"); }")] });

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<MeterNotRegistered, MeterNotRegisteredFix>("""
        using System.Diagnostics.Metrics;
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddOtlpExporter());

        static class Telemetry
        {
            public static readonly Meter Orders = [|new("Shop.Orders")|];
            public static readonly Meter Returns = [|new("Shop.Returns")|];
        }
        """, """
        using System.Diagnostics.Metrics;
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().WithMetrics(t => t.AddMeter("Shop.Returns").AddMeter("Shop.Orders").AddOtlpExporter());

        static class Telemetry
        {
            public static readonly Meter Orders = new("Shop.Orders");
            public static readonly Meter Returns = new("Shop.Returns");
        }
        """, with: Program);
}
