using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What is measured and traced in an application: the facts of its own code and of the projects that it refers to.</summary>
internal sealed class TelemetryRoom
{
    private readonly Lazy<TelemetryReader?> own;
    private readonly Lazy<TelemetryFacts> all;
    private readonly Lazy<bool> usesOpenTelemetry;

    public TelemetryRoom(Compilation compilation, KnownSymbols symbols, Bodies bodies)
    {
        own = new(() => symbols.Telemetry is { } telemetry ? TelemetryReader.Over(compilation, telemetry, bodies) : null);
        usesOpenTelemetry = new(() => compilation.SyntaxTrees.Any(static t => t.GetRoot() is CompilationUnitSyntax unit && unit.Usings.Any(ImportsOpenTelemetry)));
        all = new(() => compilation.References.Aggregate(Own, (facts, reference) => FactsOf(compilation, reference) is { } more ? facts.Join(more) : facts));
    }

    /// <summary>The facts of this compilation's own code.</summary>
    public TelemetryFacts Own => own.Value?.Facts ?? TelemetryFacts.None;

    /// <summary>The facts of this compilation and of all projects that it refers to.</summary>
    public TelemetryFacts All => all.Value;

    /// <summary>Whether this compilation is the one that starts the application.</summary>
    public bool IsApplication => own.Value?.Anchors.Any(static a => a.Signal == "application") == true;

    /// <summary>Whether the application has a pipeline for the signal.</summary>
    public bool HasPipeline(string signal) => All.Has(FactKind.Pipeline, signal);

    /// <summary>Whether somebody else takes care: an agent, or code that can't be seen.</summary>
    public bool IsOpen(string signal) => All.Any(FactKind.Agent) || !All.IsClosed(signal);

    /// <summary>Whether the call is the one place where reports about the signal belong: its first pipeline, or else the start of the application.</summary>
    public bool IsAnchor(string signal, SyntaxNode call)
    {
        var anchors = own.Value?.Anchors ?? [];
        var first = anchors.FirstOrDefault(a => a.Signal == signal);
        first = first.Call is null ? anchors.FirstOrDefault(static a => a.Signal == "application") : first;
        return first.Call is { } anchor && anchor.SyntaxTree == call.SyntaxTree && anchor.Span == call.Span;
    }

    /// <summary>Where reports about the signal belong.</summary>
    public Location? AnchorOf(string signal) => own.Value?.Anchors.FirstOrDefault(a => a.Signal == signal).Call is { } call ? TelemetryTree.NameOf(call)?.GetLocation() : null;

    /// <summary>The name of a created source or meter to which the application's pipeline doesn't listen; null when it does or that isn't proven.</summary>
    public string? UnregisteredName(IObjectCreationOperation creation, string signal) =>
        IsJudged(signal) && creation.Syntax is BaseObjectCreationExpressionSyntax syntax && own.Value!.NameOf(syntax) is { } name && !Listens(signal, name) ? name : null;

