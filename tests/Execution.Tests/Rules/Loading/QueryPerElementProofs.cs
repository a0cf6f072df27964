using System.Collections.Immutable;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution.Rules.Loading;

public sealed class QueryPerElementProofs() : Proofs("PERF1003")
{
    public override ImmutableArray<Case> Fixed { get; } =
    [
        Orders("find", "var product = await db.Products.FindAsync(order.ProductRef);\n    output.WriteLine(product?.Name);"),
        Orders("find with a token", "var product = await db.Products.FindAsync([order.ProductRef], ct);\n    output.WriteLine(product?.Name);"),
        Orders("find, not awaited", "output.WriteLine(db.Products.Find(order.ProductRef)?.Price);"),
        Orders("find on the context", "var product = await db.FindAsync<Product>(order.ProductRef);\n    output.WriteLine(product?.Name);"),
        Orders("find by a key that may be null", "var customer = await db.Customers.FindAsync(order.ReferrerNumber);\n    output.WriteLine(customer?.Name);"),
        Orders("first or default", "var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    output.WriteLine(product?.Name);"),
        Orders("first that throws in its turn", "var product = await db.Products.FirstAsync(p => p.Id == order.ProductRef, ct);\n    order.Note = product.Name;\n    output.WriteLine(product.Name);") with { Rows = 24 },
        Orders("single that throws, a member of it", "output.WriteLine((await db.Products.SingleAsync(p => p.Id == order.ProductRef, ct).ConfigureAwait(false)).Name);") with { Rows = 24 },
        Orders("single or default, not awaited", "var customer = db.Customers.SingleOrDefault(c => order.CustomerId == c.Id);\n    output.WriteLine(customer!.Name);"),
        Orders("by a unique index, the value may be null", "var referrer = await db.Customers.FirstOrDefaultAsync(c => c.Number == order.ReferrerNumber, ct);\n    output.WriteLine(referrer?.Name);"),
        Orders("required, the value may be null", "var referrer = await db.Customers.FirstAsync(c => c.Number == order.ReferrerNumber, ct);\n    output.WriteLine(referrer.Name);") with { Rows = 24 },
        Orders("with a condition that is the same each time", "var product = await db.Products.FirstOrDefaultAsync(p => !p.IsHidden && p.Id == order.ProductRef && p.Stock > 0, ct);\n    output.WriteLine(product?.Name);"),
        Orders("through a local", "var id = order.CustomerId;\n    var customer = await db.Customers.FirstAsync(c => c.Id == id, ct);\n    output.WriteLine($\"{id} {customer.Name}\");"),
        Orders("behind a filter and other steps", "var customer = await db.Customers\n        .AsNoTracking()\n        .Include(c => c.Region)\n        .Where(c => c.Id == order.CustomerId)\n        .FirstOrDefaultAsync(ct);\n    output.WriteLine(customer?.Region?.Name);"),
        Orders("any", "var isThere = await db.Products.AnyAsync(p => p.Id == order.ProductRef && p.Price > 0, ct);\n    output.WriteLine(isThere);"),
        Orders("any, the value may be null", "if (db.Customers.Any(c => c.Number == order.ReferrerNumber))\n    {\n        output.WriteLine(order.Id);\n    }"),
        Orders("count", "output.WriteLine(await db.Lines.CountAsync(l => l.OrderId == order.Id && l.Quantity > 0, ct));"),
        Orders("list", "var lines = await db.Lines.Where(l => l.OrderId == order.Id).OrderBy(l => l.Position).ToListAsync(ct);\n    output.WriteLine(string.Join(\",\", lines.Select(l => l.Position)));\n    lines.Clear();"),
        Orders("array, not awaited", "var lines = db.Lines.Where(l => l.OrderId == order.Id).ToArray();\n    output.WriteLine(lines.Sum(l => (long)l.Quantity));"),
        Orders("written to and saved", "var product = await db.Products.FindAsync([order.ProductRef], ct);\n    if (product is not null)\n    {\n        product.Stock -= 1;\n        order.Note = product.Sku;\n    }", "await db.SaveChangesAsync(ct);\n"),
        Orders("skipped turns", "if (order.Units < 0)\n    {\n        continue;\n    }\n\n    output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);"),
        Customers("count of a column that may be null", "output.WriteLine(await db.Orders.CountAsync(o => o.ReferrerNumber == customer.Number, ct));"),
        Customers("list of a column that may be null", "foreach (var order in db.Orders.Where(o => o.ReferrerNumber == customer.Number).OrderBy(o => o.Id).ToList())\n    {\n        output.WriteLine(order.Id);\n    }"),
        Customers("nulls on both sides", "var others = await db.Customers.Where(c => c.RegionId == customer.RegionId).OrderBy(c => c.Id).ToListAsync(ct);\n    output.WriteLine(others.Count);"),
        Customers("any with nulls on both sides", "output.WriteLine(db.Orders.Any(o => o.ReferrerNumber == customer.RegionId));"),
        Loop("over a query", "foreach (var order in db.Orders.Where(o => o.Units > 0).OrderBy(o => o.Id))\n{\n    var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    output.WriteLine(product?.Name);\n}") with { IsSqliteOnly = true },
        Loop("over a list that is made in place", "foreach (var order in await db.Orders.OrderBy(o => o.Id).ToListAsync(ct))\n{\n    output.WriteLine(db.Products.Find(order.ProductRef)?.Name);\n}"),
        Loop("over a sequence in memory", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders.Where(o => o.Units > 0).OrderBy(o => o.ProductRef))\n{\n    output.WriteLine(db.Products.Find(order.ProductRef)?.Name);\n}"),
        Loop("over keys", "var ids = await db.Orders.OrderBy(o => o.Id).Select(o => o.ProductRef).ToListAsync(ct);\nforeach (var id in ids)\n{\n    var product = await db.Products.FirstOrDefaultAsync(p => p.Id == id, ct);\n    output.WriteLine(product?.Name);\n}"),
        Loop("over as many as were asked for", "var orders = await db.Orders.OrderBy(o => o.Id).Take(50).ToListAsync(ct);\nforeach (var order in orders)\n{\n    var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    output.WriteLine(product?.Name);\n}"),
        Loop("bounded count, any and list", "var orders = await db.Orders.OrderBy(o => o.Id).Take(50).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine(await db.Lines.CountAsync(l => l.OrderId == order.Id, ct));\n}\n\nforeach (var order in orders)\n{\n    output.WriteLine(await db.Products.AnyAsync(p => p.Id == order.ProductRef, ct));\n}\n\nforeach (var order in orders)\n{\n    var lines = await db.Lines.Where(l => l.OrderId == order.Id).OrderBy(l => l.Position).ToListAsync(ct);\n    output.WriteLine(lines.Count);\n}") with { Extra = 3 },
        Loop("two queries in one loop", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    var lines = await db.Lines.CountAsync(l => l.OrderId == order.Id, ct);\n    output.WriteLine($\"{product?.Name} {lines}\");\n}"),
        Loop("two loops", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    output.WriteLine((await db.Products.FindAsync(order.ProductRef))?.Name);\n}\n\nforeach (var order in orders)\n{\n    output.WriteLine((await db.Products.FirstAsync(p => p.Id == order.ProductRef, ct)).Stock);\n}"),
        new("from a repository", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                var products = new Repository<Product>(db);
                var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
                foreach (var order in orders)
                {
                    var product = await products.Query().FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);
                    output.WriteLine(product?.Name);
                }

                return 0;
            }

            private sealed class Repository<T>(Store db) where T : class
            {
                public IQueryable<T> Query() => db.Set<T>();
            }
            """),
        Behind("behind a call: a row by its key", "public async Task<Product?> GetByIdAsync(int productId, CancellationToken ct) => await db.Products.FirstOrDefaultAsync(p => p.Id == productId, ct);", "var product = await store.GetByIdAsync(order.ProductRef, ct);\n    output.WriteLine(product?.Name);"),
        Behind("behind a call: find", "public Product? Find(int id) => db.Products.Find(id);", "output.WriteLine(store.Find(order.ProductRef)?.Price);"),
        Behind("behind a call: a row that throws in its turn", "public Task<Product> GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id);", "var product = await store.GetAsync(order.ProductRef).ConfigureAwait(false);\n    output.WriteLine(product.Name);") with { Rows = 24 },
        Behind("behind a call: first that throws, a value that may be null", "public Customer ByNumber(int number) => db.Customers.First(c => c.Number == number);", "output.WriteLine(store.ByNumber(order.ReferrerNumber!.Value).Name);") with { Rows = 24 },
        Behind("behind a call: rows in their order, with includes", "public async Task<IList<Line>> GetLines(int orderId, int least = 0)\n{\n    return await db.Lines\n        .Include(l => l.Order)\n        .Where(l => l.OrderId == orderId && l.Quantity >= least)\n        .OrderByDescending(l => l.Position)\n        .ToListAsync();\n}", "var lines = await store.GetLines(order.Id, least: 1);\n    output.WriteLine(string.Join(\",\", lines.Select(l => $\"{l.Position} {l.Order.Note}\")));\n    lines.Clear();"),
        Behind("behind a call: an array, untracked", "public Line[] LinesOf(int orderId) { var lines = db.Lines.AsNoTracking().Where(l => l.OrderId == orderId).OrderBy(l => l.Position).ToArray(); return lines; }", "output.WriteLine(store.LinesOf(order.Id).Sum(l => (long)l.Quantity));"),
        Behind("behind a call: any", "public async Task<bool> Exists(int id) => await db.Products.AnyAsync(p => p.Id == id && p.Price > 0);", "output.WriteLine(await store.Exists(order.ProductRef));"),
        Behind("behind a call: count by a column that may be null", "public int Referred(int number) => db.Orders.Count(o => o.ReferrerNumber == number && o.Units > 0);", "output.WriteLine(store.Referred(order.CustomerId));"),
        Behind("behind a call: nulls on both sides", "public List<Order> Referred(int? number) => db.Orders.Where(o => o.ReferrerNumber == number).OrderBy(o => o.Id).ToList();", "output.WriteLine(string.Join(\",\", store.Referred(order.ReferrerNumber).Select(o => o.Id)));"),
        Behind("behind a call: steps of a helper", "public Customer? Of(int id, bool regions) => With(db.Customers, regions).Where(c => c.Id == id).SingleOrDefault();\n\nprivate static IQueryable<Customer> With(IQueryable<Customer> customers, bool regions) => regions ? customers.Include(c => c.Region).Where(c => c.Score > 0) : customers;", "output.WriteLine(store.Of(order.CustomerId, true)?.Region?.Name);"),
        Behind("behind a call: two methods in one loop, one of them twice", "public Product? Of(int id) => db.Products.FirstOrDefault(p => p.Id == id);\n\npublic int Lines(int id) => db.Lines.Count(l => l.OrderId == id);", "output.WriteLine(store.Of(order.ProductRef)?.Name);\n    output.WriteLine(store.Lines(order.Id));\n}\n\nforeach (var order in orders)\n{\n    output.WriteLine(store.Of(order.ProductRef)?.Name);") with { Extra = 3 },
        new("behind an interface", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                IProducts products = new Products(db);
                var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
                foreach (var order in orders.Where(o => o.Units > 0))
                {
                    var product = await products.Get(order.ProductRef, ct);
                    output.WriteLine(product?.Name);
                }

                return 0;
            }

            private interface IProducts
            {
                Task<Product?> Get(int id, CancellationToken ct);
            }

            private sealed class Products(Store db) : IProducts
            {
                public Task<Product?> Get(int id, CancellationToken ct) => db.Products.Where(p => p.Id == id).FirstOrDefaultAsync(ct);
            }
            """),
        Orders("leaves early", "var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    output.WriteLine(product?.Name);\n    if (product is not null && order.Units < -2)\n    {\n        break;\n    }"),
        Orders("returns early", "var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    if (product is null)\n    {\n        if (order.Units > 100)\n        {\n            return order.Id;\n        }\n\n        continue;\n    }\n\n    product.Stock -= order.Units;", "await db.SaveChangesAsync(ct);\n"),
        Orders("only for some", "if (order.Units > 0 && order.Status != OrderStatus.New)\n    {\n        output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);\n    }"),
        Orders("each for its own", "if (order.Units > 0 || order.Note is null)\n    {\n        output.WriteLine((await db.Products.FindAsync(order.ProductRef))?.Name);\n    }\n    else\n    {\n        output.WriteLine(db.Lines.Count(l => l.OrderId == order.Id));\n    }") with { Extra = 2 },
        Orders("only the turn knows for whom", "var isLarge = order.Total > 1;\n    if (isLarge)\n    {\n        output.WriteLine((await db.Products.FirstAsync(p => p.Id == order.ProductRef, ct)).Name);\n    }") with { Rows = 24 },
        Orders("behind the value that says whether", "output.WriteLine(order.ReferrerNumber.HasValue && db.Customers.Any(c => c.Number == order.ReferrerNumber.Value));"),
        Orders("failures are caught", "try\n    {\n        output.WriteLine((await db.Products.FirstAsync(p => p.Id == order.ProductRef, ct)).Name);\n    }\n    catch (InvalidOperationException)\n    {\n        output.WriteLine(\"missing\");\n    }"),
        Orders("the first of some, in no order", "var other = db.Orders.FirstOrDefault(o => o.ProductRef == order.ProductRef && o.Units > 0);\n    output.WriteLine(other?.Id);"),
        Orders("the only one, or a failure", "output.WriteLine(db.Customers.SingleOrDefault(c => c.Score == order.Units)?.Name);"),
        Loop("through a row that may be missing", "var orders = await db.Orders.AsNoTracking().OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{\n    order.Customer = order.Units < 1000 ? new Customer { Number = order.ProductRef } : null!;\n}\n\nforeach (var order in orders)\n{\n    var number = order.Customer.Number;\n    output.WriteLine((await db.Customers.FirstOrDefaultAsync(c => c.Number == number, ct))?.Name);\n}"),
        Loop("through a row that is there", "foreach (var order in await db.Orders.Include(o => o.Customer).OrderBy(o => o.Id).ToListAsync(ct))\n{\n    output.WriteLine((await db.Regions.FirstOrDefaultAsync(r => r.Id == order.Customer.RegionId, ct))?.Name);\n}"),
        Behind("behind a call: through a row that may be missing", "public int Score(int region) => db.Customers.Count(c => c.RegionId == region);", "order.Customer = order.Units < 1000 ? new Customer { Number = order.Units } : null!;\n}\n\nforeach (var order in orders)\n{\n    output.WriteLine(store.Score(order.Customer.Number));"),
        Loop("an inner loop", "foreach (var customer in await db.Customers.Include(c => c.Orders).OrderBy(c => c.Id).ToListAsync(ct))\n{\n    foreach (var order in customer.Orders.OrderBy(o => o.Id))\n    {\n        output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);\n    }\n}"),
        Orders("again and again in its turn", "for (var i = 0; i < order.Units % 4; i++)\n    {\n        output.WriteLine(db.Products.Any(p => p.Id == order.ProductRef));\n    }"),
        Orders("text that tells rows apart", "output.WriteLine((await db.Accounts.FirstOrDefaultAsync(a => a.Id == order.Note, ct))?.Size);") with { Model = Accounts },
        Orders("text that points to other rows, and may be null", "output.WriteLine(string.Join(\",\", db.Badges.Where(b => b.AccountId == order.Note).OrderBy(b => b.Id).ToList().Select(b => b.Id)));") with { Model = Accounts },
        Orders("any by such text", "output.WriteLine(db.Badges.Any(b => b.AccountId == order.Note));") with { Model = Accounts },
        Behind("behind a call: for some only, and one of several", "public async Task<Line?> First(int product) => await db.Lines.FirstOrDefaultAsync(l => l.ProductRef == product);", "if (order.Status == OrderStatus.New)\n    {\n        var line = await store.First(order.ProductRef);\n        output.WriteLine(line?.Quantity);\n        if (line is { Quantity: < 0 })\n        {\n            return 1;\n        }\n    }"),
        new("the element goes into a method first", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
                foreach (var order in orders)
                {
                    Mark(order);
                    output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);
                }

