using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>The method for many keys that PERF1003 adds beside one that takes one key, and the loop that calls it.</summary>
public sealed class BatchMethodTests
{
    [Fact]
    public Task Rows_through_an_interface() => Fixes(
        """
        public interface ILines
        {
            /// <summary>The lines of an order.</summary>
            Task<IList<OrderLine>> GetLinesAsync(int orderId, bool all = false, CancellationToken ct = default);

            Task Pay();
        }

        public class Lines(Shop db) : ILines
        {
            public async Task<IList<OrderLine>> GetLinesAsync(int orderId, bool all = false, CancellationToken ct = default)
            {
                return await db.OrderLines
                    .Include(l => l.Product)
                    .Where(l => l.OrderId == orderId && (all || l.Price > 0))
                    .AsNoTracking()
                    .OrderBy(l => l.Number)
                    .ToListAsync(ct);
            }

            public Task Pay() => Task.CompletedTask;
        }

        public class Report(ILines lines)
        {
            public async Task Run(List<Order> orders, CancellationToken ct)
            {
                foreach (var order in orders)
                {
                    // what they bought
                    var bought = await lines.[|GetLinesAsync|](order.Id, ct: ct, all: true).ConfigureAwait(false);
                    Console.WriteLine(bought.Count);
                }
            }
        }
        """,
        """
        public interface ILines
        {
            /// <summary>The lines of an order.</summary>
            Task<IList<OrderLine>> GetLinesAsync(int orderId, bool all = false, CancellationToken ct = default);

            /// <summary>What GetLinesAsync finds, for many keys at once.</summary>
            Task<ILookup<int, OrderLine>> GetLinesByOrderIdsAsync(IEnumerable<int> orderIds, bool all = false, CancellationToken ct = default);

            Task Pay();
        }

        public class Lines(Shop db) : ILines
        {
            public async Task<IList<OrderLine>> GetLinesAsync(int orderId, bool all = false, CancellationToken ct = default)
            {
                return await db.OrderLines
                    .Include(l => l.Product)
                    .Where(l => l.OrderId == orderId && (all || l.Price > 0))
                    .AsNoTracking()
                    .OrderBy(l => l.Number)
                    .ToListAsync(ct);
            }

            /// <summary>What GetLinesAsync finds, for many keys at once.</summary>
            public async Task<ILookup<int, OrderLine>> GetLinesByOrderIdsAsync(IEnumerable<int> orderIds, bool all = false, CancellationToken ct = default)
            {
                var orderLines = new List<OrderLine>();
                foreach (var part in orderIds.Distinct().Chunk(1000))
                {
                    orderLines.AddRange(await db.OrderLines
                        .Include(l => l.Product)
                        .Where(l => part.Contains(l.OrderId) && (all || l.Price > 0))
                        .AsNoTracking()
                        .OrderBy(l => l.Number).ToListAsync(ct));
                }

                return orderLines.ToLookup(l => l.OrderId);
            }

            public Task Pay() => Task.CompletedTask;
        }

        public class Report(ILines lines)
        {
            public async Task Run(List<Order> orders, CancellationToken ct)
            {
                var orderLinesByOrderId = await lines.GetLinesByOrderIdsAsync(orders.Select(order => order.Id), ct: ct, all: true).ConfigureAwait(false);
                foreach (var order in orders)
                {
                    // what they bought
                    var bought = orderLinesByOrderId[order.Id].ToList();
                    Console.WriteLine(bought.Count);
                }
            }
        }
        """,
        title: "Add 'GetLinesByOrderIdsAsync' and fetch the rows for all elements with one call of it before the loop");

    [Fact]
    public Task A_row_of_a_class() => Fixes(
        """
        public class Customers(Shop db)
        {
            public Task<Customer?> GetCustomerByIdAsync(int customerId) => db.Customers.Where(c => c.Id == customerId).SingleOrDefaultAsync();

            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine((await [|GetCustomerByIdAsync|](order.CustomerId))?.Name);
                }
            }
        }
        """,
        """
        public class Customers(Shop db)
        {
            public Task<Customer?> GetCustomerByIdAsync(int customerId) => db.Customers.Where(c => c.Id == customerId).SingleOrDefaultAsync();

            /// <summary>What GetCustomerByIdAsync finds, for many keys at once.</summary>
            public async Task<Dictionary<int, Customer>> GetCustomerByIdsAsync(IEnumerable<int> customerIds)
            {
                var customersById = new Dictionary<int, Customer>();
                foreach (var part in customerIds.Distinct().Chunk(1000))
                {
                    foreach (var found in await db.Customers.Where(c => part.Contains(c.Id)).ToListAsync())
                    {
                        customersById.Add(found.Id, found);
                    }
                }

                return customersById;
            }

            public async Task Run(List<Order> orders)
            {
                var customersById = await GetCustomerByIdsAsync(orders.Select(order => order.CustomerId));
                foreach (var order in orders)
                {
                    Console.WriteLine(customersById.GetValueOrDefault(order.CustomerId)?.Name);
                }
            }
        }
        """);

    private static Task Fixes(string before, string after, string? title = null) => Verify.Fixes<QueryPerElement, QueryPerElementFix>(before, after, title: title);
}
