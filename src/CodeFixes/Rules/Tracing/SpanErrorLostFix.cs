using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8006: marks the span as failed where the exception leaves it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SpanErrorLostFix() : SolutionFix(SpanErrorLost.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Around<CatchClauseSyntax>() is not { Block.Statements: { Count: > 0 } statements } clause || place.Fact(SpanErrorLost.Span) is not { } span)
        {
            return null;
        }

        var rewrite = new Rewrite("Mark the span as failed");
        var exception = clause.Declaration is { Identifier.ValueText: { Length: > 0 } named } ? named : Scope.FreeName(clause, "ex");
        if (clause.Declaration is null)
        {
            Layout.Import(rewrite, place.Document, place.Model, place.Root, "System", "Exception");
            rewrite.Insert(place.Document, clause.CatchKeyword.Span.End, $" (Exception {exception})");
        }
        else if (clause.Declaration.Identifier.IsKind(SyntaxKind.None))
        {
            rewrite.Insert(place.Document, clause.Declaration.Type.Span.End, $" {exception}");
        }

        var lines = new List<string> { $"{span}?.SetStatus(ActivityStatusCode.Error, {exception}.Message);" };
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "System.Diagnostics", "ActivityStatusCode");
        if (place.Fact(SpanErrorLost.Recorded) is null && Knowledge.Of(place.Model.Compilation).Symbols.Telemetry?.Activity?.GetMembers("AddException").Length > 0)
        {
            lines.Add($"{span}?.AddException({exception});");
        }

        Layout.InsertBefore(rewrite, place, statements[0], lines);
        return rewrite;
    }
}
