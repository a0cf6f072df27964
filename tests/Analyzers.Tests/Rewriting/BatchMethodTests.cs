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

    [Fact]
    public Task A_row_that_must_be_there() => Fixes(
        """
        public class Customers(Shop db)
        {
            public Customer Get(string note, int id = 1)
            {
                var found = db.Customers.First(c => c.Id == id && c.Name != note);
                return found;
            }

            public void Run(IEnumerable<int> ids)
            {
                foreach (var id in ids)
                {
                    Console.WriteLine([|Get|]("x", id).Name);
                }
            }
        }
        """,
        """
        public class Customers(Shop db)
        {
            public Customer Get(string note, int id = 1)
            {
                var found = db.Customers.First(c => c.Id == id && c.Name != note);
                return found;
            }

            /// <summary>What Get finds, for many keys at once.</summary>
            public ILookup<int, Customer> GetByIds(string note, IEnumerable<int> ids)
            {
                var customers = new List<Customer>();
                foreach (var part in ids.Distinct().Chunk(1000))
                {
                    customers.AddRange(db.Customers.Where(c => part.Contains(c.Id) && c.Name != note).ToList());
                }

                return customers.ToLookup(c => c.Id);
            }

            public void Run(IEnumerable<int> ids)
            {
                var ids2 = ids.ToList();
                var customersById = GetByIds("x", ids2);
                foreach (var id in ids2)
                {
                    Console.WriteLine(customersById[id].First().Name);
                }
            }
        }
        """);

    [Fact]
    public Task Whether_there_is_one_and_how_many_for_a_column_that_may_be_null() => Fixes(
        """
        public class Reviews(Shop db)
        {
            public async Task<bool> HasReviewAsync(int customerId) => await db.Reviews.AnyAsync(r => r.CustomerId == customerId);

            internal async Task<int> CountForCustomer(int customerId) => await db.Reviews.Where(r => r.CustomerId == customerId).CountAsync();

            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine(await [|HasReviewAsync|](order.CustomerId));
                }

                foreach (var order in orders)
                {
                    Console.WriteLine(await [|CountForCustomer|](order.CustomerId));
                }
            }
        }
        """,
        """
        public class Reviews(Shop db)
        {
            public async Task<bool> HasReviewAsync(int customerId) => await db.Reviews.AnyAsync(r => r.CustomerId == customerId);

            /// <summary>What HasReviewAsync finds, for many keys at once.</summary>
            public async Task<HashSet<int>> HasReviewByCustomerIdsAsync(IEnumerable<int> customerIds)
            {
                var reviewCustomerIds = new HashSet<int>();
                foreach (var part in customerIds.Distinct().Chunk(1000))
                {
                    reviewCustomerIds.UnionWith(await db.Reviews.Where(r => part.Contains(r.CustomerId!.Value)).Select(r => r.CustomerId!.Value).Distinct().ToListAsync());
                }

                return reviewCustomerIds;
            }

            internal async Task<int> CountForCustomer(int customerId) => await db.Reviews.Where(r => r.CustomerId == customerId).CountAsync();

            /// <summary>What CountForCustomer finds, for many keys at once.</summary>
            internal async Task<Dictionary<int, int>> CountForCustomers(IEnumerable<int> customerIds)
            {
                var reviewCountByCustomerId = new Dictionary<int, int>();
                foreach (var part in customerIds.Distinct().Chunk(1000))
                {
                    foreach (var group in await db.Reviews.Where(r => part.Contains(r.CustomerId!.Value)).GroupBy(r => r.CustomerId!.Value).Select(group => new { group.Key, Count = group.Count() }).ToListAsync())
                    {
                        reviewCountByCustomerId.Add(group.Key, group.Count);
                    }
                }

                return reviewCountByCustomerId;
            }

            public async Task Run(List<Order> orders)
            {
                var reviewCustomerIds = await HasReviewByCustomerIdsAsync(orders.Select(order => order.CustomerId));
                foreach (var order in orders)
                {
                    Console.WriteLine(reviewCustomerIds.Contains(order.CustomerId));
                }

                var reviewCountByCustomerId = await CountForCustomers(orders.Select(order => order.CustomerId));
                foreach (var order in orders)
                {
                    Console.WriteLine(reviewCountByCustomerId.GetValueOrDefault(order.CustomerId));
                }
            }
        }
        """);

    [Fact]
    public Task Keys_that_may_be_null_on_one_side_or_on_both() => Fixes(
        """
        public class Catalog(Shop db)
        {
            public Coupon Find(int id) => db.Coupons.Find(id)!;

            public List<Category> Children(int? parentId) => db.Categories.Where(c => c.ParentId == parentId).ToList();

            public void Run(List<Order> orders, List<Category> categories)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine([|Find|](order.CouponId!.Value).Code);
                }

                foreach (var category in categories)
                {
                    Console.WriteLine([|Children|](category.Id).Count);
                }
            }
        }
        """,
        """
        public class Catalog(Shop db)
        {
            public Coupon Find(int id) => db.Coupons.Find(id)!;

            /// <summary>What Find finds, for many keys at once.</summary>
            public Dictionary<int, Coupon> FindByIds(IEnumerable<int> ids)
            {
                var couponsById = new Dictionary<int, Coupon>();
                foreach (var part in ids.Distinct().Chunk(1000))
                {
                    foreach (var found in db.Coupons.Where(x => part.Contains(x.Id)).ToList())
                    {
                        couponsById.Add(found.Id, found);
                    }
                }

                return couponsById;
            }

            public List<Category> Children(int? parentId) => db.Categories.Where(c => c.ParentId == parentId).ToList();

            /// <summary>What Children finds, for many keys at once.</summary>
            public ILookup<int?, Category> ChildrenByParentIds(IEnumerable<int?> parentIds)
            {
                var categories = new List<Category>();
                foreach (var part in parentIds.Distinct().Chunk(1000))
                {
                    categories.AddRange(db.Categories.Where(c => part.Contains(c.ParentId)).ToList());
                }

                return categories.ToLookup(c => c.ParentId);
            }

            public void Run(List<Order> orders, List<Category> categories)
            {
                var couponsById = FindByIds(orders.Select(order => order.CouponId).OfType<int>());
                foreach (var order in orders)
                {
                    Console.WriteLine(couponsById.GetValueOrDefault(order.CouponId!.Value)!.Code);
                }

                var categoriesByParentId = ChildrenByParentIds(categories.Select(category => (int?)category.Id));
                foreach (var category in categories)
                {
                    Console.WriteLine(categoriesByParentId[category.Id].ToList().Count);
                }
            }
        }
        """);

    [Fact]
    public Task Steps_that_a_helper_adds_or_not() => Fixes(
        """
        public static class Parts
        {
            public static IQueryable<Order> Including(this IQueryable<Order> orders, bool lines) => lines ? orders.Include(o => o.Lines) : orders;
        }

        public class Orders(Shop db)
        {
            public async Task<Order?> GetOrder(int id, bool lines) => await db.Orders.Including(lines).FirstOrDefaultAsync(o => o.Id == id);

            public async Task Run(List<Payment> payments)
            {
                foreach (var payment in payments)
                {
                    Console.WriteLine((await [|GetOrder|](payment.OrderId, true))!.Lines.Count);
                }
            }
        }
        """,
        """
        public static class Parts
        {
            public static IQueryable<Order> Including(this IQueryable<Order> orders, bool lines) => lines ? orders.Include(o => o.Lines) : orders;
        }

        public class Orders(Shop db)
        {
            public async Task<Order?> GetOrder(int id, bool lines) => await db.Orders.Including(lines).FirstOrDefaultAsync(o => o.Id == id);

            /// <summary>What GetOrder finds, for many keys at once.</summary>
            public async Task<Dictionary<int, Order>> GetOrderByIds(IEnumerable<int> ids, bool lines)
            {
                var ordersById = new Dictionary<int, Order>();
                foreach (var part in ids.Distinct().Chunk(1000))
                {
                    foreach (var found in await db.Orders.Including(lines).Where(o => part.Contains(o.Id)).ToListAsync())
                    {
                        ordersById.Add(found.Id, found);
                    }
                }

                return ordersById;
            }

            public async Task Run(List<Payment> payments)
            {
                var ordersById = await GetOrderByIds(payments.Select(payment => payment.OrderId), true);
                foreach (var payment in payments)
                {
                    Console.WriteLine(ordersById.GetValueOrDefault(payment.OrderId)!.Lines.Count);
                }
            }
        }
        """);

    [Fact]
    public Task Loops_that_call_one_method_get_one_method_for_many() => Verify.FixesAll<QueryPerElement, QueryPerElementFix>(
        [
            ("""
            public class Lines(Shop db) : ILines
            {
                public List<OrderLine> Of(int orderId) => db.OrderLines.Where(l => l.OrderId == orderId).ToList();

                public List<OrderLine> OfByOrderIds(string names) => [];
            }

            public class Report(ILines lines)
            {
                public void Run(List<Order> orders, Customer customer)
                {
                    foreach (var order in orders)
                    {
                        Console.WriteLine(lines.[|Of|](order.Id).Count);
                    }

                    foreach (var order in customer.Orders)
                    {
                        Console.WriteLine(lines.[|Of|](order.Id).Count);
                    }
                }
            }
            """,
            """
            public class Lines(Shop db) : ILines
            {
                public List<OrderLine> Of(int orderId) => db.OrderLines.Where(l => l.OrderId == orderId).ToList();

                /// <summary>What Of finds, for many keys at once.</summary>
                public ILookup<int, OrderLine> OfByOrderIds2(IEnumerable<int> orderIds)
                {
                    var orderLines = new List<OrderLine>();
                    foreach (var part in orderIds.Distinct().Chunk(1000))
                    {
                        orderLines.AddRange(db.OrderLines.Where(l => part.Contains(l.OrderId)).ToList());
                    }

                    return orderLines.ToLookup(l => l.OrderId);
                }

                public List<OrderLine> OfByOrderIds(string names) => [];
            }

            public class Report(ILines lines)
            {
                public void Run(List<Order> orders, Customer customer)
                {
                    var orderLinesByOrderId = lines.OfByOrderIds2(orders.Select(order => order.Id));
                    foreach (var order in orders)
                    {
                        Console.WriteLine(orderLinesByOrderId[order.Id].ToList().Count);
                    }

                    var orders2 = customer.Orders;
                    var orderLinesByOrderId2 = lines.OfByOrderIds2(orders2.Select(order => order.Id));
                    foreach (var order in orders2)
                    {
                        Console.WriteLine(orderLinesByOrderId2[order.Id].ToList().Count);
                    }
                }
            }
            """),
            ("""
            public interface ILines
            {
                List<OrderLine> Of(int orderId);
            }

            public class Sum(ILines lines)
            {
                public int Run(int[] ids)
                {
                    var sum = 0;
                    foreach (var id in ids)
                    {
                        sum += lines.[|Of|](id).Count;
                    }

                    return sum;
                }
            }
            """,
            """
            public interface ILines
            {
                List<OrderLine> Of(int orderId);

                /// <summary>What Of finds, for many keys at once.</summary>
                ILookup<int, OrderLine> OfByOrderIds2(IEnumerable<int> orderIds);
            }

            public class Sum(ILines lines)
            {
                public int Run(int[] ids)
                {
                    var sum = 0;
                    var orderLinesByOrderId = lines.OfByOrderIds2(ids);
                    foreach (var id in ids)
                    {
                        sum += orderLinesByOrderId[id].ToList().Count;
                    }

                    return sum;
                }
            }
            """),
        ]);

    [Fact]
    public Task Two_calls_in_one_loop_all_at_once() => Verify.FixesAll<QueryPerElement, QueryPerElementFix>(
        """
        public class Report(Shop db)
        {
            private List<OrderLine> LinesOf(int orderId) => db.OrderLines.Where(l => l.OrderId == orderId).ToList();

            private bool IsPaid(int orderId) => db.Payments.Any(p => p.OrderId == orderId);

            public void Run(IEnumerable<Order> orders)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine([|LinesOf|](order.Id).Count);
                    Console.WriteLine([|IsPaid|](order.Id));
                }
            }
        }
        """,
        """
        public class Report(Shop db)
        {
            private List<OrderLine> LinesOf(int orderId) => db.OrderLines.Where(l => l.OrderId == orderId).ToList();

            /// <summary>What LinesOf finds, for many keys at once.</summary>
            private ILookup<int, OrderLine> LinesOfByOrderIds(IEnumerable<int> orderIds)
            {
                var orderLines = new List<OrderLine>();
                foreach (var part in orderIds.Distinct().Chunk(1000))
                {
                    orderLines.AddRange(db.OrderLines.Where(l => part.Contains(l.OrderId)).ToList());
                }

                return orderLines.ToLookup(l => l.OrderId);
            }

            private bool IsPaid(int orderId) => db.Payments.Any(p => p.OrderId == orderId);

            /// <summary>What IsPaid finds, for many keys at once.</summary>
            private HashSet<int> IsPaidByOrderIds(IEnumerable<int> orderIds)
            {
                var paymentOrderIds = new HashSet<int>();
                foreach (var part in orderIds.Distinct().Chunk(1000))
                {
                    paymentOrderIds.UnionWith(db.Payments.Where(p => part.Contains(p.OrderId)).Select(p => p.OrderId).Distinct().ToList());
                }

                return paymentOrderIds;
            }

            public void Run(IEnumerable<Order> orders)
            {
                var orders2 = orders.ToList();
                var orderLinesByOrderId = LinesOfByOrderIds(orders2.Select(order => order.Id));
                var paymentOrderIds = IsPaidByOrderIds(orders2.Select(order => order.Id));
                foreach (var order in orders2)
                {
                    Console.WriteLine(orderLinesByOrderId[order.Id].ToList().Count);
                    Console.WriteLine(paymentOrderIds.Contains(order.Id));
                }
            }
        }
        """);

    [Fact]
    public Task The_class_and_its_interface_in_another_project() => Verify.Fixes<QueryPerElement, QueryPerElementFix>(
        """
        using Store;

        public class Report(INotes notes)
        {
            public async Task Run(List<int> ids, CancellationToken ct)
            {
                foreach (var id in ids)
                {
                    Console.WriteLine((await notes.[|GetAsync|](id, ct))?.Text);
                }
            }
        }
        """,
        """
        using Store;

        public class Report(INotes notes)
        {
            public async Task Run(List<int> ids, CancellationToken ct)
            {
                var notesById = await notes.GetByIdsAsync(ids, ct);
                foreach (var id in ids)
                {
                    Console.WriteLine(notesById.GetValueOrDefault(id)?.Text);
                }
            }
        }
        """,
        with: new Setup { HasShop = false, Projects = [new("Store", Notes, After: NotesForMany)] });

    [Fact]
    public Task Not_where_only_the_assembly_of_the_class_is_in_sight() => Verify.Refuses<QueryPerElement, QueryPerElementFix>(
        """
        using Store;

        public class Report(INotes notes)
        {
            public async Task Run(List<int> ids, CancellationToken ct)
            {
                foreach (var id in ids)
                {
                    Console.WriteLine((await notes.[|GetAsync|](id, ct))?.Text);
                }
            }
        }
        """,
        new Setup { HasShop = false, Projects = [new("Store", Notes, AsMetadata: true)] });

    private const string Notes = """
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        namespace Store;

        public class Note
        {
            public int Id { get; set; }
            public string Text { get; set; } = "";
        }

        public class NoteContext : DbContext
        {
            public DbSet<Note> Notes => Set<Note>();
        }

        public interface INotes
        {
            Task<Note?> GetAsync(int id, CancellationToken ct);
        }

        public class NoteTable(NoteContext db) : INotes
        {
            public async Task<Note?> GetAsync(int id, CancellationToken ct) => await db.Notes.FindAsync([id], ct);
        }
        """;

    private const string NotesForMany = """
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        namespace Store;

        public class Note
        {
            public int Id { get; set; }
            public string Text { get; set; } = "";
        }

        public class NoteContext : DbContext
        {
            public DbSet<Note> Notes => Set<Note>();
        }

        public interface INotes
        {
            Task<Note?> GetAsync(int id, CancellationToken ct);

            /// <summary>What GetAsync finds, for many keys at once.</summary>
            Task<Dictionary<int, Note>> GetByIdsAsync(IEnumerable<int> ids, CancellationToken ct);
        }

        public class NoteTable(NoteContext db) : INotes
        {
            public async Task<Note?> GetAsync(int id, CancellationToken ct) => await db.Notes.FindAsync([id], ct);

            /// <summary>What GetAsync finds, for many keys at once.</summary>
            public async Task<Dictionary<int, Note>> GetByIdsAsync(IEnumerable<int> ids, CancellationToken ct)
            {
                var notesById = new Dictionary<int, Note>();
                foreach (var part in ids.Distinct().Chunk(1000))
                {
                    foreach (var found in await db.Notes.Where(x => part.Contains(x.Id)).ToListAsync(ct))
                    {
                        notesById.Add(found.Id, found);
                    }
                }

                return notesById;
            }
        }
        """;

    [Theory]
    [InlineData("public virtual List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList();")]
    [InlineData("[Obsolete(\"no more\", false)] public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList();")]
    [InlineData("public List<OrderLine> Get(params int[] id) => db.OrderLines.Where(l => l.OrderId == id[0]).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).Take(3).ToList();")] // the first three of all
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).Skip(3).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).Distinct().ToList();")]
    [InlineData("public List<object> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).Select(l => (object)new { l.Price }).Take(2).ToList();")]
    [InlineData("public List<Order> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).Select(l => l.Order).ToList();")]
    [InlineData("public OrderLine? Get(int id) => db.OrderLines.OrderBy(l => l.Number).LastOrDefault(l => l.OrderId == id);")]
    [InlineData("public decimal Get(int id) => db.OrderLines.Where(l => l.OrderId == id).Sum(l => l.Price);")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id && l.ProductId != id).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id || l.Price > 3).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId < id).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) { Console.WriteLine(id); return db.OrderLines.Where(l => l.OrderId == id).ToList(); }")]
    [InlineData("public List<OrderLine> Get(int id) { if (count++ > 3) { return []; } return db.OrderLines.Where(l => l.OrderId == id).ToList(); } private int count;")]
    [InlineData("public List<Order> Get(int id) => db.Orders.Where(o => o.CustomerId == id && o.PlacedAt < DateTime.Now).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) => Some(db.OrderLines.Where(l => l.OrderId == id)).ToList(); private static IQueryable<OrderLine> Some(IQueryable<OrderLine> lines) => lines.Take(2);")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines.FromSqlRaw(\"select * from OrderLines\").Where(l => l.OrderId == id).ToList();")]
    [InlineData("public List<OrderLine> Get(int id) => db.OrderLines /* all of them */ .Where(l => l.OrderId == id).ToList();")]
    [InlineData("public object Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList();")]
    [InlineData("public List<T> Get<T>(int id) where T : OrderLine => db.Set<T>().Where(l => l.OrderId == id).ToList();")]
    public Task A_method_for_many_keys_would_not_be_the_same(string method) => Verify.Refuses<QueryPerElement, QueryPerElementFix>(
        $$"""
        public class Store(Shop db)
        {
            {{method}}
        }

        public class Report(Store store)
        {
            public void Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    var lines = store.[|{{(method.Contains("<T>") ? "Get<OrderLine>" : "Get")}}|](order.Id);
                    Console.WriteLine(lines);
                }
            }
        }
        """);

    [Theory]
    [InlineData("public class Other : ILines { public List<OrderLine> Get(int id) => []; } public class Lines(Shop db) : ILines { public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList(); }")]
    [InlineData("public class Lines(Shop db) : ILines { List<OrderLine> ILines.Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList(); }")]
    [InlineData("public interface IMore { List<OrderLine> Get(int id); } public class Lines(Shop db) : ILines, IMore { public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList(); }")]
    [InlineData("public abstract class Base : ILines { public abstract List<OrderLine> Get(int id); } public class Lines(Shop db) : Base { public override List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList(); }")]
    public Task Somebody_else_would_have_to_change_too(string classes) => Verify.Refuses<QueryPerElement, QueryPerElementFix>(
        $$"""
        public interface ILines { 
            List<OrderLine> Get(int id);
        }

        {{classes}}

        public class Report(ILines lines)
        {
            public void Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    Console.WriteLine(lines.[|Get|](order.Id).Count);
                }
            }
        }
        """);

    [Theory]
    [InlineData("var c = await store.[|GetByEmail|](customer.Email); Console.WriteLine(c?.Name);")] // the database's comparison of text
    [InlineData("var c = await store.[|Get|](customer.Id, customer.Name); Console.WriteLine(c?.Name);")]
    [InlineData("var c = await store.[|Get|](customer.Id, Console.ReadLine()!); Console.WriteLine(c?.Name);")]
    [InlineData("var c = await store.[|Get|](customer.Id + 1, \"\"); Console.WriteLine(c?.Name);")]
    [InlineData("customer.Id++; var c = await store.[|Get|](customer.Id, \"\"); Console.WriteLine(c?.Name);")]
    [InlineData("var c = await store.[|Get|](customer.Id, note); note = c!.Name;")]
    [InlineData("var c = await store.[|Get|](customer.Id, \"\"); c!.Name += \"!\"; await store.Save();")]
    [InlineData("var c = await store.[|Get|](customer.Id, \"\"); foreach (var order in c!.Orders) { order.Note = \"!\"; await store.Save(); }")]
    [InlineData("var c = await store.[|Get|](customer.Id, \"\"); await store.[|Clean|](c!.Id);")]
    [InlineData("tasks.Add(store.[|Get|](customer.Id, \"\"));")]
    [InlineData("lines.ForEach(line => store.[|Get|](line.ProductId, \"\").Wait());")]
    public Task The_loop_needs_each_call(string body) => Verify.Refuses<QueryPerElement, QueryPerElementFix>(
        $$"""
        public class Store(Shop db)
        {
            public async Task<Customer?> GetByEmail(string email) => await db.Customers.FirstOrDefaultAsync(c => c.Email == email);
            public async Task<Customer?> Get(int id, string note) => await db.Customers.FirstOrDefaultAsync(c => c.Id == id && c.Name != note);
            public async Task Save() => await db.SaveChangesAsync();
            public async Task Clean(int id) { _ = await db.Orders.AnyAsync(); await db.Customers.Where(c => c.Id == id).ExecuteDeleteAsync(); }
        }

        public class Report(Store store)
        {
            public async Task Run(List<Customer> customers, string note, List<OrderLine> lines)
            {
                var tasks = new List<Task>();
                foreach (var customer in customers)
                {
                    {{body}}
                }
            }
        }
        """);

    [Theory]
    [InlineData("orders.Where(o => !seen.Contains(o.Id))", "orders2 = orders.Where(o => !seen.Contains(o.Id)).ToList()")]
    [InlineData("wanted.Orders", "orders2 = wanted.Orders.ToList()")]
    [InlineData("orders.Where(o => o.Id != wanted.Except)", "orders2 = orders.Where(o => o.Id != wanted.Except).ToList()")]
    public Task A_sequence_that_the_loop_leaves_alone(string source, string list) => Fixes(
        Loop(source, "Console.WriteLine([|Get|](order.Id).Count);"),
        Loop("orders2", "Console.WriteLine(orderLinesByOrderId[order.Id].ToList().Count);", $"var {list};\n        var orderLinesByOrderId = GetByIds(orders2.Select(order => order.Id));\n        ", """


                /// <summary>What Get finds, for many keys at once.</summary>
                public ILookup<int, OrderLine> GetByIds(IEnumerable<int> ids)
                {
                    var orderLines = new List<OrderLine>();
                    foreach (var part in ids.Distinct().Chunk(1000))
                    {
                        orderLines.AddRange(db.OrderLines.Where(l => part.Contains(l.OrderId)).ToList());
                    }

                    return orderLines.ToLookup(l => l.OrderId);
                }
            """));

    [Theory]
    [InlineData("orders.Where(o => o.Id > last)", "Console.WriteLine([|Get|](order.Id).Count); last = order.Id;")]
    [InlineData("orders.Where(o => !seen.Contains(o.Id))", "if (seen.Count < 9) { seen.Add(order.Id); } Console.WriteLine([|Get|](order.Id).Count);")]
    [InlineData("orders.Where(o => IsNew(o))", "Console.WriteLine([|Get|](order.Id).Count);")]
    [InlineData("orders.Where(o => all.Contains(o.Id))", "Console.WriteLine([|Get|](order.Id).Count);")]
    public Task A_sequence_that_the_loop_may_change(string source, string body) => Verify.Refuses<QueryPerElement, QueryPerElementFix>(Loop(source, body));

    private static string Loop(string source, string body, string before = "", string after = "") => $$"""
        public class Wanted
        {
            public IEnumerable<Order> Orders { get; set; } = [];
            public int Except { get; set; }
        }

        public class Store(Shop db)
        {
            private readonly HashSet<int> all = [];

            public List<OrderLine> Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList();{{after}}

            private bool IsNew(Order order) => all.Add(order.Id);

            public void Run(IEnumerable<Order> orders, Wanted wanted, HashSet<int> seen)
            {
                var last = 0;
                {{before}}foreach (var order in {{source}})
                {
                    {{body}}
                }

                Console.WriteLine(last);
            }
        }
        """;

    [Theory]
    [InlineData("IEnumerable<OrderLine>", "lines.Reverse()")] // a list has another Reverse
    [InlineData("IReadOnlyList<OrderLine>", "lines = []")]
    public Task A_list_is_not_the_sequence_that_the_method_declares(string type, string use) => Verify.Refuses<QueryPerElement, QueryPerElementFix>(
        $$"""
        public class Store(Shop db)
        {
            public {{type}} Get(int id) => db.OrderLines.Where(l => l.OrderId == id).ToList();

            public void Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    var lines = [|Get|](order.Id);
                    Console.WriteLine({{use}});
                }
            }
        }
        """);

    private static Task Fixes(string before, string after, string? title = null) => Verify.Fixes<QueryPerElement, QueryPerElementFix>(before, after, title: title);
}
