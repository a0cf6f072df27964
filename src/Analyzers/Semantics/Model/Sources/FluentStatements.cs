using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Walks the statements of configuration code; branches count as taken, as each provider takes its own.</summary>
internal static class FluentStatements
{
    public static void Run(FluentReader reader, StatementSyntax statement, FluentScope scope)
    {
        switch (statement)
        {
            case BlockSyntax block:
                foreach (var inner in block.Statements)
                {
                    if (inner is BlockSyntax)
                    {
                        reader.Run(inner, scope);
                    }
                    else
                    {
                        Run(reader, inner, scope);
                    }
                }

                break;
            case ExpressionStatementSyntax expression:
                reader.Value(expression.Expression, scope);
                break;
            case LocalDeclarationStatementSyntax local:
                foreach (var variable in local.Declaration.Variables)
                {
                    if (variable.Initializer is { } initializer)
                    {
                        scope.Set(variable.Identifier.ValueText, reader.Value(initializer.Value, scope));
                    }
                }

                break;
            case LocalFunctionStatementSyntax { ParameterList.Parameters.Count: 0 } function:
                reader.Run(function, scope);
                break;
            case ReturnStatementSyntax { Expression: { } returned }:
                reader.Value(returned, scope);
                break;
            case IfStatementSyntax branch:
                reader.Run(branch.Statement, scope);
                if (branch.Else is { } otherwise)
                {
                    reader.Run(otherwise.Statement, scope);
                }

                break;
            case ForEachStatementSyntax loop:
                Loop(reader, loop, scope);
                break;
            case ForStatementSyntax loop:
                reader.Run(loop.Statement, scope);
                break;
            case WhileStatementSyntax loop:
                reader.Run(loop.Statement, scope);
                break;
            case UsingStatementSyntax use:
                reader.Run(use.Statement, scope);
                break;
            case TryStatementSyntax attempt:
                reader.Run(attempt.Block, scope);
                break;
            case SwitchStatementSyntax choice:
                foreach (var inner in choice.Sections.SelectMany(static s => s.Statements))
                {
                    reader.Run(inner, scope);
                }

                break;
        }
    }

    private static void Loop(FluentReader reader, ForEachStatementSyntax loop, FluentScope scope)
    {
        var over = reader.Value(loop.Expression, scope);
        var inner = new FluentScope(scope.Method, scope);
        inner.Set(loop.Identifier.ValueText, over);
        reader.Run(loop.Statement, inner);
    }
}
