namespace Storefront.Model;

public class StockLevel
{
    public int Id { get; set; }

    public int ProductId { get; set; }

    public required string Warehouse { get; set; }

    public int Quantity { get; set; }

    public int ReorderPoint { get; set; }

    public virtual Product Product { get; set; } = null!;
}
