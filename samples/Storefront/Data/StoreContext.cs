using Microsoft.EntityFrameworkCore;
using Storefront.Model;

namespace Storefront.Data;

/// <summary>The shop: registered with lazy-loading proxies.</summary>
public sealed class StoreContext(DbContextOptions<StoreContext> options) : DbContext(options)
{
    public DbSet<Category> Categories { get; set; }

    public DbSet<Product> Products { get; set; }

    public DbSet<Price> Prices { get; set; }

    public DbSet<Review> Reviews { get; set; }

    public DbSet<StockLevel> StockLevels { get; set; }

    public DbSet<Customer> Customers { get; set; }

    public DbSet<Order> Orders { get; set; }

    public DbSet<OrderLine> OrderLines { get; set; }

    public DbSet<StoreSetting> Settings { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Product>().HasIndex(p => p.Sku).IsUnique();
        modelBuilder.Entity<Product>().HasIndex(p => p.Name);
        modelBuilder.Entity<Customer>().HasIndex(c => c.Email).IsUnique();
        modelBuilder.Entity<Order>().HasIndex(o => o.Number).IsUnique();
        modelBuilder.Entity<Order>().HasIndex(o => new { o.PlacedOn, o.Id });
        modelBuilder.Entity<StoreSetting>().HasKey(s => s.Key);
    }
}
