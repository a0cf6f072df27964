using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

/// <summary>Models that other projects define: as source in an IDE, as metadata in a build.</summary>
public sealed class ReferenceTests
{
    private const string Domain = """
        using System.ComponentModel.DataAnnotations;
        namespace Domain;
        [Index(nameof(Url), IsUnique = true)]
        public class Blog { public int Id { get; set; } public string Url { get; set; } = ""; public string Name { get; set; } = ""; public virtual List<Post> Posts { get; set; } = []; }
        public class Post { [Key] public int Number { get; set; } public int BlogId { get; set; } public Blog Blog { get; set; } = null!; }
        public class Dto { public int Id { get; set; } }
        """;

    private const string Data = """
        using Domain;
        namespace Data;
        public class Db : DbContext
        {
            public DbSet<Blog> Blogs => Set<Blog>();
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseLazyLoadingProxies().UseSqlite("x");
            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Blog>().HasIndex(b => b.Name).IsUnique();
            public override int SaveChanges(bool accept) { System.Console.WriteLine(); return base.SaveChanges(accept); }
        }
        """;

    [Fact]
    public void Source_is_read() => ModelOf.Is(
        """
        Blog closed
        key(Id) convention
        unique index(Name) fluent
        unique index(Url) attribute
        Posts -> Post* inverse(Blog) their fk(BlogId) lazy convention
        Id:OnAdd, Url, Name
        """,
        Entity("Domain.Blog", asMetadata: false));

    [Fact]
    public void Metadata_shows_sets_and_attributes() => ModelOf.Is(
        """
        Blog open
        key(Id) convention
        unique index(Url) attribute
        Posts -> Post* inverse(Blog) their fk(BlogId) lazy? convention
        Id:OnAdd, Url, Name
        """,
        Entity("Domain.Blog", asMetadata: true));

    [Fact]
    public void Navigations_reach_into_metadata() => ModelOf.Is(
        """
        Post open
        key(Number) attribute
        index(BlogId) convention
        Blog -> Blog inverse(Posts) fk(BlogId) convention
        Number:OnAdd, BlogId
        """,
        Entity("Domain.Post", asMetadata: true));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Other_classes_are_no_entities(bool asMetadata) => Assert.Equal("none", Entity("Domain.Dto", asMetadata));

    [Fact]
    public void Options_of_source()
    {
        var model = Knowledge.Of(Compile(asMetadata: false)).Model;
        Assert.Equal("Db", Assert.Single(model.Contexts).Name);
        Assert.Equal(Fact.Yes, model.LazyLoading);
        Assert.Equal(Fact.Yes, model.SavesHaveSideEffects);
        Assert.Equal(Provider.Sqlite, model.Provider);
    }

    [Fact]
    public void Options_of_metadata_are_unknown()
    {
        var model = Knowledge.Of(Compile(asMetadata: true)).Model;
        Assert.Equal("Db", Assert.Single(model.Contexts).Name);
        Assert.Equal(Fact.Unknown, model.LazyLoading);
        Assert.Equal(Fact.Unknown, model.SplitsQueriesByDefault);
        Assert.Equal(Fact.Yes, model.SavesHaveSideEffects);
    }

    [Fact]
    public void Entities_of_a_referenced_project_with_the_context_here()
    {
        var compilation = ModelOf.Compile(
            "public class Db : DbContext { public DbSet<Domain.Blog> Blogs => Set<Domain.Blog>(); protected override void OnModelCreating(ModelBuilder model) => model.Entity<Domain.Blog>().HasKey(b => b.Url); }",
            new Setup { Projects = [new ReferencedProject("Domain", Domain, AsMetadata: true)] });
        Assert.Equal("key(Url) fluent", Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Domain.Blog"))!.UniqueSets[0].ToString());
        Assert.True(Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Domain.Blog"))!.IsClosed);
    }

    [Fact]
    public void Configurations_of_a_project_that_is_source_are_in_sight()
    {
        const string configs = "using Domain; using Microsoft.EntityFrameworkCore.Metadata.Builders; namespace Data; public class BlogConfig : IEntityTypeConfiguration<Blog> { public void Configure(EntityTypeBuilder<Blog> builder) => builder.HasKey(b => b.Url); }";
        const string here = "public class Db : DbContext { public DbSet<Domain.Blog> Blogs => Set<Domain.Blog>(); protected override void OnModelCreating(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(Data.BlogConfig).Assembly); }";
        foreach (var asMetadata in new[] { false, true })
        {
            var compilation = ModelOf.Compile(
                here,
                new Setup { Projects = [new ReferencedProject("Domain", Domain, asMetadata), new ReferencedProject("Data", configs, asMetadata)] });
            var blog = Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Domain.Blog"))!;
            Assert.Equal(!asMetadata, blog.IsClosed);
            Assert.Equal(asMetadata ? "key(Id) convention" : "key(Url) fluent", blog.UniqueSets[0].ToString());
        }
    }

    [Theory]
    [InlineData(false, """
        Order closed
        key(Id) convention
        index(Number) fluent
        unique index(Code) fluent
        Id:OnAdd, Number, Code:9
        """)]
    [InlineData(true, """
        Order open
        key(Id) convention
        Id:OnAdd, Number, Code
        """)]
    public void Base_classes_and_extensions_of_a_shared_project(bool asMetadata, string expected)
    {
        const string shared = """
            using Microsoft.EntityFrameworkCore.Metadata.Builders;
            namespace Shared;
            public abstract class Config<T> : IEntityTypeConfiguration<T> where T : class { public virtual void Configure(EntityTypeBuilder<T> builder) => builder.HasIndex("Number"); }
            public static class Extensions { public static EntityTypeBuilder<T> Coded<T>(this EntityTypeBuilder<T> builder) where T : class { builder.HasIndex("Code").IsUnique(); return builder; } }
            public abstract class SharedDb<T> : DbContext where T : class { protected override void OnModelCreating(ModelBuilder model) { model.Entity<T>().Property("Code").HasMaxLength(9); model.ApplyConfigurationsFromAssembly(GetType().Assembly); } }
            """;
        var compilation = ModelOf.Compile(
            """
            public class Order { public int Id { get; set; } public int Number { get; set; } public string Code { get; set; } = ""; }
            public class OrderConfig : Shared.Config<Order> { public override void Configure(EntityTypeBuilder<Order> builder) { base.Configure(builder); Shared.Extensions.Coded(builder.ToTable("orders")); } }
            public class Db : Shared.SharedDb<Order> { public DbSet<Order> Orders => Set<Order>(); protected override void OnModelCreating(ModelBuilder model) => base.OnModelCreating(model); }
            """,
            new Setup { Projects = [new ReferencedProject("Shared", shared, asMetadata)] });
        ModelOf.Is(expected, Knowledge.Of(compilation).Model.Text(compilation, "Order"));
    }

    private static Microsoft.CodeAnalysis.Compilation Compile(bool asMetadata) => ModelOf.Compile(
        "public class Work { public object? Run(Data.Db db) => db.Blogs; }",
        new Setup { Projects = [new ReferencedProject("Domain", Domain, asMetadata), new ReferencedProject("Data", Data, asMetadata)] });

    private static string Entity(string type, bool asMetadata)
    {
        var compilation = Compile(asMetadata);
        return Knowledge.Of(compilation).Model.Text(compilation, type);
    }
}
