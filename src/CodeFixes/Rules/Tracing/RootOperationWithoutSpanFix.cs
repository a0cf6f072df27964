using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8003: surrounds each turn with a span that fails when the turn fails, and counts the outcome.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RootOperationWithoutSpanFix() : SolutionFix(RootOperationWithoutSpan.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        var body = place.Related(0);
        if (place.Fact(RootOperationWithoutSpan.Name) is not { } name || (body as BlockSyntax ?? (body as MethodDeclarationSyntax)?.Body) is not { Statements.Count: > 0 } block)
        {
            return null;
        }

        // The wait between two turns is no part of the work.
        var work = block.Statements.SkipWhile(IsWait).Reverse().SkipWhile(IsWait).Reverse().ToList();
        var rewrite = new Rewrite("Start a span for each run");
        if (work.Count == 0 || SpanSource.For(place, rewrite, work[0]) is not { } source)
        {
            return null;
        }

        var span = new Names(
            Scope.FreeName(block, "activity"), Scope.FreeName(block, "outcome"), Scope.FreeName(block, "ex"),
            Literal(name), source, HasWaitBehind: work[work.Count - 1] != block.Statements[block.Statements.Count - 1]);
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "System.Diagnostics", "ActivityStatusCode");
        return work.Count == 1 && work[0] is TryStatementSyntax attempt && Swallowing(place, attempt) is { } clause
            ? Extend(rewrite, place, attempt, clause, span)
            : Wrap(rewrite, place, work, span);
    }

    private static Rewrite? Wrap(Rewrite rewrite, Place place, List<StatementSyntax> work, Names span)
    {
        if (Scope.LeavesVariables(place, work) || Wrapping.Of(place, work, []) is not { } wrapping)
        {
            return null;
        }

        var lines = new IndentedLines(Layout.Indent(work[0]), Layout.LineEnd(place.Root));
        span.Start.ForEach(l => lines.Add(l));
        lines.Add("try").Add("{").AddText(wrapping.Body).Add("}").Add($"catch (Exception {span.Exception})").Add("{");
        span.Failed(span.Exception).ForEach(l => lines.Add("    " + l));
        lines.Add("    throw;").Add("}");
        if (span.End.Count > 0)
        {
            lines.Add("finally").Add("{");
            span.End.ForEach(l => lines.Add("    " + l));
            lines.Add("}");
        }

        rewrite.Change(place.Document, TextSpan.FromBounds(Layout.Lines(work[0]).Start, Layout.Lines(work[work.Count - 1]).End), lines.ToString());
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "System", "Exception");
        return rewrite;
    }

    /// <summary>The turn catches its exceptions already: the span fails there.</summary>
    private static Rewrite? Extend(Rewrite rewrite, Place place, TryStatementSyntax attempt, CatchClauseSyntax clause, Names span)
    {
        if (!Layout.IsAlone(attempt) || clause.Block.Statements.Count == 0)
        {
            return null;
        }

        var exception = clause.Declaration?.Identifier is { ValueText: { Length: > 0 } named } ? named : span.Exception;
        if (clause.Declaration is null)
        {
            rewrite.Insert(place.Document, clause.CatchKeyword.Span.End, $" (Exception {exception})");
            Layout.Import(rewrite, place.Document, place.Model, place.Root, "System", "Exception");
        }
        else if (clause.Declaration.Identifier.IsKind(SyntaxKind.None))
        {
            rewrite.Insert(place.Document, clause.Declaration.Type.Span.End, $" {exception}");
        }

        Layout.InsertBefore(rewrite, place, attempt, span.Start);
        Layout.InsertBefore(rewrite, place, clause.Block.Statements[0], span.Failed(exception));
        if (span.End.Count > 0)
        {
            var lines = new IndentedLines(Layout.Indent(attempt), Layout.LineEnd(place.Root));
            if (attempt.Finally is { Block.Statements: [var first, ..] })
            {
                Layout.InsertBefore(rewrite, place, first, span.End);
            }
            else if (attempt.Finally is null)
            {
                lines.Add("finally").Add("{");
                span.End.ForEach(l => lines.Add("    " + l));
                rewrite.Insert(place.Document, Layout.Lines(attempt).End, lines.Add("}").ToString());
            }
        }

        return rewrite;
    }

    private static CatchClauseSyntax? Swallowing(Place place, TryStatementSyntax attempt) => attempt.Catches.FirstOrDefault(c =>
        c.Filter is null && !c.Block.Statements.Any(static s => s is ThrowStatementSyntax)
        && (c.Declaration is null || place.Model.GetTypeInfo(c.Declaration.Type, place.Cancellation).Type is { Name: "Exception", ContainingNamespace.Name: "System" }));

    private static bool IsWait(StatementSyntax statement) => statement is ExpressionStatementSyntax
    {
        Expression: AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" }, Name.Identifier.ValueText: "Delay" } } },
    };

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private sealed record Names(string Activity, string Outcome, string Exception, string Name, SpanSource From, bool HasWaitBehind)
    {
        public List<string> Start
        {
            get
            {
                var lines = new List<string> { $"{(HasWaitBehind ? "" : "using ")}var {Activity} = {From.Source}.StartActivity({Name});" };
                if (From.Counter.Length > 0)
                {
                    lines.Add($"var {Outcome} = \"success\";");
                }

                return lines;
            }
        }

        public List<string> End
        {
            get
            {
                var lines = new List<string>();
                if (From.Counter.Length > 0)
                {
                    lines.Add($"{From.Counter}.Add(1, new(\"task.name\", {Name}), new(\"outcome\", {Outcome}));");
                }

                if (HasWaitBehind)
                {
                    lines.Add($"{Activity}?.Dispose();");
                }

                return lines;
            }
        }

        public List<string> Failed(string exception)
        {
            var lines = new List<string>();
            if (From.Counter.Length > 0)
            {
                lines.Add($"{Outcome} = \"error\";");
            }

            lines.Add($"{Activity}?.SetStatus(ActivityStatusCode.Error, {exception}.Message);");
            return lines;
        }
    }
}
