namespace Storefront.Catalogue;

public sealed record ProductSummary(string Sku, int Prices, int Reviews, double AverageRating);

public sealed record ProductRow(string Sku, string Name);

public sealed record ProductRating(string Sku, int Reviews);

public sealed record ProductPrice(string Sku, decimal Price);

public sealed record HeavyProduct(string Sku, int WeightGrams);
