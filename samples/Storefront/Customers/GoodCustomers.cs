using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Customers;

public sealed class GoodCustomers(StoreContext store)
{
    public async Task<List<CustomerRow>> PageAsync(int after, int size, CancellationToken cancellationToken) =>
        await store.Customers
            .Where(c => c.Newsletter && c.Id > after)
            .OrderBy(c => c.Id)
            .Take(size)
            .Select(c => new CustomerRow(c.Id, c.Name, c.Country))
            .ToListAsync(cancellationToken);

    public async Task<bool> AnySubscriberAsync(string country, CancellationToken cancellationToken) =>
        await store.Customers.AnyAsync(c => c.Country == country && c.Newsletter, cancellationToken);

    public async Task<List<CustomerSpend>> SpendAsync(string country, CancellationToken cancellationToken) =>
        await store.Customers
            .Where(c => c.Country == country)
            .OrderBy(c => c.Id)
            .Select(c => new CustomerSpend(
                c.Name, c.Orders.Where(o => o.Status != OrderStatus.Returned).Sum(o => o.Total)))
            .ToListAsync(cancellationToken);

    public async Task<LoyaltyBalance> CreditOrdersAsync(DateTime since, CancellationToken cancellationToken)
    {
        var customers = await store.Customers
            .Include(c => c.Orders.Where(o => o.PlacedOn >= since))
            .OrderBy(c => c.Id)
            .ToListAsync(cancellationToken);

        foreach (var customer in customers)
        {
            customer.LoyaltyPoints += customer.Orders.Count;
        }

        await store.SaveChangesAsync(cancellationToken);
        return new LoyaltyBalance(customers.Count, customers.Sum(c => c.LoyaltyPoints));
    }

    public async Task<int> NewsletterBonusAsync(int points, CancellationToken cancellationToken)
    {
        await store.Customers
            .Where(c => c.Newsletter)
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.LoyaltyPoints, c => c.LoyaltyPoints + points), cancellationToken);
        return await store.Customers.SumAsync(c => c.LoyaltyPoints, cancellationToken);
    }
}
