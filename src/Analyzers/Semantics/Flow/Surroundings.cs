using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Code that runs once in the life of a database or of a process: what it costs matters to nobody.</summary>
internal sealed class Surroundings(KnownSymbols symbols)
{
    /// <summary>The option that turns the rules on in projects of tests.</summary>
    public const string IncludeTests = "perfanalyzers.include_tests";

    private static readonly string[] OneOff = ["Seed", "Migrat", "Initializ", "Initialis", "Backfill"];

    /// <summary>Whether all code of the compilation is there to test: its queries run against a handful of rows.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="options">What .editorconfig, global configs and MSBuild say.</param>
    public bool IsTests(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        var isTests = symbols.HasTestFramework || options.GlobalOptions.TryGetValue("build_property.IsTestProject", out var said) && IsTrue(said);
        return isTests && !IsIncluded(options.GlobalOptions) && !(compilation.SyntaxTrees.FirstOrDefault() is { } tree && IsIncluded(options.GetOptions(tree)));
    }

    private static bool IsIncluded(AnalyzerConfigOptions options) => options.TryGetValue(IncludeTests, out var value) && IsTrue(value);

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the member runs once: by construction, or because it is named a seed or a data migration.</summary>
    public bool IsOneOff(ISymbol member) => IsMigration(member) || IsStartUp(member);

    /// <summary>As above, but a lambda in the start-up code of a program, such as an endpoint, runs whenever it is called.</summary>
    public bool IsOneOff(ISymbol member, IOperation operation) => IsMigration(member) || IsStartUp(member) && !IsInLambda(operation);

    /// <summary>A migration of EF Core; the names of what moves data once are the weakest evidence, and callers are not asked.</summary>
    private bool IsMigration(ISymbol member)
    {
        for (var symbol = member; symbol is not null and not INamespaceSymbol { IsGlobalNamespace: true }; symbol = symbol.ContainingSymbol)
        {
            if (symbol is INamedTypeSymbol type && symbols.Ef is { } ef && (type.IsOrDerivesFrom(ef.Migration) || type.IsOrDerivesFrom(ef.ModelSnapshot))
                || symbol is INamedTypeSymbol or IMethodSymbol or INamespaceSymbol && NamesOneOff(symbol.Name) && !IsOfComponent(symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>`OnInitializedAsync` of a Blazor component: the name is the framework's, and it runs for each visit.</summary>
    private static bool IsOfComponent(ISymbol member) =>
        member is IMethodSymbol { IsOverride: true, ContainingType: { } type } && type.AllInterfaces.Any(static i => i.Name == "IComponent" && i.ContainingNamespace.IsNamed("Microsoft.AspNetCore.Components"));

    /// <summary>The entry of a program, what puts an application together, the start of a service.</summary>
    private static bool IsStartUp(ISymbol member)
    {
        for (var symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol is INamedTypeSymbol type ? IsEntry(type) : symbol is IMethodSymbol method && (IsSetup(method) || IsStart(method)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type with the entry point of a program: the language gives the method its name.</summary>
    private static bool IsEntry(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers("Main"))
        {
            if (member is IMethodSymbol { IsStatic: true, Parameters.Length: <= 1 })
            {
                return true;
            }
        }

        return !type.GetMembers(WellKnownMemberNames.TopLevelStatementsEntryPointMethodName).IsEmpty;
    }

    /// <summary>Takes what an application is put together with: it runs before the first request.</summary>
    private static bool IsSetup(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type is { Name: "IServiceCollection" or "IApplicationBuilder" or "WebApplication" or "WebApplicationBuilder" or "IHost" or "IHostBuilder" or "IHostApplicationBuilder" or "ModelBuilder" or "MigrationBuilder" } type
                && type.ContainingNamespace?.ToString().StartsWith("Microsoft.", StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The start of a hosted service.</summary>
    private static bool IsStart(IMethodSymbol method) =>
        method is { Name: "StartAsync", ContainingType: { } type } && type.AllInterfaces.Any(static i => i is { Name: "IHostedService", ContainingNamespace.Name: "Hosting" });

    private static bool IsInLambda(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesOneOff(string name)
    {
        foreach (var word in OneOff)
        {
            if (name.Contains(word))
            {
                return true;
            }
        }

        return false;
    }
}
