using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Rules.Writing;

public sealed class LoadModifySaveTests
{
    [Fact]
    public Task A_list_gets_a_constant() => Verify.Reports<LoadModifySave>(
        """
        var products = await db.Products.Where(p => p.Stock == 0).[|ToListAsync|](ct);
        foreach (var product in products)
        {
            product.Discontinued = true;
            product.Price = product.Price * 2 + 1;
        }

        await db.SaveChangesAsync(ct);
        """,
        message: "'products' are loaded only to set 'Discontinued', 'Price': each row is read, tracked and updated by a command of its own",
        level: DiagnosticSeverity.Info);

    [Fact]
    public Task A_streamed_query() => Verify.Reports<LoadModifySave>("""
        foreach (var product in [|db.Products.Where(p => p.Stock == 0)|])
        {
            product.Stock++;
            product.Views += 2;
        }

        db.SaveChanges();
        """);

    [Fact]
    public Task ForEachAsync_with_Attach() => Verify.Reports<LoadModifySave>("""
        var now = DateTime.UtcNow;
        var orders = db.Orders.Where(o => o.Status == OrderStatus.Paid);
        await orders.[|ForEachAsync|](order =>
        {
            db.Attach(order);
            order.Status = OrderStatus.Shipped;
            order.ShippedAt = now;
        }, ct);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task ForEach_of_a_list() => Verify.Reports<LoadModifySave>("""
        var customers = await db.Customers.Where(c => c.RegionId == 3).[|ToListAsync|](ct);
        customers.ForEach(c => c.RegionId = null);
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_helper_of_the_class_sets_the_values() => Verify.Reports<LoadModifySave>("""
        public static class Bumps
        {
            public static async Task Bump(this Shop db, int region)
            {
                var customers = await db.Customers.Where(c => c.RegionId == region).[|ToListAsync|]();
                Stamp(customers);
            }

            private static void Stamp(List<Customer> customers)
            {
                var now = DateTime.UtcNow;
                foreach (var customer in customers)
                {
                    customer.CreatedAt = now;
                }
            }
        }
        """);

    [Fact]
    public Task Filtered_in_memory_by_columns() => Verify.Reports<LoadModifySave>("""
        var days = 30;
        var today = DateTime.UtcNow.Date;
        var orders = await db.Orders.Where(o => o.Status == OrderStatus.Paid).[|ToListAsync|](ct);
        var late = orders.Where(o => o.ShippedAt.HasValue && (today - o.ShippedAt.Value.Date).TotalDays >= days);
        foreach (var order in late)
        {
            order.Status = OrderStatus.Cancelled;
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Through_a_repository_and_a_unit_of_work() => Verify.Reports<LoadModifySave>("""
        public class Products(Shop db)
        {
            public async Task<IList<Product>> Of(List<int> ids) => await db.Products.Where(p => ids.Contains(p.Id)).ToListAsync();
            public void Update(Product product) => db.Entry(product).State = EntityState.Modified;
            public Task Commit() => db.SaveChangesAsync();
        }

        public record Form(List<int> Ids, bool Hidden);

        public class Job(Products products)
        {
            public async Task Run(Form form)
            {
                var found = await products.[|Of|](form.Ids);
                foreach (var product in found)
                {
                    product.Discontinued = form.Hidden;
                    products.Update(product);
                }

                await products.Commit();
            }
        }
        """);

    [Fact]
    public Task One_row_gets_a_stamp() => Verify.Reports<LoadModifySave>(
        """
        public class Job(Shop db)
        {
            public async Task Mark(int id, OrderStatus status)
            {
                var order = await db.Orders.[|SingleAsync|](o => o.Id == id);
                order.Status = status;
                if (status == OrderStatus.Shipped)
                {
                    order.Total++;
                }

                await db.SaveChangesAsync();
            }
        }
        """,
        message: "'order' is loaded only to set 'Status', 'Total': two round trips where one UPDATE does it");

    [Fact]
    public Task One_row_gets_what_a_form_says() => Verify.Silent<LoadModifySave>("""
        public record Form(string Name);

        public class Job(Shop db)
        {
            public async Task Rename(int id, Form form)
            {
                var region = await db.Regions.FirstAsync(r => r.Id == id);
                region.Name = form.Name;
                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task One_row_gets_many_columns() => Verify.Silent<LoadModifySave>("""
        var product = await db.Products.FindAsync(3);
        product!.Name = "a";
        product.Sku = "b";
        product.Price = 3;
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task One_row_that_the_caller_saves() => Verify.Silent<LoadModifySave>("""
        public static class Bumps
        {
            public static async Task Bump(this Shop db, int id)
            {
                var customer = await db.Customers.FindAsync(id);
                customer!.CreatedAt = DateTime.UtcNow;
            }
        }
        """);

    [Fact]
    public Task Upsert() => Verify.Silent<LoadModifySave>("""
        var coupon = await db.Coupons.FirstOrDefaultAsync(c => c.Code == "a", ct);
        if (coupon is null)
        {
            coupon = new Coupon { Code = "a" };
            db.Coupons.Add(coupon);
        }

        coupon.Percent = 5;
        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Insert_or_update() => Verify.Silent<LoadModifySave>("""
        var coupon = await db.Coupons.FirstOrDefaultAsync(c => c.Code == "a", ct);
        if (coupon is null)
        {
            db.Coupons.Add(new Coupon { Code = "a" });
        }
        else
        {
            coupon.Percent = 5;
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Each_row_gets_its_own_value() => Verify.Silent<LoadModifySave>("""
        var prices = new Dictionary<int, decimal>();
        var products = await db.Products.ToListAsync(ct);
        foreach (var product in products)
        {
            product.Price = prices[product.Id];
        }

        var place = 0;
        var regions = await db.Regions.ToListAsync(ct);
        foreach (var region in regions)
        {
            region.Id = place++;
        }

        foreach (var payment in await db.Payments.ToListAsync(ct))
        {
            payment.Id = Guid.NewGuid();
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_value_that_a_method_computes() => Verify.Silent<LoadModifySave>("""
        foreach (var product in db.Products)
        {
            product.Name = Normalize(product.Name);
        }

        await db.SaveChangesAsync(ct);

        static string Normalize(string name) => name.Trim().ToUpperInvariant();
        """);

    [Fact]
    public Task A_check_of_each_row() => Verify.Silent<LoadModifySave>("""
        var reviews = await db.Reviews.ToListAsync(ct);
        foreach (var review in reviews)
        {
            if (review.CustomerId != 7) continue;
            review.Stars = 0;
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task A_domain_method() => Verify.Silent<LoadModifySave>("""
        public class Account
        {
            public int Id { get; set; }
            public int State { get; private set; }
            public void Close() => State = 2;
        }

        public class Accounts : DbContext { public DbSet<Account> All => Set<Account>(); }

        public class Job(Accounts db)
        {
            public async Task Close()
            {
                foreach (var account in await db.All.ToListAsync())
                {
                    account.Close();
                }

                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task A_setter_with_logic() => Verify.Silent<LoadModifySave>("""
        public class Account
        {
            private int state;
            public int Id { get; set; }
            public int State { get => state; set { state = value; Changed = true; } }
            public bool Changed { get; set; }
        }

        public class Accounts : DbContext { public DbSet<Account> All => Set<Account>(); }

        public class Job(Accounts db)
        {
            public async Task Close()
            {
                foreach (var account in await db.All.ToListAsync())
                {
                    account.State = 3;
                }

                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task A_navigation_is_set() => Verify.Silent<LoadModifySave>("""
        var region = await db.Regions.FirstAsync(ct);
        var customers = await db.Customers.ToListAsync(ct);
        foreach (var customer in customers)
        {
            customer.Region = region;
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task The_rows_are_returned() => Verify.Silent<LoadModifySave>("""
        var products = await db.Products.ToListAsync(ct);
        products.ForEach(p => p.Stock = 0);
        await db.SaveChangesAsync(ct);
        return products;
        """);

    [Fact]
    public Task An_audit_stamp_on_save() => Verify.Silent<LoadModifySave>("""
        using Microsoft.EntityFrameworkCore.ChangeTracking;

        public interface IDated { DateTime ChangedAt { get; set; } }

        public class Note : IDated { public int Id { get; set; } public bool Done { get; set; } public DateTime ChangedAt { get; set; } }

        public class Notes : DbContext
        {
            public Notes() => ChangeTracker.StateChanged += OnStateChanged;

            public DbSet<Note> All => Set<Note>();

            private static void OnStateChanged(object? sender, EntityStateChangedEventArgs e)
            {
                if (e.NewState == EntityState.Modified && e.Entry.Entity is IDated dated)
                {
                    dated.ChangedAt = DateTime.UtcNow;
                }
            }
        }

        public class Job(Notes notes)
        {
            public async Task Run()
            {
                foreach (var note in await notes.All.ToListAsync())
                {
                    note.Done = true;
                }

                await notes.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task A_hook_that_only_checks_changes_nothing() => Verify.Reports<LoadModifySave>("""
        public class Note { public int Id { get; set; } public bool Done { get; set; } }

        public class Notes : DbContext
        {
            public DbSet<Note> All => Set<Note>();

            public override int SaveChanges(bool acceptAllChangesOnSuccess)
            {
                foreach (var entry in ChangeTracker.Entries())
                {
                    if (entry.State == EntityState.Modified && entry.Entity is null)
                    {
                        throw new InvalidOperationException();
                    }
                }

                return base.SaveChanges(acceptAllChangesOnSuccess);
            }
        }

        public class Job(Notes notes)
        {
            public void Run()
            {
                foreach (var note in notes.All.[|ToList|]())
                {
                    note.Done = true;
                }

                notes.SaveChanges();
            }
        }
        """);

    [Fact]
    public Task Before_set_based_writes() => Verify.Silent<LoadModifySave>("""
        var products = db.Products.ToList();
        products.ForEach(p => Console.WriteLine(p.Name));
        """);
}
