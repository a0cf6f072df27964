namespace Storefront.Shipping;

public sealed record CarrierQuotes(int Quoted, int Refused, decimal Total);

public sealed record CarrierReturns(int Orders, int Shipped, decimal Price);

public sealed record ParcelCount(int Orders, int Lines);

public sealed record SearchHits(int Hits);
