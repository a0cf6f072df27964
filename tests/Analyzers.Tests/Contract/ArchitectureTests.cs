using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Authoring;

namespace PerfAnalyzers.Tests.Contract;

/// <summary>Dependencies run one way, rules stay small, and the assemblies load where they must.</summary>
public sealed class ArchitectureTests
{
    private const int RuleLines = 150;

    // A layer knows itself and those below it. The hub PerfAnalyzers.Semantics (Knowledge) hands the rooms out and knows all of them.
    private static readonly ImmutableDictionary<string, int> Layers = new Dictionary<string, int>
    {
        ["PerfAnalyzers.Semantics.Names"] = 0,
        ["PerfAnalyzers.Semantics.Symbols"] = 0,
        ["PerfAnalyzers.Semantics.Queries"] = 1,
        ["PerfAnalyzers.Semantics.Model"] = 1,
        ["PerfAnalyzers.Semantics.Flow"] = 1,
        ["PerfAnalyzers.Semantics.Effects"] = 2,
        ["PerfAnalyzers.Semantics.Batches"] = 2,
        ["PerfAnalyzers.Semantics.Pages"] = 2,
        ["PerfAnalyzers.Semantics.Includes"] = 2,
        ["PerfAnalyzers.Semantics.Rows"] = 2,
        ["PerfAnalyzers.Semantics.Telemetry"] = 2,
        ["PerfAnalyzers.Semantics"] = 2,
        ["PerfAnalyzers.Facts"] = 3,
        ["PerfAnalyzers.Authoring"] = 3,
        ["PerfAnalyzers.Rules"] = 4,
    }.ToImmutableDictionary();

    private static readonly ImmutableHashSet<string> NotInRules =
    [
        "GetTypeByMetadataName", "GetTypesByMetadataName", "ToDisplayString", "ToMinimalDisplayString", "Descendants", "DescendantsAndSelf",
        "DescendantNodes", "DescendantNodesAndSelf", "DescendantTokens", "ControlFlowGraph", "ConditionalWeakTable",
    ];

    private static readonly Lazy<CSharpCompilation> Source = new(Compile);

    [Fact]
    public void Every_namespace_has_a_layer() =>
        Assert.All(Source.Value.SyntaxTrees.SelectMany(t => t.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()), n =>
            Assert.True(LayerOf(n.Name.ToString()) is not null || !n.Name.ToString().StartsWith("PerfAnalyzers", StringComparison.Ordinal), n.Name.ToString()));

    [Fact]
    public void Rooms_know_only_what_is_below_them()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (tree, symbol) in Uses())
        {
            var (from, to) = (NamespaceOf(tree), symbol.ContainingNamespace.ToDisplayString());
            if (LayerOf(from) is { } user && LayerOf(to) is { } used && used > user && !(to == "PerfAnalyzers.Semantics" && from.StartsWith(to, StringComparison.Ordinal)))
            {
                wrong.Add($"{Path.GetFileName(tree.FilePath)} ({from}) uses {symbol.Name} ({to})");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_rule_knows_another_rule()
    {
        var wrong = Uses()
            .Where(u => u.Tree.FilePath.Contains("/Rules/", StringComparison.Ordinal))
            .Select(u => (u.Tree, Type: (u.Symbol as INamedTypeSymbol ?? u.Symbol.ContainingType)?.OriginalDefinition))
            .Where(u => u.Type is not null && LayerOf(u.Type.ContainingNamespace.ToDisplayString()) == 4)
            .Where(u => u.Type!.DeclaringSyntaxReferences.All(d => d.SyntaxTree != u.Tree))
            .Select(u => $"{Path.GetFileName(u.Tree.FilePath)} uses {u.Type!.Name}");
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Rules_ask_rooms()
    {
        var wrong = Source.Value.SyntaxTrees
            .Where(t => t.FilePath.Contains("/Rules/", StringComparison.Ordinal))
            .SelectMany(t => t.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            .Where(n => NotInRules.Contains(n.Identifier.ValueText))
            .Select(n => $"{Path.GetFileName(n.SyntaxTree.FilePath)} uses {n.Identifier.ValueText}: ask a room");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Rules_are_short() => Assert.All(
        RuleFacts.Files("src/Analyzers/Rules"),
        f => Assert.True(RuleFacts.Read(f).Count(c => c == '\n') <= RuleLines, $"{f} is over {RuleLines} lines: a room is missing"));

    [Fact]
    public void The_analyzers_need_nothing_but_the_compiler() => Assert.Empty(References(typeof(PerfAnalyzer).Assembly.Location).Except(
        ["netstandard 2.0", "Microsoft.CodeAnalysis 4.8", "Microsoft.CodeAnalysis.CSharp 4.8", "System.Collections.Immutable 7.0", "System.Reflection.Metadata 7.0", "System.Memory 4.0", "System.Buffers 4.0"]));

    // System.Composition is 7.0 in the oldest host: an attribute such as [Shared] would bind to the newer one that restore brings.
    [Fact]
    public void The_fixes_need_nothing_but_the_workspace() => Assert.Empty(References(System.Reflection.Assembly.Load("PerfAnalyzers.CodeFixes").Location).Except(
    [
        "netstandard 2.0", "PerfAnalyzers.Analyzers 0.1", "Microsoft.CodeAnalysis 4.8", "Microsoft.CodeAnalysis.CSharp 4.8",
        "Microsoft.CodeAnalysis.Workspaces 4.8", "Microsoft.CodeAnalysis.CSharp.Workspaces 4.8", "System.Collections.Immutable 7.0", "System.Memory 4.0",
    ]));

    private static IEnumerable<string> References(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        var reader = pe.GetMetadataReader();
        var own = typeof(PerfAnalyzer).Assembly.GetName();
        return [.. reader.AssemblyReferences.Select(h => reader.GetAssemblyReference(h))
            .Select(r => (Name: reader.GetString(r.Name), r.Version))
            .Select(r => r.Name == own.Name ? $"{r.Name} 0.1" : $"{r.Name} {r.Version.Major}.{r.Version.Minor}")];
    }

    private static CSharpCompilation Compile()
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var files = RuleFacts.Files("src/Analyzers").Select(f => CSharpSyntaxTree.ParseText(RuleFacts.Read(f), parse, f));
        var usings = CSharpSyntaxTree.ParseText(
            string.Concat(new[] { "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks" }.Select(u => $"global using {u};\n")), parse);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("PerfAnalyzers", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        return CSharpCompilation.Create("Source", files.Append(usings), references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>Every type and member of the source itself that a name in the source is bound to.</summary>
    private static IEnumerable<(SyntaxTree Tree, ISymbol Symbol)> Uses()
    {
        foreach (var tree in Source.Value.SyntaxTrees)
        {
            var model = Source.Value.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is { ContainingNamespace: not null, ContainingAssembly.Name: "Source" } symbol
                    && symbol is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol)
                {
                    yield return (tree, symbol);
                }
            }
        }
    }

    private static string NamespaceOf(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";

    private static int? LayerOf(string ns)
    {
        for (var name = ns; name.Length > 0; name = name.Contains('.') ? name[..name.LastIndexOf('.')] : "")
        {
            if (Layers.TryGetValue(name, out var layer))
            {
                return layer;
            }
        }

        return null;
    }
}
