using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>Statements that move into a block of their own; what later code reads is declared in front of it.</summary>
internal sealed record Wrapping(string Declarations, string Body)
{
    public static Wrapping? Of(Place place, IReadOnlyList<StatementSyntax> work, IReadOnlyList<StatementSyntax> handler)
    {
        if (!Scope.CanMove(place, work) || !Layout.IsAlone(work[0]) || !Layout.IsAlone(work[work.Count - 1]) || place.Model.AnalyzeDataFlow(work[0], work[work.Count - 1]) is not { } flow)
        {
            return null;
        }

        var text = place.Root.SyntaxTree.GetText();
        var lines = TextSpan.FromBounds(Layout.Lines(work[0]).Start, Layout.Lines(work[work.Count - 1]).End);
        var (end, indent) = (Layout.LineEnd(place.Root), Layout.Indent(work[0]));
        var declarations = "";
        var changes = new List<TextChange>();
        var after = work[0].Parent!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.SpanStart > work[work.Count - 1].Span.End).ToList();
        foreach (var local in flow.VariablesDeclared.OfType<ILocalSymbol>())
        {
            var reads = after.Where(n => n.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(n, place.Cancellation).Symbol, local)).ToList();
            if (reads.Count == 0)
            {
                continue;
            }

            if (reads.Any(r => handler.Any(h => h.Span.Contains(r.Span)))
                || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation) is not VariableDeclaratorSyntax { Initializer: not null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } declaration } declarator
                || !work.Contains(statement) || !statement.UsingKeyword.IsKind(SyntaxKind.None) || statement.IsConst
                || local.IsRef || local.Type is { IsAnonymousType: true } or { TypeKind: TypeKind.Error } or { IsRefLikeType: true })
            {
                return null;
            }

            var isNeverNull = declaration.Type.IsVar && place.Model.GetTypeInfo(declarator.Initializer.Value, place.Cancellation).Nullability.FlowState != NullableFlowState.MaybeNull;
            var type = isNeverNull || !place.Model.GetNullableContext(statement.SpanStart).AnnotationsEnabled() ? local.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : local.Type;
            declarations += $"{indent}{type.ToMinimalDisplayString(place.Model, statement.SpanStart)} {local.Name};{end}";
            changes.Add(new TextChange(TextSpan.FromBounds(declaration.Type.SpanStart, declarator.SpanStart), ""));
        }

        var disposes = work.Any(static s => s is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 });
        if (disposes && IsFollowed(work[work.Count - 1], handler))
        {
            return null;
        }

        return new Wrapping(declarations, Layout.Deeper(place.Root, lines, changes));
    }

    /// <summary>Whether more than the handler stands behind the work: a using would end before it.</summary>
    private static bool IsFollowed(StatementSyntax last, IReadOnlyList<StatementSyntax> handler) =>
        last.Parent is BlockSyntax block && block.Statements.Any(s => s.SpanStart > last.Span.End && !handler.Contains(s));
}

/// <summary>New lines at one indentation.</summary>
internal sealed class IndentedLines(string indent, string end)
{
    private readonly System.Text.StringBuilder text = new();

    public IndentedLines Add(string line)
    {
        text.Append(line.Length == 0 ? "" : indent + line).Append(end);
        return this;
    }

    /// <summary>Lines of one text, each at the indentation and a step more when given.</summary>
    public IndentedLines AddLines(string lines, string deeper = "")
    {
        foreach (var line in lines.Split('\n'))
        {
            Add(line.Length == 0 ? line : deeper + line);
        }

        return this;
    }

    public IndentedLines AddText(string lines)
    {
        text.Append(lines);
        return this;
    }

    public override string ToString() => text.ToString();
}
