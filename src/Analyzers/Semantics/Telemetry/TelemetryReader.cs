using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>Reads the facts of one compilation: what its own code registers, creates and uses.</summary>
internal sealed class TelemetryReader
{
    private static readonly string[] Everything = [TelemetryFacts.Tracing, TelemetryFacts.Metrics, TelemetryFacts.Views];

    private readonly Compilation compilation;
    private readonly TelemetrySymbols symbols;
    private readonly Bodies bodies;
    private readonly ILookup<string, (INamedTypeSymbol Type, string Client)> clients;
    private readonly HashSet<(FactKind, string)> facts = [];

    private TelemetryReader(Compilation compilation, TelemetrySymbols symbols, Bodies bodies) => (this.compilation, this.symbols, this.bodies, clients) = (compilation, symbols, bodies, ClientTypes(compilation));

    /// <summary>The calls that start a pipeline or an application, in the order of files and lines.</summary>
    public List<(string Signal, InvocationExpressionSyntax Call)> Anchors { get; } = [];

    public TelemetryFacts Facts => new(facts);

    /// <summary>The facts of a compilation's own code: a pure function of it.</summary>
    public static TelemetryFacts Read(Compilation compilation) => Knowledge.Of(compilation).Telemetry.Own;

    public static TelemetryReader Over(Compilation compilation, TelemetrySymbols symbols, Bodies bodies)
    {
        var reader = new TelemetryReader(compilation, symbols, bodies);
        foreach (var assembly in compilation.ReferencedAssemblyNames)
        {
            if (Agents.IsAutomatic(assembly.Name))
            {
                reader.Add(FactKind.Agent, assembly.Name);
            }
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            reader.ReadTree(TelemetryTree.Of(tree));
        }

        return reader;
    }

    /// <summary>The name that a source or a meter is created with; null when it isn't constant.</summary>
    public string? NameOf(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList?.Arguments is [var first, ..] && bodies.ModelFor(creation.SyntaxTree) is { } model ? NameIn(model, first.Expression) : null;

    /// <summary>The static fields and properties that are initialized with a source.</summary>
    public IEnumerable<ISymbol> StaticSources() => compilation.SyntaxTrees.SelectMany(static t => TelemetryTree.Of(t).Creations)
        .Select(creation => creation.Parent?.Parent is { } declaration and (VariableDeclaratorSyntax or PropertyDeclarationSyntax) ? bodies.ModelFor(creation.SyntaxTree)?.GetDeclaredSymbol(declaration) : null)
        .Where(s => s is IFieldSymbol { IsStatic: true, Type: var field } && field.Is(symbols.ActivitySource) || s is IPropertySymbol { IsStatic: true, Type: var property } && property.Is(symbols.ActivitySource))!;

    private void ReadTree(TelemetryTree tree)
    {
        if (tree.HasDisabledTelemetry)
        {
            Doubt(Everything);
        }

        foreach (var name in tree.Imports)
        {
            ReadImport(name);
        }

        foreach (var call in tree.Calls)
        {
            ReadCall(call);
        }

        foreach (var creation in tree.Creations)
        {
            var type = bodies.ModelFor(creation.SyntaxTree)?.GetTypeInfo(creation).Type;
            var kind = type.Is(symbols.ActivitySource) ? FactKind.DeclaredSource : type.Is(symbols.Meter) ? FactKind.DeclaredMeter : default;
            if (kind != default && NameOf(creation) is { } name)
            {
                Add(kind, name);
            }
        }

        foreach (var name in tree.Names)
        {
            foreach (var (type, client) in clients[name.Identifier.ValueText])
            {
                if (!facts.Contains((FactKind.Client, client)) && bodies.ModelFor(name.SyntaxTree)?.GetSymbolInfo(name).Symbol is INamedTypeSymbol used && used.IsOrDerivesFrom(type))
                {
                    Add(FactKind.Client, client);
                }
            }
        }
    }

    private void ReadImport(NameSyntax name)
    {
        if (bodies.ModelFor(name.SyntaxTree) is not { } model)
        {
            return;
        }

        var imported = model.GetSymbolInfo(name).Symbol;
        if (Agents.Own(name.ToString()))
        {
            if (Agents.IsImported(imported))
            {
                Add(FactKind.Agent, name.ToString());
            }
        }
        else if (imported is null)
        {
            Doubt(Everything);
        }
    }

    /// <summary>The types of clients that the project could use, by their simple names.</summary>
    private static ILookup<string, (INamedTypeSymbol Type, string Client)> ClientTypes(Compilation compilation)
    {
        var types = Clients.All.SelectMany(c => c.Types.Select(t => (Type: compilation.Find(t), Client: c.Name))).Where(static t => t.Type is not null).Select(static t => (Type: t.Type!, t.Client)).ToList();
        return types.Select(static t => (t.Type.Name, Entry: t)).Concat(types.Where(static t => t.Client == Clients.Ef).Select(static t => (Name: "IdentityDbContext", Entry: t))).ToLookup(static t => t.Name, static t => t.Entry);
    }

    private void ReadCall(InvocationExpressionSyntax call)
    {
        if (bodies.ModelFor(call.SyntaxTree) is not { } model)
        {
            return;
        }

        var info = model.GetSymbolInfo(call);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol method)
        {
            DoubtUnbound(call, model);
            return;
        }

        if (Agents.Own(method.ContainingAssembly))
        {
            Add(FactKind.Agent, method.Name);
            return;
        }

        var on = (call.Expression as MemberAccessExpressionSyntax)?.Expression is { } receiver ? model.GetTypeInfo(receiver).Type : null;
        if (on.IsOrDerivesFrom(symbols.TracerProviderBuilder))
        {
            ReadSignal(call, method, model, TelemetryFacts.Tracing, FactKind.Traced, "AddSource", FactKind.Source);
        }
        else if (on.IsOrDerivesFrom(symbols.MeterProviderBuilder))
        {
            ReadSignal(call, method, model, TelemetryFacts.Metrics, FactKind.Measured, "AddMeter", FactKind.Meter);
        }
        else
        {
            ReadComposition(call, method, model);
        }
    }

