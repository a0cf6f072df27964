namespace Storefront.Model;

// Entities of StoreContext are neither sealed nor without virtual navigations: lazy-loading proxies derive from them.
public class Category
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public virtual ICollection<Product> Products { get; set; } = [];
}
