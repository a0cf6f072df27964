using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rewriting;

/// <summary>A loop in front of which the rows for all its elements are fetched.</summary>
internal sealed class BatchLoop
{
    private readonly Place place;
    private readonly Batch batch;

    private BatchLoop(Place place, Batch batch, ForEachStatementSyntax statement)
    {
        (this.place, this.batch, Statement) = (place, batch, statement);
        Names = new FreshNames(statement);
        Lines = new IndentedLines(Layout.Indent(statement), Layout.LineEnd(place.Root));
    }

    public ForEachStatementSyntax Statement { get; }

    public FreshNames Names { get; }

    /// <summary>What goes in front of the loop.</summary>
    public IndentedLines Lines { get; }

    /// <summary>The loop whose turns the call runs in; null when nothing can stand in front of it.</summary>
    public static BatchLoop? Around(Place place, Batch batch, InvocationExpressionSyntax call) =>
        call.FirstAncestorOrSelf<ForEachStatementSyntax>(l => l.Statement.Span.Contains(call.Span)) is { Parent: BlockSyntax or GlobalStatementSyntax } loop ? new BatchLoop(place, batch, loop) : null;

    /// <summary>What the keys are read from: the collection by its name, or a local that the loop then runs over.</summary>
    public string Source(Rewrite rewrite, bool isAsync, string token, string configure)
    {
        var text = Statement.Expression.ToString();
        if (batch.Source == BatchSource.Named || IsListed)
        {
            return text;
        }

        var local = Names.Take(BatchAnswers.Plural(Statement.Identifier.ValueText));
        var primary = ChainEdit.IsPrimary(Statement.Expression) ? text : $"({text})";
        Lines.Add($"var {local} = " + batch.Source switch
        {
            BatchSource.Made => text,
            BatchSource.Query when isAsync => $"await {primary}.ToListAsync({token}){configure}",
            _ => $"{primary}.ToList()",
        } + ";");
        rewrite.Change(place.Document, Statement.Expression.Span, local);
        return local;
    }

    /// <summary>Puts the lines in front of the loop, and brings into scope what they call.</summary>
    public void Finish(Rewrite rewrite, params string[] spaces)
    {
        rewrite.Insert(place.Document, Layout.Lines(Statement).Start, Lines.ToString());
        rewrite.Import(place.Document, place.Model, Statement.SpanStart, spaces);
    }

    /// <summary>Another fix put the elements into a list before.</summary>
    private bool IsListed => Statement.Expression is IdentifierNameSyntax
        && place.Model.GetTypeInfo(Statement.Expression, place.Cancellation).Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "List", TypeArguments.Length: 1 };
}
