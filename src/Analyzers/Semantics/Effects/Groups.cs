using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Iterations over groups of elements: what asks for all of a group at once is a batch already.</summary>
internal sealed class Groups(BclSymbols bcl)
{
    private const int Hops = 4;

    /// <summary>Whether the element of a turn is a group: a grouping, an entry of a dictionary of lists, or an object that a grouping was made into.</summary>
    public bool AreElements(Iteration iteration) => iteration.Source is { } source && bcl.ElementOf(source.WithoutConversions().Type ?? source.Type) is { } element
        && (element.IsOrDerivesFrom(bcl.Grouping)
            || element is INamedTypeSymbol { TypeArguments: { Length: 2 } entry } && element.Is(bcl.KeyValuePair) && IsCollection(entry[1])
            || element is { IsAnonymousType: true } && element.GetMembers().Any(m => m is IPropertySymbol { Type: var held } && IsCollection(held)) && Grouping(source, Hops) is not null);

    /// <summary>Whether the groups were made in memory, of elements that were at hand; the groups of a query are as many as a table has.</summary>
    public bool AreMadeHere(Iteration iteration) => AreElements(iteration) && !(Grouping(iteration.Source!, Hops) is { } grouping && IsOfQuery(grouping));

    /// <summary>Whether the statement or call takes the members of the turn's group together.</summary>
    public bool AreTaken(EffectSite site, Iteration iteration) => AreElements(iteration) && (site.IsDirect
        ? Contains(site.Operation, iteration, Hops)
        : site.Operation is IInvocationOperation call && call.Arguments.Any(a => IsCollection(a.Value.WithoutConversions().Type) && iteration.Varies(a.Value)));

    /// <summary>Whether the call takes `groups[key]` of an element that is a key.</summary>
    public bool AreLookedUp(EffectSite site, Iteration iteration) => site.Operation is IInvocationOperation call && call.Arguments.Any(a =>
        a.Value.WithoutConversions() is IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: var dictionary }, Arguments: { Length: 1 } key } members
        && IsCollection(members.Type) && dictionary.IsOrDerivesFrom(bcl.DictionaryInterfaceOf) && iteration.Varies(key[0].Value));

    private bool Contains(IOperation query, Iteration iteration, int hops) => hops > 0 && query.Contains<IOperation>(part => part switch
    {
        IInvocationOperation { TargetMethod.Name: "Contains" } call => call.Receiver() is { } sought && IsCollection(sought.WithoutConversions().Type) && iteration.Varies(sought),
        ILocalReferenceOperation local when BclSymbols.NamesQuery(local.Type) => BodyIndex.Of(local).SingleValue(local.Local) is { } value && value.IsInside(iteration.Body) && Contains(value, iteration, hops - 1),
        _ => false,
    });

    private static IOperation? Grouping(IOperation source, int hops) => hops == 0 ? null : source.Core() switch
    {
        IInvocationOperation call => OperatorTable.Of(call.TargetMethod.Name) is { Kind: OperatorKind.Group } ? call : call.Receiver() is { } receiver ? Grouping(receiver, hops - 1) : null,
        ILocalReferenceOperation local => BodyIndex.Of(local).SingleValue(local.Local) is { } value ? Grouping(value, hops - 1) : null,
        _ => null,
    };

    private bool IsOfQuery(IOperation grouping)
    {
        var at = grouping;
        for (var hops = 0; hops < 2 * Hops && at is IInvocationOperation call && call.Receiver() is { } receiver; hops++)
        {
            at = receiver.WithoutConversions();
            if (bcl.IsQueryable(at.Type))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCollection(ITypeSymbol? type) => bcl.ElementOf(type) is not null && !bcl.IsQueryable(type);
}
