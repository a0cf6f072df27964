using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rewriting;

namespace PerfAnalyzers.Rules.Tracing;

/// <summary>PERF8008: makes the helper synchronous and drops the await of its callers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ActivityFromAsyncHelperFix() : SolutionFix(ActivityFromAsyncHelper.Rule.Id)
{
    private protected override async Task<Rewrite?> ProposeAsync(Place place)
    {
        var function = place.Node.AncestorsAndSelf().FirstOrDefault(static n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax);
        var (modifiers, returns) = function switch
        {
            MethodDeclarationSyntax method => (method.Modifiers, method.ReturnType),
            LocalFunctionStatementSyntax local => (local.Modifiers, local.ReturnType),
            _ => (default, null),
        };
        if (returns is not GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } result }
            || place.Model.GetDeclaredSymbol(function!, place.Cancellation) is not IMethodSymbol { IsVirtual: false, IsOverride: false, IsAbstract: false } symbol
            || ImplementsInterface(symbol) || HasAwait(function!))
        {
            return null;
        }

        var rewrite = new Rewrite("Start the span in a synchronous method");
        var async = modifiers.First(static m => m.IsKind(SyntaxKind.AsyncKeyword));
        rewrite.Change(place.Document, TextSpan.FromBounds(async.SpanStart, async.FullSpan.End), "");
        rewrite.Change(place.Document, returns.Span, result[0].ToString());
        foreach (var reference in await SymbolFinder.FindReferencesAsync(symbol, place.Document.Project.Solution, place.Cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                var root = await location.Document.GetSyntaxRootAsync(place.Cancellation).ConfigureAwait(false);
                var call = root?.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
                if (call is null || !call.Expression.Span.Contains(location.Location.SourceSpan) || AwaitOf(call) is not { } awaited)
                {
                    return null;
                }

                rewrite.Change(location.Document, awaited.Span, call.ToString());
            }
        }

        return rewrite;
    }

    private static bool HasAwait(SyntaxNode function) => function.DescendantNodes(static n => n is not AnonymousFunctionExpressionSyntax)
        .Any(static n => n is AwaitExpressionSyntax || (n as CommonForEachStatementSyntax)?.AwaitKeyword.RawKind > 0);

    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } } => awaited,
        _ => null,
    };

    private static bool ImplementsInterface(IMethodSymbol method) => method.ContainingType?.AllInterfaces
        .SelectMany(i => i.GetMembers(method.Name)).Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method)) == true;
}
