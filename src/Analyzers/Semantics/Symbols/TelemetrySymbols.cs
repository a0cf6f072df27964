using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The types of traces and metrics: the base class library, OpenTelemetry, prometheus-net, and what they watch.</summary>
internal sealed class TelemetrySymbols
{
    private const string Metrics = "System.Diagnostics.Metrics.";
    private const string Prometheus = "Prometheus.";
    private const string Http = "Microsoft.AspNetCore.Http.";
    private const string Mvc = "Microsoft.AspNetCore.Mvc.";

    private readonly Lazy<INamedTypeSymbol?[]> perRequest;
    private readonly Lazy<INamedTypeSymbol?[]> composition;

    private TelemetrySymbols(Compilation compilation, INamedTypeSymbol activitySource)
    {
        ActivitySource = activitySource;
        Activity = compilation.Find("System.Diagnostics.Activity");
        TagList = compilation.Find("System.Diagnostics.TagList");
        Stopwatch = compilation.Find("System.Diagnostics.Stopwatch");
        Meter = compilation.Find(Metrics + "Meter");
        MeterFactory = compilation.Find(Metrics + "IMeterFactory");
        Instrument = compilation.Find(Metrics + "Instrument");
        Histogram = compilation.Find(Metrics + "Histogram`1");
        UpDownCounter = compilation.Find(Metrics + "UpDownCounter`1");
        InstrumentAdvice = compilation.Find(Metrics + "InstrumentAdvice`1");
        KeyValuePair = compilation.Find("System.Collections.Generic.KeyValuePair`2");
        OperationCanceled = compilation.Find("System.OperationCanceledException");
        Exception = compilation.Find("System.Exception");
        TimeProvider = compilation.Find("System.TimeProvider");
        LazyOf = compilation.Find("System.Lazy`1");
        Guid = compilation.Find("System.Guid");
        DateTimeOffset = compilation.Find("System.DateTimeOffset");
        Uri = compilation.Find("System.Uri");
        Identity = compilation.Find("System.Security.Principal.IIdentity");
        TracerProviderBuilder = compilation.Find("OpenTelemetry.Trace.TracerProviderBuilder");
        MeterProviderBuilder = compilation.Find("OpenTelemetry.Metrics.MeterProviderBuilder");
        PrometheusMetrics = compilation.Find(Prometheus + "Metrics");
        PrometheusGauge = compilation.Find(Prometheus + "IGauge");
        PrometheusObserver = compilation.Find(Prometheus + "IObserver");
        PrometheusCollector = compilation.Find(Prometheus + "ICollector");
        HttpRequest = compilation.Find(Http + "HttpRequest");
        HttpContext = compilation.Find(Http + "HttpContext");
        ConnectionInfo = compilation.Find(Http + "ConnectionInfo");
        RouteEndpoint = compilation.Find("Microsoft.AspNetCore.Routing.RouteEndpoint");
        HostedService = compilation.Find("Microsoft.Extensions.Hosting.IHostedService");
        BackgroundService = compilation.Find("Microsoft.Extensions.Hosting.BackgroundService");
        QuartzJob = compilation.Find("Quartz.IJob");
        Timer = compilation.Find("System.Threading.Timer");
        WebApplication = compilation.Find("Microsoft.AspNetCore.Builder.WebApplication");
        perRequest = new(() => All(
            compilation,
            Mvc + "ControllerBase", Mvc + "RazorPages.PageModel", Mvc + "ViewComponent", "Microsoft.AspNetCore.Components.ComponentBase",
            "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.EntityFrameworkCore.DbContext", Http + "IMiddleware", "MediatR.IRequestHandler`1",
            "MediatR.IRequestHandler`2", "MediatR.INotificationHandler`1", "MassTransit.IConsumer`1", "Quartz.IJob"));
        composition = new(() => All(
            compilation,
            "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.AspNetCore.Builder.IApplicationBuilder",
            "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder", "Microsoft.Extensions.Hosting.IHostApplicationBuilder",
            "Microsoft.Extensions.Hosting.IHostBuilder", "Microsoft.Extensions.Hosting.IHost", "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
            "OpenTelemetry.Trace.TracerProviderBuilder", "OpenTelemetry.Metrics.MeterProviderBuilder", "OpenTelemetry.IOpenTelemetryBuilder"));
    }

    public INamedTypeSymbol ActivitySource { get; }

    public INamedTypeSymbol? Activity { get; }

    public INamedTypeSymbol? TagList { get; }

    public INamedTypeSymbol? Stopwatch { get; }

    public INamedTypeSymbol? Meter { get; }

    public INamedTypeSymbol? MeterFactory { get; }

    public INamedTypeSymbol? Instrument { get; }

    public INamedTypeSymbol? Histogram { get; }

