using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Model;

/// <summary>Absence is evidence only when nothing unreadable configures an entity.</summary>
public sealed class ClosedTests
{
    private const string Classes = """
        public class Blog { public int Id { get; set; } public int A { get; set; } public DateTime At { get; set; } }
        public class Post { public int Id { get; set; } }

        """;

    [Theory]
    [InlineData("model.Entity<Blog>().ToTable(\"x\").HasComment(\"c\");")]
    [InlineData("model.HasDefaultSchema(\"x\").HasSequence<int>(\"s\"); model.UseCollation(\"c\");")]
    [InlineData("foreach (var e in model.Model.GetEntityTypes()) { e.SetTableName(e.ClrType.Name); }")]
    [InlineData("foreach (var key in model.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys())) { key.DeleteBehavior = DeleteBehavior.Restrict; }")]
    [InlineData("foreach (var p in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.ClrType == typeof(decimal))) { p.SetColumnType(\"decimal(18,2)\"); }")]
    [InlineData("model.Entity<Blog>().Metadata.FindNavigation(\"x\")?.SetPropertyAccessMode(PropertyAccessMode.Field);")]
    [InlineData("model.Entity<Blog>().Property(b => b.A).Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);")]
    [InlineData("model.Entity<Blog>().HasData(new Blog { Id = 1 });")]
    [InlineData("foreach (var e in model.Model.GetEntityTypes()) { e.SetTableName(string.Concat(\"t_\", e.ClrType.Name, Snake(e.GetTableName()))); } static string Snake(string? s) => s + s;")]
    [InlineData("foreach (var type in typeof(Db).Assembly.GetTypes()) { model.Entity(type); }")]
    [InlineData("foreach (var e in model.Model.GetEntityTypes()) { model.Entity(e.Name).ToTable(e.Name + \"s\"); }")]
    [InlineData("foreach (var p in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties())) { if (p.ClrType == typeof(bool)) { p.SetValueConverter(new Microsoft.EntityFrameworkCore.Storage.ValueConversion.BoolToStringConverter(\"n\", \"y\")); } }")]
    [InlineData("model.Entity<Blog>().HasDiscriminator<string>(\"kind\").HasValue<Blog>(\"b\").IsComplete(false);")]
    public void Closed(string creating) => Assert.True(ModelOf.Facts("Blog", Classes, creating).IsClosed);

    [Theory]
    [InlineData("foreach (var e in model.Model.GetEntityTypes()) { model.Entity(e.ClrType).HasQueryFilter(null!); }")]
    [InlineData("foreach (var e in model.Model.GetEntityTypes()) { e.SetQueryFilter(null); }")]
    [InlineData("foreach (var p in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties())) { p.SetValueConverter(new Microsoft.EntityFrameworkCore.Storage.ValueConversion.BoolToStringConverter(\"n\", \"y\")); }")]
    [InlineData("foreach (var e in model.Model.GetEntityTypes().ToList()) { Soften(e); }")]
    [InlineData("model.ApplyConfigurationsFromAssembly(typeof(string).Assembly);")]
    [InlineData("model.ApplyConfigurationsFromAssembly(System.Reflection.Assembly.Load(\"x\"));")]
    [InlineData("configure(model);")]
    [InlineData("configure.Invoke(model);")]
    [InlineData("typeof(Db).GetMethod(\"X\")!.Invoke(this, new object[] { model });")]
    [InlineData("new Box(model).Fill();")]
    public void Open_for_all(string creating)
    {
        var blog = ModelOf.Facts("Blog", Classes, creating, members: "private readonly Action<ModelBuilder> configure = null!; private void Soften(IMutableEntityType type) { type.SetQueryFilter(null); } public sealed class Box(ModelBuilder m) { public void Fill() => m.HasAnnotation(\"a\", 1); }");
        Assert.False(blog.IsClosed);
    }

