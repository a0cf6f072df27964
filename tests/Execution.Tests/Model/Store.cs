using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore;

namespace StoreModel;

public class Region
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public virtual List<Customer> Customers { get; set; } = new();
}

public class Customer
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string? Phone { get; set; }

    /// <summary>Unique.</summary>
    public int Number { get; set; }
    public int Score { get; set; }
    public decimal Balance { get; set; }
    public bool IsActive { get; set; }
    public DateTime JoinedAt { get; set; }
    public int? RegionId { get; set; }
    public virtual Region? Region { get; set; }
    public virtual List<Order> Orders { get; set; } = new();
    public virtual List<Ticket> Tickets { get; set; } = new();
}

public enum OrderStatus { New, Paid, Shipped }

public class Order
{
    public int Id { get; set; }
    public OrderStatus Status { get; set; }
    public decimal Total { get; set; }
    public decimal? Discount { get; set; }
    public double Weight { get; set; }
    public int Units { get; set; }
    public string? Note { get; set; }
    public DateTime PlacedAt { get; set; }
    public int CustomerId { get; set; }
    public virtual Customer Customer { get; set; } = null!;

    /// <summary>Not a foreign key: the product may be missing.</summary>
    public int ProductRef { get; set; }

    /// <summary>The number of a customer, who may be missing.</summary>
    public int? ReferrerNumber { get; set; }
    public virtual List<Line> Lines { get; set; } = new();
}

/// <summary>A row with a composite key.</summary>
public class Line
{
    public int OrderId { get; set; }
    public int Position { get; set; }
    public virtual Order Order { get; set; } = null!;
    public int ProductRef { get; set; }
    public int Quantity { get; set; }
}

public class Product
{
    public int Id { get; set; }
    public string Sku { get; set; } = "";
    public string Name { get; set; } = "";
    public decimal Price { get; set; }
    public int Stock { get; set; }
    public bool IsHidden { get; set; }
}

public class Ticket
{
    public Guid Id { get; set; }
    public long Priority { get; set; }
    public string? Text { get; set; }
    public int CustomerId { get; set; }
    public virtual Customer Customer { get; set; } = null!;
}

public partial class Store(DbContextOptions<Store> options) : DbContext(options)
{
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Line> Lines => Set<Line>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Ticket> Tickets => Set<Ticket>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Customer>().HasIndex(c => c.Number).IsUnique();
        model.Entity<Line>().HasKey(l => new { l.OrderId, l.Position });
        model.Entity<Product>().HasIndex(p => p.Sku).IsUnique();
    }
}
