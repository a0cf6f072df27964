using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Rows;

namespace PerfAnalyzers.Rewriting;

/// <summary>The assignments of a turn, written as setters of ExecuteUpdate.</summary>
internal sealed class SetterText
{
    private readonly SetBasedEdit edit;
    private readonly string row;
    private readonly ImmutableArray<ExpressionSyntax> assignments;
    private readonly ExpressionSyntax? condition;
    private readonly string name;
    private readonly string setters;
    private readonly Dictionary<string, string> hoisted = new(StringComparer.Ordinal);

    private SetterText(SetBasedEdit edit, string row, ExpressionSyntax? condition, ImmutableArray<ExpressionSyntax> assignments)
    {
        (this.edit, this.row, this.condition, this.assignments) = (edit, row, condition, assignments);
        var used = new HashSet<string>(assignments.Append(condition).OfType<ExpressionSyntax>().SelectMany(Identifiers).Select(static i => i.Identifier.ValueText), StringComparer.Ordinal);
        var (model, query) = (edit.Place.Model, edit.Query);
        name = Names.ForLambda(model, query) is var usual && used.Contains(usual) ? row : usual;
        setters = Names.Free(model, query, [.. new[] { "s", "u", "setters" }.Where(n => n != name && !used.Contains(n))]);
    }

    /// <summary>What the turn of the write assigns; null when it isn't written as the rule read it.</summary>
    public static SetterText? Of(SetBasedEdit edit, int count)
    {
        var (row, body) = edit.Write switch
        {
            ForEachStatementSyntax loop => (loop.Identifier.ValueText, (SyntaxNode)loop.Statement),
            ExpressionStatementSyntax { Expression: var call } when call.DescendantNodesAndSelf().OfType<LambdaExpressionSyntax>().LastOrDefault(l => l.Span.End > edit.Query.Span.End) is { } lambda =>
                (lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter.Identifier.ValueText : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0].Identifier.ValueText, lambda.Body),
            _ => ("", null),
        };
        body = body is BlockSyntax { Statements: [IfStatementSyntax single] } ? single : body;
        var condition = (body as IfStatementSyntax)?.Condition;
        body = (body as IfStatementSyntax)?.Statement ?? body;
        var assignments = (body is BlockSyntax block ? block.Statements : body is StatementSyntax statement ? SyntaxFactory.SingletonList(statement) : default)
            .OfType<ExpressionStatementSyntax>().Select(static s => s.Expression).Concat(body is ExpressionSyntax expression ? new[] { expression } : [])
            .Where(static e => e is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax).ToImmutableArray();
        return assignments.Length == count ? new SetterText(edit, row, condition, assignments) : null;
    }

    /// <summary>The filter that the condition becomes, empty without one.</summary>
    public string Filter => condition is null ? "" : $"Where({name} => {Renamed(condition)})";

    /// <summary>Variables for values that the database would read from its own clock.</summary>
    public IEnumerable<string> Variables => hoisted.Select(static h => $"var {h.Value} = {h.Key};");

    /// <summary>The argument of ExecuteUpdate; several setters have a line each.</summary>
    public string Argument(ImmutableArray<RowSetter> forms, string indent)
    {
        var all = assignments.Select((a, i) => $".SetProperty({name} => {name}.{Target(a)}, {Value(a, forms[i])})").ToList();
        return $"{setters} => {setters}{(all.Count == 1 ? all[0] : string.Concat(all.Select(s => Layout.LineEnd(edit.Place.Root) + indent + Layout.Step + s)))}";
    }

    private static string Target(ExpressionSyntax assignment) => ((assignment switch
    {
        AssignmentExpressionSyntax assigned => assigned.Left,
        PostfixUnaryExpressionSyntax after => after.Operand,
        _ => ((PrefixUnaryExpressionSyntax)assignment).Operand,
    }) as MemberAccessExpressionSyntax)?.Name.ToString() ?? "";

    private string Value(ExpressionSyntax assignment, RowSetter form)
    {
        if (assignment is not AssignmentExpressionSyntax { Right: var right } assigned)
        {
            return $"{name} => {name}.{Target(assignment)} {(assignment.IsKind(SyntaxKind.PostIncrementExpression) || assignment.IsKind(SyntaxKind.PreIncrementExpression) ? "+" : "-")} 1";
        }

        if (form.IsHoisted)
        {
            return form.Cast.Length == 0 ? Variable(right, assignment) : $"({form.Cast}){Variable(right, assignment)}";
        }

        var value = Renamed(right);
        if (!assigned.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            var sign = assigned.OperatorToken.ValueText;
            return $"{name} => {name}.{Target(assignment)} {sign.Substring(0, sign.Length - 1)} {ChainEdit.Primary(right, value)}";
        }

        value = form.Cast.Length == 0 ? value : $"({form.Cast}){ChainEdit.Primary(right, value)}";
        return form.IsComputed ? $"{name} => {value}" : value;
    }

    private string Variable(ExpressionSyntax value, ExpressionSyntax assignment)
    {
        var text = value.ToString();
        if (!hoisted.TryGetValue(text, out var variable))
        {
            var target = Target(assignment);
            var wanted = value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Now" or "UtcNow" } ? "now" : char.ToLowerInvariant(target[0]) + target.Substring(1);
            hoisted.Add(text, variable = Scope.FreeName(edit.First, hoisted.ContainsValue(wanted) ? wanted + "Value" : wanted));
        }

        return variable;
    }

    /// <summary>The text with the name that the lambdas of the query use for a row.</summary>
    private string Renamed(ExpressionSyntax expression)
    {
        var text = expression.ToString();
        foreach (var identifier in Identifiers(expression).Where(i => i.Identifier.ValueText == row).OrderByDescending(static i => i.SpanStart))
        {
            text = text.Remove(identifier.SpanStart - expression.SpanStart, identifier.Span.Length).Insert(identifier.SpanStart - expression.SpanStart, name);
        }

        return text;
    }

    /// <summary>Names that aren't members of something.</summary>
    private static IEnumerable<IdentifierNameSyntax> Identifiers(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(static i => !(i.Parent is MemberAccessExpressionSyntax access && access.Name == i || i.Parent is NameColonSyntax));
}
