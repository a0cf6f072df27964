using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace ShopModel;

public class Customer
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public required string Email { get; set; }
    public string? Phone { get; set; }
    public bool IsActive { get; set; }
    public DateTime CreatedAt { get; set; }
    public int? RegionId { get; set; }
    public virtual Region? Region { get; set; }
    public virtual Address Address { get; set; } = null!;
    public virtual ICollection<Order> Orders { get; set; } = new List<Order>();
    public virtual ICollection<Review> Reviews { get; set; } = new List<Review>();
}

public class Address
{
    public string Street { get; set; } = "";
    public string City { get; set; } = "";
    public string? Zip { get; set; }
}

public class Region
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public virtual ICollection<Customer> Customers { get; set; } = new List<Customer>();
}

public enum OrderStatus { New, Paid, Shipped, Cancelled }

public class Order
{
    public int Id { get; set; }
    public DateTime PlacedAt { get; set; }
    public DateTime? ShippedAt { get; set; }
    public OrderStatus Status { get; set; }
    public decimal Total { get; set; }
    public decimal? Discount { get; set; }
    public string? Note { get; set; }
    public int CustomerId { get; set; }
    public virtual Customer Customer { get; set; } = null!;
    public int? CouponId { get; set; }
    public virtual Coupon? Coupon { get; set; }
    public virtual List<OrderLine> Lines { get; set; } = new();
    public virtual List<Payment> Payments { get; set; } = new();
}

/// <summary>A row with a composite key.</summary>
public class OrderLine
{
    public int OrderId { get; set; }
    public int Number { get; set; }
    public virtual Order Order { get; set; } = null!;
    public int ProductId { get; set; }
    public virtual Product Product { get; set; } = null!;
    public int Quantity { get; set; }
    public decimal Price { get; set; }
}

public class Payment
{
    public Guid Id { get; set; }
    public int OrderId { get; set; }
    public virtual Order Order { get; set; } = null!;
    public decimal Amount { get; set; }
    public double? Fee { get; set; }
}

public class Coupon
{
    public int Id { get; set; }
    [MaxLength(20)]
    public required string Code { get; set; }
    public int Percent { get; set; }
}

public class Product
{
    public int Id { get; set; }
    /// <summary>Unique.</summary>
    public required string Sku { get; set; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    public decimal Price { get; set; }
    public int Stock { get; set; }
    public long Views { get; set; }
    public double? Weight { get; set; }
    public bool Discontinued { get; set; }
    public int CategoryId { get; set; }
    public virtual Category Category { get; set; } = null!;
    public virtual ICollection<Review> Reviews { get; set; } = new List<Review>();
    public virtual ICollection<Tag> Tags { get; set; } = new List<Tag>();
}

public class Category
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public int? ParentId { get; set; }
    public virtual Category? Parent { get; set; }
    public virtual ICollection<Category> Children { get; set; } = new List<Category>();
    public virtual ICollection<Product> Products { get; set; } = new List<Product>();
}

public class Tag
{
    public int Id { get; set; }
    public required string Text { get; set; }
    public virtual ICollection<Product> Products { get; set; } = new List<Product>();
}

public class Review
{
    public int Id { get; set; }
    public int Stars { get; set; }
    public string? Text { get; set; }
    public DateTime WrittenAt { get; set; }
    public int ProductId { get; set; }
    public virtual Product Product { get; set; } = null!;
    public int? CustomerId { get; set; }
    public virtual Customer? Customer { get; set; }
}

/// <summary>An entity that nothing else refers to.</summary>
public class AuditEntry
{
    public long Id { get; set; }
    public required string Text { get; set; }
    public DateTime At { get; set; }
}

public partial class Shop : DbContext
{
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<Order> Orders { get; set; } = null!;
    public DbSet<OrderLine> OrderLines { get; set; } = null!;
    public DbSet<Payment> Payments { get; set; } = null!;
    public DbSet<Coupon> Coupons { get; set; } = null!;
    public DbSet<Product> Products { get; set; } = null!;
    public DbSet<Category> Categories { get; set; } = null!;
    public DbSet<Tag> Tags { get; set; } = null!;
    public DbSet<Review> Reviews { get; set; } = null!;
    public DbSet<AuditEntry> Audit { get; set; } = null!;

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Customer>(customer =>
        {
            customer.HasIndex(c => c.Email).IsUnique();
            customer.OwnsOne(c => c.Address);
        });
        model.Entity<Order>().HasIndex(o => o.PlacedAt);
        model.Entity<OrderLine>().HasKey(l => new { l.OrderId, l.Number });
        model.Entity<Product>().HasIndex(p => p.Sku).IsUnique();
    }
}
