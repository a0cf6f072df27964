using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rewriting;

/// <summary>A loop, or a statement whose lambda runs for each element, in front of which the rows for all elements are fetched.</summary>
internal sealed class BatchLoop
{
    private readonly Place place;
    private readonly Batch batch;

    private readonly ExpressionSyntax elements;
    private readonly string element;

    private BatchLoop(Place place, Batch batch, StatementSyntax statement, ExpressionSyntax elements, string element)
    {
        (this.place, this.batch, Statement, this.elements, this.element) = (place, batch, statement, elements, element);
        Names = new FreshNames(statement);
        Lines = new IndentedLines(Layout.Indent(statement), Layout.LineEnd(place.Root));
    }

    public StatementSyntax Statement { get; }

    public FreshNames Names { get; }

    /// <summary>What goes in front of the loop.</summary>
    public IndentedLines Lines { get; }

    /// <summary>The loop whose turns the call runs in, or the statement of the lambda; null when nothing can stand in front of it.</summary>
    public static BatchLoop? Around(Place place, Batch batch, InvocationExpressionSyntax call)
    {
        if (!batch.IsLambda)
        {
            return call.FirstAncestorOrSelf<ForEachStatementSyntax>(l => l.Statement.Span.Contains(call.Span)) is { Parent: BlockSyntax or GlobalStatementSyntax } loop
                ? new BatchLoop(place, batch, loop, loop.Expression, loop.Identifier.ValueText)
                : null;
        }

        return call.FirstAncestorOrSelf<LambdaExpressionSyntax>() is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax walk } } lambda
            && ChainEdit.SourceOf(walk) is { } source && walk.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax } statement
            && BatchedQuery.ParameterOf(lambda) is { } element
                ? new BatchLoop(place, batch, statement, source, element)
                : null;
    }

    /// <summary>What the keys are read from: the collection by its name, or a local that the loop then runs over.</summary>
    public string Source(Rewrite rewrite, bool isAsync, string token, string configure)
    {
        var text = elements.ToString();
        if (batch.Source == BatchSource.Named || IsListed)
        {
            return text;
        }

        var local = Names.Take(BatchAnswers.Plural(Word));
        var primary = ChainEdit.Primary(elements);
        Lines.Add($"var {local} = " + batch.Source switch
        {
            BatchSource.Made => text,
            BatchSource.Query when isAsync => $"await {primary}.ToListAsync({token}){configure}",
            _ => $"{primary}.ToList()",
        } + ";");
        rewrite.Change(place.Document, elements.Span, local);
        return local;
    }

    /// <summary>Puts the lines in front of the loop, and brings into scope what they call.</summary>
    public void Finish(Rewrite rewrite, params string[] spaces)
    {
        rewrite.Insert(place.Document, Layout.Lines(Statement).Start, Lines.ToString());
        rewrite.Import(place.Document, place.Model, Statement.SpanStart, spaces);
    }

    /// <summary>What one element is called; lambdas call it by a letter.</summary>
    private string Word => element.Length > 1 ? element
        : place.Model.GetTypeInfo(elements, place.Cancellation).Type is INamedTypeSymbol { TypeArguments: [{ Name: { Length: > 2 } name }] } ? char.ToLowerInvariant(name[0]) + name.Substring(1)
        : "element";

    /// <summary>Another fix put the elements into a list before.</summary>
    private bool IsListed => elements is IdentifierNameSyntax
        && place.Model.GetTypeInfo(elements, place.Cancellation).Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "List", TypeArguments.Length: 1 };
}
