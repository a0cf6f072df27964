namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The surest way to one effect that a body has: of what is equally sure, the shortest.</summary>
internal sealed class Surest
{
    public Certainty Certainty { get; private set; }

    public Trail Trail { get; private set; } = Trail.Empty;

    public void Offer(Certainty certainty, Trail trail)
    {
        if (certainty > Certainty || certainty == Certainty && certainty != Certainty.None && trail.Hops.Length < Trail.Hops.Length)
        {
            (Certainty, Trail) = (certainty, trail);
        }
    }

    /// <summary>A way through a call: joined only when there is something at its end.</summary>
    public void Offer(Certainty certainty, Trail to, Trail onward)
    {
        if (certainty != Certainty.None)
        {
            Offer(certainty, to.Then(onward));
        }
    }
}
