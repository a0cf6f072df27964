using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1004: loads the navigation with the rows and drops the load of each one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ExplicitLoadPerElementFix() : PerfCodeFix(ExplicitLoadPerElement.Rule.Id)
{
    private protected override IEnumerable<Proposal> Propose(FixSite site)
    {
        if (ChainEdit.CallAt(site.Root, site.Diagnostic.Location.SourceSpan) is { } load && Statement(load) is { } dropped && IncludeEdit.Add(site) is { } included)
        {
            yield return new Proposal("Include the navigation in the query", included.Add(dropped));
        }
    }

    /// <summary>The removal of the whole statement; null when the load isn't a statement among others.</summary>
    private static TextChange? Statement(InvocationExpressionSyntax load)
    {
        SyntaxNode? node = load;
        while (node?.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" })
        {
            node = node.Parent;
        }

        if (node?.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax } statement)
        {
            return null;
        }

        var lines = statement.SyntaxTree.GetText().Lines;
        var (first, last) = (lines.GetLineFromPosition(statement.SpanStart), lines.GetLineFromPosition(statement.Span.End));
        var isAlone = first.ToString().TrimStart().StartsWith(statement.ToString().Split('\n')[0].TrimEnd(), StringComparison.Ordinal) && last.ToString().TrimEnd().EndsWith(";", StringComparison.Ordinal);
        if (!isAlone)
        {
            return new TextChange(statement.Span, "");
        }

        // An empty line behind it goes too when it opened the block.
        var end = last.EndIncludingLineBreak;
        var opens = statement.Parent is BlockSyntax block && block.Statements[0] == statement;
        if (opens && last.LineNumber + 1 < lines.Count && string.IsNullOrWhiteSpace(lines[last.LineNumber + 1].ToString()))
        {
            end = lines[last.LineNumber + 1].EndIncludingLineBreak;
        }

        return new TextChange(TextSpan.FromBounds(first.Start, end), "");
    }
}
