namespace PerfAnalyzers.Tests.Semantics.Queries;

/// <summary>Where queries come from.</summary>
public sealed class RootTests
{
    [Theory]
    [InlineData("_ = [|db.Customers|];", "Customers")]
    [InlineData("_ = [|db.Set<Order>()|];", "Set<Order>")]
    [InlineData("_ = [|db.Set<Order>().Where(o => o.Id > 1)|];", "Set<Order>.Where(o.Id > 1)")]
    [InlineData("_ = [|((DbContext)db).Set<Order>()|];", "Set<Order>")]
    [InlineData("var set = db.Set<Order>();\n_ = [|set.Take(1)|];", "Set<Order>.Take(1)")]
    [InlineData("var order = new Order();\n_ = [|db.Entry(order).Collection(o => o.Lines).Query()|];", "navigation OrderLine")]
    [InlineData("var order = new Order();\n_ = [|db.Entry(order).Collection(o => o.Lines).Query().Where(l => l.Price > 3)|];", "navigation OrderLine.Where(l.Price > 3)")]
    [InlineData("var order = new Order();\n_ = [|db.Entry(order).Reference(o => o.Customer).Query()|];", "navigation Customer")]
    [InlineData("_ = [|db.Orders.FromSql($\"select * from Orders\")|];", "Sql<Order>")]
    [InlineData("_ = [|db.Orders.FromSqlRaw(\"select * from Orders\").Where(o => o.Id > 1)|];", "Sql<Order>.Where(o.Id > 1)")]
    [InlineData("_ = [|db.Orders.FromSqlInterpolated($\"select * from Orders\")|];", "Sql<Order>")]
    [InlineData("_ = [|db.Database.SqlQuery<int>($\"select 1\")|];", "Sql<Int32>")]
    [InlineData("_ = [|db.Database.SqlQueryRaw<int>(\"select 1\")|];", "Sql<Int32>")]
    [InlineData("_ = [|db.FromExpression(() => db.Orders.Take(3))|];", "Sql<Order>")]
    [InlineData("_ = [|db.Orders.SelectMany(o => o.Lines)|];", "Orders.SelectMany(o.Lines)")]
    public void Of_EF_Core(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("_ = [|new List<Order>().AsQueryable()|];")]
    [InlineData("_ = [|new[] { new Order() }.AsQueryable().Where(o => o.Id > 1)|];")]
    [InlineData("var list = db.Orders.ToList();\n_ = [|list.AsQueryable().Where(o => o.Id > 1)|];")]
    [InlineData("var order = db.Orders.First();\n_ = [|order.Lines.AsQueryable().Where(l => l.Price > 1)|];")]
    [InlineData("_ = [|Enumerable.Range(0, 3).AsQueryable()|];")]
    [InlineData("_ = [|(await db.Orders.ToListAsync()).Where(o => o.Id > 1)|];")]
    [InlineData("_ = [|db.Orders.AsEnumerable().Where(o => o.Id > 1)|];")]
    [InlineData("_ = [|new EnumerableQuery<Order>(new List<Order>())|];")]
    public void Memory(string code) => Assert.StartsWith("memory", QueryOf.Marked(code), StringComparison.Ordinal);

    [Fact]
    public void AsQueryable_over_a_query_that_is_typed_as_a_sequence_is_the_query() =>
        Assert.Equal("Orders.AsQueryable.Take(3)", QueryOf.Marked("IEnumerable<Order> rows = db.Orders;\n_ = [|rows.AsQueryable().Take(3)|];"));

    [Theory]
    [InlineData("IQueryable<Order> orders", "parameter orders.Where(o.Id > 1)")]
    [InlineData("IOrderedQueryable<Order> orders", "parameter orders.Where(o.Id > 1)")]
    [InlineData("DbSet<Order> orders", "parameter orders.Where(o.Id > 1)")]
    [InlineData("IEnumerable<Order> orders", "memory")]
    [InlineData("List<Order> orders", "memory")]
    public void Parameters(string parameter, string expected) =>
        Assert.Equal(expected, QueryOf.Marked($"void M({parameter}) => _ = [|orders.Where(o => o.Id > 1)|];"));

    [Theory]
    [InlineData("q = q.Where(o => o.Id > 1);\n    _ = [|q|];", "parameter q.Where(o.Id > 1)")]
    [InlineData("q = q.Where(o => o.Id > 1).OrderBy(o => o.Id);\n    _ = [|q|];", "parameter q.Where(o.Id > 1).OrderBy(o.Id)")]
    [InlineData("if (q == null) q = db.Orders;\n    _ = [|q|];", "several q")]
    [InlineData("if (q.Any()) q = q.Take(3);\n    _ = [|q|];", "parameter q.Take(3)?")]
    public void Parameters_that_are_assigned(string body, string expected) =>
        Assert.Equal(expected, QueryOf.Marked($"void M(IQueryable<Order> q)\n{{\n    {body}\n}}"));

