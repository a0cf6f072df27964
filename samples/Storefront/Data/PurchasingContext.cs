using Microsoft.EntityFrameworkCore;
using Storefront.Purchasing;

namespace Storefront.Data;

/// <summary>Purchasing: no lazy loading; its navigations are not virtual.</summary>
public sealed class PurchasingContext(DbContextOptions<PurchasingContext> options) : DbContext(options)
{
    public DbSet<Supplier> Suppliers => Set<Supplier>();

    public DbSet<PurchaseOrder> PurchaseOrders => Set<PurchaseOrder>();

    public DbSet<PurchaseLine> PurchaseLines => Set<PurchaseLine>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<PurchaseOrder>().HasIndex(p => p.Number).IsUnique();
}
