using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The places of one loop that a rule tells: the surest first, each statement, and one call of each method; the same method for rows of another type is another one.</summary>
internal sealed class Causes(IEnumerable<EffectSite> sites)
{
    /// <summary>Whoever reads so many reports of one loop has read enough.</summary>
    private const int MostStatements = 12;

    private readonly List<EffectSite> all = sites.OrderByDescending(static s => s.Certainty).ToList();

    public IEnumerable<EffectSite> Told =>
        all.Where(IsStatement).Take(MostStatements).Concat(all.Where(static s => !IsStatement(s)).GroupBy(Called, SymbolEqualityComparer.Default).Select(static c => c.First()));

    /// <summary>One warning for a loop: what else its turns do is there for the light bulb.</summary>
    public bool MayWarn(EffectSite site) => site == all[0] && site.Certainty == Certainty.Always;

    /// <summary>Two saves of a turn are one thing to change, two statements are two.</summary>
    private static bool IsStatement(EffectSite site) => site is { IsDirect: true, Effect: Effect.Query };

    private static ISymbol? Called(EffectSite site) => site.Operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    /// <summary>The way onward from a place, and the other places.</summary>
    public IEnumerable<Location> Related(EffectSite site) =>
        site.Trail.Hops.Skip(1).Select(static h => h.At).Concat(all.Where(s => s != site).Take(MostStatements).Select(static s => s.Trail.Hops[0].At));
}
