using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Rewriting;

/// <summary>A call of a method for one key, to be written again for many.</summary>
internal sealed class BatchCall
{
    private readonly Batch batch;
    private readonly InvocationExpressionSyntax call;
    private readonly ArgumentSyntax key;

    private BatchCall(Batch batch, InvocationExpressionSyntax call, ArgumentSyntax key, IMethodSymbol method)
    {
        (this.batch, this.call, this.key, Method) = (batch, call, key, method);
        Replaced = BatchedQuery.Whole(call);
    }

    public IMethodSymbol Method { get; }

    /// <summary>The expression that the loop reads.</summary>
    public ExpressionSyntax Replaced { get; }

    /// <summary>The cancellation token as written, empty when there is none.</summary>
    public required string Token { get; init; }

    /// <summary>Who reads the result need not think of null.</summary>
    public required bool IsNeverNull { get; init; }

    /// <summary>ConfigureAwait as written.</summary>
    public string Configure => BatchedQuery.ConfigureOf(call);

    /// <summary>The call has its result at once, or waits for it where it stands.</summary>
    public bool IsRead => Method.ReturnType is not INamedTypeSymbol { Name: "Task" or "ValueTask" } || Inner is AwaitExpressionSyntax;

    private ExpressionSyntax Inner => Replaced is ParenthesizedExpressionSyntax { Expression: AwaitExpressionSyntax wait } ? wait : Replaced;

    private IParameterSymbol Parameter => Method.Parameters[batch.Parameter];

    public static BatchCall? Of(Place place, Batch batch, InvocationExpressionSyntax call)
    {
        if (place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol method || method.Parameters.Length <= batch.Parameter
            || call.Expression is not (MemberAccessExpressionSyntax or IdentifierNameSyntax))
        {
            return null;
        }

        if (ChainEdit.ArgumentFor(method.Parameters[batch.Parameter], call) is not { } key || ChainEdit.HasComment(BatchedQuery.Whole(call).DescendantTrivia()))
        {
            return null;
        }

        var returned = method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : method.ReturnType;
        return new BatchCall(batch, call, key, method)
        {
            Token = call.ArgumentList.Arguments.FirstOrDefault(a => place.Model.GetTypeInfo(a.Expression, place.Cancellation).Type is { Name: "CancellationToken" })?.Expression.ToString() ?? "",
            IsNeverNull = returned.NullableAnnotation != NullableAnnotation.Annotated && place.Model.GetNullableContext(call.SpanStart).AnnotationsEnabled(),
        };
    }

    /// <summary>The call of the method for many keys: what isn't the key stays as it is written.</summary>
    public string With(BatchMethod many, SemanticModel model, string source)
    {
        var type = Parameter.Type.WithoutNullable().ToMinimalDisplayString(model, call.SpanStart);
        var keys = BatchAnswers.Keys(batch with { IsKeyNullable = Parameter.Type.IsNullableValue() }, type, source);
        var changes = new[]
        {
            new TextChange(ChainEdit.NameOf(call)!.Span, many.Name),
            new TextChange(key.Span, (key.NameColon is null ? "" : BatchMethod.KeysOf(Parameter.Name) + ": ") + keys),
        };
        return BatchedQuery.Dedent(call, Layout.Changed(call, Inner.Span, changes));
    }
}
