using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>Turns over groups: what takes a whole group is a batch, what takes its key alone is one of several queries.</summary>
public sealed class GroupsTests
{
    [Fact]
    public Task One_statement_for_the_ids_of_a_group() => Verify.Silent<QueryPerElement>("""
        var removed = await db.OrderLines.ToListAsync(ct);
        foreach (var group in removed.GroupBy(l => l.ProductId))
        {
            var orders = group.Select(l => l.OrderId).ToArray();
            await db.Payments.Where(p => orders.Contains(p.OrderId)).ExecuteDeleteAsync(ct);
        }
        """);

    [Fact]
    public Task The_query_is_a_variable() => Verify.Silent<QueryPerElement>("""
        var lines = await db.OrderLines.ToListAsync(ct);
        foreach (var group in lines.GroupBy(l => l.ProductId).Select(g => new { g.Key, Orders = g.Select(l => l.OrderId).ToList() }))
        {
            var query = db.Payments.Where(p => group.Orders.Contains(p.OrderId));
            Console.WriteLine(await query.CountAsync(ct));
        }
        """);

    [Fact]
    public Task A_call_takes_the_members() => Verify.Silent<QueryPerElement>("""
        public class Work(Shop db)
        {
            public async Task Run(Dictionary<string, List<int>> byName)
            {
                foreach (var entry in byName) { await Mark(entry.Key, entry.Value); }
            }

            private async Task Mark(string note, List<int> ids)
            {
                foreach (var order in await db.Orders.Where(o => ids.Contains(o.Id)).ToListAsync()) { order.Note = note; }
            }
        }
        """);

    [Fact]
    public Task Ids_of_an_element_that_is_no_group() => Verify.Reports<QueryPerElement>("""
        foreach (var order in await db.Orders.Include(o => o.Lines).ToListAsync(ct))
        {
            var products = order.Lines.Select(l => l.ProductId).ToList();
            Console.WriteLine(await db.Products.Where(p => products.Contains(p.Id)).[|CountAsync|](ct));
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task The_key_of_groups_made_in_memory() => Verify.Reports<QueryPerElement>("""
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var group in orders.GroupBy(o => o.CustomerId))
        {
            var customer = await db.Customers.[|FirstAsync|](c => c.Id == group.Key, ct);
        }
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task The_key_of_groups_of_a_table() => Verify.Reports<QueryPerElement>("""
        var names = db.Orders.AsEnumerable().GroupBy(o => o.CustomerId)
            .Select(g => db.Customers.[|Single|](c => c.Id == g.Key).Name).ToList();
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Members_that_are_looked_up() => Verify.Reports<QueryPerElement>("""
        public class Work(Shop db)
        {
            public async Task Run(List<string> names, Dictionary<string, List<int>> byName)
            {
                foreach (var name in names) { await [|Mark|](byName[name]); }
            }

            private async Task Mark(List<int> ids) => Console.WriteLine(await db.Orders.CountAsync(o => ids.Contains(o.Id)));
        }
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task Saves_of_a_group() => Verify.Silent<SaveChangesPerElement>("""
        public class Work(Shop db)
        {
            public async Task Run(List<AuditEntry> all)
            {
                foreach (var group in all.GroupBy(a => a.Text)) { await Store(group.ToList()); }
            }

            private async Task Store(List<AuditEntry> entries)
            {
                db.AddRange(entries);
                await db.SaveChangesAsync();
            }
        }
        """);
}
