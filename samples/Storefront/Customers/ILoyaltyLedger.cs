using Storefront.Model;

namespace Storefront.Customers;

public interface ILoyaltyLedger
{
    Task CreditAsync(Customer customer, int points, CancellationToken cancellationToken);
}
