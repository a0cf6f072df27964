using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The syntax gate: whether a method of that name may have an effect, asked before anything is bound.</summary>
internal sealed class NameIndex(Compilation compilation, SinkNames sinks, bool seesAbove = false)
{
    private const int Depth = 6;

    private readonly Lazy<Merged> names = new(() => new Merged(compilation));
    private readonly ConcurrentDictionary<(string Name, int Depth), bool> known = new();
    private readonly ConcurrentDictionary<MemberNames, bool> sinkBodies = new();

    /// <summary>Whether some method of that name has the effect in its body, or calls one by name that has it, a few hops far.</summary>
    public bool IsHot(string name) => IsHot(name, Depth);

    /// <summary>The declarations of the compilation's own methods that may have the effect, or write the rows that they get.</summary>
    public IEnumerable<(SyntaxNode Declaration, bool IsHot, bool Writes)> Candidates(bool withWriters) =>
        from tree in compilation.SyntaxTrees
        from member in TreeNames.Of(tree).Members
        where member.Declaration is MethodDeclarationSyntax
        let isHot = Reaches(member, Depth, member.Name)
        let writes = withWriters && member.UsesRowWriters && (isHot || SpeaksOfSets(member))
        where isHot || writes || withWriters && member.PagesQuery
        select (member.Declaration, isHot, writes);

    private bool SpeaksOfSets(MemberNames member) => member.Tree.Mentions("Context") || member.Used.Any(used => names.Value.Queries.Contains(used) || SinkNames.IsQuery(used));

    private bool IsHot(string name, int depth)
    {
        if (sinks.IsWritten(name) || seesAbove && names.Value.IsOpen(name))
        {
            return true;
        }

        if (depth == 0 || !names.Value.Members.TryGetValue(name, out var declared))
        {
            return false;
        }

        if (!known.TryGetValue((name, depth), out var hot))
        {
            hot = declared.Any(member => Reaches(member, depth, name));
            known[(name, depth)] = hot;
        }

        return hot;
    }

    private bool Reaches(MemberNames member, int depth, string self)
    {
        if (sinkBodies.GetOrAdd(member, IsSink))
        {
            return true;
        }

        foreach (var used in member.Used)
        {
            if (used != self && IsHot(used, depth - 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSink(MemberNames member)
    {
        if (sinks.IsDatabase && member.IsDeclaredSink)
        {
            return true;
        }

        var words = member.Used;
        var (terminal, query) = (sinks.IsDatabase && member.Enumerates, false);
        foreach (var used in words)
        {
            if (sinks.IsAlways(used) || sinks.IsInTable(used, member.Tree) || !sinks.IsDatabase && sinks.IsForeign(used) && !names.Value.Members.ContainsKey(used))
            {
                return true;
            }

            terminal |= sinks.IsTerminal(used);
            query |= names.Value.Queries.Contains(used) || SinkNames.IsQuery(used);
        }

        return terminal && query;
    }

    /// <summary>The names of all files in sight as source.</summary>
    private sealed class Merged
    {
        public Merged(Compilation compilation)
        {
            foreach (var source in compilation.References.OfType<CompilationReference>().Select(static r => r.Compilation).Prepend(compilation))
            {
                foreach (var tree in source.SyntaxTrees)
                {
                    var names = TreeNames.Of(tree);
                    Queries.UnionWith(names.Queries);
                    foreach (var member in names.Members)
                    {
                        if (!Members.TryGetValue(member.Name, out var list))
                        {
                            Members.Add(member.Name, list = []);
                        }

                        list.Add(member);
                    }
                }
            }
        }

        public Dictionary<string, List<MemberNames>> Members { get; } = new(StringComparer.Ordinal);

        /// <summary>An asynchronous method of interfaces that no file in sight gives a body: a project above may.</summary>
        public bool IsOpen(string name) => Members.TryGetValue(name, out var declared) && declared.All(static m => m.IsOpen);

        /// <summary>Names of members that are queries by their declared type.</summary>
        public HashSet<string> Queries { get; } = new(StringComparer.Ordinal);
    }
}
