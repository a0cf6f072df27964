using System.Text.Json;

namespace Demo;

/// <summary>What Storefront's GET /endpoints says about a bad endpoint and its good shape.</summary>
internal sealed record EndpointPair(
    string Name,
    string Method,
    string[] Rules,
    string BadQuery,
    string GoodQuery,
    JsonElement? Body,
    bool ChangesResults)
{
    public string Bad => $"/bad/{Name}{BadQuery}";

    public string Good => $"/good/{Name}{GoodQuery}";

    public bool Reads => Method == "GET";
}
