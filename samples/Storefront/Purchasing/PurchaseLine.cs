namespace Storefront.Purchasing;

public sealed class PurchaseLine
{
    public int Id { get; set; }

    public int PurchaseOrderId { get; set; }

    public required string Sku { get; set; }

    public int Quantity { get; set; }
}