    public INamedTypeSymbol? UpDownCounter { get; }

    /// <summary>Exists from System.Diagnostics.DiagnosticSource 9: bucket boundaries that travel with the instrument.</summary>
    public INamedTypeSymbol? InstrumentAdvice { get; }

    public INamedTypeSymbol? KeyValuePair { get; }

    public INamedTypeSymbol? OperationCanceled { get; }

    public INamedTypeSymbol? Exception { get; }

    public INamedTypeSymbol? TimeProvider { get; }

    public INamedTypeSymbol? LazyOf { get; }

    public INamedTypeSymbol? Guid { get; }

    public INamedTypeSymbol? DateTimeOffset { get; }

    public INamedTypeSymbol? Uri { get; }

    public INamedTypeSymbol? Identity { get; }

    public INamedTypeSymbol? TracerProviderBuilder { get; }

    public INamedTypeSymbol? MeterProviderBuilder { get; }

    public INamedTypeSymbol? PrometheusMetrics { get; }

    public INamedTypeSymbol? PrometheusGauge { get; }

    public INamedTypeSymbol? PrometheusObserver { get; }

    public INamedTypeSymbol? PrometheusCollector { get; }

    public INamedTypeSymbol? HttpRequest { get; }

    public INamedTypeSymbol? HttpContext { get; }

    public INamedTypeSymbol? ConnectionInfo { get; }

    public INamedTypeSymbol? RouteEndpoint { get; }

    public INamedTypeSymbol? HostedService { get; }

    public INamedTypeSymbol? BackgroundService { get; }

    public INamedTypeSymbol? QuartzJob { get; }

    public INamedTypeSymbol? Timer { get; }

    public INamedTypeSymbol? WebApplication { get; }

    /// <summary>From DiagnosticSource 8 a meter returns the instrument that it already has: creating it again costs, but leaks nothing.</summary>
    public bool ReusesInstruments => MeterFactory is not null;

    /// <summary>Whether methods of that type take measurements: of an instrument, or of an interface of prometheus-net.</summary>
    public bool Measures(ITypeSymbol? type) => type.IsOrDerivesFrom(Instrument) || type.IsOrDerivesFrom(PrometheusGauge) || type.IsOrDerivesFrom(PrometheusObserver);

    /// <summary>Null when nothing in the project could be measured or traced, or when the project is a test or a benchmark.</summary>
    public static TelemetrySymbols? From(Compilation compilation) =>
        compilation.Find("System.Diagnostics.ActivitySource") is { } source && !IsTest(compilation) && IsInstrumentable(compilation)
            ? new TelemetrySymbols(compilation, source)
            : null;

    /// <summary>Whether an instance lives no longer than a request, a message or a job.</summary>
    public bool IsPerRequest(INamedTypeSymbol? type) => type is not null && perRequest.Value.Any(t => type.IsOrDerivesFrom(t));

    /// <summary>Whether services or telemetry are registered on values of that type.</summary>
    public bool IsBuilder(ITypeSymbol? type) => type is not null && composition.Value.Any(t => type.IsOrDerivesFrom(t));

    /// <summary>Whether the method puts an application together: it runs once.</summary>
    public bool IsComposition(IMethodSymbol method) =>
        method.Parameters.Any(p => IsBuilder(p.Type));

    /// <summary>Whether a value of that type measures: an instrument of a Meter or a metric of prometheus-net.</summary>
    public bool IsInstrument(ITypeSymbol? type) => type.IsOrDerivesFrom(Instrument) || type.IsOrDerivesFrom(PrometheusCollector);

    private static bool IsTest(Compilation compilation) => compilation.ReferencedAssemblyNames.Any(
        static name => name.Name is "xunit.core" or "xunit.v3.core" or "nunit.framework" or "TUnit.Core" or "BenchmarkDotNet"
            or "Microsoft.VisualStudio.TestPlatform.TestFramework" or "MSTest.TestFramework");

    private static bool IsInstrumentable(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(static name => name.Name is "Microsoft.Extensions.DependencyInjection.Abstractions"
            or "Microsoft.Extensions.Hosting.Abstractions" or "Microsoft.EntityFrameworkCore" or "OpenTelemetry.Api" or "Prometheus.NetStandard")
        || compilation.SyntaxTrees.Any(static tree => tree.GetRoot() is CompilationUnitSyntax unit && unit.Usings.Any(ImportsDiagnostics));

    private static bool ImportsDiagnostics(UsingDirectiveSyntax directive) =>
        directive.Name is QualifiedNameSyntax { Right.Identifier.ValueText: "Diagnostics" or "Metrics" };

    private static INamedTypeSymbol?[] All(Compilation compilation, params string[] names) =>
        names.Select(compilation.Find).Where(static t => t is not null).ToArray();
}
