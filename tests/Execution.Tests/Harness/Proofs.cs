using System.Collections.Immutable;
using System.Reflection;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>The programs that prove the fix of a rule; a subclass per rule lists them.</summary>
/// <param name="Id">The rule.</param>
public abstract class Proofs(string Id)
{
    public string Id { get; } = Id;

    /// <summary>Programs that the fix rewrites.</summary>
    public abstract ImmutableArray<Case> Fixed { get; }

    /// <summary>Programs that are reported, but that the fix leaves alone.</summary>
    public abstract ImmutableArray<Case> Refused { get; }

    public static ImmutableArray<Proofs> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetTypes().Where(static t => !t.IsAbstract && t.IsSubclassOf(typeof(Proofs)))
            .Select(static t => (Proofs)Activator.CreateInstance(t)!).OrderBy(static p => p.Id, StringComparer.Ordinal)];
}
