namespace Storefront.Model;

public class Order
{
    public int Id { get; set; }

    public required string Number { get; set; }

    public int CustomerId { get; set; }

    public OrderStatus Status { get; set; }

    public decimal Total { get; set; }

    public DateTime PlacedOn { get; set; }

    public DateTime? ShippedOn { get; set; }

    public virtual Customer Customer { get; set; } = null!;

    public virtual ICollection<OrderLine> Lines { get; set; } = [];
}
