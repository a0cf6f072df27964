using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The bodies of methods that are declared in source: of this compilation, or of one that it references as source.</summary>
/// <remarks>The one place that asks for a semantic model: rules and other rooms get operations from here.</remarks>
internal sealed class Bodies(Compilation compilation)
{
    /// <summary>What builds a query is shorter, in characters, comments included: some 200 lines. Binding more costs more than it tells.</summary>
    public const int LongestHelper = 8_000;

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    public Compilation Compilation => compilation;

    /// <summary>The compilation that declares the symbol, when its source is in sight.</summary>
    public Compilation? SourceOf(ISymbol symbol)
    {
        var assembly = symbol.ContainingAssembly;
        if (assembly is null)
        {
            return null;
        }

        return SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
            ? compilation
            : (compilation.GetMetadataReference(assembly) as CompilationReference)?.Compilation;
    }

    /// <summary>The operation of a method's body; null when it has none or its source belongs to another compilation.</summary>
    public IOperation? Of(IMethodSymbol method, CancellationToken cancellation = default)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            if (BodyOf(syntax) is { } body && ModelFor(body.SyntaxTree) is { } model)
            {
                return model.GetOperation(body, cancellation);
            }
        }

        return method.PartialImplementationPart is { } part ? Of(part, cancellation) : null;
    }

    /// <summary>How long the source of a method is, in characters; 0 when it isn't in sight.</summary>
    public static int LengthOf(IMethodSymbol method) => method.DeclaringSyntaxReferences.Sum(static r => r.Span.Length);

    /// <summary>The operation of any syntax of this compilation.</summary>
    public IOperation? Of(SyntaxNode syntax, CancellationToken cancellation = default) => ModelFor(syntax.SyntaxTree)?.GetOperation(syntax, cancellation);

    /// <summary>The semantic model of a tree of this compilation, null for foreign trees.</summary>
    public SemanticModel? ModelFor(SyntaxTree tree) =>
        compilation.ContainsSyntaxTree(tree)
#pragma warning disable RS1030 // Effects and the model live in other bodies than the one under analysis; models are kept per tree.
            ? models.GetOrAdd(tree, t => compilation.GetSemanticModel(t))
#pragma warning restore RS1030
            : null;

    /// <summary>The syntax that GetOperation accepts for a declaration with a body.</summary>
    public static SyntaxNode? BodyOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } => null,
        BaseMethodDeclarationSyntax method => method,
        AccessorDeclarationSyntax { Body: null, ExpressionBody: null } => null,
        AccessorDeclarationSyntax accessor => accessor,
        LocalFunctionStatementSyntax { Body: { } block } => block,
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } => arrow,
        ArrowExpressionClauseSyntax arrow => arrow,
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow,
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } => arrow,
        _ => null,
    };
}
