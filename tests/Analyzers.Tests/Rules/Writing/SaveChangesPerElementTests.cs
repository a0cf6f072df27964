using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Rules.Writing;

public sealed class SaveChangesPerElementTests
{
    [Fact]
    public Task In_the_loop() => Verify.Reports<SaveChangesPerElement>(
        """
        var orders = await db.Orders.ToListAsync(ct);
        foreach (var order in orders)
        {
            order.Total += 1;
            await db.[|SaveChangesAsync|](ct);
        }
        """,
        message: "'SaveChangesAsync' saves once for every element of 'orders'",
        level: DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("foreach (var order in orders) { db.Remove(order); db.[|SaveChanges|](); }")]
    [InlineData("foreach (var order in orders) { db.Remove(order); db.[|SaveChanges|](true); }")]
    [InlineData("orders.ForEach(o => { o.Total = 1; db.[|SaveChanges|](); });")]
    [InlineData("for (var i = 0; i < orders.Count; i++) { orders[i].Total = i; db.[|SaveChanges|](); }")]
    [InlineData("await Parallel.ForEachAsync(orders, ct, async (o, token) => { o.Total = 1; await db.[|SaveChangesAsync|](token); });")]
    [InlineData("using var reader = new StreamReader(\"x\"); while (reader.ReadLine() is { } line) { db.Tags.Add(new Tag { Text = line }); db.[|SaveChanges|](); }")]
    [InlineData("foreach (var order in db.Orders.AsEnumerable()) { order.Total = 1; db.[|SaveChanges|](); }")]
    public Task Every_kind_of_loop(string statements) => Verify.Reports<SaveChangesPerElement>(
        $"var orders = await db.Orders.ToListAsync(ct);\n{statements}", level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_method() => Verify.Reports<SaveChangesPerElement>(
        """
        public async Task All(List<Order> orders)
        {
            foreach (var order in orders)
            {
                await [|Close|](order);
            }
        }

        private async Task Close(Order order)
        {
            order.Status = OrderStatus.Shipped;
            await db.SaveChangesAsync();
        }
        """,
        message: "'Close' saves once for every element of 'orders': Close → SaveChangesAsync",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_repository_and_a_unit_of_work() => Verify.Reports<SaveChangesPerElement>(
        """
        public interface IUnitOfWork { Task<int> Commit(); }
        public class UnitOfWork(Shop db) : IUnitOfWork { public Task<int> Commit() => db.SaveChangesAsync(); }

        public interface IRepository<T> where T : class { Task Update(T entity); }
        public class Repository<T>(Shop db, IUnitOfWork unit) : IRepository<T> where T : class
        {
            public async Task Update(T entity) { db.Update(entity); await unit.Commit(); }
        }

        public class Closing(IRepository<Order> orders)
        {
            public async Task Run(List<Order> all)
            {
                foreach (var order in all)
                {
                    order.Status = OrderStatus.Shipped;
                    await orders.[|Update|](order);
                }
            }
        }
        """,
        message: ": Update → IUnitOfWork.Commit → SaveChangesAsync",
        level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Through_a_base_class_and_a_local_function() => Verify.Reports<SaveChangesPerElement>("""
        public abstract class Store(Shop db)
        {
            protected virtual void Save() => db.SaveChanges();
        }

        public class Orders(Shop db) : Store(db)
        {
            public void Close(List<Order> orders)
            {
                foreach (var order in orders) { [|One|](order); }

                void One(Order order) { order.Total = 0; Save(); }
            }
        }
        """, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Identity() => Verify.Reports<SaveChangesPerElement>("""
        using Microsoft.AspNetCore.Identity;

        public class Lock(UserManager<IdentityUser> users)
        {
            public async Task Run(List<IdentityUser> all)
            {
                foreach (var user in all) { await users.[|UpdateAsync|](user); }
            }
        }
        """, new Setup { Also = [Library.Identity] }, level: DiagnosticSeverity.Warning);

    [Fact]
    public async Task One_report_for_one_cause()
    {
        var found = await Verify.Reports<SaveChangesPerElement>("""
            foreach (var order in await db.Orders.ToListAsync(ct))
            {
                db.Add(new AuditEntry { Text = "x" });
                db.[|SaveChanges|]();
                order.Total = 1;
                db.SaveChanges();
            }
            """);
        Assert.Single(Assert.Single(found).AdditionalLocations);
    }

    [Fact]
    public Task On_one_path_is_weaker() => Verify.Reports<SaveChangesPerElement>("""
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            if (order.Total > 100)
            {
                order.Total = 100;
                await db.[|SaveChangesAsync|](ct);
            }
        }
        """, level: DiagnosticSeverity.Info);

    [Fact]
    public Task An_interface_that_is_implemented_above_is_assumed_to_do_what_it_says() => Verify.Reports<SaveChangesPerElement>("""
        public interface IOrderRepository { Task UpdateAsync(Order order); }

        public class Closing(IOrderRepository orders)
        {
            public async Task Run(List<Order> all)
            {
                foreach (var order in all) { await orders.[|UpdateAsync|](order); }
            }
        }
        """, level: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("foreach (var order in orders) { order.Total = 1; } await db.SaveChangesAsync(ct);")]
    [InlineData("foreach (var part in orders.Chunk(500)) { foreach (var order in part) { order.Total = 1; } await db.SaveChangesAsync(ct); }")]
    [InlineData("var n = 0; foreach (var order in orders) { order.Total = 1; if (++n % 500 == 0) { await db.SaveChangesAsync(ct); } } await db.SaveChangesAsync(ct);")]
    [InlineData("var n = 0; foreach (var order in orders) { order.Total = 1; n++; if (n >= 500) { await db.SaveChangesAsync(ct); n = 0; } } await db.SaveChangesAsync(ct);")]
    [InlineData("var batch = new List<Order>(); foreach (var order in orders) { batch.Add(order); if (batch.Count == 500) { db.AddRange(batch); await db.SaveChangesAsync(ct); batch.Clear(); } }")]
    [InlineData("for (var i = 0; i < orders.Count; i += 100) { orders[i].Total = 1; await db.SaveChangesAsync(ct); }")]
    [InlineData("foreach (var order in orders) { try { order.Total = 1; await db.SaveChangesAsync(ct); } catch (DbUpdateException) { Console.WriteLine(order.Id); } }")]
    [InlineData("foreach (var order in orders) { order.Total = 1; await db.SaveChangesAsync(ct); return order; } return null;")]
    [InlineData("foreach (var order in orders) { if (order.Total > 1) { order.Total = 1; await db.SaveChangesAsync(ct); break; } }")]
    [InlineData("while (!ct.IsCancellationRequested) { db.Add(new AuditEntry { Text = \"x\" }); await db.SaveChangesAsync(ct); await Task.Delay(1000, ct); }")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++) { try { await db.SaveChangesAsync(ct); break; } catch (DbUpdateConcurrencyException) { } }")]
    [InlineData("foreach (var text in new[] { \"a\", \"b\" }) { db.Tags.Add(new Tag { Text = text }); await db.SaveChangesAsync(ct); }")]
    [InlineData("while (await db.Orders.Take(100).ToListAsync(ct) is { Count: > 0 } page) { db.RemoveRange(page); await db.SaveChangesAsync(ct); }")]
    [InlineData("var at = 0; while (at < orders.Count) { var page = orders.Skip(at).Take(100).ToList(); page.ForEach(o => o.Total = 1); await db.SaveChangesAsync(ct); at += 100; }")]
    [InlineData("foreach (var order in orders) { order.Total = 1; await db.SaveChangesAsync(ct); await Task.Delay(100, ct); }")]
    [InlineData("foreach (var order in orders) { order.Total = 1; await db.SaveChangesAsync(ct); File.Delete(order.Note!); }")]
    [InlineData("foreach (var order in orders) { await new HttpClient().PostAsync(order.Note, null); order.Total = 1; await db.SaveChangesAsync(ct); }")]
    [InlineData("foreach (var order in orders) { foreach (var line in order.Lines) { line.Price = 1; } await db.SaveChangesAsync(ct); }")]
    [InlineData("var later = new List<Func<Task>>(); foreach (var order in orders) { later.Add(() => db.SaveChangesAsync()); }")]
    public Task Traps(string statements) => Verify.Silent<SaveChangesPerElement>($"var orders = await db.Orders.ToListAsync(ct);\n{statements}");

    [Fact]
    public Task A_callee_that_keeps_failures_to_itself() => Verify.Silent<SaveChangesPerElement>("""
        public async Task All(List<Order> orders)
        {
            foreach (var order in orders) { await Close(order); }
        }

        private async Task Close(Order order)
        {
            try { order.Total = 0; await db.SaveChangesAsync(); }
            catch (DbUpdateException) { Console.WriteLine(order.Id); }
        }
        """);

    [Fact]
    public Task A_callee_that_only_tracks() => Verify.Silent<SaveChangesPerElement>("""
        public interface IRepository<T> where T : class { void Update(T entity); Task Save(); }
        public class Repository<T>(Shop db) : IRepository<T> where T : class
        {
            public void Update(T entity) => db.Update(entity);
            public Task Save() => db.SaveChangesAsync();
        }

        public class Closing(IRepository<Order> orders)
        {
            public async Task Run(List<Order> all)
            {
                foreach (var order in all) { orders.Update(order); }
                await orders.Save();
            }
        }
        """);

    [Fact]
    public Task Seeds() => Verify.Silent<SaveChangesPerElement>("""
        public class ShopSeeder(Shop db)
        {
            public void Run(List<Order> orders) { foreach (var order in orders) { db.Add(order); db.SaveChanges(); } }
        }
        """);

    [Fact]
    public Task The_save_moves() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            order.Status = OrderStatus.Shipped;
            db.Audit.Add(new AuditEntry { Text = order.Note! });

            // Now it counts.
            await db.[|SaveChangesAsync|](ct).ConfigureAwait(false);
        }

        Console.WriteLine("done");
        """,
        """
        foreach (var order in await db.Orders.ToListAsync(ct))
        {
            order.Status = OrderStatus.Shipped;
            db.Audit.Add(new AuditEntry { Text = order.Note! });
        }

        // Now it counts.
        await db.SaveChangesAsync(ct).ConfigureAwait(false);

        Console.WriteLine("done");
        """,
        title: "Save once, after the loop (one transaction for all elements)");

    [Fact]
    public Task With_a_counter_behind_it() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        var done = 0;
        var orders = db.Orders.ToList();
        for (var i = 0; i < orders.Count; i++)
        {
            db.Remove(orders[i]);
            db.[|SaveChanges|]();
            done++;
        }
        return done;
        """,
        """
        var done = 0;
        var orders = db.Orders.ToList();
        for (var i = 0; i < orders.Count; i++)
        {
            db.Remove(orders[i]);
            done++;
        }

        db.SaveChanges();
        return done;
        """);

    [Fact]
    public Task On_one_line() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        "foreach (var order in db.Orders.ToList()) { db.Remove(order); db.[|SaveChanges|](); }",
        "foreach (var order in db.Orders.ToList()) { db.Remove(order); }\n\ndb.SaveChanges();");

    [Theory]
    [InlineData("var product = await db.Products.FindAsync(line.ProductId);", "if (product == null)\n    {\n        continue;\n    }\n\n    product.Stock -= line.Quantity;")]
    [InlineData("var product = await db.Products.FirstOrDefaultAsync(p => p.Id == line.ProductId && p.Price > 0, ct);", "product!.Stock = 1;\n    db.Products.Update(product);")]
    [InlineData("var order = db.Orders.Include(o => o.Lines).Single(o => o.Id == line.OrderId);", "order.Total += line.Quantity;\n    db.Audit.Add(new AuditEntry { Text = \"x\" });")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == line.OrderId).OrderBy(o => o.Id).ToListAsync();", "var known = new List<Order>();\n    known.AddRange(orders);\n    line.Quantity = known.Count;")]
    [InlineData("var isKnown = await db.Products.AnyAsync(p => p.Name == \"x\");", "line.Quantity = isKnown ? 1 : 0;")]
    public Task A_query_beside_the_save_finds_the_same(string query, string change) => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        OfLines($"foreach (var line in lines)\n{{\n    {query}\n    {change}\n    await db.[|SaveChangesAsync|](ct);\n}}"),
        OfLines($"foreach (var line in lines)\n{{\n    {query}\n    {change}\n}}\n\nawait db.SaveChangesAsync(ct);"));

