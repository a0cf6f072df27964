using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rewriting;

/// <summary>Appends a call to the pipeline that an application has.</summary>
internal static class PipelineEdit
{
    /// <summary>Adds the call to a pipeline of the signal; null when its code can't take one.</summary>
    public static Rewrite? Append(Document document, SyntaxNode root, SemanticModel model, SyntaxNode anchor, string signal, string call)
    {
        var isTracing = signal == TelemetryFacts.Tracing;
        var name = call.Substring(0, call.IndexOf('('));
        var rewrite = new Rewrite($"Add {name} to the {(isTracing ? "tracing" : "metrics")} pipeline");
        if (anchor.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } start || TelemetryTree.NameOf(start)?.Identifier.ValueText is not { } started)
        {
            return null;
        }

        if (started is "WithTracing" or "WithMetrics" or "ConfigureOpenTelemetryTracerProvider" or "ConfigureOpenTelemetryMeterProvider")
        {
            var parameter = isTracing ? "tracing" : "metrics";
            switch (start.ArgumentList.Arguments.LastOrDefault()?.Expression)
            {
                case null:
                    rewrite.Insert(document, start.ArgumentList.OpenParenToken.Span.End, $"{parameter} => {parameter}.{call}");
                    break;
                case LambdaExpressionSyntax lambda when Into(rewrite, document, root, lambda, call):
                    break;
                case not null when started is "WithTracing" or "WithMetrics":
                    rewrite.Insert(document, start.Span.End, $".{started}({parameter} => {parameter}.{call})");
                    break;
                default:
                    return null;
            }
        }
        else if (started is "CreateTracerProviderBuilder" or "CreateMeterProviderBuilder")
        {
            InsertStep(rewrite, document, start, call);
        }
        else if (!Configure(rewrite, document, model, root, start, isTracing, call))
        {
            return null;
        }

        Import(rewrite, document, model, root, name, isTracing ? "TracerProviderBuilder" : "MeterProviderBuilder");
        return rewrite;
    }

    /// <summary>Imports the namespace of an extension method when it is one.</summary>
    public static void Import(Rewrite rewrite, Document document, SemanticModel model, SyntaxNode root, string method, string receiver)
    {
        if (model.Compilation.ExtensionMethod(method, receiver) is { } extension && extension.ContainingNamespace.ToString() is { } space)
        {
            Layout.Import(rewrite, document, model, root, space, extension.ContainingType.Name);
        }
    }

    /// <summary>The local that holds the application builder, and the statement that declares it.</summary>
    public static (string Name, StatementSyntax Statement)? BuilderOf(InvocationExpressionSyntax start, SemanticModel model) =>
        start.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } declarator }
        && Layout.IsAlone(statement) && model.GetTypeInfo(start).Type?.GetMembers("Services").Length > 0
            ? (declarator.Identifier.ValueText, statement)
            : null;

    private static bool Configure(Rewrite rewrite, Document document, SemanticModel model, SyntaxNode root, InvocationExpressionSyntax start, bool isTracing, string call)
    {
        var (method, parameter) = isTracing ? ("ConfigureOpenTelemetryTracerProvider", "tracing") : ("ConfigureOpenTelemetryMeterProvider", "metrics");
        if (BuilderOf(start, model) is not { } builder || model.Compilation.ExtensionMethod(method, "IServiceCollection") is null)
        {
            return false;
        }

        rewrite.Insert(document, Layout.Lines(builder.Statement).End, $"{Layout.Indent(builder.Statement)}{builder.Name}.Services.{method}({parameter} => {parameter}.{call});{Layout.LineEnd(root)}");
        Import(rewrite, document, model, root, method, "IServiceCollection");
        return true;
    }

    private static bool Into(Rewrite rewrite, Document document, SyntaxNode root, LambdaExpressionSyntax lambda, string call)
    {
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [.., var last] } => last.Identifier.ValueText,
            _ => "",
        };
        var chains = lambda.Block is { } block ? block.Statements.OfType<ExpressionStatementSyntax>().Select(static s => s.Expression) : lambda.ExpressionBody is { } body ? [body] : [];
        if (chains.Select(c => RootOf(c, parameter)).FirstOrDefault(static r => r is not null) is { } chain)
        {
            InsertStep(rewrite, document, chain, call);
            return true;
        }

        if (lambda.Block is { Statements: { Count: > 0 } statements } && parameter is not ("" or "_") && Layout.IsAlone(statements[0]))
        {
            rewrite.Insert(document, Layout.Lines(statements[0]).Start, $"{Layout.Indent(statements[0])}{parameter}.{call};{Layout.LineEnd(root)}");
            return true;
        }

        return false;
    }

    /// <summary>The parameter at the root of a chain of calls.</summary>
    private static IdentifierNameSyntax? RootOf(ExpressionSyntax? expression, string parameter)
    {
        for (var budget = 200; budget > 0 && expression is not null; budget--)
        {
            switch (expression)
            {
                case InvocationExpressionSyntax call:
                    expression = call.Expression;
                    break;
                case MemberAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;
                case IdentifierNameSyntax name when name.Identifier.ValueText == parameter && name.Parent is MemberAccessExpressionSyntax:
                    return name;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Puts a call behind an expression: on a line of its own when the next step has one.</summary>
    private static void InsertStep(Rewrite rewrite, Document document, ExpressionSyntax source, string call)
    {
        var next = source.GetLastToken().GetNextToken();
        var isOnNewLine = next.IsKind(SyntaxKind.DotToken) && source.GetLastToken().TrailingTrivia.Concat(next.LeadingTrivia).Any(static t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        var line = source.SyntaxTree.GetText().Lines.GetLineFromPosition(next.SpanStart).ToString();
        var lead = isOnNewLine ? Layout.LineEnd(source.SyntaxTree.GetRoot()) + line.Substring(0, line.Length - line.TrimStart().Length) : "";
        rewrite.Insert(document, source.Span.End, $"{lead}.{call}");
    }
}
