using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Effects;

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

    public static TreeNames Of(SyntaxTree tree) => Known.GetValue(tree, static t => new TreeNames(t));

    /// <summary>Whether the file mentions the word anywhere.</summary>
    public bool Mentions(string word) => words.GetOrAdd(word, w => (text ??= tree.GetText().ToString()).IndexOf(w, StringComparison.Ordinal) >= 0);

    private void See(SyntaxNode node, Stack<SyntaxNode> pending)
    {
        switch (node)
        {
            case BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax:
                pending.Push(node);
                break;
            case MethodDeclarationSyntax method:
                Add(method.Identifier.ValueText, method, method.Parent is InterfaceDeclarationSyntax type && DeclaredEffects.IsDataInterface(type.Identifier.ValueText));
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

    private void Add(string name, SyntaxNode declaration, bool isDeclaredSink = false) => Members.Add(new MemberNames(name, declaration, this, isDeclaredSink));

    private void AddQuery(TypeSyntax type, string name)
    {
        if (SinkNames.IsQueryType(type))
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

/// <summary>One member and the names that its body uses, read when somebody asks.</summary>
internal sealed class MemberNames(string name, SyntaxNode declaration, TreeNames tree, bool isDeclaredSink)
{
    private static readonly string[] RowWriters = ["Remove", "RemoveRange", "Add", "AddRange", "AddAsync", "AddRangeAsync", "Update", "UpdateRange", "Attach", "AttachRange", "Entry"];

    private HashSet<string>? used;

    public string Name => name;

    public SyntaxNode Declaration => declaration;

    public TreeNames Tree => tree;

    /// <summary>Declared by an interface over stored data: whatever implements it goes to the database.</summary>
    public bool IsDeclaredSink => isDeclaredSink;

    /// <summary>Declared by an interface, without a body, and asynchronous: somebody else does the work.</summary>
    public bool IsOpen => declaration is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax, Body: null, ExpressionBody: null, ReturnType: SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" or "IAsyncEnumerable" } };

    /// <summary>Every simple name in the declaration.</summary>
    public HashSet<string> Used => used ??= Read();

    /// <summary>The body has a foreach, which may run a query without a call. Known once the names are.</summary>
    public bool Enumerates { get; private set; }

    /// <summary>A method that gets something and uses the methods of a set or a context that write rows; lists have some of them too.</summary>
    public bool UsesRowWriters => declaration is MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 } method && (method.Body ?? (SyntaxNode?)method.ExpressionBody) is not null
        && Used.Overlaps(RowWriters);

    /// <summary>A method that gets a query and skips rows.</summary>
    public bool PagesQuery => declaration is MethodDeclarationSyntax method && method.ParameterList.Parameters.Any(static p => p.Type is { } type && SinkNames.IsQueryType(type)) && Used.Contains("Skip");

    private HashSet<string> Read()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in declaration.DescendantNodes())
        {
            switch (node)
            {
                case SimpleNameSyntax simple:
                    names.Add(simple.Identifier.ValueText);
                    break;
                case CommonForEachStatementSyntax:
                    Enumerates = true;
                    break;
            }
        }

        return names;
    }
}