    [Theory]
    [InlineData("private readonly DbSet<Order> set = null!;\nvoid M() => _ = [|set.Where(o => o.Id > 1)|];", "set.Where(o.Id > 1)")]
    [InlineData("private readonly IQueryable<Order> source = null!;\nvoid M() => _ = [|source.Where(o => o.Id > 1)|];", "member source.Where(o.Id > 1)")]
    [InlineData("private readonly IQueryable<Order> source = new List<Order>().AsQueryable();\nvoid M() => _ = [|source.Where(o => o.Id > 1)|];", "memory.Where(o.Id > 1)")]
    [InlineData("public IQueryable<Order> Source { get; } = new List<Order>().AsQueryable();\nvoid M() => _ = [|Source|];", "memory")]
    [InlineData("public IQueryable<Order> Source { get; set; } = null!;\nvoid M() => _ = [|Source|];", "member Source")]
    [InlineData("private IQueryable<Order> Paid => db.Orders.Where(o => o.Total > 1);\nvoid M() => _ = [|Paid.Take(3)|];", "Orders.Where(o.Total > 1).Take(3)")]
    [InlineData("private IQueryable<Order> Paid\n{\n    get\n    {\n        var q = db.Orders.Where(o => o.Total > 1);\n        return q.AsNoTracking();\n    }\n}\nvoid M() => _ = [|Paid|];", "Orders.Where(o.Total > 1).AsNoTracking")]
    [InlineData("private DbSet<Order> Table => db.Set<Order>();\nvoid M() => _ = [|Table|];", "Table")]
    public void Members(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("IQueryable<Order> Paid() => db.Orders.Where(o => o.Total > 1);\nvoid M() => _ = [|Paid().Take(3)|];", "Orders.Where(o.Total > 1).Take(3)")]
    [InlineData("IQueryable<Order> Paid(bool all)\n{\n    if (all) return db.Orders;\n    return db.Orders.Where(o => o.Total > 1);\n}\nvoid M() => _ = [|Paid(true)|];", "Orders.Where(o.Total > 1)?")]
    [InlineData("IQueryable<Order> Paid(IQueryable<Order> q) => q.Where(o => o.Total > 1);\nvoid M() => _ = [|Paid(db.Orders.Take(3))|];", "Orders.Take(3).Where(o.Total > 1)")]
    [InlineData("IQueryable<Order> Paid(bool all, IQueryable<Order> q) => all ? q : q.Where(o => o.Total > 1);\nvoid M() => _ = [|Paid(q: db.Orders, all: false)|];", "Orders.Where(o.Total > 1)?")]
    [InlineData("IQueryable<Order> Inner() => db.Orders.Take(3);\nIQueryable<Order> Outer() => Inner().OrderBy(o => o.Id);\nvoid M() => _ = [|Outer()|];", "Orders.Take(3).OrderBy(o.Id)")]
    [InlineData("Task<IQueryable<Order>> Paid() => Task.FromResult<IQueryable<Order>>(db.Orders.Take(3));\nasync Task M() => _ = [|(await Paid()).OrderBy(o => o.Id)|];", "Orders.Take(3).OrderBy(o.Id)")]
    [InlineData("async Task<IQueryable<Order>> Paid() { await Task.Yield(); return db.Orders.Take(3); }\nasync Task M() => _ = [|await Paid()|];", "Orders.Take(3)")]
    [InlineData("IQueryable<Order> Paid(bool ok) => ok ? db.Orders : throw new Exception();\nvoid M() => _ = [|Paid(true)|];", "Orders")]
    [InlineData("IQueryable<Order> Paid(bool ok) { if (!ok) return Enumerable.Empty<Order>().AsQueryable(); return db.Orders; }\nvoid M() => _ = [|Paid(true)|];", "Orders")]
    [InlineData("IQueryable<Order> Rows() => new List<Order>().AsQueryable();\nvoid M() => _ = [|Rows()|];", "memory")]
    [InlineData("List<Order> Rows() => db.Orders.ToList();\nvoid M() => _ = [|Rows()|];", "memory")]
    [InlineData("void M()\n{\n    _ = [|Local()|];\n    IQueryable<Order> Local() => db.Orders.Take(3);\n}", "Orders.Take(3)")]
    public void Returns(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("_ = [|db.Orders.Recent(3)|];", "Orders.Where(o.Id > days)")]
    [InlineData("_ = [|db.Orders.WhereIf(ct.CanBeCanceled, o => o.Id > 1).Take(3)|];", "Orders.Where?.Take(3)")]
    [InlineData("var q = db.Orders.Where(o => o.Total > 1);\nq = q.Recent(3);\n_ = [|q|];", "Orders.Where(o.Total > 1).Where(o.Id > days)")]
    [InlineData("_ = [|Filters.Recent(db.Orders, 3)|];", "Orders.Where(o.Id > days)")]
    [InlineData("_ = [|db.Orders.Page(1, 20)|];", "Orders.Skip(page * size).Take(size)")]
    [InlineData("_ = [|db.Orders.As<Order, object>()|];", "Orders ...")] // what it adds can't be read
    [InlineData("_ = [|new List<Order>().AsQueryable().Recent(3)|];", "memory.Where(o.Id > days)")]
    public void Extension_methods(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code + """

        static class Filters
        {
            public static IQueryable<Order> Recent(this IQueryable<Order> orders, int days) => orders.Where(o => o.Id > days);

            public static IQueryable<T> WhereIf<T>(this IQueryable<T> q, bool condition, System.Linq.Expressions.Expression<Func<T, bool>> filter) =>
                condition ? q.Where(filter) : q;

            public static IQueryable<T> Page<T>(this IQueryable<T> q, int page, int size)
            {
                q = q.Skip(page * size);
                return q.Take(size);
            }

            public static IQueryable<TOut> As<TIn, TOut>(this IQueryable<TIn> q) => q.Provider.CreateQuery<TOut>(q.Expression);
        }
        """));

    private const string Repositories = """

        interface IRepository<T>
            where T : class
        {
            IQueryable<T> Table { get; }
            IQueryable<T> Query();
            IQueryable<T> Untracked();
            IQueryable<T> Unknown();
        }

        class Repository<T>(Shop shop) : IRepository<T>
            where T : class
        {
            private readonly DbSet<T> set = shop.Set<T>();
            public virtual IQueryable<T> Table => set;
            public IQueryable<T> Query() => shop.Set<T>();
            public virtual IQueryable<T> Untracked() => Query().AsNoTracking();
            public IQueryable<T> Unknown() => Activator.CreateInstance<IQueryable<T>>();
        }

        interface IOrders
        {
            IQueryable<Order> Open();
            IQueryable<Order> Mixed();
        }

        class Orders(Shop shop) : IOrders
        {
            public IQueryable<Order> Open() => shop.Orders.Where(o => o.Total > 1);
            public IQueryable<Order> Mixed() => shop.Orders.OrderBy(o => o.Id);
        }

        class MoreOrders(Shop shop) : IOrders
        {
            public IQueryable<Order> Open() => shop.Orders.Where(o => o.Total > 2);
            public IQueryable<Order> Mixed() => shop.Orders.Take(3);
        }

        interface IContext
        {
            DbSet<Order> Orders { get; }
            DbSet<T> Set<T>() where T : class;
        }

        interface ILegacy
        {
            IQueryable<Order> Get();
        }
        """;

    [Theory]
    [InlineData("_ = [|((IRepository<Order>)null!).Query().Take(3)|];", "Set<Order>.Take(3)")]
    [InlineData("_ = [|((IRepository<Order>)null!).Table|];", "set")]
    [InlineData("_ = [|((IRepository<Order>)null!).Untracked()|];", "Set<Order>.AsNoTracking")]
    [InlineData("_ = [|new Repository<Order>(db).Table|];", "set")]
    [InlineData("_ = [|((IRepository<Order>)null!).Unknown()|];", "call CreateInstance")]
    [InlineData("_ = [|((IOrders)null!).Open()|];", "Orders.Where(o.Total > 1)")]
    [InlineData("_ = [|((IOrders)null!).Mixed()|];", "Orders.OrderBy(o.Id)?.Take(3)?")]
    [InlineData("_ = [|((IContext)null!).Orders.Take(3)|];", "Orders.Take(3)")]
    [InlineData("_ = [|((IContext)null!).Set<Order>().Take(3)|];", "Set<Order>.Take(3)")]
    [InlineData("_ = [|((ILegacy)null!).Get().Take(3)|];", "call Get.Take(3)")] // nobody in sight implements it: its type says what it is
    public void Of_repositories(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code + Repositories));

    [Fact]
    public void A_generic_repository_gives_the_entity_of_the_call() =>
        Assert.Equal("Order", QueryOf.Read("_ = [|((IRepository<Order>)null!).Table.Where(o => o.Id > 1)|];" + Repositories)!.Entity!.Name);

    [Fact]
    public void Users_of_ASP_NET_Core_Identity() =>
        Assert.Equal("member Users.Where(u.Email != null)", QueryOf.Marked("""
            using Microsoft.AspNetCore.Identity;

            class Accounts(UserManager<IdentityUser> users)
            {
                public object All() => [|users.Users.Where(u => u.Email != null)|];
            }
            """, Setup.Default with { Also = [Library.Identity] }));

    [Fact]
    public void Without_EF_Core_a_query_is_what_its_type_says()
    {
        const string code = "class C { public object M(IQueryable<int> q, List<int> list, bool b) => b ? [|q.Where(x => x > 1)|] : list; }";
        Assert.Equal("parameter q.Where(x > 1)", QueryOf.Marked(code, Setup.Default with { HasEf = false }));
    }
}
