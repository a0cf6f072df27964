using Storefront.Data;
using Storefront.Model;

namespace Storefront.Customers;

public sealed class LoyaltyLedger(StoreContext store) : ILoyaltyLedger
{
    public async Task CreditAsync(Customer customer, int points, CancellationToken cancellationToken)
    {
        customer.LoyaltyPoints += points;
        await store.SaveChangesAsync(cancellationToken);
    }
}
