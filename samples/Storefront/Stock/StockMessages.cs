namespace Storefront.Stock;

public sealed record Shortage(string Product, string Warehouse, int Missing);

public sealed record StockCount(int StockLevelId, int Quantity);

public sealed record StockCounted(int Rows, int Pieces);