    [Theory]
    [InlineData("var product = await db.Products.FirstOrDefaultAsync(p => p.Id == line.ProductId && p.Stock > 0);", "product!.Stock -= line.Quantity;")]
    [InlineData("var product = await db.Products.AsNoTracking().FirstAsync(p => p.Id == line.ProductId);", "line.Quantity = product.Stock;")]
    [InlineData("var stock = await db.Products.Where(p => p.Id == line.ProductId).Select(p => p.Stock).FirstAsync();", "line.Quantity = stock;")]
    [InlineData("var product = await db.Products.FindAsync(line.ProductId);", "if (product == null)\n    {\n        db.Add(new Product { Id = line.ProductId, Sku = \"x\", Name = \"x\" });\n    }")]
    [InlineData("var product = await db.Products.FindAsync(line.ProductId);", "if (product == null)\n    {\n        Insert(line.ProductId);\n    }")]
    [InlineData("var product = await db.Products.FindAsync(line.ProductId);", "db.Products.Remove(product!);")]
    [InlineData("var lines2 = await db.OrderLines.Where(l => l.OrderId == line.OrderId).ToListAsync();", "line.Order.Lines.Add(new OrderLine());")]
    [InlineData("var total = await db.OrderLines.SumAsync(l => l.Quantity);", "line.Quantity = total;")]
    [InlineData("var product = await db.Products.FirstAsync(p => p.Id == line.ProductId);", "product.Stock = 1;\n    await db.Products.Where(p => p.Stock == 1).ExecuteDeleteAsync();")]
    public Task A_query_beside_the_save_finds_something_else(string query, string change) => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>(
        OfLines($"foreach (var line in lines)\n{{\n    {query}\n    {change}\n    await db.[|SaveChangesAsync|](ct);\n}}"));

