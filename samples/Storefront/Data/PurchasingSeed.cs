using Storefront.Purchasing;

namespace Storefront.Data;

internal static class PurchasingSeed
{
    public static async Task SeedAsync(PurchasingContext purchasing, DateTime today, CancellationToken cancellationToken)
    {
        var random = new Random(4711);
        purchasing.AddRange(Enumerable.Range(1, 30).Select(id => new Supplier { Id = id, Name = $"Supplier {id}" }));
        purchasing.AddRange(Enumerable.Range(1, 120).Select(id => new PurchaseOrder
        {
            Id = id,
            Number = $"PO-{id:D5}",
            SupplierId = 1 + random.Next(30),
            OrderedOn = today.AddDays(-random.Next(1, 90)),
            IsOpen = random.Next(2) == 0,
            Lines = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new PurchaseLine
            {
                Sku = $"SKU-{random.Next(1, 241):D5}",
                Quantity = random.Next(5, 50),
            })],
        }));
        await purchasing.SaveChangesAsync(cancellationToken);
    }
}
