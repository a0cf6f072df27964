namespace Storefront.Purchasing;

public sealed record OpenPurchase(string Number, string Supplier, int Lines);

public sealed record Delivery(string Number, string? Supplier, int Pieces);
