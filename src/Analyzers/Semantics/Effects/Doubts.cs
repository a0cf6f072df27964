using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Reasons why a turn may have to reach the database on its own: true, but not worth a warning.</summary>
internal sealed class Doubts(Groups groups, Multitude multitude)
{
    /// <summary>From here on a helper is not this loop's own.</summary>
    private const int FarHops = 2;

    /// <summary>So far away that caches and conditions on the way count for more than a summary shows.</summary>
    private const int VagueHops = 5;

    /// <summary>Whether the elements are a handful that an object holds in memory, such as the participants of a group, and what reaches the database is a call away: it isn't the place to act.</summary>
    public bool AreFew(Turn turn, EffectSite site) => site.Trail.Hops.Length >= FarHops && multitude.Of(turn.Iteration) == Supply.Held;

    /// <summary>Groups that were at hand, a unit of work on purpose, or elements that a form brings.</summary>
    public bool OfQuery(Turn turn, EffectSite site) =>
        site.Trail.Hops.Length > VagueHops || groups.AreMadeHere(turn.Iteration) || groups.AreLookedUp(site, turn.Iteration) || SetsOwnValues(turn, site)
        || !site.IsDirect && (turn.IsIsolated(site) && turn.Writes || turn.IsUnitOfWork(site))
        || site.Trail.Hops.Length > FarHops && multitude.Of(turn.Iteration) == Supply.Given && Upserts.Ends(site.Trail);

    /// <summary>As above; the other reasons for saving one by one are the turn's own.</summary>
    public bool OfSave(Turn turn, EffectSite site) =>
        site.Trail.Hops.Length > VagueHops || groups.AreMadeHere(turn.Iteration) || IsOfOneUser(turn, site) || HasOutcome(site);

    /// <summary>An update with values of the element: no one statement sets other values in each row.</summary>
    private static bool SetsOwnValues(Turn turn, EffectSite site) =>
        site is { IsDirect: true, Operation: IInvocationOperation { TargetMethod.Name: "ExecuteUpdate" or "ExecuteUpdateAsync" } update } && update.Arguments.Any(a => QueryReader.AsLambda(a.Value) is { } setters && turn.Iteration.Varies(setters));

    /// <summary>The call behind which a turn is saved says whether it could be: the turn goes by that.</summary>
    private static bool HasOutcome(EffectSite site) =>
        site is { IsDirect: false, Operation: var call } && call.Consumer() is not (null or IExpressionStatementOperation)
        && (call.Parent is IAwaitOperation awaited ? awaited.Type : call.Type) is { SpecialType: SpecialType.System_Boolean };

    /// <summary>Identity gives one user a role or a claim: whatever the elements are, one user has a handful.</summary>
    private static bool IsOfOneUser(Turn turn, EffectSite site) =>
        site is { IsDirect: true, Operation: IInvocationOperation { TargetMethod.ContainingType: { Name: "UserManager", ContainingNamespace.Name: "Identity" }, Arguments: { Length: > 1 } given } }
        && !turn.Iteration.Varies(given[0].Value);
}
