using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7007: records the duration in finally, with error.type when the operation failed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DurationOnSuccessOnlyFix() : SolutionFix(DurationOnSuccessOnly.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Around<ExpressionStatementSyntax>() is not { Expression: InvocationExpressionSyntax call, Parent: BlockSyntax block } record
            || place.Related(0)?.FirstAncestorOrSelf<StatementSyntax>() is not { } start
            || !Layout.IsAlone(record))
        {
            return null;
        }

        var before = block.Statements.Where(s => s.Span.End <= record.SpanStart && (start.Parent != block || s.SpanStart > start.Span.End)).ToList();
        var reading = before.AsEnumerable().Reverse().TakeWhile(IsReading).Reverse().ToList();
        var work = before.Take(before.Count - reading.Count).ToList();
        var handler = reading.Append(record).ToList();
        if (work.Count == 0 || Scope.LeavesVariables(place, handler) || Scope.Reads(place, handler, work))
        {
            return null;
        }

        return start.Parent == block ? Wrap(place, call, record, work, handler) : MoveToFinally(place, block, record, handler);
    }

    private static Rewrite? Wrap(Place place, InvocationExpressionSyntax call, StatementSyntax record, List<StatementSyntax> work, List<StatementSyntax> handler)
    {
        if (Wrapping.Of(place, work, handler) is not { } wrapping)
        {
            return null;
        }

        var rewrite = new Rewrite("Record the duration in 'finally'");
        var lines = new IndentedLines(Layout.Indent(record), Layout.LineEnd(place.Root));
        if (TagsOf(place, call) is { } tags)
        {
            var (error, list, exception) = (Scope.FreeName(record, "errorType"), Scope.FreeName(record, "tags"), Scope.FreeName(record, "ex"));
            lines.Add($"string? {error} = null;").Add("try").Add("{").AddText(wrapping.Body).Add("}")
                .Add($"catch (Exception {exception})").Add("{").Add($"    {error} = {exception}.GetType().FullName;").Add("    throw;").Add("}")
                .Add("finally").Add("{");
            handler.Take(handler.Count - 1).ToList().ForEach(s => lines.Add($"    {s}"));
            lines.Add($"    var {list} = new TagList{tags};").Add($"    if ({error} is not null)").Add("    {").Add($"        {list}.Add(\"error.type\", {error});").Add("    }").Add("")
                .Add($"    {call.Expression}({call.ArgumentList.Arguments[0]}, {list});").Add("}");
            Layout.Import(rewrite, place.Document, place.Model, place.Root, "System", "Exception");
            Layout.Import(rewrite, place.Document, place.Model, place.Root, "System.Diagnostics", "TagList");
        }
        else
        {
            lines.Add("try").Add("{").AddText(wrapping.Body).Add("}").Add("finally").Add("{");
            handler.ForEach(s => lines.Add($"    {s}"));
            lines.Add("}");
        }

        rewrite.Change(place.Document, TextSpan.FromBounds(Layout.Lines(work[0]).Start, Layout.Lines(record).End), wrapping.Declarations + lines);
        return rewrite;
    }

    /// <summary>The record stands in a try already: it moves to the finally of that try.</summary>
    private static Rewrite? MoveToFinally(Place place, BlockSyntax block, StatementSyntax record, List<StatementSyntax> handler)
    {
        if (block.Parent is not TryStatementSyntax attempt)
        {
            return null;
        }

        var rewrite = new Rewrite("Record the duration in 'finally'");
        var lines = new IndentedLines(Layout.Indent(attempt), Layout.LineEnd(place.Root));
        rewrite.Change(place.Document, TextSpan.FromBounds(Layout.Lines(handler[0]).Start, Layout.Lines(record).End), "");
        if (attempt.Finally is { } last)
        {
            handler.ForEach(s => lines.Add($"    {s}"));
            rewrite.Insert(place.Document, place.Root.SyntaxTree.GetText().Lines.GetLineFromPosition(last.Block.OpenBraceToken.Span.End).EndIncludingLineBreak, lines.ToString());
        }
        else
        {
            lines.Add("finally").Add("{");
            handler.ForEach(s => lines.Add($"    {s}"));
            lines.Add("}");
            rewrite.Insert(place.Document, Layout.Lines(attempt).End, lines.ToString());
        }

        return rewrite;
    }

    /// <summary>Statements that only read the clock: they move along.</summary>
    private static bool IsReading(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } local => !local.DescendantNodes().Any(static n => n is AwaitExpressionSyntax)
            && local.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static n => n.Identifier.ValueText is "Elapsed" or "ElapsedMilliseconds" or "GetElapsedTime" or "TotalSeconds"),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Stop" } } } => true,
        _ => false,
    };

    /// <summary>The initializer of a tag list with the tags that the call has; null when the instrument takes no further tag.</summary>
    private static string? TagsOf(Place place, InvocationExpressionSyntax call)
    {
        if (place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol { Name: "Record" })
        {
            return null;
        }

        var pairs = new List<string>();
        foreach (var argument in call.ArgumentList.Arguments.Skip(1))
        {
            if (argument.Expression is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } parts, Initializer: null })
            {
                return null;
            }

            pairs.Add($"{{ {parts[0]}, {parts[1]} }}");
        }

        return pairs.Count == 0 ? "()" : $" {{ {string.Join(", ", pairs)} }}";
    }
}
