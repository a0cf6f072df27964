namespace Storefront.Model;

public class Review
{
    public int Id { get; set; }

    public int ProductId { get; set; }

    public int Rating { get; set; }

    public required string Text { get; set; }

    public bool IsSpam { get; set; }

    public DateTime PostedOn { get; set; }

    public virtual Product Product { get; set; } = null!;
}
