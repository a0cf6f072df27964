using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Model;

/// <summary>Wherever configuration stands, it is found.</summary>
public sealed class ConfigurationTests
{
    private const string Blog = "public class Blog { public int Id { get; set; } public string Url { get; set; } = \"\"; }\n";

    [Theory]
    [InlineData("model.ApplyConfiguration(new BlogConfig());")]
    [InlineData("model.ApplyConfigurationsFromAssembly(typeof(Db).Assembly);")]
    [InlineData("model.ApplyConfigurationsFromAssembly(System.Reflection.Assembly.GetExecutingAssembly());")]
    [InlineData("model.ApplyConfigurationsFromAssembly(GetType().Assembly);")]
    [InlineData("new BlogConfig().Configure(model.Entity<Blog>());")]
    public void A_configuration_class(string creating) => IsUnique(
        "public class BlogConfig : IEntityTypeConfiguration<Blog> { public void Configure(EntityTypeBuilder<Blog> builder) { builder.HasIndex(b => b.Url).IsUnique(); } }", creating);

    [Fact]
    public void An_explicit_implementation() => IsUnique(
        "public class BlogConfig : IEntityTypeConfiguration<Blog> { void IEntityTypeConfiguration<Blog>.Configure(EntityTypeBuilder<Blog> builder) => builder.HasIndex(b => b.Url).IsUnique(); }");

    [Fact]
    public void A_generic_base_configuration() => IsUnique("""
        public interface IHasUrl { string Url { get; set; } }
        public abstract class Config<T> : IEntityTypeConfiguration<T> where T : class
        {
            public virtual void Configure(EntityTypeBuilder<T> builder) => builder.HasIndex("Url").IsUnique();
        }
        public class BlogConfig : Config<Blog> { public override void Configure(EntityTypeBuilder<Blog> builder) { base.Configure(builder); builder.Property(b => b.Url).HasMaxLength(20); } }
        """);

    [Fact]
    public void A_generic_base_configuration_that_is_not_overridden() => IsUnique("""
        public abstract class Config<T> : IEntityTypeConfiguration<T> where T : class
        {
            public void Configure(EntityTypeBuilder<T> builder) { builder.HasIndex("Url").IsUnique(); More(builder); }
            protected virtual void More(EntityTypeBuilder<T> builder) { }
        }
        public class BlogConfig : Config<Blog>;
        """);

    [Fact]
    public void A_helper_of_the_context() => IsUnique("", "ConfigureBlogs(model);", "private static void ConfigureBlogs(ModelBuilder builder) => builder.Entity<Blog>().HasIndex(b => b.Url).IsUnique();");

    [Fact]
    public void A_method_group() => IsUnique("", "model.Entity<Blog>(Configure);", "private static void Configure(EntityTypeBuilder<Blog> blog) { blog.HasIndex(b => b.Url).IsUnique(); }");

    [Fact]
    public void A_local_function() => IsUnique("", "void Blogs() { model.Entity<Blog>().HasIndex(b => b.Url).IsUnique(); }\n Blogs2(model); void Blogs2(ModelBuilder m) => m.Entity<Blog>().HasIndex(b => b.Url).IsUnique();");

    [Fact]
    public void A_generic_helper() => IsUnique("", "Configure<Blog>(model);", "private static void Configure<T>(ModelBuilder builder) where T : class => builder.Entity<T>().HasIndex(\"Url\").IsUnique();");

    [Fact]
    public void A_generic_helper_is_read_only_where_it_is_called() => IsUnique(
        "public static class More { public static void Convert<T>(this ModelBuilder builder, Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter c) { foreach (var t in builder.Model.GetEntityTypes()) foreach (var p in t.GetProperties()) if (p.ClrType == typeof(T)) p.SetValueConverter(c); } }",
        "model.Convert<bool>(new Microsoft.EntityFrameworkCore.Storage.ValueConversion.BoolToStringConverter(\"n\", \"y\")); model.Entity<Blog>().HasIndex(b => b.Url).IsUnique();");

    [Fact]
    public void An_extension_of_the_model_builder() => IsUnique("public static class More { public static void AddBlogs(this ModelBuilder builder, bool on = true) { builder.Entity<Blog>().HasIndex(b => b.Url).IsUnique(); } }", "model.AddBlogs();");

    [Fact]
    public void A_generic_extension_of_an_entity_builder() => IsUnique(
        "public static class More { public static EntityTypeBuilder<T> UniqueUrl<T>(this EntityTypeBuilder<T> builder) where T : class { builder.HasIndex(\"Url\").IsUnique(); return builder; } }",
        "model.Entity<Blog>().UniqueUrl().ToTable(\"blogs\");");

    [Fact]
    public void A_static_class_that_is_called() => IsUnique("public static class Blogs { public static void Configure(ModelBuilder builder) => builder.Entity<Blog>(b => b.HasIndex(x => x.Url).IsUnique()); }", "Blogs.Configure(model);");

    [Fact]
    public void A_module_that_reflection_calls() => IsUnique("""
        public interface IModule { void Build(ModelBuilder builder); }
        public class BlogModule : IModule { public void Build(ModelBuilder builder) { builder.Entity<Blog>().HasIndex(b => b.Url).IsUnique(); } }
        """);