                return await db.SaveChangesAsync(ct);
            }

            private static void Mark(Order order) => order.Note = order.Units > 2 ? "!" : "?";
            """),
        Loop("a lambda", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\noutput.WriteLine(string.Join(\",\", orders.Select(order => db.Products.FirstOrDefault(p => p.Id == order.ProductRef)?.Name).ToList()));"),
        Loop("a lambda with statements, over a sequence", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nvar dear = orders.Where(o => o.Units > 0).OrderByDescending(order =>\n{\n    var product = db.Products.Find(order.ProductRef);\n    return product == null ? 0 : product.Stock;\n}).ToArray();\noutput.WriteLine(string.Join(\",\", dear.Select(o => o.Id)));"),
        Loop("a lambda that makes objects of several queries", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nvar rows = orders.Select(order => new { order.Id, Lines = db.Lines.Count(l => l.OrderId == order.Id), Customer = order.Units > 0 ? db.Customers.First(c => c.Id == order.CustomerId).Name : null }).ToList();\noutput.WriteLine(string.Join(\",\", rows));") with { Extra = 2 },
        Loop("a lambda of a list", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\norders.ForEach(order => order.Note = db.Customers.Single(c => c.Id == order.CustomerId).Name);\nawait db.SaveChangesAsync(ct);"),
        Loop("a lambda for the values of a dictionary", "var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nvar known = orders.ToDictionary(order => order.Id, order => db.Products.Any(p => p.Id == order.ProductRef));\noutput.WriteLine(known.Count(k => k.Value));"),
        Behind("behind a call: in a lambda", "public List<Line> LinesOf(int order) => db.Lines.Where(l => l.OrderId == order).OrderBy(l => l.Position).ToList();", "output.WriteLine(order.Id);\n}\n\nif (orders.Count > 0)\n{\n    output.WriteLine(orders.Sum(order => store.LinesOf(order.Id).Count));"),
        new("a repository that looks for one key", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                IRepository<Product> products = new Repository<Product>(db);
                IRepository<Customer> customers = new Repository<Customer>(db);
                var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
                foreach (var order in orders)
                {
                    var product = await products.Find(order.ProductRef);
                    if (product is not null && order.Units > 0)
                    {
                        product.Stock -= 1;
                        output.WriteLine((await customers.ById(order.ReferrerNumber ?? 0, ct))?.Name);
                    }
                }

                return await db.SaveChangesAsync(ct);
            }

            private interface IRepository<T>
            {
                IQueryable<T> All { get; }

                Task<T?> Find(object key);

                Task<T?> ById(int id, CancellationToken ct);
            }

            private sealed class Repository<T>(Store db) : IRepository<T> where T : class
            {
                public IQueryable<T> All => db.Set<T>();

                public async Task<T?> Find(object key) => await db.Set<T>().FindAsync(key);

                public async Task<T?> ById(int id, CancellationToken ct)
                {
                    return await db.Set<T>().FindAsync([id], ct);
                }
            }
            """) { Extra = 2 },
        Orders("one column of the row", "var name = await db.Products.Where(p => p.Id == order.ProductRef).Select(p => p.Name).FirstOrDefaultAsync(ct);\n    output.WriteLine(name ?? \"none\");"),
        Orders("a number of the row, which must be there", "output.WriteLine(db.Customers\n        .Where(c => c.Number == order.ReferrerNumber)\n        .Select(c => c.Score + 1)\n        .Single());") with { Rows = 24 },
        Orders("a number or nought", "output.WriteLine(await db.Customers.Where(c => c.Number == order.ReferrerNumber).Select(c => c.Score).FirstOrDefaultAsync(ct));"),
        Orders("columns of all rows, in their order", "var quantities = await db.Lines.Where(l => l.OrderId == order.Id && l.Quantity > 0).OrderBy(l => l.Position).Select(l => l.Quantity).ToListAsync(ct);\n    output.WriteLine(string.Join(\",\", quantities));"),
        Customers("of rows whose column may be null", "output.WriteLine(string.Join(\",\", db.Orders.Where(o => o.ReferrerNumber == customer.RegionId).OrderBy(o => o.Id).Select(o => o.Note).ToList()));"),
        Orders("in a lambda, one column", "output.WriteLine(order.Id);\n}\n\n{\n    output.WriteLine(string.Join(\",\", orders.Select(order => db.Products.Where(p => p.Id == order.ProductRef).Select(p => p.Price).FirstOrDefault()).ToArray()));"),
        Orders("one column by text", "output.WriteLine(db.Accounts.Where(a => a.Id == order.Note).Select(a => a.Size).SingleOrDefault());") with { Model = Accounts },
        Behind("behind a call: one column", "public async Task<string?> NameOf(int id) => await db.Products.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefaultAsync();", "output.WriteLine(await store.NameOf(order.ProductRef) ?? \"none\");"),
        Behind("behind a call: columns of all rows", "public IList<int> Of(int order) => db.Lines.Where(l => l.OrderId == order).OrderBy(l => l.Position).Select(l => l.Quantity * 2).ToArray();", "output.WriteLine(string.Join(\",\", store.Of(order.Id)));"),
        new("behind a call: objects made of rows", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
                foreach (var order in orders)
                {
                    var card = await Of(db, order.ReferrerNumber, ct);
                    output.WriteLine($"{card?.Name} {card?.Score}");
                }

                return 0;
            }

            private static async Task<Card?> Of(Store db, int? number, CancellationToken ct) =>
                await db.Customers.Where(c => c.RegionId == number).Select(c => new Card { Name = c.Name, Score = c.Score }).FirstOrDefaultAsync(ct);

            private sealed class Card
            {
                public string Name { get; set; } = "";

                public int Score { get; set; }
            }
            """),
        Loop("more keys than a query takes", "var ids = await db.Orders.Select(o => o.ProductRef).ToListAsync(ct);\nids.InsertRange(0, Enumerable.Range(-1290, 1300));\nforeach (var id in ids)\n{\n    var product = db.Products.FirstOrDefault(p => p.Id == id);\n    if (product is not null)\n    {\n        output.WriteLine(product.Name);\n    }\n}"),
    ];

    public override ImmutableArray<Case> Refused { get; } =
    [
        Orders("text as a key", "output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Sku == order.Note, ct))?.Name);"),
        Orders("not unique", "output.WriteLine((await db.Orders.OrderBy(o => o.Id).FirstOrDefaultAsync(o => o.ProductRef == order.ProductRef, ct))?.Id);"),
        Orders("saves in the loop", "var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct);\n    product!.Stock--;\n    await db.SaveChangesAsync(ct);"),
        Orders("adds rows of that entity", "if (await db.Products.FindAsync(order.ProductRef) is null)\n    {\n        db.Products.Add(new Product { Id = order.ProductRef });\n    }"),
        Orders("a condition that the loop changes", "var product = await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef && p.Stock > least, ct);\n    least += product?.Stock ?? 0;"),
        Orders("a key that the loop changes", "order.ProductRef++;\n    output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);"),
        Orders("saves in an inner loop", "foreach (var line in await db.Lines.Where(l => l.OrderId == order.Id).ToListAsync(ct))\n    {\n        line.Quantity++;\n        await db.SaveChangesAsync(ct);\n    }"),
        Orders("one of several, in an order", "output.WriteLine(db.Orders.Where(o => o.ProductRef == order.ProductRef).OrderByDescending(o => o.Total).FirstOrDefault()?.Id);"),
        Orders("the elements may be null", "if (order is not null)\n    {\n        output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);\n    }"),
        new("a method changes the key first", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
                foreach (var order in orders)
                {
                    Mark(order);
                    output.WriteLine((await db.Products.FirstOrDefaultAsync(p => p.Id == order.ProductRef, ct))?.Name);
                }

                return 0;
            }

            private static void Mark(Order order) => Next(order);

            private static void Next(Order order) => order.ProductRef = order.ProductRef + 1;
            """),
        new("a repository adds what it doesn't find", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                var products = new Repository<Product>(db);
                foreach (var order in await db.Orders.OrderBy(o => o.Id).ToListAsync(ct))
                {
                    if (await products.Find(order.ProductRef) is null)
                    {
                        products.Add(new Product { Id = order.ProductRef, Sku = $"{order.ProductRef}" });
                    }
                }

                return await db.SaveChangesAsync(ct);
            }

            private sealed class Repository<T>(Store db) where T : class
            {
                public IQueryable<T> All => db.Set<T>();

                public async Task<T?> Find(int key) => await db.Set<T>().FindAsync(key);

                public void Add(T row) => db.Set<T>().Add(row);
            }
            """),
        new("a method adds what Find doesn't find", """
            public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
            {
                foreach (var order in await db.Orders.OrderBy(o => o.Id).ToListAsync(ct))
                {
                    if (db.Products.Find(order.ProductRef) is null)
                    {
                        Add(db, order.ProductRef);
                    }
                }

                return await db.SaveChangesAsync(ct);
            }

            private static void Add(Store db, int id) => db.Products.Add(new Product { Id = id, Sku = $"{id}" });
            """),
        Behind("behind a call: one of several", "public Order? Last(int id) => db.Orders.OrderBy(o => o.Id).FirstOrDefault(o => o.ProductRef == id);", "output.WriteLine(store.Last(order.ProductRef)?.Id);"),
        Behind("behind a call: the first rows of each", "public List<Line> Top(int id) => db.Lines.Where(l => l.OrderId == id).OrderBy(l => l.Position).Take(2).ToList();", "output.WriteLine(store.Top(order.Id).Count);"),
        Behind("behind a call: it does more than ask", "public Product? Seen(int id) { asked++; return db.Products.Find(id); }\n\nprivate int asked;", "output.WriteLine(store.Seen(order.ProductRef)?.Name);"),
        Behind("behind a call: it can be overridden", "public virtual Product? Of(int id) => db.Products.Find(id);", "output.WriteLine(store.Of(order.ProductRef)?.Name);"),
        Orders("a part of the rows", "var lines = await db.Lines.Where(l => l.OrderId == order.Id).OrderBy(l => l.Position).Take(1).ToListAsync(ct);\n    output.WriteLine(lines.Count);"),
    ];

    private const string Accounts = "public class Account { public string Id { get; set; } = \"\"; public int Size { get; set; } public List<Badge> Badges { get; set; } = new(); }\n\npublic class Badge { public int Id { get; set; } public string? AccountId { get; set; } public Account? Account { get; set; } }\n\npublic partial class Store\n{\n    public DbSet<Account> Accounts => Set<Account>();\n    public DbSet<Badge> Badges => Set<Badge>();\n}";

    private static Case Orders(string name, string body, string end = "") => Loop(
        name, $"var least = 0;\nvar orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);\nforeach (var order in orders)\n{{\n    {body}\n}}\n\noutput.WriteLine(least);\n{end}");

    /// <summary>A method of a class that is called for every order.</summary>
    private static Case Behind(string name, string method, string body) => new(name, $$"""
        public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)
        {
            var store = new Shelf(db);
            var orders = await db.Orders.OrderBy(o => o.Id).ToListAsync(ct);
            foreach (var order in orders)
            {
                {{body.Replace("\n", "\n    ")}}
            }

            return 0;
        }

        private class Shelf(Store db)
        {
            {{method.Replace("\n", "\n    ")}}
        }
        """);

    private static Case Customers(string name, string body) => Loop(
        name, $"var customers = await db.Customers.OrderBy(c => c.Id).ToListAsync(ct);\nforeach (var customer in customers)\n{{\n    {body}\n}}");

    private static Case Loop(string name, string action) => new(name, action + "\n\nreturn 0;");
}
