namespace Storefront.Measuring;

/// <summary>A bad endpoint, its good shape beside it, and a request that exercises both.</summary>
public sealed record EndpointPair(string Name, params string[] Rules)
{
    public string Method { get; init; } = "GET";

    public string BadQuery { get; init; } = "";

    public string GoodQuery { get; init; } = "";

    public object? Body { get; init; }

    /// <summary>The bad shape answers wrongly or at random, so its repair is expected to change the response.</summary>
    public bool ChangesResults { get; init; }
}
