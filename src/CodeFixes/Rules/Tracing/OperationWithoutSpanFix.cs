using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8005: starts a span in the first line of the method.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class OperationWithoutSpanFix() : SolutionFix(OperationWithoutSpan.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Around<MethodDeclarationSyntax>() is not { Body.Statements: { Count: > 0 } statements } method
            || method.Body.DescendantNodes().Any(static n => n is YieldStatementSyntax))
        {
            return null;
        }

        var rewrite = new Rewrite("Start a span for the method");
        if (SpanSource.For(place, rewrite, statements[0]) is not { } source)
        {
            return null;
        }

        Layout.InsertBefore(rewrite, place, statements[0], [$"using var {Scope.FreeName(method, "activity")} = {source.Source}.StartActivity(nameof({method.Identifier.ValueText}));"]);
        return rewrite;
    }
}
