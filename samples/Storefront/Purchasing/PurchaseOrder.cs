namespace Storefront.Purchasing;

public sealed class PurchaseOrder
{
    public int Id { get; set; }

    public required string Number { get; set; }

    public int SupplierId { get; set; }

    public DateTime OrderedOn { get; set; }

    public bool IsOpen { get; set; }

    public Supplier? Supplier { get; set; }

    public List<PurchaseLine> Lines { get; set; } = [];
}
