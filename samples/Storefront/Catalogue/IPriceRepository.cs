namespace Storefront.Catalogue;

public interface IPriceRepository
{
    Task<decimal> GetCurrentAsync(int productId, CancellationToken cancellationToken);

    Task<Dictionary<int, decimal>> GetCurrentByCategoryAsync(int categoryId, CancellationToken cancellationToken);
}
