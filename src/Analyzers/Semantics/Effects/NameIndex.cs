using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The syntax gate: whether something of that name may reach the database, asked before anything is bound.</summary>
/// <remarks>Names are read per tree and kept with it, so that an edit in one file re-reads no other.</remarks>
internal sealed class NameIndex
{
    private const int Depth = 4;
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> Trees = new();

    private readonly Func<string, bool> isSink;
    private readonly Lazy<Dictionary<string, List<MemberNames>>> members;
    private readonly HashSet<string> sets = new(StringComparer.Ordinal) { "Set", "AsQueryable", "Include", "IQueryable" };
    private readonly ConcurrentDictionary<(string Name, int Depth), bool> known = new();

    private readonly bool seesSets;

    /// <param name="compilation">The compilation whose names are read, with those that it references as source.</param>
    /// <param name="isSink">Whether a name stands for an effect by itself.</param>
    /// <param name="seesSets">Whether a foreach over a set counts, and interfaces over stored data.</param>
    public NameIndex(Compilation compilation, Func<string, bool> isSink, bool seesSets)
    {
        this.seesSets = seesSets;
        this.isSink = isSink;
        members = new(() => Merge(compilation));
    }

    /// <summary>Whether a member of that name is a sink, or calls one by name within a few hops.</summary>
    public bool IsHot(string name) => IsHot(name, Depth);

    private bool IsHot(string name, int depth)
    {
        if (isSink(name) || !seesSets && name.EndsWith("Async", StringComparison.Ordinal) && OperatorTable.Of(name) is null && !members.Value.ContainsKey(name))
        {
            return true;
        }

        if (depth == 0 || !members.Value.TryGetValue(name, out var declared))
        {
            return false;
        }

        if (known.TryGetValue((name, depth), out var hot))
        {
            return hot;
        }

        foreach (var member in declared)
        {
            if (seesSets && (member.IsSink || member.Used.Overlaps(sets) && member.Enumerates))
            {
                hot = true;
                break;
            }

            foreach (var used in member.Used)
            {
                if (used != name && IsHot(used, depth - 1))
                {
                    hot = true;
                    break;
                }
            }

            if (hot)
            {
                break;
            }
        }

        known[(name, depth)] = hot;
        return hot;
    }

    private Dictionary<string, List<MemberNames>> Merge(Compilation compilation)
    {
        var merged = new Dictionary<string, List<MemberNames>>(StringComparer.Ordinal);
        foreach (var source in compilation.References.OfType<CompilationReference>().Select(r => r.Compilation).Prepend(compilation))
        {
            foreach (var tree in source.SyntaxTrees)
            {
                var names = Trees.GetValue(tree, static t => new TreeNames(t));
                sets.UnionWith(names.Sets);
                foreach (var member in names.Members)
                {
                    if (!merged.TryGetValue(member.Name, out var list))
                    {
                        merged.Add(member.Name, list = []);
                    }

                    list.Add(member);
                }
            }
        }

        return merged;
    }

    /// <summary>The members of one file: their names now, what they use when somebody asks.</summary>
    private sealed class TreeNames
    {
        public TreeNames(SyntaxTree tree)
        {
            var pending = new Stack<SyntaxNode>();
            pending.Push(tree.GetRoot());
            while (pending.Count > 0)
            {
                foreach (var child in pending.Pop().ChildNodes())
                {
                    switch (child)
                    {
                        case BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax:
                            pending.Push(child);
                            break;
                        case MethodDeclarationSyntax method:
                            Members.Add(new MemberNames(method.Identifier.ValueText, method, IsDeclaredSink(method)));
                            Locals(method);
                            break;
                        case ConstructorDeclarationSyntax constructor:
                            Members.Add(new MemberNames(constructor.Identifier.ValueText, constructor, IsSink: false));
                            break;
                        case PropertyDeclarationSyntax property:
                            if (property.ExpressionBody is not null || property.AccessorList?.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null) == true)
                            {
                                Members.Add(new MemberNames(property.Identifier.ValueText, property, IsSink: false));
                            }
                            else if (property.Type is GenericNameSyntax { Identifier.ValueText: "DbSet" })
                            {
                                Sets.Add(property.Identifier.ValueText);
                            }

                            break;
                        case GlobalStatementSyntax statement:
                            Locals(statement);
                            break;
                    }
                }
            }
        }

        public List<MemberNames> Members { get; } = [];

        /// <summary>Names of properties that are sets of a context: a foreach may run them.</summary>
        public List<string> Sets { get; } = [];

        private void Locals(SyntaxNode member)
        {
            foreach (var local in member.DescendantNodes(static n => n is not ExpressionSyntax).OfType<LocalFunctionStatementSyntax>())
            {
                Members.Add(new MemberNames(local.Identifier.ValueText, local, IsSink: false));
            }
        }

        private static bool IsDeclaredSink(MethodDeclarationSyntax method) =>
            method.Parent is InterfaceDeclarationSyntax type && DeclaredEffects.IsDataInterface(type.Identifier.ValueText);
    }

    private sealed record MemberNames(string Name, SyntaxNode Declaration, bool IsSink)
    {
        private HashSet<string>? used;

        /// <summary>Every simple name in the body.</summary>
        public HashSet<string> Used => used ??= Read();

        /// <summary>The body has a foreach, which may run a query without a call.</summary>
        public bool Enumerates { get; private set; }

        private HashSet<string> Read()
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var node in Declaration.DescendantNodes())
            {
                switch (node)
                {
                    case SimpleNameSyntax name:
                        names.Add(name.Identifier.ValueText);
                        break;
                    case CommonForEachStatementSyntax:
                        Enumerates = true;
                        break;
                }
            }

            return names;
        }
    }
}
