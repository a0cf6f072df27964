using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>Brings extension methods and types into scope.</summary>
internal static class Usings
{
    public const string Linq = "System.Linq";
    public const string Generic = "System.Collections.Generic";
    public const string EfCore = "Microsoft.EntityFrameworkCore";

    /// <summary>The using directive that is missing at a position; no change when the namespace is in scope already.</summary>
    public static ImmutableArray<TextChange> Add(SemanticModel model, int position, string name)
    {
        if (IsInScope(model, position, name))
        {
            return ImmutableArray<TextChange>.Empty;
        }

        var root = (CompilationUnitSyntax)model.SyntaxTree.GetRoot();
        var text = model.SyntaxTree.GetText();
        var end = Lines.EndOf(text);
        var usings = UsingsAt(root, position);
        if (usings.Count == 0)
        {
            var first = root.GetFirstToken(includeZeroWidth: true);
            var start = first.LeadingTrivia.FirstOrDefault(static t => t.HasStructure && t.GetStructure() is DocumentationCommentTriviaSyntax).FullSpan is { Length: > 0 } doc ? doc.Start : first.SpanStart;
            return ImmutableArray.Create(new TextChange(new TextSpan(start, 0), $"using {name};{end}{end}"));
        }

        var following = usings.FirstOrDefault(u => u.Alias is not null || !u.StaticKeyword.IsKind(default) || IsAfter(u.Name?.ToString() ?? "", name));
        if (usings.Any(static u => u.ContainsDirectives))
        {
            following = usings.FirstOrDefault(static u => !u.ContainsDirectives);
        }

        if (following is not null)
        {
            return ImmutableArray.Create(new TextChange(new TextSpan(following.SpanStart, 0), $"using {name};{end}{IndentOf(text, following)}"));
        }

        var last = usings[usings.Count - 1];
        return ImmutableArray.Create(new TextChange(new TextSpan(last.Span.End, 0), $"{end}{IndentOf(text, last)}using {name};"));
    }

    private static bool IsInScope(SemanticModel model, int position, string name)
    {
        for (var around = model.GetEnclosingSymbol(position)?.ContainingNamespace; around is { IsGlobalNamespace: false }; around = around.ContainingNamespace)
        {
            if (FullName(around) == name)
            {
                return true;
            }
        }

        return model.GetImportScopes(position).Any(s => s.Imports.Any(i => i.NamespaceOrType is INamespaceSymbol imported && FullName(imported) == name));
    }

    private static string FullName(INamespaceSymbol symbol) =>
        symbol.ContainingNamespace is { IsGlobalNamespace: false } outer ? $"{FullName(outer)}.{symbol.Name}" : symbol.Name;

    /// <summary>Where the file keeps its directives: in the innermost namespace that has some, else at the top.</summary>
    private static SyntaxList<UsingDirectiveSyntax> UsingsAt(CompilationUnitSyntax root, int position)
    {
        for (var space = root.FindToken(position).Parent?.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>(); space is not null; space = space.Parent?.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>())
        {
            if (space.Usings.Count > 0)
            {
                return space.Usings;
            }
        }

        return root.Usings;
    }

    private static bool IsAfter(string other, string name) =>
        IsSystem(other) == IsSystem(name) ? string.CompareOrdinal(other, name) > 0 : IsSystem(name);

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static string IndentOf(SourceText text, SyntaxNode node)
    {
        var line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
