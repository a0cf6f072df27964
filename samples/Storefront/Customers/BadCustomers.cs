using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Model;

namespace Storefront.Customers;

public sealed class BadCustomers(StoreContext store, ILoyaltyLedger ledger)
{
    public async Task<List<CustomerRow>> PageAsync(int page, int size, CancellationToken cancellationToken)
    {
        return await store.Customers
            .Where(c => c.Newsletter)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(c => new CustomerRow(c.Id, c.Name, c.Country))
            .ToListAsync(cancellationToken);
    }

    public async Task<bool> AnySubscriberAsync(string country, CancellationToken cancellationToken)
    {
        return (await store.Customers.Where(c => c.Country == country).ToListAsync(cancellationToken)).Any(c => c.Newsletter);
    }

    public async Task<List<CustomerSpend>> SpendAsync(string country, CancellationToken cancellationToken)
    {
        var customers = await store.Customers
            .Where(c => c.Country == country)
            .OrderBy(c => c.Id)
            .ToListAsync(cancellationToken);

        var spend = new List<CustomerSpend>();
        foreach (var customer in customers)
        {
            spend.Add(new CustomerSpend(customer.Name, await SpentAsync(customer.Id, cancellationToken)));
        }

        return spend;
    }

    public async Task<LoyaltyBalance> CreditOrdersAsync(DateTime since, CancellationToken cancellationToken)
    {
        var customers = await store.Customers
            .Include(c => c.Orders.Where(o => o.PlacedOn >= since))
            .OrderBy(c => c.Id)
            .ToListAsync(cancellationToken);

        foreach (var customer in customers)
        {
            await ledger.CreditAsync(customer, customer.Orders.Count, cancellationToken);
        }

        return new LoyaltyBalance(customers.Count, customers.Sum(c => c.LoyaltyPoints));
    }

    public async Task<int> NewsletterBonusAsync(int points, CancellationToken cancellationToken)
    {
        foreach (var customer in await store.Customers.Where(c => c.Newsletter).ToListAsync(cancellationToken))
        {
            customer.LoyaltyPoints += points;
        }

        await store.SaveChangesAsync(cancellationToken);
        return await store.Customers.SumAsync(c => c.LoyaltyPoints, cancellationToken);
    }

    private async Task<decimal> SpentAsync(int customerId, CancellationToken cancellationToken) =>
        await store.Orders
            .Where(o => o.CustomerId == customerId && o.Status != OrderStatus.Returned)
            .SumAsync(o => o.Total, cancellationToken);
}
