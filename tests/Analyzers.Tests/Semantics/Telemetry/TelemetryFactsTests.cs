using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Tests.Semantics.Telemetry;

public sealed class TelemetryFactsTests
{
    private static readonly Setup Program = new() { IsProgram = true, HasEf = false, Also = [Library.OpenTelemetry] };

    private static string FactsOf(string code, Setup? with = null) => TelemetryReader.Read(Snippet.Compile(code, with ?? Program).Compilation).Serialize();

    [Fact]
    public void A_pipeline_with_patterns_and_instrumentations() => Assert.Equal(
        "2|cASP.NET Core|eon|mAddAspNetCoreInstrumentation|nShop.*|pmetrics|ptracing|sShop|tAddHttpClientInstrumentation|tAddOtlpExporter|vshop.time",
        FactsOf("""
            using OpenTelemetry.Metrics;
            using OpenTelemetry.Trace;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddOpenTelemetry()
                .WithTracing(t => t.AddSource(Names.Source).AddHttpClientInstrumentation().SetErrorStatusOnException().AddOtlpExporter())
                .WithMetrics(m => { m.AddMeter("Shop.*"); m.AddView("shop.time", new ExplicitBucketHistogramConfiguration()); m.AddAspNetCoreInstrumentation(); });

            static class Names { public static readonly string Source = "Shop"; }
            """));

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(args[0]));", "utracing")]
    [InlineData("Action<TracerProviderBuilder> configure = t => { }; builder.Services.AddOpenTelemetry().WithTracing(configure);", "utracing")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddView(i => null));", "uviews")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddInstrumentation(() => new object()));", "umetrics")]
    [InlineData("\n#if TRACE_IT\nbuilder.Services.AddOpenTelemetry().WithTracing(t => t.AddHttpClientInstrumentation());\n#endif\n", "utracing")]
    public void What_cannot_be_seen_is_unknown(string code, string fact) => Assert.Contains(
        fact, FactsOf($"using OpenTelemetry.Metrics;\nusing OpenTelemetry.Trace;\n\nvar builder = WebApplication.CreateBuilder(args);\n{code}"), StringComparison.Ordinal);

    [Fact]
    public void Sources_meters_and_clients() => Assert.Equal("2|cHttpClient|dShop|rShop.Metrics", FactsOf("""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        public class Sales(HttpClient http)
        {
            private const string Name = "Shop";
            private static readonly ActivitySource Source = new(Name);
            private static readonly Meter Meter = new Meter(Name + ".Metrics");
            public bool Any() => Source.HasListeners() && Meter.Name != "" && http.BaseAddress != null;
        }
        """, Program with { IsProgram = false }));

    [Fact]
    public void A_name_alone_is_no_client() => Assert.Equal("2", FactsOf("public class HttpClient { } public class Sales { public HttpClient? Client; }", Program with { IsProgram = false }));

    [Fact]
    public void Prometheus() => Assert.Equal("2|cASP.NET Core|mMapMetrics|mUseHttpMetrics|pprometheus", FactsOf("""
        using Prometheus;

        var app = WebApplication.CreateBuilder(args).Build();
        app.UseHttpMetrics();
        app.MapMetrics();
        """, Program with { Also = [Library.Prometheus] }));

    private static ReferencedProject Agent(string assembly, bool asMetadata = false) => new(assembly, """
        namespace Elastic.Apm { public static class Agent { public static void Start() { } } }

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class Registrations { public static void AddElasticApm(this IServiceCollection services) { } }
        }
        """, asMetadata);

    [Theory]
    [InlineData("Elastic.Apm.AspNetCore")]
    [InlineData("Microsoft.ApplicationInsights.AspNetCore")]
    [InlineData("Sentry.AspNetCore")]
    public void A_reference_to_an_agent_configures_nothing(string assembly) => Assert.Equal(
        "2|cASP.NET Core", FactsOf("var app = WebApplication.CreateBuilder(args).Build();", Program with { Projects = [Agent(assembly)] }));

    [Theory]
    [InlineData("OpenTelemetry.AutoInstrumentation")]
    [InlineData("Datadog.Trace.Bundle")]
    [InlineData("NewRelic.Agent.Core")]
    [InlineData("Elastic.Apm.StartupHook.Loader")]
    public void A_reference_to_an_agent_that_no_code_calls_does(string assembly) => Assert.Equal(
        $"2|a{assembly}|cASP.NET Core", FactsOf("var app = WebApplication.CreateBuilder(args).Build();", Program with { Projects = [Agent(assembly)] }));

    [Theory]
    [InlineData("Elastic.Apm.AspNetCore", "2|aAddElasticApm|cASP.NET Core")]
    [InlineData("Sentry", "2|aAddElasticApm|cASP.NET Core")]
    [InlineData("Elastic.Apmless", "2|cASP.NET Core")]
    public void A_registration_counts_by_its_assembly(string assembly, string facts) => Assert.Equal(
        facts, FactsOf("var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddElasticApm();", Program with { Projects = [Agent(assembly)] }));

    [Theory]
    [InlineData("Elastic.Apm", "using Elastic.Apm;\n\nAgent.Start();", "2|aElastic.Apm")]
    [InlineData("Elastic.Apm", "using static Elastic.Apm.Agent;\n\nStart();", "2|aElastic.Apm.Agent")]
    [InlineData("Shop.Tools", "using Elastic.Apm;\n\nAgent.Start();", "2")]
    public void An_import_counts_when_the_agent_declares_it(string assembly, string code, string facts) =>
        Assert.Equal(facts, FactsOf(code, Program with { Projects = [Agent(assembly)] }));

    [Theory]
    [InlineData(false, true, "2|aAddElasticApm|cASP.NET Core")]
    [InlineData(true, true, "2|aAddElasticApm|cASP.NET Core")]
    [InlineData(false, false, "2|cASP.NET Core")]
    [InlineData(true, false, "2|cASP.NET Core")]
    public void A_project_that_uses_an_agent_tells_the_others(bool asMetadata, bool uses, string facts)
    {
        var registration = uses ? "builder.Services.AddElasticApm()" : "builder.Services.AddOptions()";
        var defaults = new ReferencedProject(
            "ServiceDefaults", $"public static class Defaults {{ public static void AddDefaults(this IHostApplicationBuilder builder) => {registration}; }}", asMetadata);
        var room = PerfAnalyzers.Semantics.Knowledge.Of(Snippet.Compile(
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddDefaults();", Program with { Projects = [Agent("Elastic.Apm.AspNetCore"), defaults] }).Compilation).Telemetry;

        Assert.Equal("2|cASP.NET Core", room.Own.Serialize());
        Assert.Equal(facts, room.All.Serialize());
        Assert.Equal((uses, !uses), (room.IsOpen(TelemetryFacts.Tracing), room.IsUntraced));
        Assert.Equal(uses ? null : ["ASP.NET Core"], room.Unconfigured()?.Select(c => c.Name));
    }

    [Theory]
    [InlineData("Shop.*", "shop.Orders", true)]
    [InlineData("Shop", "Shop.Orders", false)]
    [InlineData("*", "anything", true)]
    [InlineData("Sh?p", "Shop", true)]
    [InlineData("*Orders", "Shop.Orders", true)]
    [InlineData("Sh?p", "Shoop", false)]
    public void Wildcards(string pattern, string name, bool matches) => Assert.Equal(matches, Wildcard.Matches(pattern, name));

    [Theory]
    [InlineData("2|sa%7Cb%25|dx", "2|dx|sa%7Cb%25")]
    [InlineData("2", "2")]
    [InlineData("2||zsomething|sx", "2|sx")]
    public void Text_survives_a_round_trip(string text, string again) => Assert.Equal(again, TelemetryFacts.Parse(text)!.Serialize());

    [Theory]
    [InlineData("1|sx")]
    [InlineData("3|sx")]
    [InlineData("garbage")]
    [InlineData(null)]
    public void Other_versions_and_garbage_are_ignored(string? text) => Assert.Null(TelemetryFacts.Parse(text));

    [Fact]
    public void A_referenced_project_brings_its_facts()
    {
        var project = new ReferencedProject("ServiceDefaults", """
            using OpenTelemetry.Trace;

            public static class Defaults
            {
                public static void AddDefaults(this IHostApplicationBuilder builder) =>
                    builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource("Shop.*").AddHttpClientInstrumentation());
            }
            """);
        var compilation = Snippet.Compile("var builder = WebApplication.CreateBuilder(args);\nbuilder.AddDefaults();", Program with { Projects = [project] }).Compilation;
        var room = PerfAnalyzers.Semantics.Knowledge.Of(compilation).Telemetry;
        Assert.Equal("2|cASP.NET Core", room.Own.Serialize());
        Assert.Equal("2|cASP.NET Core|ptracing|sShop.*|tAddHttpClientInstrumentation", room.All.Serialize());
    }

    [Fact]
    public void A_build_writes_the_facts_of_a_project_into_its_assembly()
    {
        var project = new ReferencedProject("ServiceDefaults", """
            using OpenTelemetry.Trace;

            public static class Defaults
            {
                public static void AddDefaults(this IHostApplicationBuilder builder) => builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource("Shop.*").AddHttpClientInstrumentation());
            }
            """, AsMetadata: true);
        var compilation = Snippet.Compile("var builder = WebApplication.CreateBuilder(args);\nbuilder.AddDefaults();", Program with { Projects = [project] }).Compilation;
        Assert.Equal("2|cASP.NET Core|ptracing|sShop.*|tAddHttpClientInstrumentation", PerfAnalyzers.Semantics.Knowledge.Of(compilation).Telemetry.All.Serialize());
    }

    [Theory]
    [InlineData("Acme.Defaults", "AddDefaults", "2|cASP.NET Core|umetrics|utracing|uviews")]
    [InlineData("Aspire.Npgsql", "AddNpgsqlDataSource", "2|cASP.NET Core|cNpgsql|uNpgsql")]
    [InlineData("Aspire.Npgsql.EntityFrameworkCore.PostgreSQL", "AddNpgsqlDbContext", "2|cASP.NET Core|uEF Core|uNpgsql")]
    [InlineData("Aspire.OpenAI", "AddOpenAIClient", "2|cASP.NET Core")]
    public void A_reference_assembly_without_facts_is_unknown_and_an_integration_of_Aspire_only_for_its_client(string assembly, string method, string facts)
    {
        var image = Snippet.Compile($$"""
            [assembly: System.Runtime.CompilerServices.ReferenceAssembly]
            [assembly: System.Reflection.AssemblyMetadata("PerfAnalyzers.Telemetry", "99|of another version")]
            public static class Registrations { public static void {{method}}(this IHostApplicationBuilder builder) { } }
            """, Program with { IsProgram = false }).Compilation.WithAssemblyName(assembly);
        var reference = Microsoft.CodeAnalysis.MetadataReference.CreateFromStream(Emit(image));
        var compilation = Snippet.Compile($"var builder = WebApplication.CreateBuilder(args);\nbuilder.{method}();", Program with { IsBroken = true }).Compilation.AddReferences(reference);
        Assert.Equal(facts, PerfAnalyzers.Semantics.Knowledge.Of(compilation).Telemetry.All.Serialize());
    }

    private static MemoryStream Emit(Microsoft.CodeAnalysis.Compilation compilation)
    {
        var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        stream.Position = 0;
        return stream;
    }

    [Fact]
    public void A_reference_assembly_with_facts_is_known()
    {
        var project = new ReferencedProject("Defaults", """
            [assembly: System.Reflection.AssemblyMetadata("PerfAnalyzers.Telemetry", "2|ptracing|sShop.*")]
            public static class Defaults { public static void AddDefaults(this IHostApplicationBuilder builder) { } }
            """);
        var reference = Microsoft.CodeAnalysis.MetadataReference.CreateFromStream(Emit(Snippet.Compile(project.Code, Program with { IsProgram = false }).Compilation));
        var compilation = Snippet.Compile("var builder = WebApplication.CreateBuilder(args);\nbuilder.AddDefaults();", Program with { IsBroken = true }).Compilation.AddReferences(reference);
        Assert.Equal("2|cASP.NET Core|ptracing|sShop.*", PerfAnalyzers.Semantics.Knowledge.Of(compilation).Telemetry.All.Serialize());
    }
}