    private void ReadSignal(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model, string signal, FactKind instrumented, string listen, FactKind pattern)
    {
        if (method.Name == listen)
        {
            foreach (var argument in call.ArgumentList.Arguments)
            {
                if (NameIn(model, argument.Expression) is { } name)
                {
                    Add(pattern, name);
                }
                else
                {
                    Doubt(signal);
                }
            }
        }
        else if (method.Name == "AddView")
        {
            if (call.ArgumentList.Arguments is [var first, ..] && model.GetConstantValue(first.Expression).Value is string view)
            {
                Add(FactKind.View, view);
            }
            else
            {
                Doubt(TelemetryFacts.Views);
            }
        }
        else if (method.Name == "SetErrorStatusOnException")
        {
            Add(FactKind.ErrorStatus, "on");
        }
        else
        {
            Add(instrumented, method.Name);
            if (method.Name is "AddInstrumentation" or "AddLegacySource" || (!IsSource(method) && !IsTrusted(method.ContainingAssembly)))
            {
                Doubt(signal, TelemetryFacts.Views);
            }
        }
    }

    private void ReadComposition(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model)
    {
        switch (method.Name)
        {
            case "WithTracing" or "ConfigureOpenTelemetryTracerProvider" or "CreateTracerProviderBuilder" or "AddOpenTelemetryTracing":
                Start(TelemetryFacts.Tracing, call, model);
                return;
            case "WithMetrics" or "ConfigureOpenTelemetryMeterProvider" or "CreateMeterProviderBuilder" or "AddOpenTelemetryMetrics":
                Start(TelemetryFacts.Metrics, call, model);
                return;
            case "UseHttpMetrics" or "UseHttpClientMetrics" or "MapMetrics" or "UseMetricServer" or "AddMetricServer" when IsFrom(method, "Prometheus"):
                Add(FactKind.Pipeline, TelemetryFacts.Prometheus);
                Add(FactKind.Measured, method.Name);
                return;
            case "CreateBuilder" or "CreateSlimBuilder" or "CreateDefaultBuilder" or "CreateApplicationBuilder" when method.IsStatic && method.ContainingType.Name is "WebApplication" or "Host" or "WebHost":
                Anchors.Add(("application", call));
                return;
        }

        foreach (var client in Clients.All)
        {
            if (client.Calls.Contains(method.Name) && !IsSource(method))
            {
                Add(FactKind.Client, client.Name);
            }
        }

        if (!IsSource(method) && TakesBuilder(method) && !IsTrusted(method.ContainingAssembly) && MayConfigure(method.ContainingAssembly))
        {
            Doubt(IsIntegration(method.ContainingAssembly) ? [.. RegistrationNames.ClientsIn([method.Name, method.ContainingAssembly.Name]).Select(static c => c.Name)] : Everything);
        }
    }

