using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Writing;

public sealed class SaveChangesPerElementProofs() : Proofs("PERF3001")
{
    private const string Save = "\n    await db.SaveChangesAsync(ct);";

    public override ImmutableArray<Case> Fixed { get; } =
    [
        Of("a value", "order.Units = 7;" + Save),
        Of("not awaited", "order.Note = \"seen\";\n    db.SaveChanges();"),
        Of("from old values", "order.Units += order.Id;\n    order.Total = order.Units;" + Save),
        Of("on a condition", "if (order.Discount is null)\n    {\n        order.Discount = 0.5m;\n    }\n" + Save),
        Of("removed rows", "db.Remove(order);\n    await db.SaveChangesAsync(ct).ConfigureAwait(false);"),
        Of("removed from the set", "db.Orders.Remove(order);" + Save),
        Of("added rows", "db.Regions.Add(new Region { Name = order.Note ?? \"none\" });" + Save),
        Of("added rows with keys of their own", "db.Tickets.Add(new Ticket { Id = new Guid(order.Id, 7, 7, new byte[8]), CustomerId = order.CustomerId, Priority = order.Id });" + Save),
        Of("a statement behind it", "order.Units = 1;" + Save + "\n    done++;"),
        Of("updated as a whole", "order.Weight = 0.5;\n    db.Update(order);" + Save),
        Of("skipped by a filter", "order.Status = OrderStatus.Shipped;" + Save, "db.Orders.Where(o => o.Units > 1)"),
        Of("with related rows", "order.Customer.Score = order.Id;" + Save, "db.Orders.Include(o => o.Customer)"),
        Of("turns that change nothing are skipped", "if (order.Units > 1 || string.IsNullOrEmpty(order.Note))\n    {\n        done++;\n        continue;\n    }\n\n    order.Units = 1;" + Save),
        Of("saved on a condition", "var most = done + 1;\n    if (order.Units > most)\n    {\n        order.Units = most;\n        await db.SaveChangesAsync(ct);\n    }\n    else\n    {\n        output.WriteLine(order.Id);\n    }"),
        Of("every few hundred", "order.Units = done;" + Save + "\n    done++;") with { Title = "Save every 500" },
        Of("every few hundred, with more rows than that", "if (order.Units > order.Id)\n    {\n        order.Units = order.Id;\n        await db.SaveChangesAsync(ct);\n    }") with { Title = "Save every 500", Rows = 1100 },
        Of("finds a row, some of them again", "var product = await db.Products.FindAsync(new object[] { order.ProductRef }, ct);\n    if (product is null)\n    {\n        output.WriteLine(order.Id);\n        continue;\n    }\n\n    product.Stock -= 1;" + Save),
        Of("asks for a row, some of them again", "var customer = await db.Customers.Include(c => c.Region).FirstOrDefaultAsync(c => c.Id == order.CustomerId && c.JoinedAt != order.PlacedAt, ct);\n    if (customer != null)\n    {\n        customer.Score = customer.Score / 2 + 1;\n        await db.SaveChangesAsync(ct);\n    }"),
        Of("asks for rows and whether there are some", "var lines = await db.Lines.Where(l => l.ProductRef == order.ProductRef).OrderBy(l => l.OrderId).ThenBy(l => l.Position).ToListAsync(ct);\n    var isSold = await db.Lines.AnyAsync(l => l.OrderId == order.Id, ct);\n    order.Units = isSold ? lines.Count : -1;\n    order.Note = string.Join(\",\", lines.Select(l => l.Quantity++ / 2));" + Save),
        Of("marked as changed", "order.Weight = 2;\n    db.Entry(order).State = EntityState.Modified;" + Save),
        Of("collected on the way", "if (order.Discount is { } discount)\n    {\n        seen.Add(discount);\n        order.Discount = seen.Count;\n        db.SaveChanges();\n    }", before: "var seen = new List<decimal>();\n"),
        new("behind a repository", Repository("order.Units = order.Id;\n    await orders.SaveAsync(ct);", "public async Task<int> SaveAsync(CancellationToken ct)\n{\n    try\n    {\n        return await SaveAll(ct);\n    }\n    catch (DbUpdateException e)\n    {\n        throw new InvalidOperationException(\"stored nothing\", e);\n    }\n}\n\nprivate Task<int> SaveAll(CancellationToken ct) => db.SaveChangesAsync(ct);")) { Gain = Gain.FewerCommits, IsTracked = true },
        new("behind a repository that is asked first", Repository("var product = await orders.Product(order.ProductRef, ct);\n    if (product == null || !await orders.Exists(order.CustomerId))\n    {\n        continue;\n    }\n\n    product.Stock += order.Id;\n    await orders.SaveAsync(ct);", "public async Task<Product?> Product(int id, CancellationToken ct) => await db.Products.FirstOrDefaultAsync(p => p.Id == id, ct);\n\npublic Task<bool> Exists(int id) => db.Customers.AnyAsync(c => c.Id == id);\n\npublic Task SaveAsync(CancellationToken ct) => db.SaveChangesAsync(ct);")) { Gain = Gain.FewerCommits, IsTracked = true },
        Call("behind a call: asked for first, some of them again", "var product = await orders.Find(order.ProductRef);\n    if (product is null)\n    {\n        output.WriteLine(order.Id);\n        continue;\n    }\n\n    product.Stock++;\n    await orders.Update(product);", "public async Task<Product?> Find(int id) => await db.Products.FindAsync(id);\n\npublic async Task Update(Product product)\n{\n    db.Update(product);\n    await db.SaveChangesAsync();\n}"),
        new("behind a unit of work that looks first", Repository("if (order.Note is null)\n    {\n        continue;\n    }\n\n    order.Note += \"!\";\n    orders.Update(order);\n    orders.Commit();", "public void Update(Order order) => db.Entry(order).State = EntityState.Modified;\n\npublic bool Commit() => db.ChangeTracker.HasChanges() && db.SaveChanges() > 0;")) { Gain = Gain.FewerCommits, IsTracked = true },
        Call("behind a call: updated", "orders.Update(order);", "public void Update(Order order)\n{\n    order.Units = 3;\n    db.Update(order);\n    db.SaveChanges();\n}"),
        Call("behind a call: on a condition, awaited", "if (order.Units > 1)\n    {\n        output.WriteLine(order.Id);\n        order.Units = order.Id;\n        await orders.UpdateAsync(order, ct).ConfigureAwait(false);\n    }", "public async Task<Order> UpdateAsync(Order order, CancellationToken ct)\n{\n    db.Orders.Update(order);\n    await db.SaveChangesAsync(ct);\n    return order;\n}"),
        Call("behind a call: something new for each", "await orders.Add(new Region\n    {\n        Name = order.Note ?? \"none\",\n    });", "public Task<int> Add(Region region)\n{\n    db.Add(region);\n    return db.SaveChangesAsync();\n}"),
        Call("behind a call: the method for many is there", "await orders.Delete(order);", "public async Task Delete(Order order)\n{\n    db.Orders.Remove(order);\n    await db.SaveChangesAsync();\n}\n\npublic async Task DeleteRange(ICollection<Order> all)\n{\n    db.Orders.RemoveRange(all);\n    await db.SaveChangesAsync();\n}"),
        Call("behind a call: values beside the element", "if (order.Total > 1)\n    {\n        continue;\n    }\n\n    orders.Close(order, \"closed\", units: 4);", "public void Close(Order order, string note, int units = 1)\n{\n    if (order.Units > units)\n    {\n        order.Units = units;\n    }\n\n    order.Note = note;\n    db.SaveChanges();\n}"),
        new("behind a call: a generic repository behind its interface", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                IRepository<Customer> customers = new Repository<Customer>(db);
                foreach (var customer in await db.Customers.Where(c => c.Score > 1).OrderBy(c => c.Id).ToListAsync(ct))
                {
                    customer.Score = 1;
                    await customers.UpdateAsync(customer);
                }

                IRepository<Region> regions = new Repository<Region>(db);
                foreach (var product in await db.Products.OrderBy(p => p.Id).ToListAsync(ct))
                {
                    await regions.AddAsync(new Region { Name = product.Name });
                }

                return 0;
            }

            public interface IRepository<T>
            {
                Task UpdateAsync(T entity);

                Task<T> AddAsync(T entity);

                Task AddRangeAsync(IEnumerable<T> entities);
            }

            public class Repository<T>(Store db) : IRepository<T>
                where T : class
            {
                public virtual async Task UpdateAsync(T entity)
                {
                    db.Entry(entity).State = EntityState.Modified;
                    await Save();
                }

                public async Task<T> AddAsync(T entity)
                {
                    await db.Set<T>().AddAsync(entity);
                    await Save();
                    return entity;
                }

                public async Task AddRangeAsync(IEnumerable<T> entities)
                {
                    await db.Set<T>().AddRangeAsync(entities);
                    await Save();
                }

                private Task Save() => db.SaveChangesAsync();
            }
            """) { Gain = Gain.FewerCommits, IsTracked = true },
        new("counted loop", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nfor (var i = 0; i < orders.Count; i++)\n{\n    orders[i].Units = i;\n    await db.SaveChangesAsync(ct);\n}\n\nreturn orders;") { Gain = Gain.FewerCommits, IsTracked = true },
        new("two loops", "foreach (var order in db.Orders.OrderBy(o => o.Id).ToList())\n{\n    order.Units = 1;\n    db.SaveChanges();\n}\n\nforeach (var product in db.Products.OrderBy(p => p.Id).ToList())\n{\n    product.Stock = 1;\n    db.SaveChanges();\n}\n\nreturn 0;") { Gain = Gain.FewerCommits, IsTracked = true },
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Of("skips turns that change something", "order.Weight = 1;\n    if (order.Units > 1)\n    {\n        continue;\n    }\n\n    order.Units = 1;" + Save),
        Of("changes something beside the condition", "if (order.Units > 1)\n    {\n        order.Units = 1;\n        db.SaveChanges();\n    }\n    else\n    {\n        order.Weight = 1;\n    }"),
        Of("asks for what earlier turns changed", "var next = await db.Orders.Where(o => o.Units > 1).OrderBy(o => o.Id).FirstOrDefaultAsync(ct);\n    if (next != null)\n    {\n        next.Units = 1;\n    }\n" + Save),
        Of("adds what it doesn't find", "var region = await db.Regions.FirstOrDefaultAsync(r => r.Name == order.Note, ct);\n    if (region is null)\n    {\n        db.Regions.Add(new Region { Name = order.Note ?? \"\" });\n    }\n" + Save),
        Of("removes what it finds", "var customer = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    if (customer != null)\n    {\n        db.Remove(customer);\n    }\n" + Save),
        Of("changes something behind it", "order.Units = 1;" + Save + "\n    orders[0].Weight = done;"),
        Call("behind a call: it adds what is not found", "if (await orders.Find(order.Note ?? \"\") is null)\n    {\n        await orders.Add(new Region { Name = order.Note ?? \"\" });\n    }", "public Task<Region?> Find(string name) => db.Regions.FirstOrDefaultAsync(r => r.Name == name);\n\npublic async Task Add(Region region)\n{\n    db.Add(region);\n    await db.SaveChangesAsync();\n}"),
        Call("behind a call: asked for what it changes", "var product = await orders.Next();\n    if (product != null)\n    {\n        await orders.Close(product);\n    }", "public Task<Product?> Next() => db.Products.Where(p => p.Stock > 1).OrderBy(p => p.Id).FirstOrDefaultAsync();\n\npublic async Task Close(Product product)\n{\n    product.Stock = 1;\n    await db.SaveChangesAsync();\n}"),
        Call("behind a call: the next turn reads what it writes", "if (order.Customer is null || order.Customer.Score < 3)\n    {\n        orders.Touch(order);\n    }", "public void Touch(Order order)\n{\n    order.Customer.Score = 7;\n    db.SaveChanges();\n}"),
        Call("behind a call: its key is read", "var region = new Region { Name = \"x\" };\n    orders.Add(region);\n    output.WriteLine(region.Id);", "public void Add(Region region)\n{\n    db.Add(region);\n    db.SaveChanges();\n}"),
        Call("behind a call: it asks first", "orders.Add(order.Note ?? \"none\");", "public void Add(string name)\n{\n    if (!db.Regions.Any(r => r.Name == name))\n    {\n        db.Add(new Region { Name = name });\n    }\n\n    db.SaveChanges();\n}"),
        Call("behind a call: it counts", "orders.Close(order);", "public void Close(Order order)\n{\n    order.Units = ++closed;\n    db.SaveChanges();\n}\n\nprivate int closed;"),
        Call("behind a call: a failure of one is caught", "orders.Close(order);", "public void Close(Order order)\n{\n    try\n    {\n        order.Units = 1 / order.Units;\n    }\n    catch (DivideByZeroException)\n    {\n        order.Units = 7;\n    }\n\n    db.SaveChanges();\n}"),
        new("behind a repository that forgets", Repository("order.Units = 1;\n    orders.Save();", "public void Save() { db.SaveChanges(); db.ChangeTracker.Clear(); }")),
        new("behind a repository that saves elsewhere too", Repository("order.Units = 1;\n    orders.Save();", "public void Save() { db.Add(new Region { Name = \"saved\" }); db.SaveChanges(); }")),
        Of("leaves early", "order.Units = 1;" + Save + "\n    if (order.Id == 7)\n    {\n        break;\n    }"),
        Of("a transaction each", "await using var transaction = await db.Database.BeginTransactionAsync(ct);\n    order.Units = 1;" + Save + "\n    await transaction.CommitAsync(ct);"),
        Of("the number of rows is used", "order.Units = 1;\n    done += await db.SaveChangesAsync(ct);"),
        Of("a key that the save makes", "var region = new Region { Name = \"x\" };\n    db.Add(region);" + Save + "\n    output.WriteLine(region.Id);"),
    ];

    private static Case Call(string name, string body, string members) => new(name, Repository(body, members)) { Gain = Gain.FewerCommits, IsTracked = true };

    private static string Repository(string body, string members) => $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            var orders = new OrderStore(db);
            foreach (var order in await orders.All(ct))
            {
                {{body}}
            }

            output.WriteLine("done");
            return 0;
        }

        public sealed class OrderStore(Store db)
        {
            public Task<List<Order>> All(CancellationToken ct) => db.Orders.OrderBy(o => o.Id).ToListAsync(ct);

            {{members}}
        }
        """;

    private static Case Of(string name, string body, string query = "db.Orders", string before = "") => new(
        name, $"var done = 0;\n{before}var orders = await {query}.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {body}\n}}\n\nreturn done;")
    {
        Gain = Gain.FewerCommits,
        IsTracked = true,
    };
}
