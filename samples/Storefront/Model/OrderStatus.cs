namespace Storefront.Model;

public enum OrderStatus
{
    Placed,
    Paid,
    Shipped,
    Returned,
}
