using PerfAnalyzers.Rules.Paging;

namespace PerfAnalyzers.Tests.Rewriting;

/// <summary>The overload that PERF2001 adds beside a method with a page parameter.</summary>
public sealed class KeysetMethodTests
{
    [Fact]
    public Task A_body_of_one_expression() => Fixes(
        """
        public Task<List<Order>> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToListAsync();
        """,
        """
        public Task<List<Order>> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToListAsync();

        /// <summary>Continues behind a row instead of skipping rows: afterId is the Id of the last row of the page before, null for the first page.</summary>
        public Task<List<Order>> Get(int? afterId)
        {
            IQueryable<Order> rows = db.Orders.OrderBy(o => o.Id);
            if (afterId is { } last)
            {
                rows = rows.Where(o => o.Id > last);
            }

            return rows.Take(20).ToListAsync();
        }
        """);

    [Fact]
    public Task Two_keys_in_two_directions_in_a_chain_of_lines() => Fixes(
        """
        public async Task<List<Order>> Get(int page, int size = 20, CancellationToken ct = default)
        {
            // Nobody sees more than a hundred.
            size = Math.Min(size, 100);

            var skipped = (page - 1) * size;

            // The newest first.
            var orders = await db.Orders
                .Where(o => o.Total > 0) // free ones don't count
                .OrderByDescending(o => o.PlacedAt)
                .ThenBy(o => o.Id)
                .[|Skip|](skipped)
                .Take(size)
                .ToListAsync(ct);
            return orders;
        }
        """,
        """
        public async Task<List<Order>> Get(int page, int size = 20, CancellationToken ct = default)
        {
            // Nobody sees more than a hundred.
            size = Math.Min(size, 100);

            var skipped = (page - 1) * size;

            // The newest first.
            var orders = await db.Orders
                .Where(o => o.Total > 0) // free ones don't count
                .OrderByDescending(o => o.PlacedAt)
                .ThenBy(o => o.Id)
                .[|Skip|](skipped)
                .Take(size)
                .ToListAsync(ct);
            return orders;
        }

        /// <summary>Continues behind a row instead of skipping rows: after is the PlacedAt and Id of the last row of the page before, null for the first page.</summary>
        public async Task<List<Order>> Get((DateTime PlacedAt, int Id)? after, int size = 20, CancellationToken ct = default)
        {
            // Nobody sees more than a hundred.
            size = Math.Min(size, 100);

            IQueryable<Order> rows = db.Orders
                .Where(o => o.Total > 0) // free ones don't count
                .OrderByDescending(o => o.PlacedAt)
                .ThenBy(o => o.Id);
            if (after is { } last)
            {
                rows = rows.Where(o => o.PlacedAt <= last.PlacedAt && (o.PlacedAt < last.PlacedAt || o.Id > last.Id));
            }

            // The newest first.
            var orders = await rows
                .Take(size)
                .ToListAsync(ct);
            return orders;
        }
        """);

    [Fact]
    public Task The_key_is_added_to_an_order_that_leaves_rows_equal() => Fixes(
        """
        /// <summary>Pages.</summary>
        public virtual async Task<IReadOnlyList<Customer>> Find(string? name = null, int page = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(page);
            if (page < 1)
            {
                page = 1;
            }

            return await db.Customers
                .Where(c => name == null || c.Name == name)
                .OrderBy(c => c.Name)
                .[|Skip|]((page - 1) * 10)
                .Take(10)
                .ToListAsync();
        }
        """,
        """
        /// <summary>Pages.</summary>
        public virtual async Task<IReadOnlyList<Customer>> Find(string? name = null, int page = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(page);
            if (page < 1)
            {
                page = 1;
            }

            return await db.Customers
                .Where(c => name == null || c.Name == name)
                .OrderBy(c => c.Name)
                .[|Skip|]((page - 1) * 10)
                .Take(10)
                .ToListAsync();
        }

        /// <summary>Continues behind a row instead of skipping rows: after is the Name and Id of the last row of the page before, null for the first page.</summary>
        public async Task<IReadOnlyList<Customer>> Find(string? name, (string Name, int Id)? after)
        {
            IQueryable<Customer> rows = db.Customers
                .Where(c => name == null || c.Name == name)
                .OrderBy(c => c.Name)
                .ThenBy(c => c.Id);
            if (after is { } last)
            {
                rows = rows.Where(c => string.Compare(c.Name, last.Name) >= 0 && (string.Compare(c.Name, last.Name) > 0 || c.Id > last.Id));
            }

            return await rows
                .Take(10)
                .ToListAsync();
        }
        """);

