using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Effects;

public sealed class MaterialisationTests
{
    [Theory]
    [InlineData("public List<Order> All() => db.Orders.ToList();", "all Order, always: All → ToList")]
    [InlineData("public async Task<List<Order>> All() { var rows = await db.Orders.ToListAsync(); return rows; }", "all Order, always: All → ToListAsync")]
    [InlineData("public IEnumerable<Order> All() => db.Orders.Where(o => o.Total > 3);", "filtered Order, always: All → the query")]
    [InlineData("public IEnumerable<int> All() => db.Orders.AsEnumerable().Where(o => o.Note != null).Select(o => o.Id);", "all Order, always: All → AsEnumerable")]
    [InlineData("public Order[] All() => db.Orders.OrderBy(o => o.Id).Take(5).ToArray();", "few Order, always: All → ToArray")]
    [InlineData("public List<Order> All() => db.Orders.Where(o => o.Id == 3).ToList();", "few Order, always: All → ToList")]
    [InlineData("public List<Customer> All() => db.Customers.Where(c => c.Email == \"a\").ToList();", "few Customer, always: All → ToList")]
    [InlineData("public List<Customer> All() => db.Orders.Where(o => o.Id == 3).Select(o => o.Customer).ToList();", "few Order, always: All → ToList")]
    [InlineData("public List<Order> All() => Inner(); private List<Order> Inner() => db.Orders.ToList();", "all Order, always: All → Work.Inner → ToList")]
    [InlineData("public List<Order> All(bool open) => open ? db.Orders.Where(o => o.ShippedAt == null).ToList() : db.Orders.ToList();", "filtered Order, always: All → ToList")]
    [InlineData("public List<Order> All(bool any) { if (!any) return new List<Order>(); return db.Orders.ToList(); }", "all Order, always: All → ToList")]
    [InlineData("public List<Order> All() { var rows = db.Orders.ToList(); rows.RemoveAt(0); return Mapper.Map(rows); } static class Mapper { public static List<Order> Map(List<Order> rows) => rows; }", "all Order, always: All → ToList")]
    public void The_rows_of_a_query(string members, string expected) => Assert.Equal(expected, Read(members));

    [Theory]
    [InlineData("public List<Order> All() => new() { new Order() };")]
    [InlineData("public List<int> All() { var ids = new List<int>(); foreach (var o in db.Orders) ids.Add(o.Id); return ids; }")] // built, not fetched
    [InlineData("private List<Order>? kept; public List<Order> All() => kept ??= db.Orders.ToList();")] // a cache
    [InlineData("public List<Order> All(bool known) { if (known) return Known; return db.Orders.ToList(); } private List<Order> Known { get; } = new();")] // not always
    [InlineData("public IQueryable<Order> All() => db.Orders;")] // still a query
    [InlineData("public Dictionary<int, Order> All() => db.Orders.ToDictionary(o => o.Id);")]
    [InlineData("public string All() => db.Orders.First().Note!;")]
    [InlineData("public List<Order> All() => All();")] // recursion
    [InlineData("public List<Order> All() => Other(); private List<Order> Other() => All();")]
    public void Something_else(string members) => Assert.Null(Read(members));

    private static string? Read(string members)
    {
        var parameter = members.Contains("All(bool", StringComparison.Ordinal) ? "true" : "";
        var snippet = Snippet.Compile($$"""
            public class Work(Shop db)
            {
                {{members}}
                public void Use() { _ = [|All({{parameter}})|]; }
            }
            """);
        return Knowledge.Of(snippet.Compilation).Materialisation.Of(snippet.Marked<IInvocationOperation>())?.ToString();
    }
}
