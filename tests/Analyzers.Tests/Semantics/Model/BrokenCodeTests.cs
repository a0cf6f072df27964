using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Model;

/// <summary>Whatever the code looks like, the model answers.</summary>
public sealed class BrokenCodeTests
{
    private const string Good = """
        public class Blog { public int Id { get; set; } public List<Post> Posts { get; set; } = []; public Blog? Self { get; set; } }
        public class Post { public int Id { get; set; } public Blog Blog { get; set; } = null!; [ForeignKey("Blog")] public int Key { get; set; } }
        public class Config : IEntityTypeConfiguration<Post> { public void Configure(EntityTypeBuilder<Post> builder) { builder.HasOne(p => p.Blog).WithMany(b => b.Posts).HasForeignKey(p => p.Key); } }
        public class Db : DbContext
        {
            public DbSet<Blog> Blogs => Set<Blog>();
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("x", s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).UseLazyLoadingProxies();
            protected override void OnModelCreating(ModelBuilder model)
            {
                model.Entity<Blog>(b => { b.HasKey(x => x.Id); b.HasIndex(x => new { x.Id }).IsUnique(); b.OwnsOne(x => x.Self, s => s.ToJson()); });
                model.ApplyConfigurationsFromAssembly(typeof(Db).Assembly);
                foreach (var type in model.Model.GetEntityTypes()) { type.SetTableName("x"); }
            }
        }
        partial class Snap : ModelSnapshot { protected override void BuildModel(ModelBuilder modelBuilder) { modelBuilder.Entity("Blog", b => { b.Property<int>("Id").ValueGeneratedOnAdd(); b.HasKey("Id"); b.HasOne("Post", "Posts").WithMany("Blog").HasForeignKey("X", "Y"); }); } }
        """;

    [Fact]
    public void Truncated_anywhere()
    {
        for (var length = 0; length < Good.Length; length += 17)
        {
            Ask(Good[..length]);
        }
    }

    [Fact]
    public void With_any_token_missing()
    {
        var tokens = SyntaxFactory.ParseTokens(Good).ToList();
        for (var i = 0; i < tokens.Count; i += 5)
        {
            Ask(string.Concat(tokens.Where((_, at) => at != i).Select(static t => t.ToFullString())));
        }
    }

    [Theory]
    [InlineData("public class A : A { public int Id { get; set; } } public class Db : DbContext { public DbSet<A> As { get; set; } }")]
    [InlineData("public class A : B { } public class B : A { } public class Db : DbContext { public DbSet<A> As { get; set; } }")]
    [InlineData("public class Db : Db { public DbSet<Db> X { get; set; } } public class MyContext : DbContext { public DbSet<MyContext> X { get; set; } public DbSet<> Y { get; set; } public DbSet<Nothing> Z { get; set; } public DbSet<int> I { get; set; } }")]
    [InlineData("public class A<T> { public int Id { get; set; } public A<A<T>> Next { get; set; } } public class Db : DbContext { public DbSet<A<int>> As { get; set; } }")]
    [InlineData("public class Db<T> : DbContext where T : class { public DbSet<T> Ts { get; set; } protected override void OnModelCreating(ModelBuilder m) { m.Entity<T>().HasKey(\"Id\"); } }")]
    [InlineData("public class Db : DbContext { protected override void OnModelCreating(ModelBuilder m) { m = m; var x = x; m.Entity<Nothing>().HasKey(e => e.Id).Foo().Bar(); m.Entity().HasKey(); m.Entity(\"\"); m.Entity<Db>(b => b = b); m.Entity<Db>(null); m.Entity<Db>(Missing); OnModelCreating(m); } }")]
    [InlineData("[PrimaryKey] [Index] [Keyless(1)] public class A { [ForeignKey] [InverseProperty] [Key(2)] public A Id { get; set; } [ForeignKey(null)] public A B { get; set; } } public class Db : DbContext { public DbSet<A> As { get; set; } }")]
    public void Strange(string code) => Ask(code);

    [Fact]
    public void A_chain_of_five_thousand_calls()
    {
        var chain = string.Concat(Enumerable.Repeat(".ToTable(\"x\")", 5_000));
        var blog = ModelOf.Compile($"public class Blog {{ public int Id {{ get; set; }} }} public class Db : DbContext {{ public DbSet<Blog> Blogs => Set<Blog>(); protected override void OnModelCreating(ModelBuilder m) {{ m.Entity<Blog>(){chain}.HasKey(\"Id\"); }} }}", new Setup { IsBroken = true });
        Assert.Contains("key(Id) fluent", Knowledge.Of(blog).Model.Text(blog, "Blog"));
    }

    [Theory]
    [InlineData("F(", ")")]
    [InlineData("m = ", "")]
    [InlineData("m?.Entity<Blog>()", "")]
    public void Deep_nesting(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 600)) + (open[0] == 'm' && close.Length == 0 && open.Contains('?') ? "" : "m") + string.Concat(Enumerable.Repeat(close, 600));
        Ask($"public class Blog {{ public int Id {{ get; set; }} }} public class Db : DbContext {{ public DbSet<Blog> Blogs => Set<Blog>(); static ModelBuilder F(ModelBuilder m) => m; protected override void OnModelCreating(ModelBuilder m) {{ {deep}; }} }}");
    }

    [Fact]
    public void Entities_that_grow_without_end_stop()
    {
        var compilation = ModelOf.Compile("public class A<T> { public int Id { get; set; } public A<List<T>> Next { get; set; } = null!; } public class Db : DbContext { public DbSet<A<int>> As => Set<A<int>>(); }");
        var type = ModelOf.Type(compilation, "A").Construct(compilation.GetSpecialType(Microsoft.CodeAnalysis.SpecialType.System_Int32));
        Assert.True(Knowledge.Of(compilation).Model.IsEntity(type));
    }

    private static void Ask(string code)
    {
        var compilation = ModelOf.Compile(code, new Setup { IsBroken = true });
        var model = Knowledge.Of(compilation).Model;
        foreach (var type in compilation.GetSymbolsWithName(static _ => true, Microsoft.CodeAnalysis.SymbolFilter.Type).OfType<Microsoft.CodeAnalysis.INamedTypeSymbol>())
        {
            var entity = model.Entity(type);
            _ = entity?.ToString();
            _ = entity?.DependentsNeedClient;
        }

        _ = (model.LazyLoading, model.Provider, model.SplitsQueriesByDefault, model.NoTrackingByDefault, model.SavesHaveSideEffects, model.Contexts);
    }
}