    [Theory]
    [InlineData("model.Entity<Blog>().HasIndex(Names());")]
    [InlineData("foreach (var n in Names()) { model.Entity<Blog>().HasKey(n); }")]
    [InlineData("configure(model.Entity<Blog>());")]
    [InlineData("model.Entity<Blog>(configure);")]
    public void Open_for_one(string creating)
    {
        const string members = "private readonly Action<EntityTypeBuilder<Blog>> configure = null!; private static string[] Names() => [\"A\"];";
        Assert.False(ModelOf.Facts("Blog", Classes, creating, members: members).IsClosed);
        Assert.True(ModelOf.Facts("Post", Classes, creating + "model.Entity<Post>();", members: members).IsClosed);
    }

    [Fact]
    public void A_custom_convention_opens_the_model() =>
        Assert.False(ModelOf.Facts("Blog", Classes, members: "protected override void ConfigureConventions(ModelConfigurationBuilder builder) => builder.Conventions.Add(_ => null!);").IsClosed);

    [Fact]
    public void Conventions_for_types_do_not() =>
        Assert.True(ModelOf.Facts("Blog", Classes, members: "protected override void ConfigureConventions(ModelConfigurationBuilder builder) { builder.Properties<decimal>().HavePrecision(18, 2); builder.Properties<string>().AreUnicode(false).HaveMaxLength(9); }").IsClosed);

    [Fact]
    public void A_base_context_of_a_library_opens_the_model()
    {
        var compilation = ModelOf.Compile(
            Classes + "public class Db : Base.LibraryContext { public DbSet<Blog> Blogs => Set<Blog>(); protected override void OnModelCreating(ModelBuilder model) { base.OnModelCreating(model); } }",
            new Setup { Projects = [new ReferencedProject("Base", "namespace Base; public class LibraryContext : DbContext { protected override void OnModelCreating(ModelBuilder model) { } }", AsMetadata: true)] });
        Assert.False(Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Blog"))!.IsClosed);
    }

    [Fact]
    public void An_open_entity_does_not_deny_that_a_property_is_unique() =>
        Assert.Null(ModelOf.Facts("Blog", Classes, "model.Entity<Blog>().HasIndex(Names());", members: "private static string[] Names() => [\"A\"];").IsUnique(["A"]));

    [Fact]
    public void A_converter_for_a_type_converts_its_properties() => Assert.Equal(
        "Id:OnAdd, A, At:converted",
        string.Join(", ", ModelOf.Facts(
            "Blog",
            Classes,
            "Utc(model);",
            members: """
                private static void Utc(ModelBuilder builder)
                {
                    foreach (var type in builder.Model.GetEntityTypes())
                    {
                        foreach (var property in type.GetProperties())
                        {
                            if (property.ClrType == typeof(DateTime) || property.ClrType == typeof(DateTime?))
                            {
                                property.SetValueConverter(new Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<DateTime, DateTime>(v => v, v => v));
                            }
                        }
                    }
                }
                """).Properties));

    [Theory]
    [InlineData("public class Sqlite : IProvider { public void Configure(ModelBuilder model) => model.HasAnnotation(\"a\", 1); }", true)]
    [InlineData("public class Sqlite : IProvider { void IProvider.Configure(ModelBuilder model) { } }", true)]
    [InlineData("", false)]
    public void An_interface_must_have_an_implementation_in_sight(string implementation, bool expected)
    {
        var compilation = ModelOf.Compile(Classes + $$"""
            public interface IProvider { void Configure(ModelBuilder model); }
            {{implementation}}
            public class Db(IProvider provider) : DbContext
            {
                public DbSet<Blog> Blogs => Set<Blog>();
                protected override void OnModelCreating(ModelBuilder model) => provider.Configure(model);
            }
            """);
        Assert.Equal(expected, Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Blog"))!.IsClosed);
    }

    [Fact]
    public void The_implementation_may_stand_in_the_project_that_asks()
    {
        var compilation = ModelOf.Compile(
            "public class Sqlite : Data.IProvider { public void Configure(ModelBuilder model) { } }",
            new Setup { Projects = [new ReferencedProject("Data", """
                namespace Data;
                public class Blog { public int Id { get; set; } }
                public interface IProvider { void Configure(ModelBuilder model); }
                public class Db(IProvider provider) : DbContext
                {
                    public DbSet<Blog> Blogs => Set<Blog>();
                    protected override void OnModelCreating(ModelBuilder model) => provider.Configure(model);
                }
                """)] });
        Assert.True(Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Data.Blog"))!.IsClosed);
    }
}
