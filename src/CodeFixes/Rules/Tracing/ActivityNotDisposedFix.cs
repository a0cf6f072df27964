using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8007: ends the span where its block ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ActivityNotDisposedFix() : SolutionFix(ActivityNotDisposed.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Around<StatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement)
        {
            return null;
        }

        var rewrite = new Rewrite("End the span with 'using'");
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } local when local.UsingKeyword.IsKind(SyntaxKind.None):
                rewrite.Insert(place.Document, local.SpanStart, "using ");
                return rewrite;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard }:
                rewrite.Change(place.Document, discard.Left.Span, $"using var {Activity(place, statement)}");
                return rewrite;
            case ExpressionStatementSyntax { Expression: not AssignmentExpressionSyntax }:
                rewrite.Insert(place.Document, statement.SpanStart, $"using var {Activity(place, statement)} = ");
                return rewrite;
            default:
                return null;
        }
    }

    private static string Activity(Place place, SyntaxNode at) => Scope.FreeName(at, "activity");
}
