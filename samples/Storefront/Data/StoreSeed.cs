using Storefront.Model;

namespace Storefront.Data;

internal static class StoreSeed
{
    private const int CategoryCount = 8;
    private const int ProductCount = 240;
    private const int CustomerCount = 150;
    private const int OrderCount = 600;

    private static readonly string[] Adjectives = ["Classic", "Light", "Robust", "Compact", "Nordic", "Urban"];
    private static readonly string[] Nouns = ["Chair", "Lamp", "Kettle", "Rucksack", "Desk", "Clock", "Blanket"];
    private static readonly string[] Countries = ["AT", "DE", "DK", "FR", "NL"];

    public static async Task SeedAsync(StoreContext store, DateTime today, CancellationToken cancellationToken)
    {
        var random = new Random(20260630);
        var products = Products(random, today);
        store.AddRange(Categories());
        store.AddRange(products);
        store.AddRange(Customers(random));
        store.AddRange(Orders(random, products, today));
        store.AddRange(
            new StoreSetting { Key = StoreSetting.FreeShippingFrom, Amount = 150m },
            new StoreSetting { Key = StoreSetting.ShippingFee, Amount = 4.95m });
        await store.SaveChangesAsync(cancellationToken);
    }

    private static IEnumerable<Category> Categories() =>
        Enumerable.Range(1, CategoryCount).Select(id => new Category { Id = id, Name = $"Category {id}" });

    private static List<Product> Products(Random random, DateTime today) =>
        [.. Enumerable.Range(1, ProductCount).Select(id => new Product
        {
            Id = id,
            Sku = $"SKU-{id:D5}",
            Name = $"{Adjectives[random.Next(Adjectives.Length)]} {Nouns[random.Next(Nouns.Length)]}",
            CategoryId = 1 + (id % CategoryCount),
            WeightGrams = random.Next(100, 6000),
            IsListed = random.Next(10) > 0,
            Prices = Prices(random, today),
            Reviews = Reviews(random, today),
            StockLevels =
            [
                new() { Warehouse = "North", Quantity = random.Next(0, 60), ReorderPoint = 20 },
                new() { Warehouse = "South", Quantity = random.Next(0, 60), ReorderPoint = 15 },
            ],
        })];

    private static List<Price> Prices(Random random, DateTime today) =>
        [.. Enumerable.Range(0, 8).Select(i => new Price
        {
            Amount = random.Next(500, 30000) / 100m,
            ValidFrom = today.AddDays((-60 * i) - 1),
        })];

    private static List<Review> Reviews(Random random, DateTime today) =>
        [.. Enumerable.Range(0, random.Next(4, 16)).Select(i => new Review
        {
            Rating = random.Next(1, 6),
            Text = $"Review {i} of this product, bought in spring.",
            IsSpam = random.Next(12) == 0,
            PostedOn = today.AddDays(-random.Next(1, 400)),
        })];

    private static IEnumerable<Customer> Customers(Random random) =>
        Enumerable.Range(1, CustomerCount).Select(id => new Customer
        {
            Id = id,
            Email = $"customer{id}@example.org",
            Name = $"Customer {id}",
            Country = Countries[random.Next(Countries.Length)],
            LoyaltyPoints = random.Next(0, 500),
            Newsletter = random.Next(3) == 0,
        });

    private static IEnumerable<Order> Orders(Random random, List<Product> products, DateTime today)
    {
        for (var id = 1; id <= OrderCount; id++)
        {
            var status = (OrderStatus)random.Next(4);
            var placedOn = today.AddDays(-random.Next(1, 180));
            var lines = Lines(random, products);
            yield return new Order
            {
                Id = id,
                Number = $"SO-{id:D6}",
                CustomerId = random.Next(1, CustomerCount + 1),
                Status = status,
                PlacedOn = placedOn,
                ShippedOn = status is OrderStatus.Shipped or OrderStatus.Returned ? placedOn.AddDays(2) : null,
                Total = lines.Sum(l => l.Quantity * l.UnitPrice),
                Lines = lines,
            };
        }
    }

    private static List<OrderLine> Lines(Random random, List<Product> products) =>
        [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new OrderLine
        {
            ProductId = products[random.Next(products.Count)].Id,
            Quantity = random.Next(1, 4),
            UnitPrice = random.Next(500, 20000) / 100m,
        })];
}
