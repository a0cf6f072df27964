using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The syntax gate: what a method may do by the names that its body uses, asked before anything is bound.</summary>
/// <param name="realm">What is looked for.</param>
/// <param name="compilation">The compilation whose methods are asked about.</param>
/// <param name="names">The members in sight.</param>
/// <param name="sinks">The names that are the effect.</param>
/// <param name="seesAbove">What only a project above can implement may do anything.</param>
internal sealed class NameIndex(Realm realm, Compilation compilation, Lazy<NamesInSight> names, SinkNames sinks, bool seesAbove = false)
{
    /// <summary>How many hops the names are followed: what leaves the process stands close to the code that wants it.</summary>
    private readonly int most = realm.IsDatabase ? 6 : 4;

    private readonly ConcurrentDictionary<(NameUse Use, int Depth), Channels> known = new();
    private readonly ConcurrentDictionary<MemberNames, Channels> sinkBodies = new();

    /// <summary>What something that the method may mean does in its body, or calls, a few hops far.</summary>
    public Channels ReachOf(IMethodSymbol method) => ReachOf(UseOf(method), most);

    /// <summary>What that very declaration does in its body, or calls.</summary>
    public Channels ReachOf(SyntaxNode declaration)
    {
        var member = declaration is AccessorDeclarationSyntax or ArrowExpressionClauseSyntax ? declaration.FirstAncestorOrSelf<BasePropertyDeclarationSyntax>() ?? declaration : declaration;
        return TreeNames.Of(declaration.SyntaxTree).MemberOf(member) is { } found ? ReachOf(found, most) : Channels.Both;
    }

    /// <summary>The declarations of the compilation's own methods that may have an effect, or write the rows that they get.</summary>
    public IEnumerable<(SyntaxNode Declaration, bool IsHot, bool Writes)> Candidates(bool withWriters) =>
        from tree in compilation.SyntaxTrees
        from member in TreeNames.Of(tree).Members
        where member.Declaration is MethodDeclarationSyntax
        let isHot = (ReachOf(member, most) & Channels.Both) != 0
        let writes = withWriters && member.UsesRowWriters && (isHot || SpeaksOfSets(member))
        where isHot || writes || withWriters && member.PagesQuery
        select (member.Declaration, isHot, writes);

    private bool SpeaksOfSets(MemberNames member) => member.Tree.Mentions("Context") || member.Used.Any(use => names.Value.IsQuery(use.Name) || SinkNames.IsQuery(use, member.Tree));

    private static NameUse UseOf(IMethodSymbol method) =>
        method.AssociatedSymbol is IPropertySymbol property ? new NameUse(property.Name, NameUse.Read) : new NameUse(method.Name, method.Declared().Parameters.Length);

    private Channels ReachOf(NameUse use, int depth)
    {
        if (use.Arguments == NameUse.Type || use.IsOfEveryObject)
        {
            return Channels.None;
        }

        var reach = sinks.Written(use);
        if (depth > 0 && use.IsCall && Handlers.NameFor(use.Name) is { } handler)
        {
            reach |= ReachOf(new NameUse(handler, NameUse.HandedOver), depth - 1);
        }

        if (IsFull(reach) || names.Value.Named(use.Name) is not { Count: > 0 } declared)
        {
            return reach;
        }

        if (seesAbove && IsOpen(declared))
        {
            return Channels.Both;
        }

        return depth == 0 ? reach : reach | ReachOf(use, declared, depth);
    }

    private Channels ReachOf(NameUse use, IReadOnlyList<MemberNames> declared, int depth)
    {
        if (known.TryGetValue((use, depth), out var reach))
        {
            return reach;
        }

        for (var i = 0; i < declared.Count && !IsFull(reach); i++)
        {
            if (declared[i].MayBe(use) && (realm.IsDatabase || !declared[i].IsProperty))
            {
                reach |= ReachOf(declared[i], depth);
            }
        }

        known[(use, depth)] = reach;
        return reach;
    }

    private Channels ReachOf(MemberNames member, int depth)
    {
        if (!sinkBodies.TryGetValue(member, out var reach))
        {
            sinkBodies[member] = reach = sinks.Of(member, names.Value);
        }

        if (!IsFull(reach))
        {
            foreach (var used in member.Used)
            {
                reach |= ReachOf(used, depth - 1);
                if (IsFull(reach))
                {
                    break;
                }
            }
        }

        return reach;
    }

    /// <summary>Whether there is no more to learn.</summary>
    private static bool IsFull(Channels reach) => (reach & Channels.Both) == Channels.Both;

    private static bool IsOpen(IReadOnlyList<MemberNames> declared)
    {
        foreach (var member in declared)
        {
            if (!member.IsOpen)
            {
                return false;
            }
        }

        return true;
    }
}