    private void Start(string signal, InvocationExpressionSyntax call, SemanticModel model)
    {
        Add(FactKind.Pipeline, signal);
        Anchors.Add((signal, call));
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is not (AnonymousFunctionExpressionSyntax or LiteralExpressionSyntax) && model.GetSymbolInfo(argument.Expression).Symbol is not IMethodSymbol)
            {
                Doubt(signal, TelemetryFacts.Views);
            }
        }
    }

    /// <summary>A registration that doesn't bind, as its package is missing, does what its names say: telemetry, a client and whatever shows it, or anything.</summary>
    private void DoubtUnbound(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (TelemetryTree.NameOf(call)?.Identifier.ValueText is not { } name || IsDeclared(name))
        {
            return;
        }

        var names = call.Expression.DescendantNodesAndSelf(static n => n is not ArgumentListSyntax).OfType<SimpleNameSyntax>().Select(static n => n.Identifier.ValueText).ToList();
        if (RegistrationNames.SpeakOfTelemetry(names))
        {
            Doubt(Everything);
        }
        else if (GetsBuilder(call, model))
        {
            Doubt(RegistrationNames.SaysNothing(name, Owner()) ? Everything : [.. RegistrationNames.ClientsIn(names).Select(static c => c.Name)]);
        }
    }

    private bool GetsBuilder(InvocationExpressionSyntax call, SemanticModel model) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && symbols.IsBuilder(model.GetTypeInfo(receiver).Type)
        || call.ArgumentList.Arguments.Any(a => symbols.IsBuilder(model.GetTypeInfo(a.Expression).Type));

    /// <summary>Whether the code of a method of that name is in sight: it is read by itself.</summary>
    private bool IsDeclared(string name) => compilation.ContainsSymbolsWithName(name, SymbolFilter.Member)
        || compilation.References.OfType<CompilationReference>().Any(r => r.Compilation.ContainsSymbolsWithName(name, SymbolFilter.Member));

    /// <summary>Whose code this is: the first part of the name of the assembly, when its namespaces begin with it as well.</summary>
    private string Owner() => compilation.AssemblyName is { } name && name.IndexOf('.') is > 0 and var dot && name.Substring(0, dot) is var owner
        && compilation.Assembly.GlobalNamespace.GetNamespaceMembers().Any(space => space.Name == owner) ? owner : "";

    private bool TakesBuilder(IMethodSymbol method) => (method.ReducedFrom ?? method).Parameters.Any(p => symbols.IsBuilder(p.Type)) || symbols.IsBuilder(method.ReceiverType);

    private bool IsSource(IMethodSymbol method) => bodies.SourceOf(method) is not null;

    /// <summary>Libraries whose registrations do what their names say.</summary>
    private static bool IsTrusted(IAssemblySymbol? assembly) => assembly?.Name is { } name
        && (name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("OpenTelemetry", StringComparison.Ordinal)
            || name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("Prometheus", StringComparison.Ordinal));

    /// <summary>Client integrations of Aspire: each registers one client, and traces and measures it.</summary>
    private static bool IsIntegration(IAssemblySymbol assembly) => assembly.Name.StartsWith("Aspire.", StringComparison.Ordinal);

    /// <summary>Whether the assembly may configure telemetry: it knows OpenTelemetry or an agent, or only its surface is in sight and it says nothing.</summary>
    private static bool MayConfigure(IAssemblySymbol assembly) =>
        TelemetryRoom.FactsOf(assembly) is null
        && (assembly.GetAttributes().Any(static a => a.AttributeClass?.Name == "ReferenceAssemblyAttribute")
            || assembly.Modules.Any(static m => m.ReferencedAssemblies.Any(static r => r.Name.StartsWith("OpenTelemetry", StringComparison.Ordinal) || Agents.Own(r.Name))));

    private static bool IsFrom(IMethodSymbol method, string assembly) => method.ContainingAssembly?.Name.StartsWith(assembly, StringComparison.Ordinal) == true;

    /// <summary>A constant, or a static field or property that is initialized with one.</summary>
    private string? NameIn(SemanticModel model, ExpressionSyntax expression)
    {
        if (model.GetConstantValue(expression).Value is string constant)
        {
            return constant;
        }

        var initializer = model.GetSymbolInfo(expression).Symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => value,
            _ => null,
        };
        return initializer is not null && bodies.ModelFor(initializer.SyntaxTree)?.GetConstantValue(initializer).Value is string text ? text : null;
    }

    private void Add(FactKind kind, string value) => facts.Add((kind, value));

    private void Doubt(params string[] signals)
    {
        foreach (var signal in signals)
        {
            Add(FactKind.Unknown, signal);
        }
    }
}