    [Fact]
    public Task A_projection_behind_the_order_and_a_count_of_all_rows() => Fixes(
        """
        public record Row(long Id, string Text);

        public record Found(int Total, List<Row> Rows);

        public class Log(Shop db)
        {
            public Found Search(string text, int offset, int limit)
            {
                var query = db.Audit.Where(a => a.Text.Contains(text));
                return new Found(
                    query.Count(),
                    query.OrderByDescending(a => a.Id)
                        .Select(a => new Row(a.Id, a.Text))
                        .[|Skip|](offset).Take(limit)
                        .ToList());
            }
        }
        """,
        """
        public record Row(long Id, string Text);

        public record Found(int Total, List<Row> Rows);

        public class Log(Shop db)
        {
            public Found Search(string text, int offset, int limit)
            {
                var query = db.Audit.Where(a => a.Text.Contains(text));
                return new Found(
                    query.Count(),
                    query.OrderByDescending(a => a.Id)
                        .Select(a => new Row(a.Id, a.Text))
                        .[|Skip|](offset).Take(limit)
                        .ToList());
            }

            /// <summary>Continues behind a row instead of skipping rows: afterId is the Id of the last row of the page before, null for the first page.</summary>
            public Found Search(string text, long? afterId, int limit)
            {
                var query = db.Audit.Where(a => a.Text.Contains(text));
                IQueryable<AuditEntry> rows = query.OrderByDescending(a => a.Id);
                if (afterId is { } last)
                {
                    rows = rows.Where(a => a.Id < last);
                }

                return new Found(
                    query.Count(),
                    rows
                        .Select(a => new Row(a.Id, a.Text)).Take(limit)
                        .ToList());
            }
        }
        """);

    [Fact]
    public Task Query_syntax_and_a_query_in_a_variable() => Fixes(
        """
        public List<Order> Get(int page, bool paid)
        {
            var query = from o in db.Orders orderby o.PlacedAt select o;
            return query.[|Skip|](page * 20).Take(20).ToList();
        }
        """,
        """
        public List<Order> Get(int page, bool paid)
        {
            var query = from o in db.Orders orderby o.PlacedAt select o;
            return query.[|Skip|](page * 20).Take(20).ToList();
        }

        /// <summary>Continues behind a row instead of skipping rows: after is the PlacedAt and Id of the last row of the page before, null for the first page.</summary>
        public List<Order> Get((DateTime PlacedAt, int Id)? after, bool paid)
        {
            var query = from o in db.Orders orderby o.PlacedAt, o.Id select o;
            IQueryable<Order> rows = query;
            if (after is { } last)
            {
                rows = rows.Where(x => x.PlacedAt >= last.PlacedAt && (x.PlacedAt > last.PlacedAt || x.Id > last.Id));
            }

            return rows.Take(20).ToList();
        }
        """);

    [Fact]
    public Task The_interface_that_only_this_class_implements() => Fixes(
        """
        public interface IOrders
        {
            /// <summary>A page.</summary>
            Task<List<Payment>> Get(int page);

            Task Pay();
        }

        public class Orders(Shop db) : IOrders
        {
            public async Task<List<Payment>> Get(int page) => await db.Payments.OrderBy(p => p.Id).[|Skip|](page * 20).Take(20).ToListAsync();

            public Task Pay() => Task.CompletedTask;
        }
        """,
        """
        public interface IOrders
        {
            /// <summary>A page.</summary>
            Task<List<Payment>> Get(int page);

            /// <summary>Continues behind a row instead of skipping rows: afterId is the Id of the last row of the page before, null for the first page.</summary>
            Task<List<Payment>> Get(Guid? afterId);

            Task Pay();
        }

        public class Orders(Shop db) : IOrders
        {
            public async Task<List<Payment>> Get(int page) => await db.Payments.OrderBy(p => p.Id).[|Skip|](page * 20).Take(20).ToListAsync();

            /// <summary>Continues behind a row instead of skipping rows: afterId is the Id of the last row of the page before, null for the first page.</summary>
            public async Task<List<Payment>> Get(Guid? afterId)
            {
                IQueryable<Payment> rows = db.Payments.OrderBy(p => p.Id);
                if (afterId is { } last)
                {
                    rows = rows.Where(p => p.Id > last);
                }

                return await rows.Take(20).ToListAsync();
            }

            public Task Pay() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task An_extension_method_that_streams() => Fixes(
        """
        public static class Pages
        {
            #region Pages
            public static async IAsyncEnumerable<Product> Of(this Shop db, int offset, int limit, decimal least = 0)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(offset);

                await foreach (var product in db.Products.Where(p => p.Price > least).OrderByDescending(p => p.Sku).[|Skip|](offset).Take(limit).AsAsyncEnumerable())
                {
                    yield return product;
                }
            }
            #endregion
        }
        """,
        """
        public static class Pages
        {
            #region Pages
            public static async IAsyncEnumerable<Product> Of(this Shop db, int offset, int limit, decimal least = 0)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(offset);

