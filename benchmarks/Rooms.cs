using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Benchmarks;

/// <summary>Each room by itself, over every call or method of the application, on a compilation that is bound already.</summary>
[MemoryDiagnoser]
public class Rooms
{
    private CSharpCompilation bound = null!;
    private IInvocationOperation[] calls = [];
    private IMethodSymbol[] methods = [];
    private Knowledge knowledge = null!;

    [Params(6)]
    public int Copies { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bound = Sources.Application(Copies);
        var nodes = bound.SyntaxTrees.Select(t => (Model: bound.GetSemanticModel(t), Root: t.GetRoot())).ToArray();
        calls = [.. nodes.SelectMany(n => n.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(i => n.Model.GetOperation(i)).OfType<IInvocationOperation>())];
        methods = [.. nodes.SelectMany(n => n.Root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(m => n.Model.GetDeclaredSymbol(m)!))];
        knowledge = Knowledge.Of(bound);
    }

    [Benchmark]
    public int Queries() => calls.Count(c => knowledge.Queries.ReadTerminal(c) is not null);

    [Benchmark]
    public int Flow() => calls.Sum(c => knowledge.Iterations.Around(c).Count());

    /// <summary>With an empty memory: every summary is computed.</summary>
    [Benchmark]
    public int Effects()
    {
        var fresh = Knowledge.Of(Sources.Fresh(bound));
        return methods.Count(m => fresh.Effects.Of(m) is not null);
    }

    /// <summary>With an empty memory: every entity is read.</summary>
    [Benchmark]
    public int Model()
    {
        var fresh = Knowledge.Of(Sources.Fresh(bound));
        return fresh.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Count(fresh.Model.IsEntity);
    }
}
