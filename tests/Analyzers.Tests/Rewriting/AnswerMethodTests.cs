using PerfAnalyzers.Rules.Evaluation;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>PERF4001 where the query stands in the method that is called.</summary>
public sealed class AnswerMethodTests
{
    [Fact]
    public Task A_method_counts_in_place_of_the_one_that_is_called() => Verify.FixesAll<ClientSideAggregation, ClientSideAggregationFix>(
        """
        public class Work(IOrderStore orders)
        {
            public async Task<bool> Run() => !(await orders.GetAllOrdersAsync(true)).[|Any|]() || (await orders.GetAllOrdersAsync()).[|Count|]().ToString() == "5";

            public async Task<int> Again() => (await orders.GetAllOrdersAsync().ConfigureAwait(false)).[|Count|]();
        }

        public interface IOrderStore
        {
            Task<IEnumerable<Order>> GetAllOrdersAsync(bool late = false);
        }

        public class OrderStore(Shop db) : IOrderStore
        {
            public async Task<IEnumerable<Order>> GetAllOrdersAsync(bool late = false)
            {
                var query = db.Orders.AsQueryable();
                if (late)
                {
                    query = query.Where(o => o.ShippedAt == null);
                }

                var all = await query.ToListAsync();
                return all;
            }
        }
        """,
        """
        public class Work(IOrderStore orders)
        {
            public async Task<bool> Run() => !await orders.AnyOrdersAsync(true) || (await orders.CountAllOrdersAsync()).ToString() == "5";

            public async Task<int> Again() => await orders.CountAllOrdersAsync().ConfigureAwait(false);
        }

        public interface IOrderStore
        {
            Task<IEnumerable<Order>> GetAllOrdersAsync(bool late = false);

            /// <summary>How many rows GetAllOrdersAsync finds.</summary>
            Task<int> CountAllOrdersAsync(bool late = false);

            /// <summary>Whether GetAllOrdersAsync finds any rows.</summary>
            Task<bool> AnyOrdersAsync(bool late = false);
        }

        public class OrderStore(Shop db) : IOrderStore
        {
            public async Task<IEnumerable<Order>> GetAllOrdersAsync(bool late = false)
            {
                var query = db.Orders.AsQueryable();
                if (late)
                {
                    query = query.Where(o => o.ShippedAt == null);
                }

                var all = await query.ToListAsync();
                return all;
            }

            /// <summary>How many rows GetAllOrdersAsync finds.</summary>
            public async Task<int> CountAllOrdersAsync(bool late = false)
            {
                var query = db.Orders.AsQueryable();
                if (late)
                {
                    query = query.Where(o => o.ShippedAt == null);
                }

                var all = await query.CountAsync();
                return all;
            }

            /// <summary>Whether GetAllOrdersAsync finds any rows.</summary>
            public async Task<bool> AnyOrdersAsync(bool late = false)
            {
                var query = db.Orders.AsQueryable();
                if (late)
                {
                    query = query.Where(o => o.ShippedAt == null);
                }

                var all = await query.AnyAsync();
                return all;
            }
        }
        """);

    [Fact]
    public Task A_condition_goes_along() => Verify.Fixes<ClientSideAggregation, ClientSideAggregationFix>(
        """
        public class Work(Shop db)
        {
            private List<Order> All() => db.Orders.ToList();

            public bool Run(decimal least) => All().[|Exists|](o => o.Total > least);
        }
        """,
        """
        using System.Linq.Expressions;

        public class Work(Shop db)
        {
            private List<Order> All() => db.Orders.ToList();

            /// <summary>What All finds, but only the rows that meet a condition.</summary>
            private List<Order> All(Expression<Func<Order, bool>> where) => db.Orders.Where(where).ToList();

            public bool Run(decimal least) => All(o => o.Total > least).[|Any|]();
        }
        """);

    [Theory]
    [InlineData("private List<Order> All() => db.Orders.ToList();", "var all = All();\nreturn all.[|Count|]();")] // a variable of rows would hold a number
    [InlineData("private List<Order> All() => db.Orders.Distinct().ToList();", "return All().[|Count|]();")]
    [InlineData("private List<Order> All()\n{\n    List<Order> all = db.Orders.ToList();\n    return all;\n}", "return All().[|Count|]();")]
    [InlineData("protected virtual List<Order> All() => db.Orders.ToList();", "return All().[|Count|]();")]
    [InlineData("private List<Order> All() => db.Orders.ToList();", "return All().[|Sum|](o => o.CustomerId);")]
    public Task No_fix_where_it_would_not_be_the_same(string method, string code) => Verify.Refuses<ClientSideAggregation, ClientSideAggregationFix>(
        $$"""
        public class Work(Shop db)
        {
            public int Run()
            {
                {{code.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }

            {{method.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }
        """);
}
