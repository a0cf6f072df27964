namespace Storefront.Measuring;

internal static class EndpointPairExtensions
{
    public static void MapPair(this IEndpointRouteBuilder routes, EndpointPair pair, Delegate bad, Delegate good)
    {
        routes.ServiceProvider.GetRequiredService<EndpointPairs>().Add(pair);
        routes.MapMethods($"/bad/{pair.Name}", [pair.Method], bad);
        routes.MapMethods($"/good/{pair.Name}", [pair.Method], good);
    }
}
