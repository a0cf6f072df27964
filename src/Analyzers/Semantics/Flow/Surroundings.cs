using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Code that runs once in the life of a database or of a process: what it costs matters to nobody.</summary>
internal sealed class Surroundings(KnownSymbols symbols)
{
    private static readonly string[] OneOff = ["Seed", "Migrat", "Initializ", "Initialis", "Backfill"];

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
