namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class IndexTests
{
    private const string Blog = "public class Blog { public int Id { get; set; } public int A { get; set; } public int B { get; set; } public string C { get; set; } = \"\"; }";

    [Theory]
    [InlineData("model.Entity<Blog>().HasIndex(b => b.A);", "index(A) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(b => new { b.A, b.B });", "index(A, B) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(b => new { b.A, b.B }).IsDescending(false, true);", "index(A, B desc) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(b => new { b.A, b.B }).IsDescending();", "index(A desc, B desc) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(\"A\", \"B\").IsUnique();", "unique index(A, B) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(nameof(Blog.A), nameof(Blog.B)).IsUnique(true);", "unique index(A, B) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(new[] { \"A\", \"B\" }, \"IX\");", "index(A, B) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(b => b.A, \"IX_A\").IsUnique(false);", "index(A) fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(b => b.A).HasFilter(\"A > 1\").IsUnique();", "unique index(A) where A > 1 fluent")]
    [InlineData("model.Entity<Blog>().HasIndex(b => b.A).HasFilter(null);", "index(A) fluent")]
    [InlineData("var index = model.Entity<Blog>().HasIndex(b => b.A); index.IsUnique();", "unique index(A) fluent")]
    [InlineData("var blog = model.Entity<Blog>(); blog.HasIndex(b => b.A); blog.HasIndex(b => b.B);", "index(A) fluent\nindex(B) fluent")]
    public void An_index_of_fluent_code(string creating, string expected) => Assert.Equal(expected, Of(ModelOf.Facts("Blog", Blog, creating)));

    [Theory]
    [InlineData("[Index(nameof(A))]", "index(A) attribute")]
    [InlineData("[Index(nameof(A), nameof(B), IsUnique = true)]", "unique index(A, B) attribute")]
    [InlineData("[Index(nameof(A), nameof(B), IsDescending = new[] { false, true })]", "index(A, B desc) attribute")]
    [InlineData("[Index(nameof(A), nameof(B), AllDescending = true, Name = \"IX\")]", "index(A desc, B desc) attribute")]
    [InlineData("[Index(\"A\"), Index(\"B\")]", "index(A) attribute\nindex(B) attribute")]
    public void An_index_of_an_attribute(string attribute, string expected) => Assert.Equal(expected, Of(ModelOf.Facts("Blog", attribute + " " + Blog)));

    [Fact]
    public void Npgsql_and_SqlServer_say_more() => Assert.Equal(
        "index(C) using gin ops gin_trgm_ops fluent\nindex(A) include B, C fluent",
        Of(ModelOf.Facts("Blog", Blog, """
            NpgsqlIndexBuilderExtensions.HasOperators(model.Entity<Blog>().HasIndex(b => b.C).HasMethod("gin"), "gin_trgm_ops");
            model.Entity<Blog>(b =>
            {
                var index = b.HasIndex(x => x.A);
                NpgsqlIndexBuilderExtensions.IncludeProperties(index, x => new { x.B, x.C });
            });
            """.Replace("NpgsqlIndexBuilderExtensions.HasOperators(", "").Replace(", \"gin_trgm_ops\")", ".HasOperators(\"gin_trgm_ops\")")
            .Replace("NpgsqlIndexBuilderExtensions.IncludeProperties(index, ", "index.IncludeProperties("),
            new Setup { Also = [Library.Npgsql] })));

    [Fact]
    public void Fluent_code_overrules_an_attribute() =>
        Assert.Equal("unique index(A) fluent", Of(ModelOf.Facts("Blog", "[Index(nameof(A))] " + Blog, "model.Entity<Blog>().HasIndex(b => b.A).IsUnique();")));

    [Fact]
    public void A_foreign_key_has_an_index_unless_another_starts_with_it() => Assert.Equal(
        "index(AId, Text) fluent\nindex(BId) convention",
        Of(ModelOf.Facts("Post", """
            public class Post { public int Id { get; set; } public int AId { get; set; } public A A { get; set; } = null!; public int BId { get; set; } public B B { get; set; } = null!; public string Text { get; set; } = ""; }
            public class A { public int Id { get; set; } }
            public class B { public int Id { get; set; } }
            """, "model.Entity<Post>().HasIndex(p => new { p.AId, p.Text });")));

    [Fact]
    public void A_relationship_without_navigations_has_an_index_too() => Assert.Equal(
        "index(AuthorId) convention",
        Of(ModelOf.Facts("Post", """
            public class Post { public int Id { get; set; } public int AuthorId { get; set; } }
            public class Author { public int Id { get; set; } }
            """, "model.Entity<Post>().HasOne<Author>().WithMany().HasForeignKey(p => p.AuthorId);")));

    [Fact]
    public void The_foreign_key_of_a_one_to_one_relationship_is_unique()
    {
        var detail = ModelOf.Facts("Detail", """
            public class Post { public int Id { get; set; } public Detail? Detail { get; set; } }
            public class Detail { public int Id { get; set; } public int PostId { get; set; } public Post Post { get; set; } = null!; }
            """, "model.Entity<Post>().HasOne(p => p.Detail).WithOne(d => d.Post).HasForeignKey<Detail>(d => d.PostId);");
        Assert.Equal("unique index(PostId) convention", Of(detail));
        Assert.True(detail.IsUnique(["PostId"]));
    }

    private static string Of(PerfAnalyzers.Semantics.Model.EntityModel entity) => string.Join('\n', entity.Indexes);
}
