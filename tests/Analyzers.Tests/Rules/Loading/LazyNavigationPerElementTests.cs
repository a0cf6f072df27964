using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rules.Loading;

public sealed class LazyNavigationPerElementTests
{
    private static readonly Setup Lazy = new() { Lazy = true };

    [Fact]
    public Task A_reference_of_each_row_of_a_list() => Verify.Fixes<LazyNavigationPerElement, LazyNavigationPerElementFix>(
        """
        var orders = await db.Orders
            .Where(o => o.Total > 3)
            .ToListAsync(ct);
        foreach (var order in orders)
        {
            Console.WriteLine([|order.Customer|].Name + order.Customer.Email);
        }
        """,
        """
        var orders = await db.Orders
            .Where(o => o.Total > 3)
            .Include(o => o.Customer)
            .ToListAsync(ct);
        foreach (var order in orders)
        {
            Console.WriteLine(order.Customer.Name + order.Customer.Email);
        }
        """,
        with: Lazy);

    [Fact]
    public Task A_collection_of_each_streamed_row() => Verify.Fixes<LazyNavigationPerElement, LazyNavigationPerElementFix>(
        """
        foreach (var order in db.Orders.Where(o => o.Total > 3))
        {
            Console.WriteLine([|order.Lines|].Count);
        }
        """,
        """
        foreach (var order in db.Orders.Where(o => o.Total > 3).Include(o => o.Lines))
        {
            Console.WriteLine(order.Lines.Count);
        }
        """,
        with: Lazy);

    [Fact]
    public Task Rows_of_a_context_that_is_made_after_others_were_added() => Verify.Reports<LazyNavigationPerElement>(
        """
        using (var first = new Shop())
        {
            first.Add(new Order { Customer = new Customer { Name = "A", Email = "a" } });
            await first.SaveChangesAsync(ct);
        }

        using (var second = new Shop())
        {
            foreach (var order in await second.Orders.ToListAsync(ct))
            {
                Console.WriteLine([|order.Customer|].Name);
            }
        }
        """,
        Lazy);

    [Theory]
    [InlineData("db.Add(new Order { Customer = new Customer { Name = \"A\", Email = \"a\" } }); await db.SaveChangesAsync(ct); foreach (var order in await db.Orders.ToListAsync(ct)) { Console.WriteLine(order.Customer.Name); }")]
    [InlineData("using var own = new Shop(); own.Add(new Order { Customer = new Customer { Name = \"A\", Email = \"a\" } }); await own.SaveChangesAsync(ct); foreach (var order in await own.Orders.ToListAsync(ct)) { Console.WriteLine(order.Customer.Name); }")]
    [InlineData("using var own = new Shop(); foreach (var order in await own.Orders.ToListAsync(ct)) { order.Customer = await own.Customers.FirstAsync(ct); Console.WriteLine(order.Customer.Name); }")]
    public Task Rows_that_the_same_context_fills_are_silent(string code) => Verify.Silent<LazyNavigationPerElement>(code, Lazy);

    [Fact]
    public Task In_a_lambda_over_the_list() => Verify.Reports<LazyNavigationPerElement>(
        """
        var orders = await db.Orders.ToListAsync(ct);
        return orders.Select(o => [|o.Customer|].Name).ToList();
        """,
        Lazy,
        message: "Reading 'Customer' runs a query for every element of 'orders', as the query doesn't include it");

    [Fact]
    public Task Behind_an_included_navigation() => Verify.Fixes<LazyNavigationPerElement, LazyNavigationPerElementFix>(
        """
        var orders = db.Orders.Include(o => o.Customer).ToList();
        foreach (var order in orders)
        {
            Console.WriteLine([|order.Customer.Region|]!.Name);
        }
        """,
        """
        var orders = db.Orders.Include(o => o.Customer).Include(o => o.Customer).ThenInclude(c => c.Region).ToList();
        foreach (var order in orders)
        {
            Console.WriteLine(order.Customer.Region!.Name);
        }
        """,
        with: Lazy);

    [Fact]
    public Task Rows_of_an_included_collection() => Verify.Reports<LazyNavigationPerElement>("""
        var orders = db.Orders.Include(o => o.Lines).ToList();
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
            {
                Console.WriteLine([|line.Product|].Name);
            }
        }
        """, Lazy);

    [Fact]
    public Task A_second_collection_splits_the_query() => Verify.Fixes<LazyNavigationPerElement, LazyNavigationPerElementFix>(
        """
        var orders = db.Orders.Include(o => o.Payments).ToList();
        foreach (var order in orders)
        {
            Console.WriteLine([|order.Lines|].Count + order.Payments.Count);
        }
        """,
        """
        var orders = db.Orders.Include(o => o.Payments).AsSplitQuery().Include(o => o.Lines).ToList();
        foreach (var order in orders)
        {
            Console.WriteLine(order.Lines.Count + order.Payments.Count);
        }
        """,
        with: Lazy);

    [Fact]
    public Task Parts_of_a_page_may_differ_before_EF_Core_10() => Verify.Refuses<LazyNavigationPerElement, LazyNavigationPerElementFix>("""
        var orders = db.Orders.Include(o => o.Payments).OrderBy(o => o.PlacedAt).Take(50).ToList();
        foreach (var order in orders)
        {
            Console.WriteLine([|order.Lines|].Count + order.Payments.Count);
        }
        """, Lazy with { Ef = Ef.V9 });