    /// <summary>The name of a meter that a factory creates and to which the application's pipeline doesn't listen; null when it does or that isn't proven.</summary>
    public string? UnregisteredName(IInvocationOperation creation, TelemetrySymbols telemetry) =>
        creation.Receiver()?.Type.IsOrDerivesFrom(telemetry.MeterFactory) == true && IsJudged(TelemetryFacts.Metrics)
        && creation.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "name")?.Value.ConstantValue.Value is string name && !Listens(TelemetryFacts.Metrics, name) ? name : null;

    /// <summary>The names of sources or meters of referenced projects to which the application's pipeline doesn't listen.</summary>
    public IEnumerable<string> UnregisteredElsewhere(string signal)
    {
        var declared = signal == TelemetryFacts.Tracing ? FactKind.DeclaredSource : FactKind.DeclaredMeter;
        return IsJudged(signal) ? All.Values(declared).Except(Own.Values(declared)).Where(name => !Listens(signal, name)) : [];
    }

    /// <summary>The static members of this project's own code that hold a source.</summary>
    public IEnumerable<ISymbol> StaticSources() => own.Value?.StaticSources() ?? [];

    /// <summary>Whether a missing span is proven to be missing: the application traces, by itself, and all of it is in sight. Null when nothing should be said: nobody would see the span.</summary>
    public bool? IsTraced() =>
        IsJudged(TelemetryFacts.Tracing) ? true
        : IsUntraced || !(IsApplication || HasPipeline(TelemetryFacts.Tracing) || ShowsTraces()) ? null
        : false;

    /// <summary>Whether this is an application of which it is proven that nothing traces it.</summary>
    public bool IsUntraced => IsApplication && !HasPipeline(TelemetryFacts.Tracing) && !IsOpen(TelemetryFacts.Tracing);

    /// <summary>The clients of an application that has no telemetry at all; null when it has, or that isn't proven.</summary>
    public IReadOnlyList<Client>? Unconfigured() =>
        IsApplication && !All.Any(FactKind.Pipeline) && !All.Any(FactKind.Agent) && !All.Any(FactKind.Unknown)
            ? Clients.All.Where(c => All.Has(FactKind.Client, c.Name)).ToList()
            : null;

    /// <summary>The clients that the application uses and whose traces or metrics no pipeline collects.</summary>
    public IEnumerable<Client> Missing(string signal, Compilation compilation)
    {
        if (!IsJudged(signal))
        {
            yield break;
        }

        foreach (var client in Clients.All)
        {
            var how = signal == TelemetryFacts.Tracing ? client.Traces : client.Metrics;
            if (!how.IsNone && IsUsed(client) && !All.Has(FactKind.Unknown, client.Name) && !IsCovered(client, how, signal) && (how.Call.Length > 0 || Writes(client, compilation)))
            {
                yield return client;
            }
        }
    }

    /// <summary>What to call for a client; null when the project refers to no library that has it.</summary>
    public static string? CallFor(Client client, string signal, Compilation compilation)
    {
        var how = signal == TelemetryFacts.Tracing ? client.Traces : client.Metrics;
        return how.Call.Length > 0 && compilation.ExtensionMethod(how.Call, signal == TelemetryFacts.Tracing ? "TracerProviderBuilder" : "MeterProviderBuilder") is { IsGenericMethod: false } ? how.Call + "()"
            : how.Name.Length > 0 && Writes(client, compilation) ? $"{(signal == TelemetryFacts.Tracing ? "AddSource" : "AddMeter")}(\"{how.Name}\")"
            : null;
    }

    /// <summary>Whether a library shows that the applications above it trace: an agent, a source of its own or of a project that it refers to, or code for OpenTelemetry.</summary>
    private bool ShowsTraces() => All.Any(FactKind.Agent) || All.Any(FactKind.DeclaredSource) || usesOpenTelemetry.Value;

    private static bool ImportsOpenTelemetry(UsingDirectiveSyntax directive) => directive.Name?.ToString().StartsWith("OpenTelemetry", StringComparison.Ordinal) == true;

    private bool IsJudged(string signal) => IsApplication && HasPipeline(signal) && !IsOpen(signal);

    private bool Listens(string signal, string name) => All.Matches(signal == TelemetryFacts.Tracing ? FactKind.Source : FactKind.Meter, name);

    private bool IsUsed(Client client) => client.Name == Clients.Runtime || All.Has(FactKind.Client, client.Name);

    private bool IsCovered(Client client, Instrumentation how, string signal)
    {
        var (called, pattern) = signal == TelemetryFacts.Tracing ? (FactKind.Traced, FactKind.Source) : (FactKind.Measured, FactKind.Meter);
        return All.Has(called, how.Call)
            || client.CoveredBy.Any(c => All.Has(called, c) || All.Matches(pattern, c))
            || (how.Name.Length > 0 && All.Matches(pattern, how.Name.TrimEnd('*', '.')))
            || (how.Name.Length > 0 && All.Values(pattern).Any(p => Wildcard.Matches(how.Name, p)))
            || (signal == TelemetryFacts.Tracing && client.Name == Clients.Ef && (!All.Has(FactKind.Client, Clients.Sqlite) || Clients.Drivers.Any(d => All.Has(FactKind.Client, d))));
    }

    /// <summary>Whether the version of the client in this project writes to its source or meter itself.</summary>
    private static bool Writes(Client client, Compilation compilation) => client.SelfInstrumentedFrom == 0
        || (client.Types.Length == 0 ? compilation.Find("System.Object") : client.Types.Select(compilation.Find).FirstOrDefault(static t => t is not null))?.ContainingAssembly.Identity.Version.Major >= client.SelfInstrumentedFrom;

    private static TelemetryFacts? FactsOf(Compilation compilation, MetadataReference reference) => reference is CompilationReference project
        ? TelemetryReader.Read(project.Compilation)
        : compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly && !IsFramework(assembly.Name) ? FactsOf(assembly) : null;

    private static bool IsFramework(string assembly) => FactCarriers.IsFramework(assembly) || assembly == "WindowsBase";

    /// <summary>The facts that a build wrote into an assembly; null when it wrote none, or of a version that isn't known.</summary>
    public static TelemetryFacts? FactsOf(IAssemblySymbol assembly) => assembly.GetAttributes()
        .Where(static a => a.AttributeClass?.Name == nameof(AssemblyMetadataAttribute) && a.ConstructorArguments is [{ Value: TelemetryFacts.Key }, _])
        .Select(static a => TelemetryFacts.Parse(a.ConstructorArguments[1].Value as string)).FirstOrDefault(static f => f is not null);
}