    [Fact]
    public void A_base_context_and_a_partial_one()
    {
        var compilation = ModelOf.Compile(Blog + """
            public abstract class BaseDb<T> : DbContext where T : class
            {
                public DbSet<T> All => Set<T>();
                protected override void OnModelCreating(ModelBuilder builder) => builder.Entity<T>().HasIndex("Url").IsUnique();
            }
            public partial class Db : BaseDb<Blog> { protected override void OnModelCreating(ModelBuilder builder) { base.OnModelCreating(builder); More(builder); } }
            public partial class Db { private void More(ModelBuilder builder) => builder.Entity<Blog>().Property(b => b.Url).HasMaxLength(9); }
            """);
        ModelOf.Is(
            """
            Blog closed
            key(Id) convention
            unique index(Url) fluent
            Id:OnAdd, Url:9
            """,
            Knowledge.Of(compilation).Model.Text(compilation, "Blog"));
    }

    [Theory]
    [InlineData("if (Database.IsSqlite()) { model.Entity<Blog>().HasIndex(b => b.Url).IsUnique(); }")]
    [InlineData("if (DateTime.Now.Year == 1) return; else model.Entity<Blog>().HasIndex(b => b.Url).IsUnique();")]
    [InlineData("var blog = model.Entity<Blog>(); blog.ToTable(\"b\").HasIndex(b => b.Url).IsUnique();")]
    [InlineData("EntityTypeBuilder<Blog> blog; blog = model.Entity<Blog>(); blog.HasIndex(b => b.Url).IsUnique();")]
    [InlineData("model.Entity<Blog>(blog => { { blog.HasIndex(b => b.Url).IsUnique(); } });")]
    [InlineData("model.Entity<Blog>((blog) => blog.HasIndex(b => b!.Url!).IsUnique());")]
    [InlineData("model.Entity(\"Blog\").HasIndex(\"Url\").IsUnique();")]
    [InlineData("model.Entity(typeof(Blog), b => b.HasIndex(\"Url\").IsUnique());")]
    [InlineData("model.Entity<Blog>().Property(b => b.Url).HasMaxLength(3); model.Entity<Blog>().HasIndex(b => (object)b.Url).IsUnique();")]
    public void Any_statement(string creating) => IsUnique("", creating);

    [Fact]
    public void Recursive_helpers_end() => IsUnique("", "A(model);", """
        private void A(ModelBuilder m) { B(m); }
        private void B(ModelBuilder m) { A(m); m.Entity<Blog>().HasIndex(b => b.Url).IsUnique(); B(m); }
        """);

    [Fact]
    public void Entities_that_a_loop_registers_by_their_base_class()
    {
        var compilation = ModelOf.Compile("""
            public abstract class EntityBase { public int Id { get; set; } }
            public class Blog : EntityBase { public Post First { get; set; } = null!; }
            public class Post : EntityBase;
            public class Other { public int Id { get; set; } }
            public class Db : DbContext
            {
                protected override void OnModelCreating(ModelBuilder model)
                {
                    foreach (var type in typeof(Db).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(EntityBase)) && !t.IsAbstract))
                    {
                        model.Entity(type);
                    }
                }
            }
            """);
        var model = Knowledge.Of(compilation).Model;
        Assert.Equal("Blog closed\nkey(Id) convention\nFirst -> Post convention\nId:OnAdd", model.Text(compilation, "Blog"));
        Assert.True(model.IsEntity(ModelOf.Type(compilation, "Post")));
        Assert.False(model.IsEntity(ModelOf.Type(compilation, "Other")));
        Assert.False(model.IsEntity(ModelOf.Type(compilation, "EntityBase")));
    }

    [Fact]
    public void Sets_of_an_interface_before_the_context()
    {
        var compilation = ModelOf.Compile(Blog + "public interface IDb { DbSet<Blog> Blogs { get; } }");
        Assert.Equal("Blog open\nkey(Id) convention\nId:OnAdd, Url", Knowledge.Of(compilation).Model.Text(compilation, "Blog"));
    }

    [Fact]
    public void Identity_brings_its_entities()
    {
        var compilation = ModelOf.Compile(
            """
            public class User : Microsoft.AspNetCore.Identity.IdentityUser { public List<Post> Posts { get; set; } = []; }
            public class Post { public int Id { get; set; } public string UserId { get; set; } = ""; public User User { get; set; } = null!; }
            public class Db : Microsoft.AspNetCore.Identity.EntityFrameworkCore.IdentityDbContext<User>
            {
                protected override void OnModelCreating(ModelBuilder builder) { base.OnModelCreating(builder); builder.Entity<Post>(); }
            }
            """,
            new Setup { Also = [Library.Identity] });
        var model = Knowledge.Of(compilation).Model;
        var user = model.Entity(ModelOf.Type(compilation, "User"))!;
        Assert.True(user.IsClosed);
        Assert.Equal("key(Id) fluent", user.UniqueSets[0].ToString());
        Assert.Equal("unique index(NormalizedUserName) fluent", user.Indexes[0].ToString());
        Assert.True(user.IsConcurrencyChecked);
        Assert.Equal("Posts -> Post* inverse(User) their fk(UserId) convention", user.Navigation("Posts")!.ToString());
        Assert.Equal("key(UserId, RoleId) fluent", model.Entity(ModelOf.Type(compilation, "Microsoft.AspNetCore.Identity.IdentityUserRole`1").Construct(compilation.GetSpecialType(Microsoft.CodeAnalysis.SpecialType.System_String)))!.UniqueSets[0].ToString());
    }

    private static void IsUnique(string more, string creating = "", string members = "")
    {
        var blog = ModelOf.Facts("Blog", Blog + more, creating, members: members);
        Assert.True(blog.IsUnique(["Url"]), blog.ToString());
        Assert.True(blog.IsClosed, blog.ToString());
    }
}