    [Fact]
    public Task The_save_runs_every_few_hundred_turns() => Verify.FixesAll<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        // Close them.
        foreach (var order in db.Orders.ToList())
        {
            if (order.Total > 1)
            {
                order.Total = 1;

                // Now it counts.
                await db.[|SaveChangesAsync|](
                    ct);
            }
        }

        var unsaved = "";
        foreach (var product in db.Products.ToList())
        {
            db.Add(new Region { Name = unsaved });
            db.[|SaveChanges|]();
            unsaved += "x";
        }
        """,
        """
        var unsaved2 = 0;
        // Close them.
        foreach (var order in db.Orders.ToList())
        {
            if (order.Total > 1)
            {
                order.Total = 1;

                // Now it counts.
                if (++unsaved2 % 500 == 0)
                {
                    await db.SaveChangesAsync(
                        ct);
                }
            }
        }

        await db.SaveChangesAsync(
            ct);

        var unsaved = "";
        var unsaved3 = 0;
        foreach (var product in db.Products.ToList())
        {
            db.Add(new Region { Name = unsaved });
            if (++unsaved3 % 500 == 0)
            {
                db.SaveChanges();
            }
            unsaved += "x";
        }

        db.SaveChanges();
        """,
        title: "Save every 500");

    [Fact]
    public Task All_saves_at_once() => Verify.FixesAll<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        foreach (var order in db.Orders.ToList())
        {
            order.Total = 1;
            db.[|SaveChanges|]();
        }

        foreach (var product in db.Products.ToList())
        {
            product.Stock = 1;
            db.[|SaveChanges|]();
        }
        """,
        """
        foreach (var order in db.Orders.ToList())
        {
            order.Total = 1;
        }

        db.SaveChanges();

        foreach (var product in db.Products.ToList())
        {
            product.Stock = 1;
        }

        db.SaveChanges();
        """);

    [Theory]
    [InlineData("order.Discount = 1; if (order.Total > 1) { continue; } order.Total = 1; db.[|SaveChanges|]();")]
    [InlineData("if (order.Total > 1) { order.Lines.Clear(); continue; } order.Total = 1; db.[|SaveChanges|]();")]
    [InlineData("if (order.Total > 1) { db.Remove(order); continue; } order.Total = 1; db.[|SaveChanges|]();")]
    [InlineData("if (order.Total > 1) { Reset(order); continue; } order.Total = 1; db.[|SaveChanges|](); static void Reset(Order o) => o.Note = null;")]
    [InlineData("if (order.Total > 1) { break; } order.Total = 1; db.[|SaveChanges|]();")]
    [InlineData("if (order.Total > 1) { return; } order.Total = 1; db.[|SaveChanges|]();")]
    [InlineData("order.Total = 1; db.[|SaveChanges|](); orders[0].Total = saved;")]
    [InlineData("order.Total = 1; db.[|SaveChanges|](); if (order.Id == 7) { break; }")]
    [InlineData("if (order.Id == 7) { throw new Exception(); } order.Total = 1; db.[|SaveChanges|]();")]
    [InlineData("order.Discount = 1; if (order.Total > 1) { order.Total = 1; db.[|SaveChanges|](); }")]
    [InlineData("if (order.Total > 1) { order.Total = 1; db.[|SaveChanges|](); } else { order.Note = \"small\"; }")]
    [InlineData("if (order.Total > 1) { db.[|SaveChanges|](); }")]
    [InlineData("if (order.Total > 1) { order.Total = 1; db.[|SaveChanges|](); } Console.WriteLine(order.Id);")]
    [InlineData("order.Total = 1; saved += db.[|SaveChanges|]();")]
    [InlineData("using var transaction = db.Database.BeginTransaction(); order.Total = 1; db.[|SaveChanges|](); transaction.Commit();")]
    [InlineData("var entry = new AuditEntry { Text = \"x\" }; db.Add(entry); db.[|SaveChanges|](); Console.WriteLine(entry.Id);")]
    [InlineData("order.Total = 1; db.[|SaveChanges|](); Console.WriteLine(order.Id);")]
    [InlineData("var region = new Region { Name = \"x\" }; if (last != null) { region.Name += last.Id; } db.Add(region); last = region; db.[|SaveChanges|]();")]
    [InlineData("var region = new Region { Name = \"x\" + added.LastOrDefault()?.Id }; db.Add(region); added.Add(region); db.[|SaveChanges|]();")]
    [InlineData("if (!db.Regions.Any(r => r.Name == order.Note)) { db.Add(new Region { Name = order.Note! }); } db.[|SaveChanges|]();")]
    [InlineData("db.Orders.Where(o => o.Id == order.Id).ExecuteDelete(); db.Add(new AuditEntry { Text = \"x\" }); db.[|SaveChanges|]();")]
    [InlineData("order.Total = 1; db.[|SaveChanges|](); db.ChangeTracker.Clear();")]
    [InlineData("if (db.Entry(order).State == EntityState.Unchanged) { order.Total = 1; db.[|SaveChanges|](); }")]
    [InlineData("order.Total = 1; db.[|SaveChanges|](acceptAllChangesOnSuccess: false);")]
    [InlineData("order.Total = 1; _ = db.[|SaveChangesAsync|](ct);")]
    [InlineData("order.Total = 1; Touch(db); db.[|SaveChanges|]();")]
    [InlineData("db.[|SaveChanges|]();")]
    [InlineData("order.Total = 1; db.[|SaveChanges|](); order.Discount = 1; db.SaveChanges();")]
    public Task No_light_bulb(string statements) => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>(
        $"var saved = 0;\nRegion? last = null;\nvar added = new List<Region>();\nvar orders = db.Orders.ToList();\nforeach (var order in orders)\n{{\n    {statements}\n}}\nawait Task.CompletedTask;\nstatic void Touch(Shop shop) {{ }}");

    [Fact]
    public Task No_light_bulb_where_a_failure_is_caught() => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>("""
        try
        {
            foreach (var order in db.Orders.ToList()) { order.Total = 1; db.[|SaveChanges|](); }
        }
        catch (DbUpdateException) { Console.WriteLine("the others are saved"); }
        """);

    [Fact]
    public Task No_light_bulb_in_an_iterator() => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>("""
        public IEnumerable<Order> Close(List<Order> orders)
        {
            foreach (var order in orders) { order.Total = 1; db.[|SaveChanges|](); yield return order; }
        }
        """);

    [Theory]
    [InlineData("private void Save() { db.SaveChanges(); db.ChangeTracker.Clear(); }")]
    [InlineData("private void Save() { saved++; db.SaveChanges(); }\nprivate int saved;")]
    [InlineData("private void Save() { db.SaveChanges(); db.SaveChanges(); }")]
    [InlineData("private void Save() { using var other = new Shop(); other.SaveChanges(); }")]
    public Task No_light_bulb_behind_a_call_that_does_more(string save) => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>($$"""
        public void Close(List<Order> orders)
        {
            foreach (var order in orders) { order.Total = 1; [|Save|](); }
        }

        {{save}}
        """);

    [Fact]
    public Task No_light_bulb_where_a_call_looks_at_the_tracker() => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>("""
        public void Close(List<Order> orders)
        {
            foreach (var order in orders) { if (!IsDirty()) { order.Total = 1; } db.[|SaveChanges|](); }
        }

        private bool IsDirty() => db.ChangeTracker.HasChanges();
        """);

    [Fact]
    public Task Behind_the_interface_of_a_unit_of_work() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        public class Closing(IWork work, List<string> skipped)
        {
            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    if (string.IsNullOrEmpty(order.Note))
                    {
                        skipped.Add("no note");
                        continue;
                    }

                    order.Total = 1;
                    work.Update(order);
                    await work.[|CommitAsync|]();
                }
            }
        }

        public interface IWork
        {
            void Update(Order order);

            Task<bool> CommitAsync();
        }

        public class Work(Shop db) : IWork
        {
            public void Update(Order order) => db.Entry(order).State = EntityState.Modified;

            public async Task<bool> CommitAsync()
            {
                try
                {
                    return await db.SaveChangesAsync() > 0;
                }
                catch (DbUpdateException e)
                {
                    throw new InvalidOperationException("It failed", e);
                }
            }
        }
        """,
        """
        public class Closing(IWork work, List<string> skipped)
        {
            public async Task Run(List<Order> orders)
            {
                foreach (var order in orders)
                {
                    if (string.IsNullOrEmpty(order.Note))
                    {
                        skipped.Add("no note");
                        continue;
                    }

                    order.Total = 1;
                    work.Update(order);
                }

                await work.CommitAsync();
            }
        }

        public interface IWork
        {
            void Update(Order order);

            Task<bool> CommitAsync();
        }

        public class Work(Shop db) : IWork
        {
            public void Update(Order order) => db.Entry(order).State = EntityState.Modified;

            public async Task<bool> CommitAsync()
            {
                try
                {
                    return await db.SaveChangesAsync() > 0;
                }
                catch (DbUpdateException e)
                {
                    throw new InvalidOperationException("It failed", e);
                }
            }
        }
        """);

    [Fact]
    public Task On_a_condition_and_in_a_try() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        try
        {
            var closed = new List<string>();
            foreach (var order in db.Orders.ToList())
            {
                if (order.Total > 1)
                {
                    closed.Add(order.Note!);
                    order.Total = 1;
                    db.[|SaveChanges|]();
                }
            }
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
        }
        """,
        """
        try
        {
            var closed = new List<string>();
            foreach (var order in db.Orders.ToList())
            {
                if (order.Total > 1)
                {
                    closed.Add(order.Note!);
                    order.Total = 1;
                }
            }

            db.SaveChanges();
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
        }
        """);

    [Fact]
    public async Task What_a_request_that_fails_undoes_is_told() => Assert.Equal(
        ["Save once, after the loop (one transaction for all elements, none when a request fails)", "Save every 500 elements, and once more after the loop (one transaction for each 500, fewer when a request fails)"],
        await Verify.Titles<SaveChangesPerElement, SaveChangesPerElementFix>("""
        public async Task Fill(List<Order> orders, HttpClient http)
        {
            foreach (var order in orders)
            {
                order.Note = await http.GetStringAsync("https://shop/" + order.Id);
                await db.[|SaveChangesAsync|]();
            }
        }
        """));

    [Fact]
    public Task No_light_bulb_in_a_lambda() => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>(
        "var orders = db.Orders.ToList();\norders.ForEach(o => { o.Total = 1; db.[|SaveChanges|](); });");

    [Fact]
    public Task The_method_for_many_that_is_there_is_called() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        Repository("""
            foreach (var order in orders)
            {
                if (order.Total > 1)
                {
                    Console.WriteLine(order.Id);
                    await repository.[|Delete|](order);
                }
            }
            """, Ranges),
        Repository("""
            var ordersToDelete = new List<Order>();
            foreach (var order in orders)
            {
                if (order.Total > 1)
                {
                    Console.WriteLine(order.Id);
                    ordersToDelete.Add(order);
                }
            }

            await repository.DeleteRange(ordersToDelete);
            """, Ranges),
        title: "Call 'DeleteRange' once, after the loop (one transaction for all elements)");

    [Fact]
    public Task A_loop_that_does_nothing_else_goes() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        Repository("""
            // All of them.
            foreach (var order in orders)
            {
                await repository.[|Add|](order).ConfigureAwait(false);
            }

            Console.WriteLine("done");
            """, Ranges),
        Repository("""
            // All of them.
            await repository.AddRange(orders).ConfigureAwait(false);

            Console.WriteLine("done");
            """, Ranges));

    [Fact]
    public Task A_method_for_many_is_added() => Verify.Fixes<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        public class Closing(IOrderStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken ct)
            {
                foreach (var order in orders)
                {
                    order.Total = 1;
                    await store.[|UpdateAsync|](order, ct);
                }
            }
        }

        public interface IOrderStore
        {
            Task<Order> UpdateAsync(Order order, CancellationToken ct = default);
        }

        public class OrderStore(Shop db) : IOrderStore
        {
            public virtual async Task<Order> UpdateAsync(Order order, CancellationToken ct = default)
            {
                ArgumentNullException.ThrowIfNull(order);

                // Also what nobody tracks.
                db.Update(order);
                await db.SaveChangesAsync(ct);
                return order;
            }
        }
        """,
        """
        public class Closing(IOrderStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken ct)
            {
                var ordersToUpdate = new List<Order>();
                foreach (var order in orders)
                {
                    order.Total = 1;
                    ordersToUpdate.Add(order);
                }

                await store.UpdateRangeAsync(ordersToUpdate, ct);
            }
        }

        public interface IOrderStore
        {
            Task<Order> UpdateAsync(Order order, CancellationToken ct = default);

            /// <summary>What UpdateAsync does, for many at once and in one transaction.</summary>
            Task UpdateRangeAsync(IEnumerable<Order> orders, CancellationToken ct = default);
        }

        public class OrderStore(Shop db) : IOrderStore
        {
            public virtual async Task<Order> UpdateAsync(Order order, CancellationToken ct = default)
            {
                ArgumentNullException.ThrowIfNull(order);

                // Also what nobody tracks.
                db.Update(order);
                await db.SaveChangesAsync(ct);
                return order;
            }

            /// <summary>What UpdateAsync does, for many at once and in one transaction.</summary>
            public async Task UpdateRangeAsync(IEnumerable<Order> orders, CancellationToken ct = default)
            {
                foreach (var order in orders)
                {
                    ArgumentNullException.ThrowIfNull(order);

                    // Also what nobody tracks.
                    db.Update(order);
                }

                await db.SaveChangesAsync(ct);
            }
        }
        """,
        title: "Add 'UpdateRangeAsync' and call it once, after the loop (one transaction for all elements)");

    [Fact]
    public Task Two_loops_share_the_method_that_is_added() => Verify.FixesAll<SaveChangesPerElement, SaveChangesPerElementFix>(
        """
        public void Close(List<Order> orders, List<Order> others)
        {
            foreach (var order in orders)
            {
                [|CloseOrder|](order, "closed");
            }

            foreach (var order in others)
            {
                [|CloseOrder|](order, "other");
            }
        }

        private void CloseOrder(Order order, string note)
        {
            order.Total = 1;
            order.Note = note;
            db.SaveChanges();
        }
        """,
        """
        public void Close(List<Order> orders, List<Order> others)
        {
            CloseOrders(orders, "closed");

            CloseOrders(others, "other");
        }

        private void CloseOrder(Order order, string note)
        {
            order.Total = 1;
            order.Note = note;
            db.SaveChanges();
        }

        /// <summary>What CloseOrder does, for many at once and in one transaction.</summary>
        private void CloseOrders(IEnumerable<Order> orders, string note)
        {
            foreach (var order in orders)
            {
                order.Total = 1;
                order.Note = note;
            }

            db.SaveChanges();
        }
        """);

    [Theory]
    [InlineData("await repository.[|Add|](order); Console.WriteLine(order.Id);")]
    [InlineData("var added = await repository.[|Add|](order); Console.WriteLine(added.Total);")]
    [InlineData("if (order.Total > 1) { return; } await repository.[|Add|](order);")]
    [InlineData("order.Total = 1; if (order.Id > 1) { continue; } await repository.[|Add|](order);")]
    [InlineData("var line = new Order { Customer = last?.Customer! }; await repository.[|Add|](line); last = line;")]
    [InlineData("await repository.[|AddIfNew|](order);")]
    [InlineData("await repository.[|Replace|](order);")]
    [InlineData("await repository.[|AddAndForget|](order);")]
    [InlineData("await repository.[|AddElsewhere|](order);")]
    [InlineData("if (order.Customer.IsActive) { await repository.[|Leave|](order); }")]
    [InlineData("order.Customer.Name = order.Note!; await repository.[|Name|](order);")]
    [InlineData("if (order.Customer.Orders.Count > 1) { await repository.[|AddFor|](new Order { CustomerId = order.CustomerId }); }")]
    public Task No_light_bulb_for_calls(string statements) => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>(
        Repository($"Order? last = null;\nforeach (var order in orders)\n{{\n    {statements}\n}}\n\nConsole.WriteLine(last);", """
            public async Task<T> Add(T row) { db.Add(row); await db.SaveChangesAsync(); return row; }

            public async Task AddIfNew(T row) { if (!await db.Set<T>().AnyAsync()) { db.Add(row); } await db.SaveChangesAsync(); }

            public async Task Replace(T row) { db.Remove(row); await db.SaveChangesAsync(); db.Add(row); await db.SaveChangesAsync(); }

            public async Task AddAndForget(T row) { db.Add(row); await db.SaveChangesAsync(); db.ChangeTracker.Clear(); }

            public async Task Leave(Order row) { row.Customer.IsActive = false; await db.SaveChangesAsync(); }

            public async Task Name(Order row) { row.Note = row.Customer.Name; await db.SaveChangesAsync(); }

            public async Task AddFor(Order row) { db.Add(row); await db.SaveChangesAsync(); }

            public async Task AddElsewhere(T row) { var other = new Shop(); other.Add(row); await db.SaveChangesAsync(); }
            """));

    [Fact]
    public Task No_light_bulb_where_an_interface_has_two_implementations() => Verify.Refuses<SaveChangesPerElement, SaveChangesPerElementFix>("""
        public class Closing(IStore store)
        {
            public void Run(List<Order> orders) { foreach (var order in orders) { store.[|Add|](order); } }
        }

        public interface IStore { void Add(Order order); }

        public class Store(Shop db) : IStore { public void Add(Order order) { db.Add(order); db.SaveChanges(); } }

        public class OtherStore(Shop db) : IStore { public void Add(Order order) { db.Orders.Add(order); db.SaveChanges(); } }
        """);

    private const string Ranges = """
        public async Task<T> Add(T row)
        {
            await db.Set<T>().AddAsync(row);
            await SaveAsync();
            return row;
        }

        public async Task AddRange(IEnumerable<T> rows, bool save = true)
        {
            db.Set<T>().AddRange(rows);
            if (save)
            {
                await SaveAsync();
            }
        }

        public async Task Delete(T row)
        {
            db.Set<T>().Remove(row);
            await SaveAsync();
        }

        public async Task DeleteRange(IEnumerable<T> rows)
        {
            foreach (var row in rows)
            {
                db.Set<T>().Remove(row);
            }

            await SaveAsync();
        }

        private Task<int> SaveAsync() => db.SaveChangesAsync();
        """;

    private static string Repository(string statements, string members) => $$"""
        public class Work(Repository<Order> repository)
        {
            public async Task Run(List<Order> orders)
            {
        {{Indented(statements)}}
            }
        }

        public class Repository<T>(Shop db)
            where T : class
        {
        {{Indented(members)}}
        }
        """;

    private static string OfLines(string statements) => $$"""
        public async Task Run(List<OrderLine> lines, CancellationToken ct)
        {
        {{Indented(statements).Replace("        ", "    ")}}
        }

        private void Insert(int id) => db.Products.Add(new Product { Id = id, Sku = "x", Name = "x" });
        """;

    private static string Indented(string lines) => string.Join('\n', lines.Split('\n').Select(l => l.Length == 0 ? l : "        " + l));
}
