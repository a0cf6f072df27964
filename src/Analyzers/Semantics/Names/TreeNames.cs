using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Names;

/// <summary>The members of one file by name; kept with its tree, so that an edit in one file re-reads no other.</summary>
internal sealed class TreeNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> Known = new();

    private readonly ConcurrentDictionary<string, bool> words = new(StringComparer.Ordinal);
    private readonly SyntaxTree tree;
    private string? text;

    private TreeNames(SyntaxTree tree)
    {
        this.tree = tree;
        var pending = new Stack<SyntaxNode>();
        pending.Push(tree.GetRoot());
        while (pending.Count > 0)
        {
            foreach (var child in pending.Pop().ChildNodes())
            {
                See(child, pending);
            }
        }
    }

    public List<MemberNames> Members { get; } = [];

    /// <summary>Names of properties, fields and methods whose declared type is a query or a set.</summary>
    public List<string> Queries { get; } = [];

    /// <summary>The namespaces that the file opens or declares.</summary>
    public HashSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>The namespaces that it declares.</summary>
    public HashSet<string> Declared { get; } = new(StringComparer.Ordinal);

    /// <summary>The namespaces that it opens for every file of its project.</summary>
    public HashSet<string> OpenedEverywhere { get; } = new(StringComparer.Ordinal);

    /// <summary>The member that is declared there; null for what isn't followed by name.</summary>
    public MemberNames? MemberOf(SyntaxNode declaration)
    {
        foreach (var member in Members)
        {
            if (member.Declaration == declaration)
            {
                return member;
            }
        }

        return null;
    }

    public static TreeNames Of(SyntaxTree tree) => Known.GetValue(tree, static t => new TreeNames(t));

    /// <summary>Whether the file mentions the word anywhere.</summary>
    public bool Mentions(string word) => words.GetOrAdd(word, w => (text ??= tree.GetText().ToString()).IndexOf(w, StringComparison.Ordinal) >= 0);

    private void See(SyntaxNode node, Stack<SyntaxNode> pending)
    {
        switch (node)
        {
            case UsingDirectiveSyntax { Name: { } opened } directive:
                (directive.GlobalKeyword.IsKind(SyntaxKind.None) ? Namespaces : OpenedEverywhere).Add(opened.ToString());
                break;
            case BaseNamespaceDeclarationSyntax space:
                Namespaces.Add(space.Name.ToString());
                Declared.Add(space.Name.ToString());
                pending.Push(node);
                break;
            case TypeDeclarationSyntax:
                pending.Push(node);
                break;
            case MethodDeclarationSyntax method:
                Add(method.Identifier.ValueText, method);
                AddQuery(method.ReturnType, method.Identifier.ValueText);
                AddLocals(method);
                break;
            case ConstructorDeclarationSyntax constructor:
                Add(constructor.Identifier.ValueText, constructor);
                break;
            case PropertyDeclarationSyntax property:
                AddQuery(property.Type, property.Identifier.ValueText);
                if (property.ExpressionBody is not null || property.AccessorList?.Accessors.Any(static a => a.Body is not null || a.ExpressionBody is not null) == true)
                {
                    Add(property.Identifier.ValueText, property);
                }

                break;
            case FieldDeclarationSyntax { Declaration: { Variables: { Count: > 0 } variables } declaration }:
                AddQuery(declaration.Type, variables[0].Identifier.ValueText);
                break;
            case GlobalStatementSyntax statement:
                AddLocals(statement);
                break;
        }
    }

    private void Add(string name, SyntaxNode declaration) => Members.Add(new MemberNames(name, declaration, this));

    private void AddQuery(TypeSyntax type, string name)
    {
        if (QueryTypeNames.IsQuery(type))
        {
            Queries.Add(name);
        }
    }

    private void AddLocals(SyntaxNode member)
    {
        foreach (var local in member.DescendantNodes(static n => n is not ExpressionSyntax).OfType<LocalFunctionStatementSyntax>())
        {
            Add(local.Identifier.ValueText, local);
        }
    }
}
