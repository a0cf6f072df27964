namespace Storefront.Orders;

public sealed record RecentOrder(string Number, string Customer, int Lines);

public sealed record PackingLine(string Number, string Product, int Quantity);

public sealed record OrderRow(int Id, string Number, decimal Total);

public sealed record ShippingQuote(string Number, decimal Fee);

public sealed record OrderTotals(int Orders, decimal Revenue, decimal Largest);

public sealed record OrderCounters(int Placed, int Paid, int Shipped);

public sealed record LateOrder(string Number, DateTime PlacedOn);

public sealed record ShippedOrders(int Shipped);
