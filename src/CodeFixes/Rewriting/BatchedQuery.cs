using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Rewriting;

/// <summary>A query for one key, to be written again as a query for many.</summary>
internal sealed class BatchedQuery
{
    /// <summary>Keys that one query takes: every database and every version of EF Core can carry that many.</summary>
    public const int Most = 1000;

    private readonly string before;
    private readonly string after;

    private BatchedQuery(string before, string after) => (this.before, this.after) = (before, after);

    /// <summary>The expression that is read: with its await, and with parentheses that only the await needed.</summary>
    public required ExpressionSyntax Replaced { get; init; }

    /// <summary>It is awaited where it stands, or has nothing to wait for.</summary>
    public bool IsRead => !IsAsync || Replaced is AwaitExpressionSyntax or ParenthesizedExpressionSyntax { Expression: AwaitExpressionSyntax };

    /// <summary>The terminal without Async.</summary>
    public required string Name { get; init; }

    public required bool IsAsync { get; init; }

    /// <summary>The cancellation token as written, empty when there is none.</summary>
    public required string Token { get; init; }

    /// <summary>ConfigureAwait as written.</summary>
    public required string Configure { get; init; }

    /// <summary>The lambda parameter for a row.</summary>
    public required string Row { get; init; }

    public required INamedTypeSymbol Entity { get; init; }

    public required string RowType { get; init; }

    /// <summary>What the query makes of a row: the row itself, or what its Select says.</summary>
    public required ITypeSymbol Made { get; init; }

    /// <summary>The type of the key, without its question mark.</summary>
    public required string KeyType { get; init; }

    /// <summary>A name for one row.</summary>
    public required string One { get; init; }

    /// <summary>A name for several rows.</summary>
    public required string Many { get; init; }

    public static BatchedQuery? Of(SemanticModel model, Batch batch, InvocationExpressionSyntax terminal, CancellationToken cancellation)
    {
        var name = ChainEdit.NameOf(terminal)?.Identifier.ValueText ?? "";
        var outer = Whole(terminal);
        if (model.GetOperation(terminal, cancellation) is not Microsoft.CodeAnalysis.Operations.IInvocationOperation { TargetMethod: { } method }
            || ChainEdit.HasComment(outer.DescendantTrivia())
            || RowOf(model, batch, terminal, method) is not { } row || KeyOf(row, batch.Key) is not { } key || KeyText(model, batch, terminal, key) is not { } keyType
            || Text(model, batch, terminal, keyType) is not { } text)
        {
            return null;
        }

        var isAsync = method.ReturnType.Name is "Task" or "ValueTask";
        if (isAsync && batch.Root.Length > 0 && model.Compilation.Find("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions") is null)
        {
            return null;
        }

        var arguments = terminal.ArgumentList.Arguments;
        var token = isAsync && arguments.Count > 0 && model.GetTypeInfo(arguments[arguments.Count - 1].Expression, cancellation).Type is { Name: "CancellationToken" } ? arguments[arguments.Count - 1].Expression.ToString() : "";
        var one = char.ToLowerInvariant(row.Name[0]) + row.Name.Substring(1);
        return new BatchedQuery(text.Before, text.After)
        {
            Replaced = outer,
            Name = batch.Root.Length > 0 ? "Find" : isAsync ? name.Substring(0, name.Length - 5) : name,
            IsAsync = isAsync,
            Token = token,
            Configure = ConfigureOf(terminal),
            Row = text.Row,
            Entity = row,
            Made = batch.IsProjected && SelectOf(model, terminal)?.TypeArguments.LastOrDefault() is { } made ? made : row,
            RowType = batch.IsProjected ? PairType(model, batch, terminal, keyType) : row.ToMinimalDisplayString(model, terminal.SpanStart),
            KeyType = keyType,
            One = one,
            Many = batch.IsProjected && ValueName(terminal) is { } value ? value : text.Set is { Length: > 0 } set && set != row.Name ? char.ToLowerInvariant(set[0]) + set.Substring(1) : one.EndsWith("s", StringComparison.Ordinal) && !one.EndsWith("ss", StringComparison.Ordinal) ? one : one + "s",
        };
    }

