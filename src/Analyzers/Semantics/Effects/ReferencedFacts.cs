using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The facts that the assemblies which a compilation references carry with them.</summary>
internal sealed class ReferencedFacts
{
    private readonly Dictionary<IAssemblySymbol, Dictionary<string, MethodFacts>> byAssembly = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, (int Most, Channels Channels)> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> paging = new(StringComparer.Ordinal);
    private readonly List<(IAssemblySymbol Assembly, int Count)> unreadable = [];
    private readonly Lazy<HashSet<string>> declared;

    public ReferencedFacts(FactCarriers carriers, Realm realm)
    {
        declared = new(() => realm.IsDatabase ? DeclaredIn(carriers) : []);
        foreach (var (assembly, text) in carriers.OfEffects)
        {
            if (FactsText.Read(text, realm, out var unreadable) is { } facts)
            {
                byAssembly[assembly] = facts;
                foreach (var fact in facts)
                {
                    Remember(fact.Key, fact.Value);
                }

                if (unreadable > 0)
                {
                    this.unreadable.Add((assembly, unreadable));
                }
            }
            else if (!IsLaterVersion(text))
            {
                this.unreadable.Add((assembly, 1));
            }
        }
    }

    /// <summary>Lines and attributes that couldn't be read, by assembly; those of a later version don't count.</summary>
    public IReadOnlyList<(IAssemblySymbol Assembly, int Count)> Unreadable => unreadable;

    /// <summary>Whether a method of that name has facts of any kind.</summary>
    public bool Has(string name) => names.ContainsKey(name);

    /// <summary>Whether a method of that name pages a query that it gets.</summary>
    public bool HasPages(string name) => paging.Contains(name);

    /// <summary>What a use of a name may mean: what has facts, where arguments may be left out, never added; or an interface over stored data, which a project above may implement.</summary>
    public Channels MayKnow(NameUse use) =>
        (names.TryGetValue(use.Name, out var known) && use.Arguments <= known.Most ? known.Channels : Channels.None) | (declared.Value.Contains(use.Name) ? Channels.Both : Channels.None);

    public MethodFacts? Of(IMethodSymbol method) =>
        method.ContainingAssembly is { } assembly && byAssembly.TryGetValue(assembly, out var facts)
        && method.GetDocumentationCommentId() is { } id && facts.TryGetValue(id, out var found)
            ? found
            : null;

    private void Remember(string id, MethodFacts facts)
    {
        var name = NameOf(id);
        if (facts.Pages is not null)
        {
            paging.Add(name);
        }

        var most = id.EndsWith("[])", StringComparison.Ordinal) ? int.MaxValue : ParametersOf(id);
        var channels = facts.Pending.IsEmpty ? (facts.Queries == Certainty.None ? Channels.None : Channels.First) | (facts.Saves == Certainty.None ? Channels.None : Channels.Second) : Channels.Both;
        names[name] = names.TryGetValue(name, out var known) ? (Math.Max(known.Most, most), known.Channels | channels) : (most, channels);
    }

    /// <summary>The parameters that a documentation id lists: those between its outermost parentheses.</summary>
    private static int ParametersOf(string id)
    {
        var start = id.IndexOf('(');
        if (start < 0)
        {
            return 0;
        }

        var (count, depth) = (1, 0);
        for (var i = start + 1; i < id.Length; i++)
        {
            depth += id[i] is '{' or '[' or '(' ? 1 : id[i] is '}' or ']' or ')' ? -1 : 0;
            count += id[i] == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }

    private static bool IsLaterVersion(string text)
    {
        var line = text.IndexOf('\n');
        return line is > 0 and < 6 && int.TryParse(text.Substring(0, line), out _);
    }

    private static HashSet<string> DeclaredIn(FactCarriers carriers)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<INamespaceSymbol>(carriers.OfEffects.Select(static c => c.Assembly.GlobalNamespace));
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers())
            {
                if (member is INamespaceSymbol space)
                {
                    pending.Push(space);
                }
                else if (member is INamedTypeSymbol { TypeKind: TypeKind.Interface } type && DeclaredEffects.IsDataInterface(type.Name))
                {
                    found.UnionWith(type.MemberNames);
                }
            }
        }

        return found;
    }

    private static string NameOf(string id)
    {
        var end = id.IndexOf('(');
        end = end < 0 ? id.Length : end;
        var dot = id.LastIndexOf('.', end - 1);
        var name = id.Substring(dot + 1, end - dot - 1);
        var arity = name.IndexOf('`');
        name = arity < 0 ? name : name.Substring(0, arity);
        var explicitly = name.LastIndexOf('#');
        return name.StartsWith("get_", StringComparison.Ordinal) ? name.Substring(4) : explicitly < 0 ? name : name.Substring(explicitly + 1);
    }
}
