namespace Storefront.Model;

public class StoreSetting
{
    public const string FreeShippingFrom = "FreeShippingFrom";

    public const string ShippingFee = "ShippingFee";

    public required string Key { get; set; }

    public decimal Amount { get; set; }
}
