using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Rules.Loading;

public sealed class ExplicitLoadPerElementTests
{
    [Fact]
    public Task A_reference() => Verify.Fixes<ExplicitLoadPerElement, ExplicitLoadPerElementFix>(
        """
        var orders = await db.Orders.Where(o => o.Total > 3).ToListAsync(ct);
        foreach (var order in orders)
        {
            await db.Entry(order).Reference(o => o.Customer).[|LoadAsync|](ct);
            Console.WriteLine(order.Customer.Name);
        }
        """,
        """
        var orders = await db.Orders.Where(o => o.Total > 3).Include(o => o.Customer).ToListAsync(ct);
        foreach (var order in orders)
        {
            Console.WriteLine(order.Customer.Name);
        }
        """);

    [Fact]
    public Task A_collection_by_name() => Verify.Fixes<ExplicitLoadPerElement, ExplicitLoadPerElementFix>(
        """
        foreach (var order in db.Orders.ToList())
        {
            db.Entry(order).Collection("Lines").[|Load|]();

            Console.WriteLine(order.Lines.Count);
        }
        """,
        """
        foreach (var order in db.Orders.Include(x => x.Lines).ToList())
        {
            Console.WriteLine(order.Lines.Count);
        }
        """);

    [Fact]
    public Task Two_collections() => Verify.Reports<ExplicitLoadPerElement>(
        """
        var orders = db.Orders.ToList();
        foreach (var order in orders)
        {
            db.Entry(order).Collection(o => o.Lines).[|Load|]();
            var entry = db.Entry(order);
            entry.Collection(o => o.Payments).Query().[|Load|]();
        }
        """,
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Elements_of_a_parameter() => Verify.Reports<ExplicitLoadPerElement>(
        """
        async Task Fill(List<Order> orders)
        {
            foreach (var order in orders)
            {
                await db.Entry(order).Reference(o => o.Customer).[|LoadAsync|]();
            }
        }
        """,
        message: "'Customer' is loaded by a query of its own for every element of 'orders'",
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task No_query_to_include_it_in() => Verify.Refuses<ExplicitLoadPerElement, ExplicitLoadPerElementFix>("""
        async Task Fill(List<Order> orders)
        {
            foreach (var order in orders)
            {
                await db.Entry(order).Reference(o => o.Customer).[|LoadAsync|]();
            }
        }
        """);

    [Fact]
    public Task One_row() => Verify.Silent<ExplicitLoadPerElement>("""
        var order = db.Orders.First();
        db.Entry(order).Collection(o => o.Lines).Load();
        """);

    [Fact]
    public Task A_guard() => Verify.Silent<ExplicitLoadPerElement>("""
        foreach (var order in db.Orders.ToList())
        {
            var lines = db.Entry(order).Collection(o => o.Lines);
            if (!lines.IsLoaded)
            {
                lines.Load();
            }
        }
        """);

    [Fact]
    public Task On_a_rare_branch() => Verify.Silent<ExplicitLoadPerElement>("""
        foreach (var order in db.Orders.ToList())
        {
            if (order.Total > 1_000)
            {
                db.Entry(order).Collection(o => o.Lines).Load();
            }
        }
        """);

    [Fact]
    public Task A_part_of_the_collection() => Verify.Silent<ExplicitLoadPerElement>("""
        foreach (var order in db.Orders.ToList())
        {
            db.Entry(order).Collection(o => o.Lines).Query().Where(l => l.Quantity > 3).Load();
        }
        """);

    [Fact]
    public Task A_handful_of_rows() => Verify.Silent<ExplicitLoadPerElement>("""
        var (first, second) = (db.Orders.First(), db.Orders.OrderBy(o => o.Id).Last());
        foreach (var order in new[] { first, second })
        {
            db.Entry(order).Collection(o => o.Lines).Load();
        }
        """);

    [Fact]
    public Task A_query_per_element_is_not_reported_twice() => Verify.Silent<QueryPerElement>("""
        foreach (var order in db.Orders.ToList())
        {
            db.Entry(order).Collection(o => o.Lines).Load();
        }
        """);
}