                await foreach (var product in db.Products.Where(p => p.Price > least).OrderByDescending(p => p.Sku).[|Skip|](offset).Take(limit).AsAsyncEnumerable())
                {
                    yield return product;
                }
            }

            /// <summary>Continues behind a row instead of skipping rows: afterSku is the Sku of the last row of the page before, null for the first page.</summary>
            public static async IAsyncEnumerable<Product> Of(this Shop db, string? afterSku, int limit, decimal least = 0)
            {
                IQueryable<Product> rows = db.Products.Where(p => p.Price > least).OrderByDescending(p => p.Sku);
                if (afterSku is { } last)
                {
                    rows = rows.Where(p => string.Compare(p.Sku, last) < 0);
                }

                await foreach (var product in rows.Take(limit).AsAsyncEnumerable())
                {
                    yield return product;
                }
            }
            #endregion
        }
        """);

    [Theory]
    [InlineData("public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Note).[|Skip|](page * 20).Take(20).ToList();")] // null has no place
    [InlineData("public List<Order> Get(int page) => db.Orders.OrderBy(o => o.ShippedAt).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Customer> Get(int page) => db.Customers.OrderBy(c => c.IsActive).[|Skip|](page * 20).Take(20).ToList();")] // bool has no <
    [InlineData("public List<Customer> Get(int page) => db.Customers.OrderBy(c => c.Name.ToLower()).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Customer.Name).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Lines.Count).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => db.Orders.[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => Queryable.[|Skip|](db.Orders.OrderBy(o => o.Id), page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(bool up, int page) { var q = up ? db.Orders.OrderBy(o => o.Total) : db.Orders.OrderByDescending(o => o.Total); return q.[|Skip|](page * 20).Take(20).ToList(); }")]
    [InlineData("public List<Order> Get(bool up, int page) { var q = db.Orders.OrderBy(o => o.Total); if (up) { q = q.ThenBy(o => o.PlacedAt); } return q.[|Skip|](page * 20).Take(20).ToList(); }")]
    [InlineData("public List<Order> Get(int page) => db.OrderLines.Select(l => l.Order).OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")] // a row comes more than once
    [InlineData("public List<Order> Get(int page) => db.Orders.SelectMany(o => o.Lines, (o, l) => o).OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => db.Orders.Union(db.Orders).OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(IQueryable<Order> from, int page) => from.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => db.Orders.FromSqlRaw(\"select * from Orders\").OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    public Task The_rows_behind_a_key_are_not_those_of_the_page(string code) => Verify.Refuses<OffsetPaging, OffsetPagingFix>(code);

    [Theory]
    [InlineData("public (int, List<Order>) Get(int page) { var rows = db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList(); return (page, rows); }")]
    [InlineData("public List<Order> Get(int page) { var q = db.Orders.OrderBy(o => o.Id); var skip = page * 20; while (skip > q.Count()) { skip -= 20; } return q.[|Skip|](skip).Take(20).ToList(); }")]
    [InlineData("public List<Order> Get(int? page) => db.Orders.OrderBy(o => o.Id).[|Skip|]((page ?? 0) * 20).Take(20).ToList();")]
    [InlineData("public class Wanted { public int Page { get; set; } } public class Orders(Shop db) { public List<Order> Get(Wanted wanted) => db.Orders.OrderBy(o => o.Id).[|Skip|](wanted.Page * 20).Take(20).ToList(); }")]
    [InlineData("public List<Order> Get(int skip, int take) { if (skip < 0 || take < 0) { throw new ArgumentException(\"negative\"); } return db.Orders.OrderBy(o => o.Id).[|Skip|](skip).Take(take).ToList(); }")]
    public Task The_page_is_used_for_more(string code) => Verify.Refuses<OffsetPaging, OffsetPagingFix>(code);

    [Theory]
    [InlineData("public List<string> Get(int page) => db.Customers.OrderBy(c => c.Id).Select(c => c.Name).[|Skip|](page * 20).Take(20).ToList();")] // nobody sees the last key
    [InlineData("public Func<int, List<Order>> Handler() => Get; public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList(); public List<Order> Get(int? after) => [];")]
    [InlineData("public List<Order> Run() { return Get(2); List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList(); }")]
    [InlineData("public Func<int, List<Order>> Get() => page => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("[Obsolete] public List<Order> Get(int page) => db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    [InlineData("public List<Order> Get(int page, bool all) => all ? db.Orders.ToList() : db.Orders.OrderBy(o => o.Id).[|Skip|](page * 20).Take(20).ToList();")]
    public Task An_overload_would_be_of_no_use_or_break_something(string code) => Verify.Refuses<OffsetPaging, OffsetPagingFix>(code);

    private static Task Fixes(string before, string after) => Verify.Fixes<OffsetPaging, OffsetPagingFix>(before, after);
}
