using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Model snapshots: generated builder code that names everything by text, so it is read by syntax alone.</summary>
internal static class SnapshotSource
{
    public static IReadOnlyList<ModelFacts> Read(SourceTypes sources)
    {
        var read = new List<ModelFacts>();
        foreach (var type in sources.Deriving(static name => name == "ModelSnapshot"))
        {
            foreach (var member in type.Members)
            {
                if (member is MethodDeclarationSyntax { Identifier.ValueText: "BuildModel", ParameterList.Parameters: [var builder] } method)
                {
                    read.Add(Read(method, builder.Identifier.ValueText));
                }
            }
        }

        return read;
    }

    private static ModelFacts Read(MethodDeclarationSyntax method, string builder)
    {
        var facts = new ModelFacts(FactSource.Snapshot);
        var nothing = ImmutableDictionary.Create<ISymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
        var scope = new FluentScope(new FluentMethod(null, 0, method, nothing));
        scope.Set(builder, new Builder.OfModel());
        new FluentReader(facts, methods: null).Run(method, scope);
        return facts.Seal();
    }
}
