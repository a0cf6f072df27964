using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The declarations of all files of a compilation that may concern the model, and which classes derive from which, by name.</summary>
internal sealed class SourceTypes
{
    private readonly Dictionary<string, List<TypeDeclarationSyntax>> byBase = new(StringComparer.Ordinal);

    public SourceTypes(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var facts = TreeFacts.Of(tree);
            Sets.AddRange(facts.Sets);
            Configurators.AddRange(facts.Configurators);
            foreach (var type in facts.Derived)
            {
                foreach (var parent in type.BaseList!.Types)
                {
                    Add(TreeFacts.NameOf(parent.Type), type);
                }
            }
        }
    }

    public List<PropertyDeclarationSyntax> Sets { get; } = [];

    public List<MethodDeclarationSyntax> Configurators { get; } = [];

    /// <summary>Classes that derive, directly or through classes in source, from a type whose name fits.</summary>
    public IEnumerable<TypeDeclarationSyntax> Deriving(Func<string, bool> fits)
    {
        var waiting = new Queue<string>(byBase.Keys.Where(fits));
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            foreach (var type in byBase[waiting.Dequeue()])
            {
                yield return type;
                var name = type.Identifier.ValueText;
                if (byBase.ContainsKey(name) && seen.Add(name))
                {
                    waiting.Enqueue(name);
                }
            }
        }
    }

    /// <summary>Whether a class here implements the method.</summary>
    public bool Implements(AwaitedMethod awaited)
    {
        var names = new HashSet<string>(Deriving(name => name == awaited.Type).Select(static t => t.Identifier.ValueText), StringComparer.Ordinal);
        return names.Count > 0 && Configurators.Any(c => c.Identifier.ValueText == awaited.Method
            && c is { Body: not null } or { ExpressionBody: not null }
            && c.Parent is TypeDeclarationSyntax type && names.Contains(type.Identifier.ValueText));
    }

    private void Add(string parent, TypeDeclarationSyntax type)
    {
        if (!byBase.TryGetValue(parent, out var list))
        {
            byBase.Add(parent, list = []);
        }

        list.Add(type);
    }
}
