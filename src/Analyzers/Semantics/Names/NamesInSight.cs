using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Names;

/// <summary>The members of all files in sight as source, by name; those of a compilation are collected once for all that refer to it.</summary>
internal sealed class NamesInSight
{
    private static readonly ConditionalWeakTable<Compilation, Names> Known = new();

    private readonly ImmutableArray<Names> sources;
    private readonly ConcurrentDictionary<string, IReadOnlyList<MemberNames>> found = new(StringComparer.Ordinal);

    public NamesInSight(Compilation compilation)
    {
        var sources = ImmutableArray.CreateBuilder<Names>();
        sources.Add(Of(compilation));
        foreach (var reference in compilation.References)
        {
            if (reference is CompilationReference { Compilation: var source })
            {
                sources.Add(Of(source));
            }
        }

        this.sources = sources.ToImmutable();
    }

    /// <summary>The members of that name; empty when no file in sight declares one.</summary>
    public IReadOnlyList<MemberNames> Named(string name) => sources.Length == 1 ? sources[0].Named(name) : found.GetOrAdd(name, Join);

    /// <summary>Whether a member of that name is a query by its declared type.</summary>
    public bool IsQuery(string name)
    {
        foreach (var source in sources)
        {
            if (source.Queries.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The members of the compilation itself that call a method of that name.</summary>
    public IEnumerable<MemberNames> CallersOf(string name) => sources[0].All.Where(m => m.Calls(name));

    /// <summary>Whether code of the file sees a namespace of that kind, opened by itself or for its whole project.</summary>
    public bool Opens(TreeNames tree, Func<string, bool> isWanted) => tree.Namespaces.Any(isWanted) || sources.Any(s => s.OpenedEverywhere.Any(isWanted));

    /// <summary>Whether a file in sight declares the namespace.</summary>
    public bool Declares(string space) => sources.Any(s => s.Declared.Contains(space));

    private IReadOnlyList<MemberNames> Join(string name)
    {
        IReadOnlyList<MemberNames> joined = [];
        foreach (var source in sources)
        {
            if (source.Named(name) is { Count: > 0 } members)
            {
                joined = joined.Count == 0 ? members : [.. joined, .. members];
            }
        }

        return joined;
    }

    private static Names Of(Compilation compilation) => Known.GetValue(compilation, static c => new Names(c));

    /// <summary>The members of the files of one compilation.</summary>
    private sealed class Names
    {
        private readonly Dictionary<string, List<MemberNames>> members = new(StringComparer.Ordinal);

        public Names(Compilation compilation)
        {
            foreach (var tree in compilation.SyntaxTrees)
            {
                var names = TreeNames.Of(tree);
                Queries.UnionWith(names.Queries);
                Declared.UnionWith(names.Declared);
                OpenedEverywhere.UnionWith(names.OpenedEverywhere);
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

        public HashSet<string> Queries { get; } = new(StringComparer.Ordinal);

        public IEnumerable<MemberNames> All => members.Values.SelectMany(static m => m);

        /// <summary>The namespaces that the files declare.</summary>
        public HashSet<string> Declared { get; } = new(StringComparer.Ordinal);

        public HashSet<string> OpenedEverywhere { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<MemberNames> Named(string name) => members.TryGetValue(name, out var found) ? found : [];
    }
}
