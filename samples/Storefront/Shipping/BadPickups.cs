namespace Storefront.Shipping;

/// <summary>Asks the carrier for pickups, again and again.</summary>
public sealed class BadPickups(IServiceProvider services) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var carrier = services.GetRequiredService<CarrierClient>();
            foreach (var depot in new[] { 1, 2, 3 })
            {
                await carrier.PriceAsync(depot, stoppingToken);
            }
        }
    }
}
