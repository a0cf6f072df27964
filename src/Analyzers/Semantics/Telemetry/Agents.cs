using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>The agents and services that instrument an application by themselves: data.</summary>
internal static class Agents
{
    /// <summary>Roots of namespaces, which are those of the assemblies as well.</summary>
    private static readonly string[] Roots =
        ["Datadog.Trace", "NewRelic", "Microsoft.ApplicationInsights", "Azure.Monitor.OpenTelemetry.AspNetCore", "Elastic.Apm", "Sentry", "Dynatrace"];

    /// <summary>Assemblies that no code calls by design: to refer to them is to use them.</summary>
    private static readonly string[] Automatic =
        ["OpenTelemetry.AutoInstrumentation", "Datadog.Trace.Bundle", "NewRelic.Agent", "Elastic.Apm.StartupHook"];

    public static bool IsAutomatic(string assembly) => Automatic.Any(root => IsIn(assembly, root));

    /// <summary>Whether an assembly or a namespace of this name belongs to an agent.</summary>
    public static bool Own(string name) => Roots.Any(root => IsIn(name, root));

    public static bool Own(IAssemblySymbol? assembly) => assembly is not null && Own(assembly.Name);

    /// <summary>Whether what an import names is the agent's: a namespace of the application may have the same name.</summary>
    public static bool IsImported(ISymbol? named) => named switch
    {
        null => true,
        INamespaceSymbol space => space.ConstituentNamespaces.Any(static part => Own(part.ContainingAssembly)),
        _ => Own(named.ContainingAssembly),
    };

    private static bool IsIn(string name, string root) =>
        name.StartsWith(root, StringComparison.Ordinal) && (name.Length == root.Length || name[root.Length] == '.');
}
