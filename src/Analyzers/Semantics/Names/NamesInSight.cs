using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Names;

/// <summary>The members of all files in sight as source, by name; merged once per compilation.</summary>
internal sealed class NamesInSight
{
    private static readonly List<MemberNames> None = [];

    private readonly Dictionary<string, List<MemberNames>> members = new(StringComparer.Ordinal);
    private readonly HashSet<string> queries = new(StringComparer.Ordinal);

    public NamesInSight(Compilation compilation)
    {
        Add(compilation);
        foreach (var reference in compilation.References)
        {
            if (reference is CompilationReference { Compilation: var source })
            {
                Add(source);
            }
        }
    }

    /// <summary>The members of that name; empty when no file in sight declares one.</summary>
    public IReadOnlyList<MemberNames> Named(string name) => members.TryGetValue(name, out var found) ? found : None;

    /// <summary>Whether a member of that name is a query by its declared type.</summary>
    public bool IsQuery(string name) => queries.Contains(name);

    private void Add(Compilation source)
    {
        foreach (var tree in source.SyntaxTrees)
        {
            var names = TreeNames.Of(tree);
            queries.UnionWith(names.Queries);
            foreach (var member in names.Members)
            {
                if (!members.TryGetValue(member.Name, out var list))
                {
                    members.Add(member.Name, list = []);
                }

                list.Add(member);
            }
        }
    }
}
