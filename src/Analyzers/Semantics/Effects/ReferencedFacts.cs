using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The facts that the assemblies which a compilation references carry with them.</summary>
internal sealed class ReferencedFacts
{
    private readonly Dictionary<IAssemblySymbol, Dictionary<string, MethodFacts>> byAssembly = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> all = new(StringComparer.Ordinal);
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
                    var name = NameOf(fact.Key);
                    all.Add(name);
                    if (fact.Value.HasEffect)
                    {
                        names.Add(name);
                    }
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
    public bool Has(string name) => all.Contains(name);

    /// <summary>Whether a method of that name has an effect, or is declared by an interface over stored data: what implements it may be in a project above.</summary>
    public bool MayKnow(string name) => names.Contains(name) || declared.Value.Contains(name);

    public MethodFacts? Of(IMethodSymbol method) =>
        method.ContainingAssembly is { } assembly && byAssembly.TryGetValue(assembly, out var facts)
        && method.GetDocumentationCommentId() is { } id && facts.TryGetValue(id, out var found)
            ? found
            : null;

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
