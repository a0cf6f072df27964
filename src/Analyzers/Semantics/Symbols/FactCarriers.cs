using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The referenced assemblies that carry facts of their build in an AssemblyMetadata attribute.</summary>
internal sealed class FactCarriers(Compilation compilation)
{
    /// <summary>The key of the attribute that says what an assembly's methods do to the database.</summary>
    public const string Effects = "PerfAnalyzers.Facts";

    private readonly Lazy<ImmutableArray<(IAssemblySymbol Assembly, string Text)>> effects = new(() => Read(compilation, Effects));

    /// <summary>Assemblies with effect facts, and the text of them. References in sight as source don't count: their code says it.</summary>
    public ImmutableArray<(IAssemblySymbol Assembly, string Text)> OfEffects => effects.Value;

    /// <summary>Whether the assembly was built with the package: what it doesn't say, it doesn't do.</summary>
    public bool Has(IAssemblySymbol assembly) => OfEffects.Any(c => SymbolEqualityComparer.Default.Equals(c.Assembly, assembly));

    private static ImmutableArray<(IAssemblySymbol Assembly, string Text)> Read(Compilation compilation, string key)
    {
        var found = ImmutableArray.CreateBuilder<(IAssemblySymbol, string)>();
        foreach (var reference in compilation.References)
        {
            if (reference is CompilationReference || compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly || IsFramework(assembly.Name))
            {
                continue;
            }

            foreach (var attribute in assembly.GetAttributes())
            {
                if (attribute is { AttributeClass.Name: "AssemblyMetadataAttribute", ConstructorArguments: { Length: 2 } arguments }
                    && arguments[0].Value as string == key && arguments[1].Value is string text)
                {
                    found.Add((assembly, text));
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Whether an assembly of that name belongs to .NET.</summary>
    public static bool IsFramework(string name) =>
        name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "mscorlib" or "netstandard";
}
