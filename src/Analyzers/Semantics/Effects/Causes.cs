using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The places of one loop that a rule tells: the surest first, one for each method that is called.</summary>
internal sealed class Causes(IEnumerable<EffectSite> sites)
{
    private readonly List<EffectSite> all = sites.OrderByDescending(static s => s.Certainty).ToList();

    public IEnumerable<EffectSite> Told => all.GroupBy(static s => s.Trail.Hops[0].Name).Select(static c => c.First());

    /// <summary>One warning for a loop: what else its turns do is there for the light bulb.</summary>
    public bool MayWarn(EffectSite site) => site == all[0] && site.Certainty == Certainty.Always;

    /// <summary>The way onward from a place, and the other places.</summary>
    public IEnumerable<Location> Related(EffectSite site) =>
        site.Trail.Hops.Skip(1).Select(static h => h.At).Concat(all.Where(s => s != site).Select(static s => s.Trail.Hops[0].At));
}
