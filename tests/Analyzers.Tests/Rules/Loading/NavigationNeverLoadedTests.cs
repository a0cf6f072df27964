using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rules.Loading;

public sealed class NavigationNeverLoadedTests
{
    [Fact]
    public Task A_reference_of_each_row() => Verify.Fixes<NavigationNeverLoaded, NavigationNeverLoadedFix>(
        """
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var order in orders)
        {
            Console.WriteLine([|order.Customer|].Name);
        }
        """,
        """
        var orders = await db.Orders.Include(x => x.Customer).ToListAsync(ct);
        foreach (var order in orders)
        {
            Console.WriteLine(order.Customer.Name);
        }
        """,
        title: "changes results");

    [Fact]
    public Task It_says_null() => Verify.Reports<NavigationNeverLoaded>(
        """
        foreach (var order in db.Orders)
        {
            Console.WriteLine([|order.Customer|].Name);
        }
        """,
        message: "'Customer' is null for every element of");

    [Fact]
    public Task It_says_empty() => Verify.Reports<NavigationNeverLoaded>(
        """
        var orders = db.Orders.ToList();
        var count = orders.Sum(o => [|o.Lines|].Count);
        """,
        message: "'Lines' is empty for every element of 'orders': the query doesn't include it and nothing else loads it");

    [Fact]
    public Task Lazy_loading() => Verify.Silent<NavigationNeverLoaded>("""
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """, new Setup { Lazy = true });

    [Fact]
    public Task Included() => Verify.Silent<NavigationNeverLoaded>("""
        foreach (var order in db.Orders.Include(o => o.Customer).ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """);

    [Theory]
    [InlineData("order.Customer?.Name")]
    [InlineData("order.Customer == null ? \"\" : order.Customer.Name")]
    [InlineData("order.Customer is null")]
    [InlineData("(order.Coupon ?? new Coupon { Code = \"\" }).Code")]
    public Task A_deliberate_test(string read) => Verify.Silent<NavigationNeverLoaded>($$"""
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine({{read}});
        }
        """);

    [Fact]
    public Task A_collection_that_is_written() => Verify.Silent<NavigationNeverLoaded>("""
        foreach (var order in db.Orders.ToList())
        {
            order.Lines.Add(new OrderLine());
        }
        """);

    [Fact]
    public Task Assigned_by_code() => Verify.Silent<NavigationNeverLoaded>("""
        foreach (var order in db.Orders.ToList())
        {
            order.Customer = new Customer { Name = "", Email = "" };
            Console.WriteLine(order.Customer.Name);
        }
        """);

    [Fact]
    public Task Other_rows_that_are_tracked() => Verify.Silent<NavigationNeverLoaded>("""
        var customers = db.Customers.ToList();
        foreach (var order in db.Orders.ToList())
        {
            Console.WriteLine(order.Customer.Name);
        }
        """);

    [Fact]
    public Task Children_in_one_table() => Verify.Silent<NavigationNeverLoaded>("""
        foreach (var category in db.Categories.ToList())
        {
            Console.WriteLine(category.Children.Count);
        }
        """);

    [Fact]
    public Task New_objects() => Verify.Silent<NavigationNeverLoaded>("""
        var orders = new List<Order>();
        foreach (var order in orders)
        {
            Console.WriteLine(order.Customer.Name);
        }
        """);

    [Fact]
    public Task A_query_of_others() => Verify.Silent<NavigationNeverLoaded>("""
        static void Print(IQueryable<Order> orders)
        {
            foreach (var order in orders)
            {
                Console.WriteLine(order.Customer.Name);
            }
        }
        """);
}
