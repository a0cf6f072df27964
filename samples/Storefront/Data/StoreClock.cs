namespace Storefront.Data;

/// <summary>A shop whose today never moves: two runs over the same rows give the same answers.</summary>
public sealed class StoreClock
{
    public DateTime Today { get; } = new(2026, 6, 30);
}
