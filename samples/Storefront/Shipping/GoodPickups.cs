using System.Diagnostics;

namespace Storefront.Shipping;

/// <summary>Asks the carrier for pickups, again and again, and each time is one trace.</summary>
public sealed class GoodPickups(IServiceProvider services) : BackgroundService
{
    private static readonly ActivitySource Source = new("Storefront.Shipping");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            using var activity = Source.StartActivity("pickups");
            var carrier = services.GetRequiredService<CarrierClient>();
            foreach (var depot in new[] { 1, 2, 3 })
            {
                await carrier.PriceAsync(depot, stoppingToken);
            }
        }
    }
}
