using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What one file says that may concern telemetry, by its syntax alone: it survives every edit of other files.</summary>
internal sealed class TelemetryTree
{
    private static readonly ConditionalWeakTable<SyntaxTree, TelemetryTree> Known = new();

    private static readonly ImmutableHashSet<string> CompositionNames = ImmutableHashSet.Create(
        "IServiceCollection", "IHostApplicationBuilder", "WebApplicationBuilder", "HostApplicationBuilder", "IHostBuilder", "IWebHostBuilder", "IOpenTelemetryBuilder",
        "OpenTelemetryBuilder", "TracerProviderBuilder", "MeterProviderBuilder", "CreateBuilder", "CreateSlimBuilder", "CreateDefaultBuilder", "CreateApplicationBuilder",
        "CreateTracerProviderBuilder", "CreateMeterProviderBuilder", "HostBuilder", "IApplicationBuilder", "WebApplication", "IEndpointRouteBuilder", "DbContextOptionsBuilder");

    /// <summary>Calls that register no telemetry, and calls of dates, lists and events: not worth a look.</summary>
    private static readonly ImmutableHashSet<string> Harmless = ImmutableHashSet.Create(
        "Add", "AddRange", "AddDays", "AddHours", "AddMinutes", "AddSeconds", "AddMilliseconds", "AddMonths", "AddYears", "AddTicks", "AddFirst", "AddLast", "AddOrUpdate", "AddTag", "AddEvent", "AddAsync",
        "AddScoped", "AddTransient", "AddSingleton", "AddKeyedScoped", "AddKeyedTransient", "AddKeyedSingleton", "AddHostedService", "AddOptions", "AddLogging", "AddControllers", "AddCors", "AddPolicy",
        "AddParameter", "AddJsonFile", "AddEnvironmentVariables", "AddConsole", "AddDebug", "AddModelError", "AddInMemoryCollection", "UseRouting", "UseAuthentication", "UseAuthorization", "UseEndpoints",
        "RegisterType", "RegisterInstance", "UseStaticFiles", "UseCors", "UseMiddleware", "ConfigureAwait", "ConfigureServices", "ConfigureAppConfiguration", "ConfigureLogging");

    private static readonly string[] Verbs = ["Add", "Use", "Configure", "Register", "Enable", "Install", "Setup", "Bootstrap", "Enrich", "Init", "Apply"];

    private static readonly ImmutableHashSet<string> ClientNames = Clients.All
        .SelectMany(static c => c.Types).Select(static t => t.Substring(t.LastIndexOf('.') + 1).Split('`')[0]).Concat(new[] { "IdentityDbContext" }).ToImmutableHashSet();

    private TelemetryTree(SyntaxNode root)
    {
        var (calls, creations, names) = (new List<InvocationExpressionSyntax>(), new List<BaseObjectCreationExpressionSyntax>(), new List<SimpleNameSyntax>());
        var imports = new List<NameSyntax>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var isComposition = false;
        foreach (var node in root.DescendantNodes(static n => n is not UsingDirectiveSyntax))
        {
            switch (node)
            {
                case UsingDirectiveSyntax { Name: { } imported } when IsTelemetry(imported.ToString()):
                    imports.Add(imported);
                    break;
                case InvocationExpressionSyntax call when NameOf(call) is { } name && IsRegistration(name.Identifier.ValueText):
                    calls.Add(call);
                    break;
                case BaseObjectCreationExpressionSyntax creation when CreatedName(creation) is "ActivitySource" or "Meter":
                    creations.Add(creation);
                    break;
                case SimpleNameSyntax name:
                    var text = name.Identifier.ValueText;
                    isComposition |= CompositionNames.Contains(text);
                    if (ClientNames.Contains(text))
                    {
                        seen.TryGetValue(text, out var count);
                        seen[text] = count + 1;
                        if (count < 3)
                        {
                            names.Add(name);
                        }
                    }

                    break;
            }
        }

        Calls = isComposition ? calls.ToImmutableArray() : ImmutableArray<InvocationExpressionSyntax>.Empty;
        Imports = imports.ToImmutableArray();
        Creations = creations.ToImmutableArray();
        Names = names.ToImmutableArray();
        HasDisabledTelemetry = isComposition && root.ContainsDirectives && root.DescendantTrivia().Any(static t =>
            t.IsKind(SyntaxKind.DisabledTextTrivia) && t.ToString() is var text && (text.Contains("Instrumentation(") || text.Contains("AddSource(") || text.Contains("AddMeter(")));
    }

    /// <summary>Calls that may register something, when the file puts an application together.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Calls { get; }

    /// <summary>What the file imports by names that speak of telemetry, agents among them.</summary>
    public ImmutableArray<NameSyntax> Imports { get; }

    /// <summary>Objects that may be sources or meters.</summary>
    public ImmutableArray<BaseObjectCreationExpressionSyntax> Creations { get; }

    /// <summary>Names that may be types of clients, at most three of each.</summary>
    public ImmutableArray<SimpleNameSyntax> Names { get; }

    /// <summary>Whether telemetry is switched by #if.</summary>
    public bool HasDisabledTelemetry { get; }

    public static TelemetryTree Of(SyntaxTree tree, CancellationToken cancellation = default) => Known.GetValue(tree, t => new TelemetryTree(t.GetRoot(cancellation)));

    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static bool IsTelemetry(string import) => !import.StartsWith("System.", StringComparison.Ordinal) && RegistrationNames.SpeakOfTelemetry([import]);

    private static bool IsRegistration(string name) =>
        name is "WithTracing" or "WithMetrics" or "MapMetrics" or "SetErrorStatusOnException" or "CreateBuilder" or "CreateSlimBuilder" or "CreateDefaultBuilder" or "CreateApplicationBuilder"
            or "CreateTracerProviderBuilder" or "CreateMeterProviderBuilder"
        || (Verbs.Any(v => name.StartsWith(v, StringComparison.Ordinal)) && !Harmless.Contains(name));

    private static string? CreatedName(BaseObjectCreationExpressionSyntax creation)
    {
        var type = creation switch
        {
            ObjectCreationExpressionSyntax explicitly => explicitly.Type,
            { Parent.Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => declaration.Type,
            { Parent.Parent: PropertyDeclarationSyntax property } => property.Type,
            _ => null,
        };
        return type switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            NullableTypeSyntax { ElementType: SimpleNameSyntax name } => name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => null,
        };
    }
}
