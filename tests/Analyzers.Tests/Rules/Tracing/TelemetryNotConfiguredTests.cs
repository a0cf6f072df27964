using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Tracing;

namespace PerfAnalyzers.Tests.Rules.Tracing;

public sealed class TelemetryNotConfiguredTests
{
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry, Library.Npgsql] };

    [Theory]
    [InlineData("var app = WebApplication.[|CreateBuilder|](args).Build();")]
    [InlineData("var host = Host.[|CreateApplicationBuilder|](args);\nhost.Services.AddHttpClient();")]
    [InlineData("Host.[|CreateDefaultBuilder|](args).ConfigureWebHostDefaults(w => { }).Build().Run();")]
    public Task An_application_without_telemetry(string code) => Verify.Reports<TelemetryNotConfigured>(code, Program, level: DiagnosticSeverity.Info);

    [Fact]
    public Task Asked_for() => Verify.Reports<TelemetryNotConfigured>(
        "var app = WebApplication.[|CreateBuilder|](args).Build();", Program with { EditorConfig = "[*.cs]\nperfanalyzers.telemetry_mode = always" }, level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("var builder = WebApplication.CreateBuilder(args); builder.Services.AddOpenTelemetry().WithTracing();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args); builder.Services.AddOpenTelemetry().WithMetrics();")]
    [InlineData("var host = Host.CreateApplicationBuilder(args); host.Build().Run();")]
    [InlineData("using var tracing = OpenTelemetry.Sdk.CreateTracerProviderBuilder().Build(); var app = WebApplication.CreateBuilder(args).Build();")]
    [InlineData("Console.WriteLine(new HttpClient());")]
    public Task Configured_or_nothing_to_see(string code) => Verify.Silent<TelemetryNotConfigured>("using OpenTelemetry.Trace;\n\n" + code, Program);

    [Fact]
    public Task Measured_by_prometheus() => Verify.Silent<TelemetryNotConfigured>(
        "using Prometheus;\n\nvar app = WebApplication.CreateBuilder(args).Build();\napp.UseHttpMetrics();", Program with { Also = [Library.Prometheus] });

    [Fact]
    public Task A_registration_that_cannot_be_seen() => Verify.Silent<TelemetryNotConfigured>(
        "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddServiceDefaults();", Program with { IsBroken = true });

    private static readonly ReferencedProject Insights = new("Microsoft.ApplicationInsights.AspNetCore", """
        public static class Insights { public static void AddApplicationInsightsTelemetry(this IServiceCollection services) { } }
        """);

    [Fact]
    public Task An_agent_that_is_only_referred_to() => Verify.Reports<TelemetryNotConfigured>(
        "var app = WebApplication.[|CreateBuilder|](args).Build();", Program with { Projects = [Insights] }, level: DiagnosticSeverity.Info);

    [Fact]
    public Task An_agent_that_is_registered() => Verify.Silent<TelemetryNotConfigured>(
        "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddApplicationInsightsTelemetry();", Program with { Projects = [Insights] });

    [Fact]
    public Task Turned_off() => Verify.Silent<TelemetryNotConfigured>(
        "var app = WebApplication.CreateBuilder(args).Build();", Program with { EditorConfig = "[*.cs]\nperfanalyzers.telemetry_mode = off" });

    [Fact]
    public Task A_program_with_windows() => Verify.Silent<TelemetryNotConfigured>(
        "static class Program { [STAThread] static void Main(string[] args) => Start(args).Run(); private static IHost Start(string[] args) => Host.CreateDefaultBuilder(args).ConfigureServices(s => s.AddHttpClient()).Build(); }", Program);

    [Fact]
    public Task The_whole_block() => Verify.FixesAll<TelemetryNotConfigured, TelemetryNotConfiguredFix>("""
        var builder = WebApplication.[|CreateBuilder|](args);
        builder.Services.AddHttpClient();
        builder.Build().Run();
        """, """
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Resources;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter());
        builder.Services.AddHttpClient();
        builder.Build().Run();
        """, with: Program);

    [Fact]
    public Task Without_the_package() => Verify.Refuses<TelemetryNotConfigured, TelemetryNotConfiguredFix>(
        "var builder = WebApplication.[|CreateBuilder|](args);", Program with { Also = [Library.AspNetCore] });
}
