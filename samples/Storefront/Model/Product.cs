namespace Storefront.Model;

public class Product
{
    public int Id { get; set; }

    public required string Sku { get; set; }

    public required string Name { get; set; }

    public int CategoryId { get; set; }

    public int WeightGrams { get; set; }

    public bool IsListed { get; set; }

    public virtual Category Category { get; set; } = null!;

    public virtual ICollection<Price> Prices { get; set; } = [];

    public virtual ICollection<Review> Reviews { get; set; } = [];

    public virtual ICollection<StockLevel> StockLevels { get; set; } = [];
}
