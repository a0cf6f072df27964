using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>One turn of an iteration over elements, and where it reaches the database.</summary>
internal sealed class Turn(Iteration iteration, ImmutableArray<EffectSite> sites, Lazy<ImmutableArray<EffectSite>> outside, OwnContext contexts)
{
    /// <summary>A call further away than this is behind caches and conditions that a summary doesn't show.</summary>
    private const int NearHops = 3;

    private static readonly ImmutableArray<string> ReadVerbs =
        ImmutableArray.Create("Get", "Find", "Search", "Lookup", "Fetch", "Load", "Query", "Download", "Read", "List", "Check", "Is", "Try", "Resolve");

    public Iteration Iteration => iteration;

    /// <summary>The statements and calls that run again and again with inputs of the turn.</summary>
    /// <remarks>A context that is made for the element, such as one per tenant, asks another database: no query could ask for all.</remarks>
    public IEnumerable<EffectSite> Queries => SitesOf(Effect.Query).Where(s => contexts.Of(s.Operation, iteration.Body) is not { } own || !iteration.Varies(own));

    /// <summary>The saves of a context that outlives the turn; one that each turn creates is a unit of work on purpose.</summary>
    public IEnumerable<EffectSite> Saves => SitesOf(Effect.Save).Where(s => contexts.Of(s.Operation, iteration.Body) is null);

    /// <summary>Each turn changes stored rows: what is read next may be another answer.</summary>
    public bool Writes => sites.Any(static s => s.Effect == Effect.Save || s.Effect == Effect.Query && WritesAtOnce(s.Trail));

    /// <summary>Nothing but the database is in touch with the turn.</summary>
    public bool OnlyStores => outside.Value.IsEmpty;

    /// <summary>What asks the database beside the site in the turn; null when it does more to the database, or tells other systems something.</summary>
    public IReadOnlyCollection<IInvocationOperation>? ReadsBeside(EffectSite site)
    {
        var others = sites.Where(s => s != site).ToList();
        return others.Count < sites.Length && others.TrueForAll(s => s is { Effect: Effect.Query, Operation: IInvocationOperation } && s.Operation != site.Operation && !WritesAtOnce(s.Trail)) && outside.Value.All(s => s.Effect == Effect.Network && Reads(s.Trail))
            ? others.Select(static s => (IInvocationOperation)s.Operation).ToList()
            : null;
    }

    /// <summary>Whether the turn, but for loops inside it, asks the database nothing else.</summary>
    public bool IsOnlyQuery(EffectSite site) => sites.All(s => s == site || s.Effect != Effect.Query);

    /// <summary>Whether what the site reads changes from turn to turn.</summary>
    public bool Varies(EffectSite site) => iteration.Varies(site.Operation is IForEachLoopOperation loop ? loop.Collection : site.Operation) || site.IsDirect && PreparedCommands.AreGiven(site.Operation, iteration);

    /// <summary>Some turns also talk to another system, which costs more than a statement.</summary>
    public bool CallsOut => outside.Value.Any(s => s.Effect == Effect.Network);

    /// <summary>Every turn talks to another system: a statement more is not what it waits for.</summary>
    public bool AlwaysCallsOut => outside.Value.Any(s => s is { Effect: Effect.Network, Certainty: Certainty.Always, Trail.Hops.Length: <= NearHops });

    /// <summary>Each turn changes something that a rollback doesn't bring back: a mail sent, a file deleted.</summary>
    public bool HasSideEffects => Sends || outside.Value.Any(s => s.Effect == Effect.Files);

    /// <summary>Each turn waits on purpose.</summary>
    public bool Waits => sites.Any(s => s is { Effect: Effect.Wait, IsDirect: true });

    /// <summary>Every turn tells another system something.</summary>
    public bool Sends => outside.Value.Any(s => s is { Effect: Effect.Network, Certainty: Certainty.Always } && !Reads(s.Trail));

    /// <summary>Whether the site stands in an arm of a switch: each arm is for some of the elements only.</summary>
    public bool IsInSwitch(EffectSite site) => Around(site).Any(static o => o is ISwitchCaseOperation or ISwitchExpressionArmOperation);

    private static bool WritesAtOnce(Trail trail) =>
        trail.Hops[trail.Hops.Length - 1].Method is var name && name.StartsWith("Execute", StringComparison.Ordinal) && !name.StartsWith("ExecuteReader", StringComparison.Ordinal) && !name.StartsWith("ExecuteScalar", StringComparison.Ordinal);

    private static bool Reads(Trail trail) => trail.Hops.Any(h => ReadVerbs.Any(v => h.Method.StartsWith(v, StringComparison.Ordinal)));

    private IEnumerable<EffectSite> SitesOf(Effect effect) => sites.Where(s => s.Effect == effect && !LeavesAfter(s.Operation) && !ComposesOnly(s));

    /// <summary>A helper that returns a query and only sometimes runs one: what the turn does is compose.</summary>
    private static bool ComposesOnly(EffectSite site) =>
        site is { Certainty: Certainty.Sometimes, Operation: IInvocationOperation { Type: { Name: "IQueryable" or "IOrderedQueryable" } } };

    /// <summary>Whether the failure of one turn is kept from the others: a try around the site inside the turn.</summary>
    public bool IsIsolated(EffectSite site) => Around(site).Any(static o => o is ITryOperation { Catches.Length: > 0 });

    /// <summary>Whether the call also saves what it has read: the next turn may read what this one wrote.</summary>
    public bool IsUnitOfWork(EffectSite site) => sites.Any(s => s.Effect == Effect.Save && s.Operation == site.Operation);

    /// <summary>The operations around a site, up to the body of the turn.</summary>
    private IEnumerable<IOperation> Around(EffectSite site)
    {
        for (var parent = site.Operation.Parent; parent is not null && parent != iteration.Body.Parent; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>Whether the turn first goes through elements of its own: what it saves then is their batch.</summary>
    public bool SavesBatch(EffectSite site) => FollowsLoop(site.Operation, iteration.Body, static s => s is IForEachLoopOperation or IForLoopOperation);

    /// <summary>Whether a loop of that kind stands before the operation, up to the body around it.</summary>
    public static bool FollowsLoop(IOperation operation, IOperation body, Func<IOperation, bool> isLoop)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != body; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IBlockOperation block && block.Operations.TakeWhile(s => s != child).Any(isLoop))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the iteration ends right after the operation on every path: it runs once at most.</summary>
    private bool LeavesAfter(IOperation operation)
    {
        if (iteration.Operation is not ILoopOperation)
        {
            return false;
        }

        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != iteration.Body; (child, parent) = (parent, parent.Parent))
        {
            if (child is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation)
            {
                return true;
            }

            var statements = parent switch
            {
                IBlockOperation block => block.Operations,
                ISwitchCaseOperation section => section.Body,
                _ => ImmutableArray<IOperation>.Empty,
            };
            for (var next = statements.IndexOf(child) + 1; next > 0 && next < statements.Length; next++)
            {
                if (statements[next] is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break } && parent is not ISwitchCaseOperation)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
