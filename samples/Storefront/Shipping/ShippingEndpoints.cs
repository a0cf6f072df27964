using Storefront.Measuring;

namespace Storefront.Shipping;

internal static class ShippingEndpoints
{
    private const int Orders = 10;

    public static void AddShipping(this WebApplicationBuilder builder)
    {
        // A proxy of the environment must not see calls to this machine.
        builder.Services.AddHttpClient<CarrierClient>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseProxy = false })
            .RemoveAllLoggers();
        builder.Services.AddScoped<BadShipping>().AddScoped<GoodShipping>();
        builder.Services.AddScoped<BadParcels>().AddScoped<GoodParcels>();
        if (builder.Configuration.GetValue<bool>("good"))
        {
            builder.Services.AddHostedService<GoodPickups>();
        }
        else
        {
            builder.Services.AddHostedService<BadPickups>();
        }
    }

    public static void MapShipping(this IEndpointRouteBuilder routes)
    {
        // The carrier: it refuses every fifth order, and thinks about the seventh.
        routes.MapGet("/carrier/{order:int}", async (int order) =>
        {
            await Task.Delay(order == 7 ? 30 : 0);
            return order % 5 == 0 ? Results.UnprocessableEntity() : Results.Ok(4.9m + order);
        });

        routes.MapPair(
            new("shipping/quotes", "PERF7006", "PERF7007"),
            (BadShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.QuoteAsync, cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.QuoteAsync, cancellationToken));

        routes.MapPair(
            new("shipping/bookings", "PERF8006"),
            (BadShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.BookAsync, cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.BookAsync, cancellationToken));

        routes.MapPair(
            new("shipping/labels", "PERF7008"),
            (BadShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.PrintAsync, cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.PrintAsync, cancellationToken));

        routes.MapPair(
            new("shipping/tracking", "PERF8007"),
            (BadShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.TrackAsync, cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.TrackAsync, cancellationToken));

        routes.MapPair(
            new("shipping/handover", "PERF8008"),
            (BadShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.HandOverAsync, cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => EachAsync(shipping.HandOverAsync, cancellationToken));

        routes.MapPair(
            new("shipping/returns", "PERF8005"),
            (BadShipping shipping, CancellationToken cancellationToken) => shipping.ReturnsAsync(cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => shipping.ReturnsAsync(cancellationToken));

        routes.MapPair(
            new("shipping/search", "PERF7005"),
            (BadShipping shipping, HttpContext context, CancellationToken cancellationToken) => shipping.SearchAsync(context, cancellationToken),
            (GoodShipping shipping, CancellationToken cancellationToken) => shipping.SearchAsync(cancellationToken));

        routes.MapPair(
            new("shipping/parcels", "PERF7003", "PERF7004", "PERF8009"),
            (BadParcels parcels, CancellationToken cancellationToken) => parcels.CountAsync(cancellationToken),
            (GoodParcels parcels, CancellationToken cancellationToken) => parcels.CountAsync(cancellationToken));
    }

    private static async Task<CarrierQuotes> EachAsync(Func<int, CancellationToken, Task<decimal>> ask, CancellationToken cancellationToken)
    {
        var (quoted, refused, total) = (0, 0, 0m);
        for (var order = 1; order <= Orders; order++)
        {
            try
            {
                total += await ask(order, cancellationToken);
                quoted++;
            }
            catch (Exception e) when (e is HttpRequestException or CarrierRefusedException)
            {
                refused++;
            }
        }

        return new CarrierQuotes(quoted, refused, total);
    }
}
