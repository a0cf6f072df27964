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

    /// <summary>Whether the member belongs to a data migration, a seed or start-up code.</summary>
    public bool IsOneOff(ISymbol member)
    {
        for (ISymbol? symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol is INamedTypeSymbol type && (type.Name is "Program" or "Startup" || symbols.Ef is { } ef && (type.IsOrDerivesFrom(ef.Migration) || type.IsOrDerivesFrom(ef.ModelSnapshot))))
            {
                return true;
            }

            if (symbol is INamedTypeSymbol or IMethodSymbol && NamesOneOff(symbol.Name))
            {
                return true;
            }
        }

        for (var space = member.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (NamesOneOff(space.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As above, but a lambda in the start-up code of a program, such as an endpoint, runs whenever it is called.</summary>
    public bool IsOneOff(ISymbol member, IOperation operation) =>
        IsOneOff(member) && !(member.ContainingType is { Name: "Program" or "Startup" } && IsInLambda(operation));

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
