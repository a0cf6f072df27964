using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7008: lowers the count in finally; with prometheus-net, by TrackInProgress.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class InProgressNotInFinallyFix() : SolutionFix(InProgressNotInFinally.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Around<ExpressionStatementSyntax>() is not { Parent: BlockSyntax block } lower
            || place.Related(0)?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: InvocationExpressionSyntax raising } raise
            || raise.Parent != block || !Layout.IsAlone(lower) || !Layout.IsAlone(raise))
        {
            return null;
        }

        var work = block.Statements.Where(s => s.SpanStart > raise.Span.End && s.Span.End < lower.SpanStart).ToList();
        if (work.Count == 0 || Wrapping.Of(place, work, [lower]) is not { } wrapping)
        {
            return null;
        }

        var lines = new IndentedLines(Layout.Indent(lower), Layout.LineEnd(place.Root));
        var span = TextSpan.FromBounds(Layout.Lines(work[0]).Start, Layout.Lines(lower).End);
        if (raising is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Inc", Expression: var gauge }, ArgumentList.Arguments.Count: 0 }
            && lower.Expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 })
        {
            var tracked = new Rewrite("Count the work in progress with 'TrackInProgress'");
            lines.Add("{").AddText(wrapping.Body).Add("}");
            tracked.Insert(place.Document, Layout.Lines(raise).Start, wrapping.Declarations);
            tracked.Change(place.Document, raise.Span, $"using ({gauge}.TrackInProgress())");
            tracked.Change(place.Document, span, lines.ToString());
            Layout.Import(tracked, place.Document, place.Model, place.Root, "Prometheus", "GaugeExtensions");
            return tracked;
        }

        var rewrite = new Rewrite("Lower the count in 'finally'");
        lines.Add("try").Add("{").AddText(wrapping.Body).Add("}").Add("finally").Add("{").Add($"    {lower}").Add("}");
        rewrite.Change(place.Document, span, wrapping.Declarations + lines);
        return rewrite;
    }
}
