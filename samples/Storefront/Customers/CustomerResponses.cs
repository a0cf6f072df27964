namespace Storefront.Customers;

public sealed record CustomerRow(int Id, string Name, string Country);

public sealed record CustomerSpend(string Name, decimal Spent);

public sealed record LoyaltyBalance(int Customers, int Points);
