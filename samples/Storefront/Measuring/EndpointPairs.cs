namespace Storefront.Measuring;

/// <summary>All pairs in the order in which they are mapped; GET /endpoints lists them.</summary>
public sealed class EndpointPairs
{
    private readonly List<EndpointPair> _pairs = [];

    public IReadOnlyList<EndpointPair> All => _pairs;

    public void Add(EndpointPair pair) => _pairs.Add(pair);
}
