using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Symbols;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rules.Metrics;

/// <summary>PERF7005: tags with the route pattern or the type of the exception, or drops the tag.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HighCardinalityTagFix() : SolutionFix(HighCardinalityTag.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(place.Fact(HighCardinalityTag.Kind) switch
    {
        nameof(UnboundedKind.Path) => RoutePattern(place) ?? Drop(place),
        nameof(UnboundedKind.Exception) => ErrorType(place) ?? Drop(place),
        _ => Drop(place),
    });

    private static Rewrite? RoutePattern(Place place)
    {
        var telemetry = Knowledge.Of(place.Model.Compilation).Symbols.Telemetry;
        if (telemetry?.RouteEndpoint is null || place.Related(1) is not ExpressionSyntax request || !IsPlain(request))
        {
            return null;
        }

        var context = request is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Request", Expression: var owner }
            && place.Model.GetTypeInfo(owner, place.Cancellation).Type.IsOrDerivesFrom(telemetry.HttpContext) ? owner.ToString() : $"{request}.HttpContext";
        var rewrite = new Rewrite("Tag with the route pattern");
        rewrite.Change(place.Document, place.Span, $"({context}.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? \"unmatched\"");
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "Microsoft.AspNetCore.Http", "EndpointHttpContextExtensions");
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "Microsoft.AspNetCore.Routing", "RouteEndpoint");
        return rewrite;
    }

    private static Rewrite? ErrorType(Place place)
    {
        if (place.Related(1) is not ExpressionSyntax exception || !IsPlain(exception))
        {
            return null;
        }

        var isLabel = place.Related(0) == place.Node;
        var rewrite = new Rewrite("Tag with the type of the exception");
        rewrite.Change(place.Document, place.Span, $"{exception}.GetType().{(isLabel ? "Name" : "FullName")}");
        if (!isLabel && place.Related(0)?.DescendantNodes().OfType<LiteralExpressionSyntax>().FirstOrDefault(static l => l.IsKind(SyntaxKind.StringLiteralExpression)) is { } key
            && key.Span.End <= place.Span.Start)
        {
            rewrite.Change(place.Document, key.Span, "\"error.type\"");
        }

        return rewrite;
    }

    private static Rewrite? Drop(Place place)
    {
        if (place.Related(0) is not ExpressionSyntax pair || pair == place.Node)
        {
            return null;
        }

        var rewrite = new Rewrite("Drop the tag");
        switch (pair.Parent)
        {
            case ArgumentSyntax { Parent: ArgumentListSyntax list } argument when list.Arguments.IndexOf(argument) is > 0 and var at:
                rewrite.Change(place.Document, TextSpan.FromBounds(list.Arguments[at - 1].Span.End, argument.Span.End), "");
                return rewrite;
            case InitializerExpressionSyntax list when list.Expressions.IndexOf(pair) is > 0 and var at:
                rewrite.Change(place.Document, TextSpan.FromBounds(list.Expressions[at - 1].Span.End, pair.Span.End), "");
                return rewrite;
            case InitializerExpressionSyntax { Expressions.Count: > 1 } list:
                rewrite.Change(place.Document, TextSpan.FromBounds(pair.SpanStart, list.Expressions[1].SpanStart), "");
                return rewrite;
            case ExpressionStatementSyntax { Parent: BlockSyntax } statement when Layout.IsAlone(statement):
                rewrite.Change(place.Document, Layout.Lines(statement), "");
                return rewrite;
            default:
                return null;
        }
    }

    /// <summary>A name or a path of names: it can be written again.</summary>
    private static bool IsPlain(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPlain(access.Expression),
        _ => false,
    };
}
