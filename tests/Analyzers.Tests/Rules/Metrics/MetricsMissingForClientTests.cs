using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class MetricsMissingForClientTests
{
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry, Library.Npgsql] };

    private static string App(string pipeline, string more = "") => $$"""
        using OpenTelemetry.Metrics;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry().{{pipeline}};
        {{more}}
        """;

    [Theory]
    [InlineData("[|WithMetrics|](m => m.AddRuntimeInstrumentation())", "")]
    [InlineData("[|WithMetrics|](m => m.AddAspNetCoreInstrumentation())", "")]
    [InlineData("[|WithMetrics|](m => m.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation())", "builder.Services.AddHttpClient();")]
    [InlineData("[|WithMetrics|](m => m.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation())", "var db = new Npgsql.NpgsqlConnection();")]
    public Task A_client_without_metrics(string pipeline, string more) => Verify.Reports<MetricsMissingForClient>(App(pipeline, more), Program, message: "used but not measured");

    [Theory]
    [InlineData("WithMetrics(m => m.AddMeter(\"Microsoft.AspNetCore.*\", \"System.*\"))", "builder.Services.AddHttpClient();")]
    [InlineData("WithMetrics(m => m.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddMeter(\"Npgsql\"))", "var db = new Npgsql.NpgsqlConnection();")]
    [InlineData("WithMetrics(m => m.AddMeter(args))", "")]
    [InlineData("WithTracing(t => { })", "")]
    public Task Measured_unknown_or_no_pipeline(string pipeline, string more) => Verify.Silent<MetricsMissingForClient>(App(pipeline, more), Program);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<MetricsMissingForClient, MetricsMissingForClientFix>(
        App("[|[|[|WithMetrics|]|]|](m => m.AddOtlpExporter())", "builder.Services.AddHttpClient();"),
        App("WithMetrics(m => m.AddRuntimeInstrumentation().AddHttpClientInstrumentation().AddAspNetCoreInstrumentation().AddOtlpExporter())", "builder.Services.AddHttpClient();"),
        with: Program);

    [Fact]
    public Task The_meter_of_the_library_when_its_package_is_absent() => Verify.Fixes<MetricsMissingForClient, MetricsMissingForClientFix>(
        App("[|WithMetrics|](m => m.AddAspNetCoreInstrumentation())"),
        App("WithMetrics(m => m.AddMeter(\"System.Runtime\").AddAspNetCoreInstrumentation())"),
        with: Program with { Also = [new Library("NoRuntime", [.. Library.OpenTelemetry.Packages.Where(p => !p.EndsWith("Runtime", StringComparison.Ordinal))])] });
}
