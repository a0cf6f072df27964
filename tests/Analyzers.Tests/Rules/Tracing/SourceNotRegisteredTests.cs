using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class SourceNotRegisteredTests
{
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry] };

    private static string App(string pipeline, string source) => $$"""
        using System.Diagnostics;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        {{pipeline}}

        static class Telemetry
        {
            public const string Name = "Shop.Orders";
            public static readonly string Other = "Shop.Orders";
            public static readonly ActivitySource Source = {{source}};
        }
        """;

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation());", "[|new(\"Shop.Orders\")|]")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"Shop\"));", "[|new ActivitySource(Name, \"1.0\")|]")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"Orders.*\"));", "[|new(Other)|]")]
    public Task Nobody_listens(string pipeline, string source) => Verify.Reports<SourceNotRegistered>(App(pipeline, source), Program, message: "'Shop.Orders'");

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"shop.orders\"));", "new(\"Shop.Orders\")")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"Shop.*\"));", "new(Name)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(Telemetry.Other));", "new(Other)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(args[0]));", "new(Name)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(\"x\"));", "new(typeof(string).Name + Other)")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics();", "new(Name)")]
    [InlineData("", "new(Name)")]
    public Task Somebody_listens_or_may(string pipeline, string source) => Verify.Silent<SourceNotRegistered>(App(pipeline, source), Program);

    [Fact]
    public Task A_library_is_judged_by_its_application() => Verify.Silent<SourceNotRegistered>(
        "using System.Diagnostics;\n\npublic static class Telemetry { public static readonly ActivitySource Source = new(\"Shop\"); }", Program with { IsProgram = false });

    [Fact]
    public Task A_source_of_a_referenced_project() => Verify.Fixes<SourceNotRegistered, SourceNotRegisteredFix>("""
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().[|WithTracing|](t => t.AddAspNetCoreInstrumentation());
        Orders.Telemetry.Source.StartActivity("x")?.Dispose();
        """, """
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource("Orders").AddAspNetCoreInstrumentation());
        Orders.Telemetry.Source.StartActivity("x")?.Dispose();
        """, with: Program with { Projects = [new ReferencedProject("Orders", "using System.Diagnostics;\n\nnamespace Orders;\n\npublic static class Telemetry { public static readonly ActivitySource Source = new(\"Orders\"); }")] });

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<SourceNotRegistered, SourceNotRegisteredFix>("""
        using System.Diagnostics;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().WithTracing(t => t.AddOtlpExporter());

        static class Telemetry
        {
            public static readonly ActivitySource Orders = [|new("Shop.Orders")|];
            public static readonly ActivitySource Returns = [|new("Shop.Returns")|];
        }
        """, """
        using System.Diagnostics;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource("Shop.Returns").AddSource("Shop.Orders").AddOtlpExporter());

        static class Telemetry
        {
            public static readonly ActivitySource Orders = new("Shop.Orders");
            public static readonly ActivitySource Returns = new("Shop.Returns");
        }
        """, with: Program);
}
