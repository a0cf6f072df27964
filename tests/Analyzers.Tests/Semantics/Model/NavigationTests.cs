namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class NavigationTests
{
    [Theory]
    [InlineData("public int BlogId { get; set; }", "fk(BlogId)")]
    [InlineData("public int? BlogId { get; set; }", "fk(BlogId)")]
    [InlineData("public int BlogNumber { get; set; }", "fk(BlogNumber)")]
    [InlineData("public int Other { get; set; }", "")]
    [InlineData("[ForeignKey(\"Blog\")] public int Other { get; set; }", "fk(Other)")]
    public void A_foreign_key_by_its_name(string key, string expected)
    {
        var post = ModelOf.Facts("Post", $$"""
            public class Blog { [Key] public int Number { get; set; } public List<Post> Posts { get; set; } = []; }
            public class Post { public int Id { get; set; } public Blog Blog { get; set; } = null!; {{key}} }
            """);
        Assert.Equal($"Blog -> Blog inverse(Posts){(expected == "" ? "" : " " + expected)} convention", post.Navigation("Blog")!.ToString());
    }

    [Fact]
    public void A_foreign_key_attribute_on_the_navigation() => Assert.Equal(
        "Owner -> Person fk(Who) convention",
        ModelOf.Facts("Pet", """
            public class Pet { public int Id { get; set; } public int Who { get; set; } [ForeignKey(nameof(Who))] public Person Owner { get; set; } = null!; }
            public class Person { public int Id { get; set; } }
            """).Navigation("Owner")!.ToString());

    [Fact]
    public void Inverse_property_tells_two_relationships_apart() => Assert.Equal(
        """
        Author -> Person inverse(Written) fk(AuthorId) convention
        Editor -> Person inverse(Edited) fk(EditorId) convention
        """,
        Navigations("Post", """
            public class Post
            {
                public int Id { get; set; }
                public int AuthorId { get; set; }
                public Person Author { get; set; } = null!;
                public int EditorId { get; set; }
                public Person Editor { get; set; } = null!;
            }
            public class Person
            {
                public int Id { get; set; }
                [InverseProperty("Author")] public List<Post> Written { get; set; } = [];
                [InverseProperty("Editor")] public List<Post> Edited { get; set; } = [];
            }
            """));

    [Fact]
    public void Without_it_nothing_is_paired() => Assert.Equal(
        """
        Author -> Person fk(AuthorId) convention
        Editor -> Person fk(EditorId) convention
        """,
        Navigations("Post", """
            public class Post
            {
                public int Id { get; set; }
                public int AuthorId { get; set; }
                public Person Author { get; set; } = null!;
                public int EditorId { get; set; }
                public Person Editor { get; set; } = null!;
            }
            public class Person { public int Id { get; set; } public List<Post> Posts { get; set; } = []; }
            """));

    [Fact]
    public void Fluent_relationships_from_either_side() => Assert.Equal(
        """
        Author -> Person inverse(Written) fk(WriterId) fluent
        Editor -> Person fk(EditorKey) fluent
        """,
        Navigations(
            "Post",
            """
            public class Post
            {
                public int Id { get; set; }
                public int WriterId { get; set; }
                public Person Author { get; set; } = null!;
                public int EditorKey { get; set; }
                public Person Editor { get; set; } = null!;
            }
            public class Person { public int Id { get; set; } public List<Post> Written { get; set; } = []; }
            """,
            """
            model.Entity<Person>().HasMany(p => p.Written).WithOne(p => p.Author).HasForeignKey(p => p.WriterId);
            model.Entity<Post>().HasOne(p => p.Editor).WithMany().HasForeignKey("EditorKey");
            """));

    [Fact]
    public void Many_to_many() => Assert.Equal(
        "Tags -> Tag* inverse(Posts) fluent",
        Navigations(
            "Post",
            """
            public class Post { public int Id { get; set; } public List<Tag> Tags { get; set; } = []; }
            public class Tag { public int Id { get; set; } public List<Post> Posts { get; set; } = []; }
            public class PostTag { public int PostId { get; set; } public int TagId { get; set; } public DateTime At { get; set; } }
            """,
            "model.Entity<Post>().HasMany(p => p.Tags).WithMany(t => t.Posts).UsingEntity<PostTag>(j => j.HasKey(x => new { x.PostId, x.TagId }));"));

    [Fact]
    public void The_join_entity_of_a_many_to_many_relationship() => Assert.Equal(
        "key(PostId, TagId) fluent",
        ModelOf.Facts(
            "PostTag",
            """
            public class Post { public int Id { get; set; } public List<Tag> Tags { get; set; } = []; }
            public class Tag { public int Id { get; set; } public List<Post> Posts { get; set; } = []; }
            public class PostTag { public int PostId { get; set; } public int TagId { get; set; } public DateTime At { get; set; } }
            """,
            "model.Entity<Post>().HasMany(p => p.Tags).WithMany(t => t.Posts).UsingEntity<PostTag>(l => l.HasOne<Tag>().WithMany(), r => r.HasOne<Post>().WithMany(), j => j.HasKey(x => new { x.PostId, x.TagId }));").UniqueSets[0].ToString());

    [Fact]
    public void Owned_complex_and_json_parts() => Assert.Equal(
        """
        Home -> Address owned convention
        Work -> Address owned fluent
        Past -> Address* owned json fluent
        Size -> Size complex fluent
        Mark -> Mark complex convention
        """,
        Navigations(
            "Person",
            """
            public class Person
            {
                public int Id { get; set; }
                public Address Home { get; set; } = null!;
                public Address Work { get; set; } = null!;
                public List<Address> Past { get; set; } = [];
                public Size Size { get; set; } = null!;
                public Mark Mark { get; set; } = null!;
            }
            [Owned] public class Address { public string City { get; set; } = ""; }
            public class Size { public int Height { get; set; } }
            [ComplexType] public class Mark { public int Value { get; set; } }
            """,
            """
            model.Entity<Person>(p =>
            {
                p.OwnsOne(x => x.Work, a => a.Property(y => y.City).HasMaxLength(40));
                p.OwnsMany(x => x.Past, a => a.ToJson());
                p.ComplexProperty(x => x.Size);
            });
            """));

    [Fact]
    public void An_owned_part_is_configured_where_it_is_owned() => ModelOf.Is(
        """
        Address owned closed
        City:40
        """,
        ModelOf.Entity("Address", """
            public class Person { public int Id { get; set; } public Address Home { get; set; } = null!; }
            public class Address { public string City { get; set; } = ""; }
            """, "model.Entity<Person>().OwnsOne(x => x.Home, a => { a.Property(y => y.City).HasMaxLength(40); a.WithOwner(); });"));

    [Fact]
    public void Auto_include_by_fluent_code_and_metadata() => Assert.Equal(
        """
        A -> Other auto convention
        B -> Other auto convention
        C -> Other convention
        """.Replace("convention", "fluent"),
        Navigations(
            "Post",
            """
            public class Post { public int Id { get; set; } public Other A { get; set; } = null!; public Other B { get; set; } = null!; public Other C { get; set; } = null!; }
            public class Other { public int Id { get; set; } }
            """,
            """
            model.Entity<Post>().Navigation(p => p.A).AutoInclude();
            model.Entity<Post>().Metadata.FindNavigation(nameof(Post.B))!.SetIsEagerLoaded(true);
            model.Entity<Post>(p => p.Navigation(x => x.C).AutoInclude(false));
            """));

    [Fact]
    public void What_is_no_navigation()
    {
        var post = ModelOf.Facts(
            "Post",
            """
            public class Post
            {
                public int Id { get; set; }
                [NotMapped] public Other A { get; set; } = null!;
                public Other B { get; set; } = null!;
                public Other Computed => B;
                public Dto C { get; set; } = null!;
                public Value D { get; set; } = null!;
                public string[] Words { get; set; } = [];
                public byte[] Image { get; set; } = [];
                public object? Any { get; set; }
                public static Other Shared { get; set; } = null!;
            }
            public class Other { public int Id { get; set; } }
            public class Dto { public string Name { get; set; } = ""; }
            public class Value { public int Id { get; set; } }
            """,
            "model.Entity<Post>(p => { p.Ignore(x => x.B); p.Property(x => x.D).HasConversion(v => v.Id, i => new Value { Id = i }); });");
        Assert.Empty(post.Navigations);
        Assert.Equal("Id:OnAdd, D:converted, Words, Image", string.Join(", ", post.Properties));
    }

    [Fact]
    public void A_type_that_the_model_ignores() =>
        Assert.Empty(ModelOf.Facts("Post", """
            public class Post { public int Id { get; set; } public Other A { get; set; } = null!; }
            public class Other { public int Id { get; set; } }
            """, "model.Ignore<Other>();").Navigations);

    [Fact]
    public void Navigations_of_base_classes_and_get_only_collections() => Assert.Equal(
        """
        Lines -> Line* inverse(Order) their fk(OrderId) convention
        Owner -> Person fk(OwnerId) convention
        """,
        Navigations("Order", """
            public class Order : Base { private readonly List<Line> lines = []; public IReadOnlyCollection<Line> Lines => lines.AsReadOnly(); }
            public class Line { public int Id { get; set; } public int OrderId { get; set; } public Order Order { get; set; } = null!; }
            public abstract class Base { public int Id { get; set; } public int OwnerId { get; set; } public Person Owner { get; set; } = null!; }
            public class Person { public int Id { get; set; } }
            """));

    [Theory]
    [InlineData("", "public int BlogId { get; set; }", "Cascade", "No")]
    [InlineData("", "public int? BlogId { get; set; }", "ClientSetNull", "Yes")]
    [InlineData("model.Entity<Post>().HasOne(p => p.Blog).WithMany(b => b.Posts).OnDelete(DeleteBehavior.ClientCascade);", "public int BlogId { get; set; }", "ClientCascade", "Yes")]
    [InlineData("model.Entity<Post>().HasOne(p => p.Blog).WithMany(b => b.Posts).OnDelete(DeleteBehavior.Restrict);", "public int BlogId { get; set; }", "Restrict", "No")]
    [InlineData("model.Entity<Blog>().HasMany(p => p.Posts).WithOne(b => b.Blog).IsRequired();", "public int? BlogId { get; set; }", "Cascade", "No")]
    public void What_a_delete_does(string creating, string key, string behavior, string needsClient)
    {
        var classes = $$"""
            public class Blog { public int Id { get; set; } public List<Post> Posts { get; set; } = []; }
            public class Post { public int Id { get; set; } public Blog? Blog { get; set; } {{key}} }
            """;
        Assert.Equal(behavior, ModelOf.Facts("Post", classes, creating).Navigation("Blog")!.DeleteBehavior);
        Assert.Equal(needsClient, ModelOf.Facts("Blog", classes, creating).DependentsNeedClient.ToString());
    }

    private static string Navigations(string type, string classes, string creating = "") =>
        string.Join('\n', ModelOf.Facts(type, classes, creating).Navigations);
}
