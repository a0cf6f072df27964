using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Tests.Semantics.Telemetry;

/// <summary>Registrations whose package is missing: what their names say decides whether anything is still proven.</summary>
public sealed class UnboundRegistrationTests
{
    private const string Everything = "2|cASP.NET Core|umetrics|utracing|uviews";
    private const string Nothing = "2|cASP.NET Core";

    private static readonly Setup Program = new() { IsProgram = true, IsBroken = true, HasEf = false, Also = [Library.OpenTelemetry] };

    private static string FactsOf(string code, Setup? with = null) =>
        TelemetryReader.Read(Snippet.Compile($"{code}\nvar app = builder.Build();", with ?? Program).Compilation).Serialize();

    private static string After(string registration) => FactsOf($"var builder = WebApplication.CreateBuilder(args);\n{registration}");

    [Theory]
    [InlineData("builder.Services.AddHangfire(c => c.UseMemoryStorage());")]
    [InlineData("builder.Services.AddMediatR(typeof(string));")]
    [InlineData("builder.Services.AddIdentityServer(o => o.X = 1).AddSigningCredential().AddCore();")]
    [InlineData("builder.Services.AddHotels();")]
    [InlineData("builder.Services.AddFluentMigratorCore();")]
    [InlineData("builder.Services.AddHttpForwarder();")]
    [InlineData("builder.Services.AddWidgets(o => o.AddCore());")]
    public void A_name_that_says_something_else_is_no_doubt(string registration) => Assert.Equal(Nothing, After(registration));

    [Theory]
    [InlineData("builder.Services.AddAcmeTelemetry();")]
    [InlineData("builder.Services.AddOtel();")]
    [InlineData("builder.Services.AddAppMetrics(o => { });")]
    [InlineData("builder.WebHost.UseSentry(\"dsn\");")]
    [InlineData("builder.Services.AddNewRelicAgent();")]
    [InlineData("builder.Services.AddWidgets<MetricsOptions>();")]
    [InlineData("builder.Services.AddObservability().AddWidgets();")]
    [InlineData("Monitoring.Register(builder.Services);")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(t => t.AddQuartzInstrumentation());")]
    public void A_name_that_speaks_of_telemetry_is(string registration) => Assert.Contains("|umetrics|utracing|uviews", After(registration), StringComparison.Ordinal);

    [Theory]
    [InlineData("builder.AddServiceDefaults();")]
    [InlineData("builder.AddCore();")]
    [InlineData("builder.Services.AddMyStuff(builder.Configuration);")]
    [InlineData("builder.Services.AddContosoPlatform();")]
    [InlineData("builder.Host.UseContosoSdk();")]
    [InlineData("Everything.AddServices(builder);")]
    public void A_name_that_says_nothing_is(string registration) => Assert.Equal(Everything, After(registration));

    [Theory]
    [InlineData("builder.AddNpgsqlDbContext<int>(\"db\");", "2|cASP.NET Core|uEF Core|uNpgsql")]
    [InlineData("builder.EnrichNpgsqlDbContext<int>();", "2|cASP.NET Core|uEF Core|uNpgsql")]
    [InlineData("builder.AddRabbitMQClient(\"bus\");", "2|cASP.NET Core|uRabbitMQ.Client")]
    [InlineData("builder.AddRedisClient(\"cache\");", "2|cASP.NET Core|uStackExchange.Redis")]
    [InlineData("builder.Services.AddWidgets(w => w.AddPostgres());", Nothing)]
    public void A_name_of_a_client_is_a_doubt_about_that_client(string registration, string facts) => Assert.Equal(facts, After(registration));

    [Theory]
    [InlineData("using Acme.Telemetry;", Everything)]
    [InlineData("using Prometheus.DotNetRuntime;", Everything)]
    [InlineData("using Acme.Widgets;", Nothing)]
    [InlineData("using OpenTelemetry.Trace;", Nothing)]
    public void An_import_of_telemetry_that_does_not_bind_is_a_doubt(string import, string facts) =>
        Assert.Equal(facts, FactsOf($"{import}\n\nvar builder = WebApplication.CreateBuilder(args);"));

    [Theory]
    [InlineData("AddOtherDefaults", Everything)]
    [InlineData("AddAcmeDefaults", Nothing)]
    public void A_method_whose_code_is_in_sight_is_read_instead(string declared, string facts) => Assert.Equal(
        facts,
        TelemetryReader.Read(Snippet.Compile(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            builder.AddAcmeDefaults();

            public static class Acme { public static void {{declared}}(this IMissingBuilder builder) { } }
            """, Program).Compilation).Serialize());
}
