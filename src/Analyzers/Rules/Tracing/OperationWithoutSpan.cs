using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Authoring;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8005: an operation without a span, although its siblings have one or an attribute asks for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperationWithoutSpan() : PerfAnalyzer(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Define(
        "PERF8005",
        Band.Tracing,
        Level.Info,
        title: "An operation has no span",
        message: "'{0}' has no span, {1}: its calls hang on whatever span is around, and its own time is in no trace");

    private protected override bool AppliesTo(Knowledge knowledge) => knowledge.Symbols.Telemetry is not null;

    private protected override void Register(Watch on) => on.Operation(OperationKind.MethodBody, static (operation, find) =>
    {
        if (find.Within is not IMethodSymbol method || operation is not IMethodBodyOperation body || operation.Syntax is not MethodDeclarationSyntax declaration)
        {
            return;
        }

        var options = TelemetryOptions.Of(find.Options);
        if (options.Mode == TelemetryMode.Off)
        {
            return;
        }

        switch (Operations.ReasonFor(method, body, find.Knowledge, options))
        {
            case SpanReason.Asked:
                find.ReportWarning(declaration.Identifier.GetLocation(), [method.Name, "though an attribute or an option asks for one"]);
                break;
            case SpanReason.Siblings when !find.Knowledge.Telemetry.IsUntraced:
                find.ReportInfo(declaration.Identifier.GetLocation(), [method.Name, "though other methods of its type have one"]);
                break;
        }
    });
}
