using Microsoft.EntityFrameworkCore;
using Storefront.Catalogue;
using Storefront.Customers;
using Storefront.Data;
using Storefront.Measuring;
using Storefront.Orders;
using Storefront.Purchasing;
using Storefront.Reviews;
using Storefront.Shipping;
using Storefront.Stock;
using Storefront.Telemetry;

var builder = WebApplication.CreateBuilder(args);
var connection = $"Data Source={StoreDatabase.PathFrom(builder.Configuration)}";

builder.Services.AddDbContext<StoreContext>((services, options) => options
    .UseLazyLoadingProxies()
    .UseSqlite(connection)
    .AddInterceptors(services.GetRequiredService<SqlCounter>()));
builder.Services.AddDbContext<PurchasingContext>((services, options) => options
    .UseSqlite(connection)
    .AddInterceptors(services.GetRequiredService<SqlCounter>()));

builder.Services.AddScoped<SqlCounter>();
builder.Services.AddSingleton<StoreClock>();
builder.Services.AddSingleton<EndpointPairs>();
builder.Services.AddScoped<IPriceRepository, PriceRepository>();
builder.Services.AddScoped<ILoyaltyLedger, LoyaltyLedger>();
builder.Services.AddScoped<BadOrders>().AddScoped<GoodOrders>();
builder.Services.AddScoped<BadCatalogue>().AddScoped<GoodCatalogue>();
builder.Services.AddScoped<BadCustomers>().AddScoped<GoodCustomers>();
builder.Services.AddScoped<BadStock>().AddScoped<GoodStock>();
builder.Services.AddScoped<BadReviews>().AddScoped<GoodReviews>();
builder.Services.AddScoped<BadPurchasing>().AddScoped<GoodPurchasing>();

builder.AddShipping();
builder.AddShopTelemetry();

// EF Core's command log would dominate the times that the sample measures.
builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

var app = builder.Build();
await StoreDatabase.CreateAsync(app.Services);
if (builder.Configuration.GetValue<bool>("seed-only"))
{
    StoreDatabase.Close();
    return;
}

app.UseSqlCounter();
app.MapGet("/endpoints", (EndpointPairs pairs) => pairs.All);
app.MapOrders();
app.MapCatalogue();
app.MapCustomers();
app.MapStock();
app.MapReviews();
app.MapPurchasing();
app.MapShipping();
app.MapTelemetry();

await app.RunAsync();
