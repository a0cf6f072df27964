using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using StoreModel;

namespace PerfAnalyzers.FixCosts;

/// <summary>Code that a rule reports, and what its fix makes of it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="What">What is measured, in a sentence of its page.</param>
/// <param name="Bad">The code that is reported; it returns a figure of what it found.</param>
/// <param name="Good">The code of the fix, with the same figure.</param>
internal sealed record Scenario(string Rule, string What, Func<Store, Task<long>> Bad, Func<Store, Task<long>> Good)
{
    /// <summary>Loads navigations when they are read.</summary>
    public bool IsLazy { get; init; }

    /// <summary>The figure of a scenario that changes products; they are renewed before each run.</summary>
    public Func<Store, Task<long>>? Written { get; init; }

    /// <summary>The fix corrects what is found: the figures may differ.</summary>
    public bool IsCorrection { get; init; }

    public static ImmutableArray<Scenario> All { get; } =
    [
        new("PERF1001", "The names of the customers of 1,000 orders, each order with a customer of its own.",
            async db => (await First(db).ToListAsync()).Sum(o => (long)o.Customer.Name.Length),
            async db => (await First(db).Include(o => o.Customer).ToListAsync()).Sum(o => (long)o.Customer.Name.Length)) { IsLazy = true },
        new("PERF1002", "The names of the customers of 1,000 orders. Bad finds none of them: the figures are what the missing rows cost.",
            async db => (await First(db).ToListAsync()).Sum(o => (long?)o.Customer?.Name.Length ?? 0),
            async db => (await First(db).Include(o => o.Customer).ToListAsync()).Sum(o => (long)o.Customer.Name.Length)) { IsCorrection = true },
        new("PERF1003", "The prices of the products of 1,000 orders, 1,000 different products.",
            async db =>
            {
                var sum = 0m;
                foreach (var order in await First(db).ToListAsync())
                {
                    sum += (await db.Products.FirstAsync(p => p.Id == order.ProductRef)).Price;
                }

                return (long)sum;
            },
            async db =>
            {
                var orders = await First(db).ToListAsync();
                var products = new List<Product>();
                foreach (var part in orders.Select(o => o.ProductRef).Distinct().Chunk(1000))
                {
                    products.AddRange(await db.Products.Where(p => part.Contains(p.Id)).ToListAsync());
                }

                var productsById = products.ToLookup(p => p.Id);
                return (long)orders.Sum(o => productsById[o.ProductRef].First().Price);
            }),
        new("PERF1004", "The names of the customers of 1,000 orders, each order with a customer of its own.",
            async db =>
            {
                var sum = 0L;
                foreach (var order in await First(db).ToListAsync())
                {
                    await db.Entry(order).Reference(o => o.Customer).LoadAsync();
                    sum += order.Customer.Name.Length;
                }

                return sum;
            },
            async db => (await First(db).Include(o => o.Customer).ToListAsync()).Sum(o => (long)o.Customer.Name.Length)),
        new("PERF1005", "100 customers, each with 20 orders and 10 tickets.",
            async db => Count(await db.Customers.Where(c => c.Id <= 100).Include(c => c.Orders).Include(c => c.Tickets).ToListAsync()),
            async db => Count(await db.Customers.Where(c => c.Id <= 100).AsSplitQuery().Include(c => c.Orders).Include(c => c.Tickets).ToListAsync())),
        new("PERF1006", "The share of 1,000 orders in the highest total of 20,000, which each turn of the loop asks for.",
            async db =>
            {
                var sum = 0m;
                foreach (var order in await First(db).ToListAsync())
                {
                    sum += order.Total / (await db.Orders.Where(o => o.Status == OrderStatus.Paid).MaxAsync(o => (decimal?)o.Total) ?? 1);
                }

                return (long)sum;
            },
            async db =>
            {
                var most = await db.Orders.Where(o => o.Status == OrderStatus.Paid).MaxAsync(o => (decimal?)o.Total) ?? 1;
                return (long)(await First(db).ToListAsync()).Sum(o => o.Total / most);
            }),
        new("PERF2001", "All of 20,000 orders, in pages of 50.",
            async db =>
            {
                var sum = 0L;
                for (var page = 0; ; page++)
                {
                    var orders = await db.Orders.AsNoTracking().OrderBy(o => o.Id).Skip(page * 50).Take(50).ToListAsync();
                    if (orders.Count == 0)
                    {
                        return sum;
                    }

                    sum += orders.Sum(o => (long)o.Id);
                }
            },
            async db =>
            {
                var sum = 0L;
                int? last = null;
                while (true)
                {
                    IQueryable<Order> rows = db.Orders.AsNoTracking().OrderBy(o => o.Id);
                    if (last is { } key)
                    {
                        rows = rows.Where(o => o.Id > key);
                    }

                    var orders = await rows.Take(50).ToListAsync();
                    last = orders.LastOrDefault() is { } tail ? tail.Id : last;
                    if (orders.Count == 0)
                    {
                        return sum;
                    }

                    sum += orders.Sum(o => (long)o.Id);
                }
            }),
        new("PERF2002", "The page of 20 behind 2,000 of 20,000 orders. What Bad finds is not certain: the figures are what the order by key costs.",
            async db => (await db.Orders.Where(o => o.Total > 100).Skip(2000).Take(20).ToListAsync()).Count,
            async db => (await db.Orders.Where(o => o.Total > 100).OrderBy(o => o.Id).Skip(2000).Take(20).ToListAsync()).Count),
        new("PERF2003", "The page of 20 behind 2,000 of 20,000 orders, the latest first, four of each time and an index on the time. Which of the four Bad finds is not certain: the figures are what the second column costs.",
            async db => (await db.Orders.OrderByDescending(o => o.PlacedAt).Skip(2001).Take(20).ToListAsync()).Count,
            async db => (await db.Orders.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id).Skip(2001).Take(20).ToListAsync()).Count),
        new("PERF3001", "1,000 products are read and get another stock.",
            async db =>
            {
                foreach (var product in await db.Products.ToListAsync())
                {
                    product.Stock += 1;
                    await db.SaveChangesAsync();
                }

                return 0;
            },
            async db =>
            {
                foreach (var product in await db.Products.ToListAsync())
                {
                    product.Stock += 1;
                }

                await db.SaveChangesAsync();
                return 0;
            }) { Written = async db => await db.Products.SumAsync(p => p.Stock) },
        new("PERF3002", "The 500 of 1,000 products that have enough get another price.",
            async db =>
            {
                foreach (var product in await db.Products.Where(p => p.Stock >= 10).ToListAsync())
                {
                    product.Price += 1;
                }

                await db.SaveChangesAsync();
                return 0;
            },
            async db =>
            {
                await db.Products.Where(p => p.Stock >= 10).ExecuteUpdateAsync(s => s.SetProperty(p => p.Price, p => p.Price + 1));
                return 0;
            }) { Written = async db => await db.Products.CountAsync(p => p.Price > 50) },
        new("PERF3003", "500 of 1,000 products go.",
            async db =>
            {
                db.Products.RemoveRange(await db.Products.Where(p => p.Stock >= 10).ToListAsync());
                await db.SaveChangesAsync();
                return 0;
            },
            async db =>
            {
                await db.Products.Where(p => p.Stock >= 10).ExecuteDeleteAsync();
                return 0;
            }) { Written = async db => await db.Products.CountAsync() },
        new("PERF4001", "The number of paid orders among 20,000.",
            async db => (await db.Orders.ToListAsync()).Count(o => o.Status == OrderStatus.Paid),
            async db => await db.Orders.CountAsync(o => o.Status == OrderStatus.Paid)),
        new("PERF4002", "Four figures of 20,000 orders.",
            async db => await db.Orders.CountAsync(o => o.Status == OrderStatus.New) + await db.Orders.CountAsync(o => o.Status == OrderStatus.Paid)
                + await db.Orders.CountAsync(o => o.Status == OrderStatus.Shipped) + await db.Orders.SumAsync(o => o.Units),
            async db =>
            {
                var figures = await db.Orders.GroupBy(_ => 1).Select(g => new
                {
                    New = g.Count(o => o.Status == OrderStatus.New),
                    Paid = g.Count(o => o.Status == OrderStatus.Paid),
                    Shipped = g.Count(o => o.Status == OrderStatus.Shipped),
                    Units = g.Sum(o => o.Units),
                }).FirstOrDefaultAsync() ?? new { New = 0, Paid = 0, Shipped = 0, Units = 0 };
                return figures.New + figures.Paid + figures.Shipped + figures.Units;
            }),
        new("PERF4003", "The orders of one customer among 20,000.",
            async db => (await db.Orders.ToListAsync()).Where(o => o.CustomerId == 7).ToList().Count,
            async db => (await db.Orders.Where(o => o.CustomerId == 7).ToListAsync()).Count),
    ];

    /// <summary>1,000 orders.</summary>
    private static IQueryable<Order> First(Store db) => db.Orders.Where(o => o.Id <= 1000);

    private static long Count(List<Customer> customers) => customers.Sum(c => (long)c.Orders.Count * 1000 + c.Tickets.Count);
}
