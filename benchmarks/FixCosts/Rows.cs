using Microsoft.EntityFrameworkCore;
using StoreModel;

namespace PerfAnalyzers.FixCosts;

/// <summary>The rows that are measured on: the same in every run.</summary>
internal static class Rows
{
    public const int Customers = 1_000;
    public const int Orders = 20_000;
    public const int Products = 1_000;

    public static async Task Fill(Database database)
    {
        using var db = database.Open();
        await db.Database.EnsureCreatedAsync();
        await db.Database.ExecuteSqlRawAsync("CREATE INDEX \"OrdersByTime\" ON \"Orders\" (\"PlacedAt\")");
        db.AddRange(Enumerable.Range(1, 50).Select(static i => new Region { Name = $"Region {i}" }));
        await db.SaveChangesAsync();
        db.AddRange(Enumerable.Range(1, Customers).Select(static i => new Customer { Name = $"Customer {i}", Number = i, Score = i % 7, IsActive = i % 3 > 0, RegionId = i % 50 + 1, JoinedAt = Time(i) }));
        await db.SaveChangesAsync();
        for (var from = 0; from < Orders; from += 5_000)
        {
            using var part = database.Open();
            part.AddRange(Enumerable.Range(from, 5_000).Select(static i => new Order
            {
                CustomerId = i % Customers + 1, ProductRef = i * 7 % Products + 1, Units = i % 9, Total = i % 200, Weight = i % 30, Note = $"Order {i}", PlacedAt = Time(i / 4), Status = (OrderStatus)(i % 3),
            }));
            await part.SaveChangesAsync();
        }

        db.AddRange(Enumerable.Range(0, Customers * 10).Select(static i => new Ticket { Id = new Guid(i, 0, 0, new byte[8]), Text = $"Ticket {i}", Priority = i % 4, CustomerId = i % Customers + 1 }));
        await db.SaveChangesAsync();
        await Renew(database);
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    /// <summary>The products as they were before the scenario wrote to them.</summary>
    public static async Task Renew(Database database)
    {
        using var db = database.Open();
        await db.Products.ExecuteDeleteAsync();
        db.AddRange(Enumerable.Range(1, Products).Select(static i => new Product { Id = i, Sku = $"P{i}", Name = $"Product {i}", Price = i % 90, Stock = i % 20 }));
        await db.SaveChangesAsync();
    }

    private static DateTime Time(int hours) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hours);
}
