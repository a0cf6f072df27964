using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Reasons why a turn may have to reach the database on its own: true, but not worth a warning.</summary>
internal sealed class Doubts(Groups groups, Multitude multitude, QueryReader queries, Dispatch dispatch, Bodies bodies)
{
    /// <summary>From here on a helper is not this loop's own.</summary>
    private const int FarHops = 2;

    /// <summary>So far away that caches and conditions on the way count for more than a summary shows.</summary>
    private const int VagueHops = 5;

    /// <summary>Whether the elements are a handful that an object holds in memory, such as the participants of a group, and what reaches the database is a call away: it isn't the place to act.</summary>
    public bool AreFew(Turn turn, EffectSite site) => site.Trail.Hops.Length >= FarHops && multitude.Of(turn.Iteration) == Supply.Held;

    /// <summary>Groups that were at hand, a unit of work on purpose, or elements that a form brings.</summary>
    public bool OfQuery(Turn turn, EffectSite site) =>
        site.Trail.Hops.Length > VagueHops || groups.AreMadeHere(turn.Iteration) || groups.AreLookedUp(site, turn.Iteration) || SetsOwnValues(turn, site) || IsMadeElsewhere(site)
        || !site.IsDirect && (turn.IsIsolated(site) && turn.Writes || turn.IsUnitOfWork(site))
        || site.Trail.Hops.Length > FarHops && multitude.Of(turn.Iteration) == Supply.Given && Upserts.Ends(site.Trail);

    /// <summary>As above; the other reasons for saving one by one are the turn's own.</summary>
    public bool OfSave(Turn turn, EffectSite site) =>
        site.Trail.Hops.Length > VagueHops || groups.AreMadeHere(turn.Iteration) || IsOfOneUser(turn, site) || HasOutcome(site) || SavesBatchBehind(site);

    /// <summary>An update with values of the element: no one statement sets other values in each row.</summary>
    private static bool SetsOwnValues(Turn turn, EffectSite site) =>
        site is { IsDirect: true, Operation: IInvocationOperation { TargetMethod.Name: "ExecuteUpdate" or "ExecuteUpdateAsync" } update } && update.Arguments.Any(a => QueryReader.AsLambda(a.Value) is { } setters && turn.Iteration.Varies(setters));

    /// <summary>A query that a method out of sight makes of values: nobody sees whether one query could ask for all.</summary>
    private bool IsMadeElsewhere(EffectSite site) =>
        site is { IsDirect: true, Operation: IInvocationOperation call } && call.Receiver() is { } source
        && queries.Read(source) is { Root: { Kind: RootKind.Call, Operation: IInvocationOperation { Arguments: { Length: > 0 } given } } } && !given.Any(static a => QueryReader.AsLambda(a.Value) is not null);

    /// <summary>The call behind which a turn is saved says whether it could be: the turn goes by that.</summary>
    private static bool HasOutcome(EffectSite site) =>
        site is { IsDirect: false, Operation: var call } && call.Consumer() is not (null or IExpressionStatementOperation)
        && (call.Parent is IAwaitOperation awaited ? awaited.Type : call.Type) is { SpecialType: SpecialType.System_Boolean };

    /// <summary>The called method goes through elements of its own before it saves: the turn's save is their batch.</summary>
    private bool SavesBatchBehind(EffectSite site)
    {
        if (site is not { IsDirect: false, Operation: IInvocationOperation { TargetMethod: var called }, Trail.Hops: { Length: > 1 } hops }
            || dispatch.OnlyTargetOf(called) is not { } target || bodies.SourceOf(target) != bodies.Compilation || bodies.Of(target) is not { } body)
        {
            return false;
        }

        return body.Contains<IInvocationOperation>(save => save.TargetMethod.Name == hops[1].Method && Turn.FollowsLoop(save, body, static s => s is ILoopOperation));
    }

    /// <summary>Identity gives one user a role or a claim: whatever the elements are, one user has a handful.</summary>
    private static bool IsOfOneUser(Turn turn, EffectSite site) =>
        site is { IsDirect: true, Operation: IInvocationOperation { TargetMethod.ContainingType: { Name: "UserManager", ContainingNamespace.Name: "Identity" }, Arguments: { Length: > 1 } given } }
        && !turn.Iteration.Varies(given[0].Value);
}
