namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class KeyTests
{
    [Theory]
    [InlineData("public class Blog { public int Id { get; set; } }", "", "key(Id) convention")]
    [InlineData("public class Blog { public int BlogId { get; set; } }", "", "key(BlogId) convention")]
    [InlineData("public class Blog { public int ID { get; set; } }", "", "key(ID) convention")]
    [InlineData("public class Blog { public int Id { get; private set; } public int BlogId { get; set; } }", "", "key(Id) convention")]
    [InlineData("public class Blog { [Key] public string Code { get; set; } = \"\"; public int Id { get; set; } }", "", "key(Code) attribute")]
    [InlineData("[PrimaryKey(nameof(A), nameof(B))] public class Blog { public int A { get; set; } public int B { get; set; } }", "", "key(A, B) attribute")]
    [InlineData("[PrimaryKey(\"A\", \"B\")] public class Blog { public int A { get; set; } public int B { get; set; } }", "", "key(A, B) attribute")]
    [InlineData("public class Blog { public int Id { get; set; } public int A { get; set; } }", "model.Entity<Blog>().HasKey(b => b.A);", "key(A) fluent")]
    [InlineData("public class Blog { public int A { get; set; } public int B { get; set; } }", "model.Entity<Blog>().HasKey(b => new { b.A, b.B });", "key(A, B) fluent")]
    [InlineData("public class Blog { public int A { get; set; } public int B { get; set; } }", "model.Entity<Blog>().HasKey(\"A\", \"B\");", "key(A, B) fluent")]
    [InlineData("public class Blog { public int A { get; set; } public int B { get; set; } }", "model.Entity<Blog>().HasKey(nameof(Blog.A), nameof(Blog.B));", "key(A, B) fluent")]
    [InlineData("public class Blog { public int A { get; set; } public int B { get; set; } }", "model.Entity(typeof(Blog)).HasKey(new[] { \"A\", \"B\" });", "key(A, B) fluent")]
    [InlineData("public class Blog { public int A { get; set; } public const string Key = \"A\"; }", "model.Entity<Blog>().HasKey(Blog.Key);", "key(A) fluent")]
    [InlineData("public class Blog { [Key] public int Id { get; set; } public int A { get; set; } }", "model.Entity<Blog>(b => b.HasKey(x => x.A));", "key(A) fluent")]
    [InlineData("public class Blog { public int Id { get; set; } }", "model.Entity<Blog>(b => { b.Property<int>(\"Shadow\"); b.HasKey(\"Shadow\"); });", "key(Shadow) fluent")]
    public void The_primary_key(string classes, string creating, string expected) =>
        Assert.Equal(expected, ModelOf.Facts("Blog", classes, creating).UniqueSets[0].ToString());

    [Fact]
    public void A_key_and_a_foreign_key_of_a_type_of_their_own() => ModelOf.Is(
        """
        Post closed
        key(Id) convention
        index(BlogId) convention
        Blog -> Blog inverse(Posts) fk(BlogId) convention
        Id:converted, BlogId:converted, Text
        """,
        ModelOf.Entity("Post", """
            public class Post { public PostId Id { get; private set; } public BlogId BlogId { get; set; } = null!; public Blog Blog { get; set; } = null!; public string Text { get; set; } = ""; }
            public class Blog { public BlogId Id { get; set; } = null!; public List<Post> Posts { get; set; } = []; }
            public readonly record struct PostId(int Value);
            public sealed record BlogId(Guid Value);
            """));

    [Fact]
    public void A_shadow_key_has_no_symbols() =>
        Assert.Empty(ModelOf.Facts("Blog", "public class Blog { public int X { get; set; } }", "model.Entity<Blog>(b => { b.Property<int>(\"Shadow\"); b.HasKey(\"Shadow\"); });").Key);

    [Fact]
    public void A_key_of_a_base_class() => ModelOf.Is(
        """
        Post closed
        key(Id) convention
        Text, Id:OnAdd
        """,
        ModelOf.Entity("Post", """
            public class Post : Base { public required string Text { get; set; } }
            public abstract class Base { public int Id { get; set; } }
            """));

    [Fact]
    public void A_key_of_a_hierarchy_belongs_to_its_root() =>
        Assert.Equal("key(AnimalId) convention", ModelOf.Facts("Cat", """
            public class Animal { public int AnimalId { get; set; } }
            public class Cat : Animal { public int CatId { get; set; } }
            """, "model.Entity<Cat>();").UniqueSets[0].ToString());

    [Theory]
    [InlineData("[Keyless] public class Blog { public int Id { get; set; } }", "")]
    [InlineData("public class Blog { public int Id { get; set; } }", "model.Entity<Blog>().HasNoKey().ToView(\"blogs\");")]
    public void No_key(string classes, string creating)
    {
        var blog = ModelOf.Facts("Blog", classes, creating);
        Assert.True(blog.IsKeyless);
        Assert.Empty(blog.Key);
        Assert.Empty(blog.UniqueSets);
        Assert.Null(blog.IsUnique(["Id"]));
    }

    [Fact]
    public void Unique_sets()
    {
        var blog = ModelOf.Facts(
            "Blog",
            "public class Blog { public int Id { get; set; } public string Code { get; set; } = \"\"; public string? Url { get; set; } public string Name { get; set; } = \"\"; public int Year { get; set; } public int Plain { get; set; } }",
            """
            model.Entity<Blog>(b =>
            {
                b.HasAlternateKey(x => x.Code);
                b.HasIndex(x => x.Url).IsUnique();
                b.HasIndex(x => new { x.Name, x.Year }).IsUnique();
                b.HasIndex(x => x.Plain).IsUnique().HasFilter("Plain > 0");
            });
            """);
        Assert.True(blog.IsUnique(["Id"]));
        Assert.True(blog.IsUnique(["Plain", "Id"]));
        Assert.True(blog.IsUnique(["Code"]));
        Assert.True(blog.IsUnique(["Year", "Name"]));
        Assert.Null(blog.IsUnique(["Url"]));
        Assert.True(blog.Identifies(["Url"]));
        Assert.False(blog.IsUnique(["Name"]));
        Assert.False(blog.IsUnique(["Plain"]));
        Assert.False(blog.Identifies(["Plain"]));
    }

    [Fact]
    public void A_principal_key_is_an_alternate_key() =>
        Assert.Contains("alternate(Url) fluent", ModelOf.Entity("Blog", """
            public class Blog { public int Id { get; set; } public string Url { get; set; } = ""; public List<Post> Posts { get; set; } = []; }
            public class Post { public int Id { get; set; } public string BlogUrl { get; set; } = ""; public Blog Blog { get; set; } = null!; }
            """, "model.Entity<Post>().HasOne(p => p.Blog).WithMany(b => b.Posts).HasForeignKey(p => p.BlogUrl).HasPrincipalKey(b => b.Url);"));

    [Theory]
    [InlineData("public class Blog { public int Id { get; set; } }", "OnAdd")]
    [InlineData("public class Blog { public Guid Id { get; set; } }", "OnAdd")]
    [InlineData("public class Blog { public string Id { get; set; } = \"\"; }", "Never")]
    [InlineData("public class Blog { [DatabaseGenerated(DatabaseGeneratedOption.None)] public int Id { get; set; } }", "Never")]
    [InlineData("public class Blog { [DatabaseGenerated(DatabaseGeneratedOption.Computed)] public int Id { get; set; } }", "OnAddOrUpdate")]
    public void Generated_keys(string classes, string expected) =>
        Assert.Equal(expected, ModelOf.Facts("Blog", classes).Property("Id")!.ValueGeneration.ToString());
}
