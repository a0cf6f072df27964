using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Rewriting;

/// <summary>What is declared and read around a piece of code.</summary>
internal static class Scope
{
    /// <summary>The name, or the name with a number when the member already uses it.</summary>
    public static string FreeName(SyntaxNode at, string wanted)
    {
        var member = (SyntaxNode?)at.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? at.SyntaxTree.GetRoot();
        if (member is GlobalStatementSyntax)
        {
            member = at.SyntaxTree.GetRoot();
        }

        var taken = new HashSet<string>(
            member.DescendantTokens().Where(static t => t.IsKind(SyntaxKind.IdentifierToken)).Select(static t => t.ValueText), StringComparer.Ordinal);
        var name = wanted;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = wanted + number;
        }

        return name;
    }

    /// <summary>Whether code behind the statements reads a variable that they declare.</summary>
    public static bool LeavesVariables(Place place, IReadOnlyList<StatementSyntax> statements) =>
        statements.Count > 0
        && place.Model.AnalyzeDataFlow(statements[0], statements[statements.Count - 1]) is { Succeeded: true } flow
        && flow.VariablesDeclared.Any(declared => IsReadOutside(place, declared, statements));

    /// <summary>Whether the readers read a variable that the statements declare.</summary>
    public static bool Reads(Place place, IReadOnlyList<StatementSyntax> readers, IReadOnlyList<StatementSyntax> statements) =>
        statements.Count > 0
        && place.Model.AnalyzeDataFlow(statements[0], statements[statements.Count - 1]) is { Succeeded: true } flow
        && readers.SelectMany(static r => r.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(name =>
            flow.VariablesDeclared.Any(v => v.Name == name.Identifier.ValueText && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(name, place.Cancellation).Symbol, v)));

    /// <summary>Whether the statements can be put into a block of their own.</summary>
    public static bool CanMove(Place place, IReadOnlyList<StatementSyntax> statements) =>
        statements.Count > 0
        && statements.All(static s => s is not (LocalFunctionStatementSyntax or LabeledStatementSyntax))
        && !statements.Any(static s => s.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static n => n is YieldStatementSyntax or GotoStatementSyntax or RefExpressionSyntax))
        && place.Model.AnalyzeDataFlow(statements[0], statements[statements.Count - 1]) is { Succeeded: true };

    private static bool IsReadOutside(Place place, ISymbol declared, IReadOnlyList<StatementSyntax> statements)
    {
        var (first, last) = (statements[0], statements[statements.Count - 1]);
        var body = first.Parent!;
        return body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.SpanStart > last.Span.End && name.Identifier.ValueText == declared.Name
            && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(name, place.Cancellation).Symbol, declared));
    }
}
