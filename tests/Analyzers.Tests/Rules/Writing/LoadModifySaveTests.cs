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

    [Theory]
    [InlineData("Note", true)]
    [InlineData("Legacy", false)]
    public Task A_hook_for_the_entities_of_a_pattern(string entity, bool isReported)
    {
        var code = $$"""
            using Microsoft.EntityFrameworkCore.Diagnostics;

            public interface IMigrated { bool IsMigrated { get; set; } }
            public class Note { public int Id { get; set; } public bool Done { get; set; } }
            public class Legacy : IMigrated { public int Id { get; set; } public bool Done { get; set; } public bool IsMigrated { get; set; } }

            public class Notes : DbContext
            {
                public DbSet<Note> Notes1 => Set<Note>();
                public DbSet<Legacy> Legacies => Set<Legacy>();
            }

            public class Migration : ISaveChangesInterceptor
            {
                public InterceptionResult<int> SavingChanges(DbContextEventData data, InterceptionResult<int> result)
                {
                    foreach (var entry in data.Context!.ChangeTracker.Entries())
                    {
                        if (entry is { Entity: IMigrated { IsMigrated: true }, State: EntityState.Modified })
                        {
                            entry.State = EntityState.Modified;
                        }
                    }

                    return result;
                }
            }

            public class Job(Notes notes)
            {
                public void Run()
                {
                    foreach (var row in notes.Set<{{entity}}>().[|ToList|]())
                    {
                        row.Done = true;
                    }

                    notes.SaveChanges();
                }
            }
            """;
        return isReported ? Verify.Reports<LoadModifySave>(code) : Verify.Silent<LoadModifySave>(code.Replace("[|ToList|]", "ToList"));
    }

    [Fact]
    public Task Before_set_based_writes() => Verify.Silent<LoadModifySave>("""
        var products = db.Products.ToList();
        products.ForEach(p => Console.WriteLine(p.Name));
        """);

    [Theory]
    [InlineData("product.Discontinued = true;", "p => p.Discontinued, true")]
    [InlineData("product.Stock += 2;", "p => p.Stock, p => p.Stock + 2")]
    [InlineData("product.Stock++;", "p => p.Stock, p => p.Stock + 1")]
    [InlineData("product.Views -= product.Stock - 1;", "p => p.Views, p => p.Views - (p.Stock - 1)")]
    [InlineData("product.Price = product.Price + 1.5m;", "p => p.Price, p => p.Price + 1.5m")]
    [InlineData("product.Description ??= \"none\";", "p => p.Description, p => p.Description ?? \"none\"")]
    [InlineData("product.Description = null;", "p => p.Description, (string?)null")]
    [InlineData("product.Weight = 1;", "p => p.Weight, 1")]
    [InlineData("product.Weight = default;", "p => p.Weight, (double?)default")]
    [InlineData("product.Views = product.Stock;", "p => p.Views, p => p.Stock")]
    [InlineData("product.Stock = product.Views > 7 ? 0 : product.Stock;", "p => p.Stock, p => p.Views > 7 ? 0 : p.Stock")]
    [InlineData("product.Discontinued = product.Stock == 0 && !product.Discontinued;", "p => p.Discontinued, p => p.Stock == 0 && !p.Discontinued")]
    [InlineData("product.Name = product.Sku + \"-\" + product.Name;", "p => p.Name, p => p.Sku + \"-\" + p.Name")]
    public Task One_statement_sets_the_column(string assignment, string setter) => Verify.Fixes<LoadModifySave, LoadModifySaveFix>(
        $$"""
        var products = await db.Products.Where(p => p.Stock == 0).[|ToListAsync|](ct);
        foreach (var product in products)
        {
            {{assignment}}
        }

        await db.SaveChangesAsync(ct);
        """,
        $"""
        await db.Products.Where(p => p.Stock == 0).ExecuteUpdateAsync(s => s.SetProperty({setter}), ct);

        await db.SaveChangesAsync(ct);
        """);

    [Theory]
    [InlineData(Ef.V8)]
    [InlineData(Ef.V9)]
    [InlineData(Ef.V10)]
    public Task Several_columns_on_a_context_that_nothing_else_uses(Ef ef) => Verify.Fixes<LoadModifySave, LoadModifySaveFix>(
        """
        using var own = new Shop();
        var orders = own.Orders
            .Where(o => o.ShippedAt == null)
            .[|ToList|]();
        // They leave today.
        foreach (var order in orders)
        {
            order.Status = OrderStatus.Shipped;
            order.ShippedAt = DateTime.UtcNow;
            order.Discount = null;
        }

        own.SaveChanges();
        """,
        """
        using var own = new Shop();
        // They leave today.
        var now = DateTime.UtcNow;
        own.Orders
            .Where(o => o.ShippedAt == null)
            .ExecuteUpdate(s => s
                .SetProperty(o => o.Status, OrderStatus.Shipped)
                .SetProperty(o => o.ShippedAt, now)
                .SetProperty(o => o.Discount, (decimal?)null));
        """,
        ef: ef);

    [Theory]
    [InlineData("foreach (var order in [|db.Orders|])\n    order.Note = note;", "db.Orders.ExecuteUpdateAsync(s => s.SetProperty(x => x.Note, note), ct)")]
    [InlineData("await foreach (var order in [|db.Orders.AsAsyncEnumerable()|])\n{\n    order.Note = note;\n}", "db.Orders.ExecuteUpdateAsync(s => s.SetProperty(x => x.Note, note), ct)")]
    [InlineData("(await db.Orders.[|ToListAsync|](ct)).ForEach(order => order.Note = note);", "db.Orders.ExecuteUpdateAsync(s => s.SetProperty(x => x.Note, note), ct)")]
    [InlineData("await db.Orders.[|ForEachAsync|](order => { order.Note = note; order.Total++; }, ct);", "db.Orders.ExecuteUpdateAsync(s => s\n    .SetProperty(order => order.Note, note)\n    .SetProperty(order => order.Total, order => order.Total + 1), ct)")]
    [InlineData("foreach (var order in db.Orders.AsNoTracking().[|ToList|]())\n{\n    order.Note = note;\n    db.Orders.Update(order);\n}", "db.Orders.AsNoTracking().ExecuteUpdateAsync(s => s.SetProperty(x => x.Note, note), ct)")]
    [InlineData("foreach (var order in db.Orders.[|ToList|]())\n{\n    if (order.Total < 0 || order.Note == null)\n    {\n        order.Note = note;\n    }\n}", "db.Orders.Where(x => x.Total < 0 || x.Note == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.Note, note), ct)")]
    public Task Loaded_where_they_are_changed(string write, string statement) => Verify.Fixes<LoadModifySave, LoadModifySaveFix>(
        $"var note = \"seen\";\n{write}\nawait db.SaveChangesAsync(ct);",
        $"var note = \"seen\";\nawait {statement};\nawait db.SaveChangesAsync(ct);");

    [Theory]
    [InlineData("order.Total = order.Total + 1;\n    order.Discount = order.Total;", "a value that reads one assigned before")]
    [InlineData("order.Total *= 1.5m;", "a product is rounded differently")]
    [InlineData("order.Discount = order.Total > 3 ? 1 : null;\n    order.Discount = 2;", "assigned twice")]
    [InlineData("if (order.Note == note)\n    {\n        order.Total = 1;\n    }", "texts are compared as the database collates them")]
    [InlineData("order.Discount = order.Discount ?? order.Total / 2;", "a division")]
    [InlineData("order.Total = order.Discount > 1 ? 1 : 2;", "a null that is compared")]
    public Task What_a_database_computes_differently(string turn, string why) => Verify.Refuses<LoadModifySave, LoadModifySaveFix>(
        $"var note = \"{why}\";\nvar orders = await db.Orders.[|ToListAsync|](ct);\nforeach (var order in orders)\n{{\n    {turn}\n}}\n\nawait db.SaveChangesAsync(ct);");

    [Theory]
    [InlineData("if (order.Total > 1)\n    {\n        order.Note = note;\n    }\n\n    order.Discount = 1;")]
    [InlineData("if (order.Total > 1)\n    {\n        order.Note = note;\n    }\n    else\n    {\n        order.Note = null;\n    }")]
    public Task Rows_that_are_checked_one_by_one(string turn) => Verify.Silent<LoadModifySave>(
        $"var note = \"x\";\nvar orders = await db.Orders.ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {turn}\n}}\n\nawait db.SaveChangesAsync(ct);");

    [Theory]
    [InlineData("var orders = await db.Orders.AsNoTracking().[|ToListAsync|](ct);\nforeach (var order in orders)\n{\n    order.Total = 1;\n}\n\nawait db.SaveChangesAsync(ct);")]
    [InlineData("db.ChangeTracker.AutoDetectChangesEnabled = false;\nvar orders = await db.Orders.[|ToListAsync|](ct);\nforeach (var order in orders)\n{\n    order.Total = 1;\n}\n\nawait db.SaveChangesAsync(ct);")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct);\nforeach (var order in orders)\n{\n    order.Total = 1;\n}\n\nreturn await db.SaveChangesAsync(ct);")]
    [InlineData("var products = await db.Products.[|ToListAsync|](ct);\nforeach (var product in products)\n{\n    product.Sku = \"x\";\n}\n\nawait db.SaveChangesAsync(ct);")]
    [InlineData("var first = await db.Orders.FirstAsync(ct);\nvar orders = await db.Orders.[|ToListAsync|](ct);\nforeach (var order in orders)\n{\n    order.Total = 7;\n}\n\nawait db.SaveChangesAsync(ct);\nreturn first.Total;")]
    [InlineData("var audits = await db.Audit.[|ToListAsync|](ct);\nforeach (var audit in audits)\n{\n    audit.Text = Environment.MachineName;\n}\n\nawait db.SaveChangesAsync(ct);")]
    [InlineData("var orders = db.Orders.Where(o => o.Id > 3);\ndb.AttachRange(orders);\nawait orders.[|ForEachAsync|](o => o.Note = null);\nawait db.SaveChangesAsync(ct);")]
    [InlineData("await db.Orders.LoadAsync(ct);\nawait db.Orders.[|ForEachAsync|](o => o.Note = null);\nawait db.SaveChangesAsync(ct);\nreturn db.ChangeTracker.HasChanges();")]
    public Task Where_the_rows_or_the_save_mean_more(string code) => Verify.Refuses<LoadModifySave, LoadModifySaveFix>(code);

    [Fact]
    public Task Each_of_a_file_and_of_a_project() => Verify.FixesAll<LoadModifySave, LoadModifySaveFix>([
        ("public class First(Shop db)\n{\n    private readonly int stock = 3;\n\n    public void Run(string x)\n    {\n        foreach (var product in [|db.Products|])\n        {\n            product.Stock = stock;\n        }\n\n        db.SaveChanges();\n        db.Orders.[|ToList|]().ForEach(o => o.Note = x);\n        db.SaveChanges();\n    }\n}",
            "public class First(Shop db)\n{\n    private readonly int stock = 3;\n\n    public void Run(string x)\n    {\n        db.Products.ExecuteUpdate(s => s.SetProperty(e => e.Stock, stock));\n\n        db.SaveChanges();\n        db.Orders.ExecuteUpdate(s => s.SetProperty(o => o.Note, x));\n        db.SaveChanges();\n    }\n}"),
        ("public class Second(Shop db)\n{\n    public void Run()\n    {\n        foreach (var audit in [|db.Audit|]) audit.Text = \"x\";\n        db.SaveChanges();\n    }\n}",
            "public class Second(Shop db)\n{\n    public void Run()\n    {\n        db.Audit.ExecuteUpdate(s => s.SetProperty(x => x.Text, \"x\"));\n        db.SaveChanges();\n    }\n}"),
    ]);
}
