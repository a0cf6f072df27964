using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Storefront.Shipping;

/// <summary>The API of the carrier, for which this shop answers itself: nothing leaves the machine.</summary>
public sealed class CarrierClient(HttpClient http, IServer server)
{
    public async Task<decimal> PriceAsync(int order, CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return await http.GetFromJsonAsync<decimal>($"{address}/carrier/{order}", cancellationToken);
    }
}

public sealed class CarrierRefusedException(int order, Exception inner) : Exception($"The carrier refuses order {order}.", inner);
