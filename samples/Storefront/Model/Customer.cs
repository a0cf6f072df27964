namespace Storefront.Model;

public class Customer
{
    public int Id { get; set; }

    public required string Email { get; set; }

    public required string Name { get; set; }

    public required string Country { get; set; }

    public int LoyaltyPoints { get; set; }

    public bool Newsletter { get; set; }

    public virtual ICollection<Order> Orders { get; set; } = [];
}
