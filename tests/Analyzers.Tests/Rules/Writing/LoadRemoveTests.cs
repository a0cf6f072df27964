using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Rules.Writing;

public sealed class LoadRemoveTests
{
    [Fact]
    public Task A_list_that_is_removed() => Verify.Reports<LoadRemove>(
        """
        var expired = await db.Audit.Where(e => e.At < DateTime.UtcNow).[|ToListAsync|](ct);
        db.Audit.RemoveRange(expired);
        await db.SaveChangesAsync(ct);
        """,
        message: "'expired' are loaded only to be removed: each row is read, tracked and deleted by a command of its own",
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task A_list_in_place() => Verify.Reports<LoadRemove>("""
        db.RemoveRange(await db.Audit.[|ToListAsync|](ct));
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_query_is_enumerated_by_RemoveRange() => Verify.Reports<LoadRemove>("""
        var entries = from e in db.Audit where e.At < DateTime.UtcNow select e;
        db.RemoveRange([|entries|]);
        db.Audit.RemoveRange([|db.Audit|]);
        await db.SaveChangesAsync(ct);
        """);

    [Theory]
    [InlineData("db.Coupons.Include(c => c.Orders).Where(c => c.Percent > 90)")] // an optional reference: EF Core sets it to null
    [InlineData("db.Coupons.Include(\"Orders\")")]
    [InlineData("db.Coupons.Include(c => c.Orders).Where(c => c.Orders.Count > 0)")]
    public Task Dependents_that_come_along_to_be_detached(string query) => Verify.Silent<LoadRemove>(WithOptional(query));

    [Theory]
    [InlineData("db.Coupons.Where(c => c.Percent > 90)")]
    [InlineData("db.Coupons.Include(c => c.Orders).Where(c => c.Orders.Count == 0)")]
    [InlineData("db.Coupons.Include(c => c.Orders).Where(c => c.Percent > 90 && !c.Orders.Any())")]
    [InlineData("db.Coupons.Include(c => c.Owner)")]
    [InlineData("db.Coupons.Include(c => c.Notes)")] // a required reference: the database cascades
    public Task Nothing_that_EF_Core_has_to_detach(string query) => Verify.Reports<LoadRemove>(WithOptional(query).Replace(".ToListAsync", ".[|ToListAsync|]"));

    private static string WithOptional(string query) => $$"""
        public class Coupon { public int Id { get; set; } public int Percent { get; set; } public int OwnerId { get; set; } public Owner Owner { get; set; } = null!; public List<Order> Orders { get; set; } = []; public List<Note> Notes { get; set; } = []; }
        public class Owner { public int Id { get; set; } }
        public class Note { public int Id { get; set; } public int CouponId { get; set; } public Coupon Coupon { get; set; } = null!; }
        public class Order { public int Id { get; set; } public int? CouponId { get; set; } public Coupon? Coupon { get; set; } }
        public class Sales : DbContext
        {
            public DbSet<Coupon> Coupons => Set<Coupon>();
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Note> Notes => Set<Note>();
            {{(query.Contains("Notes") ? "protected override void OnModelCreating(ModelBuilder model) => model.Entity<Order>().HasOne(o => o.Coupon).WithMany(c => c.Orders).OnDelete(DeleteBehavior.SetNull);" : "")}}
        }

        public class Work(Sales db)
        {
            public async Task Run(CancellationToken ct)
            {
                var coupons = await {{query}}.ToListAsync(ct);
                db.RemoveRange(coupons);
                await db.SaveChangesAsync(ct);
            }
        }
        """;

    [Fact]
    public Task Removed_one_by_one() => Verify.Reports<LoadRemove>("""
        var entries = await db.Audit.Where(e => e.At < DateTime.UtcNow).[|ToListAsync|](ct);
        foreach (var entry in entries)
        {
            db.Audit.Remove(entry);
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Streamed_and_removed() => Verify.Reports<LoadRemove>("""
        foreach (var entry in [|db.Audit.Where(e => e.At < DateTime.UtcNow)|])
        {
            db.Remove(entry);
        }

        db.SaveChanges();
        """);

    [Fact]
    public Task Counted_and_removed() => Verify.Reports<LoadRemove>("""
        var entries = await db.Audit.[|ToListAsync|](ct);
        if (entries.Count > 0)
        {
            db.RemoveRange(entries);
        }

        return await db.SaveChangesAsync(ct) > 0 ? entries.Count : 0;
        """);

    [Theory]
    [InlineData("await db.Coupons.{|PERF3003:FindAsync|}(id)")]
    [InlineData("await db.Coupons.{|PERF3003:FirstOrDefaultAsync|}(c => c.Id == id, ct)")]
    [InlineData("db.Coupons.Where(c => c.Id == id).{|PERF3003:SingleOrDefault|}()")]
    public Task One_row_with_a_null_test(string load) => Verify.Reports<LoadRemove>(
        $$"""
        var id = 3;
        var coupon = {{load}};
        if (coupon is null)
        {
            return "not found";
        }

        db.Coupons.Remove(coupon);
        await db.SaveChangesAsync(ct);
        return "gone";
        """,
        message: "'coupon' is loaded only to be removed: two round trips where one DELETE does it");

    [Fact]
    public Task One_row_or_an_exception() => Verify.Reports<LoadRemove>("""
        var coupon = await db.Coupons.[|FindAsync|](3) ?? throw new InvalidOperationException();
        db.Coupons.Remove(coupon);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task One_row_in_a_pattern() => Verify.Reports<LoadRemove>("""
        if (await db.Coupons.[|FindAsync|](3) is { } coupon)
        {
            db.Entry(coupon).State = EntityState.Deleted;
            await db.SaveChangesAsync(ct);
        }
        """);

    [Fact]
    public Task The_known_key_is_read_back() => Verify.Reports<LoadRemove>("""
        var id = 3;
        var coupon = await db.Coupons.[|FirstOrDefaultAsync|](c => c.Id == id, ct);
        if (coupon != null)
        {
            db.Remove(coupon);
            await db.SaveChangesAsync(ct);
            return "gone: " + coupon.Id;
        }

        return "not found";
        """);

    [Fact]
    public Task Through_a_repository_and_a_unit_of_work() => Verify.Reports<LoadRemove>("""
        public interface IEntries
        {
            Task<List<AuditEntry>> Old(DateTime before);
            void Delete(IEnumerable<AuditEntry> entries);
        }

        public class Entries(Shop db) : IEntries
        {
            public async Task<List<AuditEntry>> Old(DateTime before) => await db.Audit.Where(e => e.At < before).ToListAsync();
            public void Delete(IEnumerable<AuditEntry> entries) => db.Audit.RemoveRange(entries);
        }

        public class Unit(Shop db, IEntries entries)
        {
            public IEntries Entries => entries;
            public async Task<bool> Commit() => await db.SaveChangesAsync() > 0;
        }

        public class Job(Unit unit)
        {
            public async Task Run()
            {
                var old = await unit.Entries.[|Old|](DateTime.UtcNow);
                unit.Entries.Delete(old);
                await unit.Commit();
            }
        }
        """);

    [Fact]
    public Task Through_a_generic_repository_that_saves() => Verify.Reports<LoadRemove>("""
        public class Repository<T>(Shop db) where T : class
        {
            public IQueryable<T> All() => db.Set<T>();

            public async Task DeleteRange(IEnumerable<T> rows)
            {
                db.RemoveRange(rows);
                await db.SaveChangesAsync();
            }
        }

        public class Job(Repository<AuditEntry> entries, Repository<Review> reviews)
        {
            public async Task Run(int product)
            {
                await entries.DeleteRange([|entries.All()|]);
                var old = await reviews.All().Where(r => r.ProductId == product).[|ToListAsync|]();
                await reviews.DeleteRange(old);
            }
        }
        """);

    [Fact]
    public Task A_lambda_is_a_unit_of_its_own() => Verify.Reports<LoadRemove>("""
        Func<int, Task> handler = async id =>
        {
            var coupon = await db.Coupons.[|FindAsync|](id);
            db.Coupons.Remove(coupon!);
            await db.SaveChangesAsync();
        };
        await handler(3);
        """);

    [Fact]
    public Task Rows_of_one_type_are_added_and_others_removed() => Verify.Reports<LoadRemove>("""
        db.OrderLines.AddRange(new OrderLine(), new OrderLine());
        db.OrderLines.RemoveRange([|db.OrderLines.Where(l => l.Quantity == 0)|]);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Rows_that_are_logged() => Verify.Silent<LoadRemove>("""
        var entries = await db.Audit.ToListAsync(ct);
        foreach (var entry in entries)
        {
            Console.WriteLine(entry.Text);
        }

        db.RemoveRange(entries);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Rows_that_are_needed_afterwards() => Verify.Silent<LoadRemove>("""
        var entries = await db.Audit.ToListAsync(ct);
        db.RemoveRange(entries);
        await db.SaveChangesAsync(ct);
        return entries.GroupBy(e => e.At.Date).Count();
        """);

    [Fact]
    public Task Rows_that_are_chosen_in_memory_by_a_call() => Verify.Silent<LoadRemove>("""
        var seen = new HashSet<long>();
        var entries = await db.Audit.ToListAsync(ct);
        db.RemoveRange(entries.Where(e => !seen.Contains(e.Id)));
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_diff_removes_what_is_left() => Verify.Silent<LoadRemove>("""
        var wanted = new List<int>();
        var tags = await db.Tags.ToListAsync(ct);
        foreach (var tag in tags)
        {
            if (!wanted.Contains(tag.Id))
            {
                db.Tags.Remove(tag);
            }
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_row_with_a_permission_check() => Verify.Silent<LoadRemove>("""
        var review = await db.Reviews.FindAsync(3);
        if (review is null || review.CustomerId != 7)
        {
            return "no";
        }

        db.Reviews.Remove(review);
        await db.SaveChangesAsync(ct);
        return "gone";
        """);

    [Fact]
    public Task A_row_that_is_replaced_in_one_save() => Verify.Silent<LoadRemove>("""
        var old = await db.Coupons.FindAsync(3);
        if (old is not null)
        {
            db.Coupons.Remove(old);
        }

        db.Coupons.Add(new Coupon { Code = "new" });
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Each_row_is_removed_after_its_mail_was_sent() => Verify.Silent<LoadRemove>("""
        var entries = await db.Audit.ToListAsync(ct);
        foreach (var entry in entries)
        {
            await Send();
            db.Remove(entry);
        }

        await db.SaveChangesAsync(ct);

        static Task Send() => new System.Net.Http.HttpClient().GetAsync("https://example.org");
        """);

    [Fact]
    public Task Children_of_a_loaded_row() => Verify.Silent<LoadRemove>("""
        var order = await db.Orders.Include(o => o.Lines).FirstAsync(o => o.Id == 3, ct);
        db.OrderLines.RemoveRange(order.Lines);
        order.Total = 0;
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_list_in_memory() => Verify.Silent<LoadRemove>("""
        var entries = new List<AuditEntry>();
        db.RemoveRange(entries);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task An_element_of_a_collection() => Verify.Silent<LoadRemove>("""
        var order = await db.Orders.Include(o => o.Lines).FirstAsync(ct);
        var line = await db.OrderLines.FirstAsync(l => l.OrderId == 3, ct);
        order.Lines.Remove(line);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Nobody_saves() => Verify.Silent<LoadRemove>("""
        db.RemoveRange(await db.Audit.ToListAsync(ct));
        """);

    [Fact]
    public Task Removed_with_others_in_one_unit_of_work() => Verify.Silent<LoadRemove>("""
        public class Entries(Shop db)
        {
            public Task<List<AuditEntry>> Of(int id) => db.Audit.Where(e => e.Id == id).ToListAsync();
            public void Delete(IEnumerable<AuditEntry> entries) => db.Audit.RemoveRange(entries);
            public void Delete(Coupon coupon) => db.Coupons.Remove(coupon);
            public Task Commit() => db.SaveChangesAsync();
        }

        public class Job(Entries entries)
        {
            public async Task Run(Coupon coupon)
            {
                entries.Delete(coupon);
                var own = await entries.Of(coupon.Id);
                entries.Delete(own);
                await entries.Commit();
            }
        }
        """);

    [Fact]
    public Task Soft_delete_on_save() => Verify.Silent<LoadRemove>("""
        public class Note { public int Id { get; set; } public bool IsDeleted { get; set; } }

        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();

            public override int SaveChanges(bool acceptAllChangesOnSuccess)
            {
                foreach (var entry in ChangeTracker.Entries<Note>())
                {
                    if (entry.State == EntityState.Deleted)
                    {
                        entry.State = EntityState.Modified;
                        entry.Entity.IsDeleted = true;
                    }
                }

                return base.SaveChanges(acceptAllChangesOnSuccess);
            }
        }

        public class Job
        {
            public void Run(Notes notes)
            {
                notes.RemoveRange(notes.All.Where(n => n.Id > 3).ToList());
                notes.SaveChanges();
            }
        }
        """);

    [Fact]
    public Task A_row_per_element_is_another_rule() => Verify.Silent<LoadRemove>("""
        public class Job
        {
            public async Task Run(Shop db, List<int> ids)
            {
                foreach (var id in ids)
                {
                    var coupon = await db.Coupons.FindAsync(id);
                    db.Coupons.Remove(coupon!);
                }

                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task A_seed() => Verify.Silent<LoadRemove>("""
        public class ShopSeeder
        {
            public async Task Run(Shop db)
            {
                db.Tags.RemoveRange(db.Tags);
                await db.SaveChangesAsync();
            }
        }
        """);

    [Theory]
    [InlineData("db.Audit.RemoveRange(expired);", Ef.V8)]
    [InlineData("db.RemoveRange(expired);", Ef.V10)]
    [InlineData("foreach (var entry in expired) db.Remove(entry);", Ef.V9)]
    [InlineData("foreach (var entry in expired)\n{\n    db.Audit.Remove(entry);\n}", Ef.V10)]
    [InlineData("foreach (var entry in expired)\n{\n    db.Entry(entry).State = EntityState.Deleted;\n}", Ef.V10)]
    [InlineData("expired.ForEach(e => db.Remove(e));", Ef.V10)]
    public Task One_statement_deletes_them_and_the_save_stays_for_other_changes(string removal, Ef ef) => Verify.Fixes<LoadRemove, LoadRemoveFix>(
        $"""
        var expired = await db.Audit.Where(e => e.At < DateTime.UtcNow).[|ToListAsync|](ct);
        {removal}

        await db.SaveChangesAsync(ct);
        """,
        """
        await db.Audit.Where(e => e.At < DateTime.UtcNow).ExecuteDeleteAsync(ct);

        await db.SaveChangesAsync(ct);
        """,
        ef: ef);

    [Fact]
    public Task The_save_goes_with_a_context_that_nothing_else_uses() => Verify.Fixes<LoadRemove, LoadRemoveFix>(
        """
        await using var own = new Shop();

        // Nobody reads them any more.
        var expired = await own.Audit
            .Where(e => e.At < DateTime.UtcNow)
            .[|ToListAsync|]();

        own.RemoveRange(expired);

        await own.SaveChangesAsync(ct).ConfigureAwait(false);
        return await own.Audit.CountAsync(ct);
        """,
        """
        await using var own = new Shop();

        // Nobody reads them any more.
        await own.Audit
            .Where(e => e.At < DateTime.UtcNow)
            .ExecuteDeleteAsync(ct).ConfigureAwait(false);
        return await own.Audit.CountAsync(ct);
        """);

    [Fact]
    public Task Comments_above_the_statements_move_up() => Verify.Fixes<LoadRemove, LoadRemoveFix>(
        """
        // Old ones.
        var expired = db.Audit.[|ToList|]();
        // Drop them.
        db.Audit.RemoveRange(expired);
        // Done.
        db.SaveChanges();
        """,
        """
        // Old ones.
        // Drop them.
        db.Audit.ExecuteDelete();
        // Done.
        db.SaveChanges();
        """);

    [Theory]
    [InlineData("db.RemoveRange([|db.Audit|]);", "db.Audit")]
    [InlineData("db.RemoveRange(await db.Audit.[|ToArrayAsync|](ct));", "db.Audit")]
    [InlineData("db.RemoveRange([|from e in db.Audit where e.Id > 7 select e|]);", "(from e in db.Audit where e.Id > 7 select e)")]
    [InlineData("foreach (var entry in [|db.Audit|]) db.Remove(entry);", "db.Audit")]
    [InlineData("foreach (var entry in await db.Audit.[|ToListAsync|](ct)) db.Remove(entry);", "db.Audit")]
    [InlineData("await foreach (var entry in [|db.Audit.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct)|]) db.Remove(entry);", "db.Audit.AsNoTracking()")]
    public Task Loaded_where_they_are_removed(string removal, string query) => Verify.Fixes<LoadRemove, LoadRemoveFix>(
        $"{removal}\nawait db.SaveChangesAsync(ct);",
        $"await {query}.ExecuteDeleteAsync(ct);\nawait db.SaveChangesAsync(ct);");

    [Fact]
    public Task Under_fix_all() => Verify.FixesAll<LoadRemove, LoadRemoveFix>([
        ("public class First(Shop db)\n{\n    public void Run()\n    {\n        var rows = db.Audit.Where(e => e.Id > 7).[|ToList|]();\n        db.RemoveRange(rows);\n        db.SaveChanges();\n        db.RemoveRange([|db.Payments|]);\n        db.SaveChanges();\n    }\n}",
            "public class First(Shop db)\n{\n    public void Run()\n    {\n        db.Audit.Where(e => e.Id > 7).ExecuteDelete();\n        db.SaveChanges();\n        db.Payments.ExecuteDelete();\n        db.SaveChanges();\n    }\n}"),
        ("public class Second(Shop db)\n{\n    public void Run()\n    {\n        db.RemoveRange([|db.Audit|]);\n        db.SaveChanges();\n    }\n}",
            "public class Second(Shop db)\n{\n    public void Run()\n    {\n        db.Audit.ExecuteDelete();\n        db.SaveChanges();\n    }\n}"),
    ]);

    [Theory]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct);\nif (orders.Count > 0)\n{\n    db.RemoveRange(orders);\n    await db.SaveChangesAsync(ct);\n}")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct);\ndb.RemoveRange(orders);\nreturn await db.SaveChangesAsync(ct);")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct);\nvar count = await db.Tags.CountAsync(ct);\ndb.RemoveRange(orders);\nawait db.SaveChangesAsync(ct);\nreturn count;")]
    [InlineData("var orders = await db.Orders.OrderBy(o => o.PlacedAt).Take(9).[|ToListAsync|](ct);\ndb.RemoveRange(orders);\nawait db.SaveChangesAsync(ct);")]
    [InlineData("var orders = await db.Orders.Include(o => o.Lines).[|ToListAsync|](ct);\ndb.RemoveRange(orders);\nawait db.SaveChangesAsync(ct);")]
    [InlineData("var orders = await db.Orders.Select(o => o.Customer).[|ToListAsync|](ct);\ndb.RemoveRange(orders);\nawait db.SaveChangesAsync(ct);")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct);\nusing var other = new Shop();\nother.RemoveRange(orders);\nother.SaveChanges();")]
    [InlineData("try\n{\n    var orders = await db.Orders.[|ToListAsync|](ct);\n    db.RemoveRange(orders);\n    await db.SaveChangesAsync(ct);\n}\ncatch (DbUpdateException)\n{\n}")]
    [InlineData("var order = await [|db.Orders.FirstAsync(ct)|];\ndb.Remove(order);\nawait db.SaveChangesAsync(ct);")]
    public Task Other_shapes_are_left_alone(string code) => Verify.Refuses<LoadRemove, LoadRemoveFix>(code.Replace("[|db.Orders.FirstAsync(ct)|]", "db.Orders.[|FirstAsync|](ct)", StringComparison.Ordinal));

    [Theory]
    [InlineData("db.Coupons", "an optional dependent, whose key EF Core sets to null")]
    [InlineData("db.Categories", "a tree")]
    [InlineData("db.Customers", "owned rows")]
    public Task Rows_that_others_depend_on_are_left_alone(string set, string why) => Verify.Refuses<LoadRemove, LoadRemoveFix>($"// {why}\ndb.RemoveRange([|{set}|]);\nawait db.SaveChangesAsync(ct);");

    [Theory]
    [InlineData("var first = await db.Orders.FirstAsync(ct);\ndb.Orders.RemoveRange([|db.Orders.Where(o => o.Id > 3)|]);\nawait db.SaveChangesAsync(ct);\nreturn first.Note;")]
    [InlineData("var customer = await db.Customers.FirstAsync(ct);\ndb.Orders.RemoveRange([|db.Orders.Where(o => o.CustomerId == customer.Id)|]);\nawait db.SaveChangesAsync(ct);")]
    [InlineData("db.Orders.Add(new Order());\ndb.Orders.RemoveRange([|db.Orders.Where(o => o.Id > 3)|]);\nawait db.SaveChangesAsync(ct);")]
    [InlineData("for (var i = 0; i < 9; i++)\n{\n    db.Orders.RemoveRange([|db.Orders.Where(o => o.Id > i)|]);\n    await db.SaveChangesAsync(ct);\n    await db.Orders.LoadAsync(ct);\n    var any = db.Orders.Local.Any();\n}")]
    public Task Tracked_rows_in_sight(string code) => Verify.Refuses<LoadRemove, LoadRemoveFix>(code);

    [Theory]
    [InlineData("public override int SaveChanges(bool all) { Seen++; return base.SaveChanges(all); } public int Seen { get; set; }", "", "")]
    [InlineData("", "[System.ComponentModel.DataAnnotations.ConcurrencyCheck] public int Version { get; set; }", "")]
    [InlineData("", "[System.ComponentModel.DataAnnotations.Timestamp] public byte[]? Version { get; set; }", "")]
    [InlineData("", "", "public class Special : Note { }")]
    [InlineData("", "", "public class Reader(Notes notes) { public void Listen() => notes.ChangeTracker.StateChanged += (_, _) => { }; }")]
    public Task What_a_save_does_beside_is_not_lost(string context, string entity, string more) => Verify.Refuses<LoadRemove, LoadRemoveFix>($$"""
        public class Note { public int Id { get; set; } {{entity}} }

        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();

            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("x");

            {{context}}
        }

        {{more}}

        public class Job
        {
            public void Run(Notes notes)
            {
                notes.RemoveRange([|notes.All.Where(n => n.Id > 3)|]);
                notes.SaveChanges();
            }
        }
        """);
}