    /// <summary>The query for those keys with more steps and a terminal behind it: <c>await q.ToDictionaryAsync(c => c.Id, ct)</c>.</summary>
    public string Ended(string keys, string steps, string terminal, string arguments = "")
    {
        var all = string.Join(", ", new[] { arguments, IsAsync ? Token : "" }.Where(static a => a.Length > 0));
        return $"{(IsAsync ? "await " : "")}{before}{keys}{after}{steps}.{terminal}{(IsAsync ? "Async" : "")}({all}){Configure}";
    }

    /// <summary>The rows for those keys, so that a dot can follow.</summary>
    public string List(string keys, string steps = "") => IsAsync ? $"({Ended(keys, steps, "ToList")})" : Ended(keys, steps, "ToList");

    /// <summary>A call with its ConfigureAwait and its await, and with parentheses that only the await needed.</summary>
    public static ExpressionSyntax Whole(InvocationExpressionSyntax call)
    {
        ExpressionSyntax outer = ChainEdit.ConfigureAwaitOf(call) ?? call;
        return outer.Parent is not AwaitExpressionSyntax wait ? outer
            : wait.Parent is ParenthesizedExpressionSyntax parentheses ? parentheses : wait;
    }

    /// <summary>The ConfigureAwait behind a call as it is written, empty when there is none.</summary>
    public static string ConfigureOf(InvocationExpressionSyntax call) => ChainEdit.ConfigureAwaitOf(call) is { } configure
        ? call.SyntaxTree.GetText().ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(call.Span.End, configure.Span.End)).Trim()
        : "";

    /// <summary>What stands before and behind the name of the keys.</summary>
    private static (string Before, string After, string Row, string Set)? Text(SemanticModel model, Batch batch, InvocationExpressionSyntax terminal, string key)
    {
        if (ChainEdit.SourceOf(terminal) is not { } source)
        {
            return null;
        }

        var set = SetOf(terminal);
        var (end, projected) = (source, "");
        if (batch.IsProjected)
        {
            if (source is not InvocationExpressionSyntax select || ChainEdit.SourceOf(select) is not { } rows || Projection(model, batch, terminal, select, key) is not { } pairs)
            {
                return null;
            }

            (end, projected) = (rows, Dedent(terminal, terminal.SyntaxTree.GetText().ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(rows.Span.End, ((MemberAccessExpressionSyntax)select.Expression).OperatorToken.SpanStart))) + pairs);
        }

        if (batch.Step < 0)
        {
            var name = Names.ForLambda(model, source);
            var root = batch.Root.Length > 0 ? $"{source}.{batch.Root}" : terminal.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList: var types } } ? $"{source}.Set{types}()" : source.ToString();
            return ($"{root}.Where({name} => ", $".Contains({name}.{batch.Column}))", name, set);
        }

        var keyed = terminal;
        for (var step = 0; step < batch.Step; step++)
        {
            if (ChainEdit.SourceOf(keyed) is not InvocationExpressionSyntax previous)
            {
                return null;
            }

            keyed = previous;
        }

        if (keyed.ArgumentList.Arguments.Select(static a => a.Expression).OfType<LambdaExpressionSyntax>().FirstOrDefault() is not { ExpressionBody: { } body } lambda
            || ParameterOf(lambda) is not { } row || Conjuncts(body).ElementAtOrDefault(batch.Conjunct) is not { } comparison || ChainEdit.SourceOf(keyed) is not { } origin)
        {
            return null;
        }

        var text = terminal.SyntaxTree.GetText();
        string Between(int start, int end) => Dedent(terminal, text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, end)));
        var lead = Between(origin.Span.End, ((MemberAccessExpressionSyntax)keyed.Expression).OperatorToken.SpanStart);
        var tail = batch.Step == 0 ? "" : Between(keyed.Span.End, end.Span.End) + projected;
        return (
            $"{Between(origin.SpanStart, origin.Span.End)}{lead}.Where({Between(lambda.SpanStart, comparison.SpanStart)}",
            $".Contains({row}.{batch.Column}){Between(comparison.Span.End, lambda.Span.End)}){tail}",
            row,
            set);
    }

    /// <summary>A Select that gives each row's key beside what it made of the row.</summary>
    private static string? Projection(SemanticModel model, Batch batch, InvocationExpressionSyntax terminal, InvocationExpressionSyntax select, string key) =>
        select.ArgumentList.Arguments is [{ Expression: LambdaExpressionSyntax { ExpressionBody: { } made } lambda }] && ParameterOf(lambda) is { } row
            ? $".Select({row} => new {PairType(model, batch, terminal, key)}({row}.{batch.Key}, {Dedent(select, made.ToString())}))"
            : null;

    private static string PairType(SemanticModel model, Batch batch, InvocationExpressionSyntax terminal, string key) =>
        $"KeyValuePair<{key}{(batch.IsKeyNullable && !batch.IsText ? "?" : "")}, {SelectOf(model, terminal)?.TypeArguments.LastOrDefault()?.ToMinimalDisplayString(model, terminal.SpanStart)}>";

    /// <summary>Lines that stood in the loop, moved to its own indentation.</summary>
    public static string Dedent(SyntaxNode inner, string text)
    {
        var from = Layout.Indent(inner.FirstAncestorOrSelf<StatementSyntax>() ?? inner);
        return from.Length == 0 ? text : string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select((line, i) => i > 0 && line.StartsWith(from, StringComparison.Ordinal) ? line.Substring(from.Length) : line));
    }

    /// <summary>The name of the only parameter of a lambda.</summary>
    public static string? ParameterOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0].Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } when inner.IsKind(SyntaxKind.LogicalAndExpression) => Conjuncts(inner),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => Conjuncts(both.Left).Concat(Conjuncts(both.Right)),
        _ => [condition],
    };

    /// <summary>The name of the set that the chain starts with, empty when it has none.</summary>
    private static string SetOf(ExpressionSyntax chain)
    {
        while (chain is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var source } })
        {
            chain = source;
        }

        return chain is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } && char.IsUpper(name.Identifier.ValueText[0]) ? name.Identifier.ValueText : "";
    }

    /// <summary>What a Select of one property makes, by the name of the property.</summary>
    private static string? ValueName(InvocationExpressionSyntax terminal) =>
        ChainEdit.SourceOf(terminal) is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax { ExpressionBody: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } }] }
            ? BatchAnswers.Plural(char.ToLowerInvariant(name[0]) + name.Substring(1))
            : null;

    private static string KeyText(SemanticModel model, Batch batch, InvocationExpressionSyntax terminal, ITypeSymbol key) =>
        batch.IsText ? $"string{(model.GetNullableContext(terminal.SpanStart).AnnotationsEnabled() ? "?" : "")}" : key.ToMinimalDisplayString(model, terminal.SpanStart);

    /// <summary>The entity: what the terminal gives, what a repository looks for, or what a Select starts from.</summary>
    private static INamedTypeSymbol? RowOf(SemanticModel model, Batch batch, InvocationExpressionSyntax terminal, IMethodSymbol method) =>
        batch.Root.Length > 0 ? RowOf(method.ReturnType)
        : batch.IsProjected ? SelectOf(model, terminal)?.TypeArguments.FirstOrDefault() as INamedTypeSymbol
        : method.TypeArguments.FirstOrDefault() as INamedTypeSymbol ?? method.ContainingType.TypeArguments.FirstOrDefault() as INamedTypeSymbol;

    private static IMethodSymbol? SelectOf(SemanticModel model, InvocationExpressionSyntax terminal) =>
        ChainEdit.SourceOf(terminal) is InvocationExpressionSyntax select ? model.GetSymbolInfo(select).Symbol as IMethodSymbol : null;

    private static INamedTypeSymbol? RowOf(ITypeSymbol returned) =>
        returned is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [INamedTypeSymbol result] }
            ? (INamedTypeSymbol)result.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
            : returned.WithNullableAnnotation(NullableAnnotation.NotAnnotated) as INamedTypeSymbol;

    private static ITypeSymbol? KeyOf(INamedTypeSymbol row, string name)
    {
        for (INamedTypeSymbol? type = row; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return property.Type.WithoutNullable();
            }
        }

        return null;
    }
}
