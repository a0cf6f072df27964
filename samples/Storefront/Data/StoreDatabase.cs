using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Storefront.Data;

internal static class StoreDatabase
{
    public static string PathFrom(IConfiguration configuration) =>
        Path.GetFullPath(configuration["database"] ?? Path.Combine(AppContext.BaseDirectory, "storefront.db"));

    public static async Task CreateAsync(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<StoreContext>();
        if (!await store.Database.EnsureCreatedAsync(cancellationToken))
        {
            return;
        }

        // EnsureCreated does nothing for a second context in a file that exists by now.
        var purchasing = scope.ServiceProvider.GetRequiredService<PurchasingContext>();
        await purchasing.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(cancellationToken);

        var today = scope.ServiceProvider.GetRequiredService<StoreClock>().Today;
        await StoreSeed.SeedAsync(store, today, cancellationToken);
        await PurchasingSeed.SeedAsync(purchasing, today, cancellationToken);
    }

    // Closes the last connection, so that SQLite folds its write-ahead log into the file and the file can be copied.
    public static void Close() => SqliteConnection.ClearAllPools();
}
