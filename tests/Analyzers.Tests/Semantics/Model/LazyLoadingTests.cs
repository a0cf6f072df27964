using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class LazyLoadingTests
{
    private const string Post = "public class Post { public int Id { get; set; } }\n";

    [Theory]
    [InlineData("public virtual Post Post { get; set; } = null!;", "Yes")]
    [InlineData("public Post Post { get; set; } = null!;", "No")]
    [InlineData("public virtual Post Post { get; protected set; } = null!;", "Yes")]
    public void Proxies(string property, string expected) =>
        Assert.Equal(expected, Lazy($"public class Blog {{ public int Id {{ get; set; }} {property} }}", "options.UseLazyLoadingProxies()"));

    [Theory]
    [InlineData("options.UseLazyLoadingProxies()", "Yes")]
    [InlineData("options.UseLazyLoadingProxies(true)", "Yes")]
    [InlineData("options.UseLazyLoadingProxies(p => p.IgnoreNonVirtualNavigations())", "Yes")]
    [InlineData("options.UseLazyLoadingProxies(false)", "No")]
    [InlineData("options.UseLazyLoadingProxies(On)", "Unknown")]
    [InlineData("options.UseSqlite(\"x\").UseLazyLoadingProxies()", "Yes")]
    [InlineData("options.UseSqlite(\"x\")", "No")]
    [InlineData("options.UseChangeTrackingProxies()", "No")]
    public void The_options(string options, string expected) => Assert.Equal(expected, Lazy("public class Blog { public int Id { get; set; } public virtual Post Post { get; set; } = null!; }", options));

    [Fact]
    public void Switched_off_in_the_context() => Assert.Equal("No", Lazy(
        "public class Blog { public int Id { get; set; } public virtual Post Post { get; set; } = null!; }", "options.UseLazyLoadingProxies()", "public Db() { ChangeTracker.LazyLoadingEnabled = false; }"));

    [Fact]
    public void A_loader_by_constructor() => Assert.Equal("Yes", Lazy("""
        public class Blog
        {
            private readonly ILazyLoader? loader;
            private Post? post;
            public Blog() { }
            private Blog(ILazyLoader loader) { this.loader = loader; }
            public int Id { get; set; }
            public Post? Post { get => loader.Load(this, ref post); set => post = value; }
        }
        """));

    [Fact]
    public void A_loader_by_property() => Assert.Equal("Yes", Lazy("""
        public class Blog
        {
            private Post? post;
            private ILazyLoader? LazyLoader { get; set; }
            public int Id { get; set; }
            public Post? Post { get { return LazyLoader?.Load(this, ref post); } set { post = value; } }
        }
        """));

    [Fact]
    public void A_loader_of_a_base_class() => Assert.Equal("Yes", Lazy("""
        public class Blog : Base
        {
            private Post? post;
            public Post? Post { get => post ?? LazyLoader.Load(this, ref post); set => post = value; }
        }
        public abstract class Base { public int Id { get; set; } [NotMapped] protected internal virtual ILazyLoader LazyLoader { get; set; } = null!; }
        """));

    [Fact]
    public void A_loader_by_delegate() => Assert.Equal("Yes", Lazy("""
        public class Blog
        {
            private Post? post;
            private readonly Action<object, string>? lazyLoader;
            public Blog() { }
            public Blog(Action<object, string> lazyLoader) => this.lazyLoader = lazyLoader;
            public int Id { get; set; }
            public Post? Post { get { lazyLoader?.Invoke(this, nameof(Post)); return post; } set => post = value; }
        }
        """));

    [Fact]
    public void A_getter_that_loads_nothing() => Assert.Equal("No", Lazy("""
        public class Blog
        {
            private Post? post;
            private readonly ILazyLoader? loader;
            public Blog() { }
            public Blog(ILazyLoader loader) => this.loader = loader;
            public int Id { get; set; }
            public Post? Post { get => post; set => post = value; }
        }
        """));

    [Fact]
    public void A_getter_that_loads_something_else() => Assert.Equal("No", Lazy("""
        public class Blog
        {
            private Post? post;
            public int Id { get; set; }
            public Post? Post { get => post ?? Load(); set => post = value; }
            private static Post? Load() => null;
        }
        """));

    [Fact]
    public void One_navigation_switched_off() => Assert.Equal("No", Lazy(
        "public class Blog { public int Id { get; set; } public virtual Post Post { get; set; } = null!; }",
        "options.UseLazyLoadingProxies()",
        "protected override void OnModelCreating(ModelBuilder model) => model.Entity<Blog>().Navigation(b => b.Post).EnableLazyLoading(false);"));

    [Fact]
    public void Owned_parts_are_never_lazy() => Assert.Equal("No", Lazy(
        "public class Blog { public int Id { get; set; } public virtual Post Post { get; set; } = null!; }",
        "options.UseLazyLoadingProxies()",
        "protected override void OnModelCreating(ModelBuilder model) => model.Entity<Blog>().OwnsOne(b => b.Post);"));

    private static string Lazy(string blog, string options = "options.UseSqlite(\"x\")", string members = "")
    {
        var compilation = ModelOf.Compile(Post + blog + $$"""

            public class Db : DbContext
            {
                private static bool On => true;
                public DbSet<Blog> Blogs => Set<Blog>();
                protected override void OnConfiguring(DbContextOptionsBuilder options) => {{options}};
                {{members}}
            }
            """);
        return Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Blog"))!.Navigation("Post")!.Lazy.ToString();
    }
}