    [Theory]
    [InlineData("db.Orders", "db.Orders.Include(x => x.Customer).AsAsyncEnumerable()")]
    [InlineData("db.Orders.AsAsyncEnumerable()", "db.Orders.Include(x => x.Customer).AsAsyncEnumerable()")]
    [InlineData("db.Orders.AsAsyncEnumerable().WithCancellation(ct)", "db.Orders.Include(x => x.Customer).AsAsyncEnumerable().WithCancellation(ct)")]
    [InlineData("db.Orders.AsAsyncEnumerable().ConfigureAwait(false)", "db.Orders.Include(x => x.Customer).AsAsyncEnumerable().ConfigureAwait(false)")]
    public Task Rows_that_are_awaited_one_by_one(string stream, string included) => Verify.Fixes<LazyNavigationPerElement, LazyNavigationPerElementFix>(
        $"await foreach (var order in {stream})\n{{\n    Console.WriteLine([|order.Customer|].Name);\n}}",
        $"await foreach (var order in {included})\n{{\n    Console.WriteLine(order.Customer.Name);\n}}",
        with: Lazy);

    [Fact]
    public Task Everywhere() => Verify.FixesAll<LazyNavigationPerElement, LazyNavigationPerElementFix>(
        """
        var orders = db.Orders.ToList();
        orders.ForEach(o => Console.WriteLine([|o.Customer|].Name));
        var products = db.Products.ToList();
        products.ForEach(p => Console.WriteLine([|p.Category|].Name));
        """,
        """
        var orders = db.Orders.Include(x => x.Customer).ToList();
        orders.ForEach(o => Console.WriteLine(o.Customer.Name));
        var products = db.Products.Include(x => x.Category).ToList();
        products.ForEach(p => Console.WriteLine(p.Category.Name));
        """,
        with: Lazy);

    [Theory]
    [InlineData("db.Orders.Include(o => o.Customer).ToList()")]
    [InlineData("db.Orders.Include(\"Customer\").ToList()")]
    [InlineData("db.Orders.Include(o => o.Customer).ThenInclude(c => c.Region).ToList()")]
    [InlineData("db.Orders.Include(nameof(Order.Customer)).ToList()")]
    public Task The_path_is_included(string query) => Verify.Silent<LazyNavigationPerElement>($$"""
        foreach (var order in {{query}})
        {
            Console.WriteLine(order.Customer.Name);
        }
        """, Lazy);

    [Fact]
    public Task No_lazy_loading() => Verify.Silent<LazyNavigationPerElement>("""
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """);

    [Fact]
    public Task Scalars_and_owned_types() => Verify.Silent<LazyNavigationPerElement>("""
        foreach (var customer in db.Customers.ToList())
        {
            Console.WriteLine(customer.Address.City + customer.Name.Length);
        }
        """, Lazy);

    [Fact]
    public Task A_projection() => Verify.Silent<LazyNavigationPerElement>("""
        foreach (var order in db.Orders.Select(o => new { o.Id, o.Customer }).ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """, Lazy);

    [Fact]
    public Task The_way_back_is_fixed_up() => Verify.Silent<LazyNavigationPerElement>("""
        foreach (var order in db.Orders.Include(o => o.Lines).ToList())
        {
            foreach (var line in order.Lines)
            {
                Console.WriteLine(line.Order.Total);
            }
        }
        """, Lazy);

    [Fact]
    public Task Parents_in_one_table_are_fixed_up() => Verify.Silent<LazyNavigationPerElement>("""
        foreach (var category in db.Categories.ToList())
        {
            Console.WriteLine(category.Parent?.Name);
        }
        """, Lazy);

    [Fact]
    public Task The_principals_were_loaded_before() => Verify.Silent<LazyNavigationPerElement>("""
        await db.Customers.LoadAsync(ct);
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """, Lazy);

    [Fact]
    public Task Loaded_explicitly() => Verify.Silent<LazyNavigationPerElement>("""
        foreach (var order in db.Orders.ToList())
        {
            db.Entry(order).Reference(o => o.Customer).Load();
            Console.WriteLine(order.Customer.Name);
        }
        """, Lazy);

    [Fact]
    public Task Handed_to_code_that_may_load_it() => Verify.Silent<LazyNavigationPerElement>("""
        var orders = db.Orders.ToList();
        Load(orders);
        foreach (var order in orders)
        {
            Console.WriteLine(order.Customer.Name);
        }

        void Load(List<Order> list) { }
        """, Lazy);

    [Fact]
    public Task Untracked_rows_before_EF_Core_8_would_throw_but_not_query() => Verify.Silent<LazyNavigationPerElement>("""
        var order = new Order();
        order.Customer = new Customer { Name = "", Email = "" };
        foreach (var one in new[] { order, order, order, order, order, order }.ToList())
        {
            Console.WriteLine(one.Customer.Name);
        }
        """, Lazy);

    [Fact]
    public Task Names_and_writes() => Verify.Silent<LazyNavigationPerElement>("""
        var customer = db.Customers.First();
        foreach (var order in db.Orders.ToList())
        {
            order.Customer = customer;
            Console.WriteLine(nameof(order.Customer));
        }
        """, Lazy);

    [Fact]
    public Task Lazy_loading_is_turned_off() => Verify.Silent<LazyNavigationPerElement>("""
        db.ChangeTracker.LazyLoadingEnabled = false;
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """, Lazy);
}
