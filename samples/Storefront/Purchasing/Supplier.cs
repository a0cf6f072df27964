namespace Storefront.Purchasing;

public sealed class Supplier
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public List<PurchaseOrder> PurchaseOrders { get; set; } = [];
}
