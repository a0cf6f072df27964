using System.Diagnostics;
using System.Text;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class SnapshotTests
{
    private const string Classes = """
        namespace App;
        public class Blog { public int Id { get; set; } public string Url { get; set; } = ""; public int Rating { get; set; } public int OwnerKey { get; set; } public Person Owner { get; set; } = null!; public List<Post> Posts { get; set; } = []; public Place Place { get; set; } = null!; }
        public class Post { public int Id { get; set; } public Blog? Blog { get; set; } public byte[] Version { get; set; } = []; }
        public class Person { public int Code { get; set; } public Detail? Detail { get; set; } }
        public class Detail { public int Id { get; set; } public Person Person { get; set; } = null!; }
        public class Place { public string City { get; set; } = ""; }
        public class Db : DbContext { public DbSet<Blog> Blogs => Set<Blog>(); CREATING }

        """;

    private const string Body = """
        modelBuilder.HasAnnotation("ProductVersion", "10.0.0");
        SqlServerModelBuilderExtensions.UseIdentityColumns(modelBuilder);
        modelBuilder.Entity("App.Blog", b =>
            {
                b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("int");
                SqlServerPropertyBuilderExtensions.UseIdentityColumn(b.Property<int>("Id"));
                b.Property<int>("OwnerKey").HasColumnType("int");
                b.Property<int>("Rating").HasColumnType("int");
                b.Property<DateTime>("Shadow").HasColumnType("datetime2");
                b.Property<string>("Url").IsRequired().HasMaxLength(40).HasColumnType("nvarchar(40)");
                b.HasKey("Id");
                b.HasIndex("OwnerKey");
                b.HasIndex("Rating", "Id").IsDescending(true, false);
                b.HasIndex("Url").IsUnique().HasFilter("[Url] IS NOT NULL");
                b.ToTable("Blogs", (string)null);
            });
        modelBuilder.Entity("App.Post", b =>
            {
                b.Property<int>("Id").ValueGeneratedOnAdd();
                b.Property<int?>("BlogId");
                b.Property<byte[]>("Version").IsConcurrencyToken().ValueGeneratedOnAddOrUpdate();
                b.HasKey("Id");
                b.HasIndex("BlogId");
                b.ToTable("Post", t => { t.HasTrigger("T"); });
            });
        modelBuilder.Entity("App.Person", b =>
            {
                b.Property<int>("Code");
                b.HasKey("Code");
            });
        modelBuilder.Entity("App.Detail", b =>
            {
                b.Property<int>("Id");
                b.Property<int>("PersonCode");
                b.HasKey("Id");
                b.HasIndex("PersonCode").IsUnique();
            });
        modelBuilder.Entity("App.Blog", b =>
            {
                b.HasOne("App.Person", "Owner").WithMany().HasForeignKey("OwnerKey").OnDelete(DeleteBehavior.Cascade).IsRequired();
                b.OwnsOne("App.Place", "Place", b1 =>
                    {
                        b1.Property<int>("BlogId");
                        b1.Property<string>("City").IsRequired();
                        b1.HasKey("BlogId");
                        b1.ToTable("Blogs");
                        b1.ToJson("Place");
                        b1.WithOwner().HasForeignKey("BlogId");
                    });
                b.Navigation("Owner");
                b.Navigation("Place").IsRequired();
            });
        modelBuilder.Entity("App.Post", b =>
            {
                b.HasOne("App.Blog", "Blog").WithMany("Posts").HasForeignKey("BlogId").OnDelete(DeleteBehavior.ClientCascade);
            });
        modelBuilder.Entity("App.Detail", b =>
            {
                b.HasOne("App.Person", "Person").WithOne("Detail").HasForeignKey("App.Detail", "PersonCode").OnDelete(DeleteBehavior.Cascade);
            });
        """;

    [Theory]
    [InlineData("Blog", """
        Blog closed
        key(Id) snapshot
        index(OwnerKey) snapshot
        index(Rating desc, Id) snapshot
        unique index(Url) where [Url] IS NOT NULL snapshot
        Owner -> Person fk(OwnerKey) snapshot
        Posts -> Post* inverse(Blog) their fk(BlogId) snapshot
        Place -> Place owned json snapshot
        Id:OnAdd, Url:40, Rating, OwnerKey, Shadow?:shadow
        """)]
    [InlineData("Post", """
        Post trigger closed
        key(Id) snapshot
        index(BlogId) snapshot
        Blog -> Blog inverse(Posts) fk(BlogId) snapshot
        Id:OnAdd, Version:token:OnAddOrUpdate, BlogId?:shadow
        """)]
    [InlineData("Person", """
        Person closed
        key(Code) snapshot
        Detail -> Detail inverse(Person) their fk(PersonCode) snapshot
        Code:OnAdd
        """)]
    [InlineData("Detail", """
        Detail closed
        key(Id) snapshot
        unique index(PersonCode) snapshot
        Person -> Person inverse(Detail) fk(PersonCode) snapshot
        Id:OnAdd, PersonCode?:shadow
        """)]
    [InlineData("Place", """
        Place owned closed
        City, BlogId?:shadow
        """)]
    public void A_snapshot(string type, string expected)
    {
        var compilation = Compile("");
        ModelOf.Is(expected, Knowledge.Of(compilation).Model.Text(compilation, type));
    }

    [Fact]
    public void It_knows_the_provider_and_who_must_delete()
    {
        var compilation = Compile("");
        var model = Knowledge.Of(compilation).Model;
        Assert.Equal(Provider.SqlServer, model.Provider);
        Assert.Equal(Fact.Yes, model.Entity(ModelOf.Type(compilation, "Blog"))!.DependentsNeedClient);
    }

    [Fact]
    public void It_overrules_code_that_it_contradicts_and_closes_nothing_then()
    {
        var blog = Blog("model.Entity<Blog>().HasKey(b => b.Url);");
        Assert.Equal("key(Id) snapshot", blog.UniqueSets[0].ToString());
        Assert.False(blog.IsClosed);
        Assert.False(blog.KnowsEveryIndex);
    }

    [Fact]
    public void An_index_without_a_migration_contradicts_it()
    {
        var blog = Blog("model.Entity<Blog>().HasIndex(b => new { b.Url, b.Id });");
        Assert.False(blog.IsClosed);
        Assert.Contains(blog.Indexes, static i => i.ToString() == "index(Url, Id) fluent");
    }

    [Fact]
    public void A_column_that_it_does_not_know_was_added_after_it()
    {
        var compilation = Compile("", Classes.Replace("public int Rating { get; set; }", "public int Rating { get; set; } public int New { get; set; }"));
        Assert.False(Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Blog"))!.KnowsEveryIndex);
        Assert.True(Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Post"))!.KnowsEveryIndex);
    }

    [Fact]
    public void Code_that_agrees_with_it_does_not() =>
        Assert.True(Blog("model.Entity<Blog>(b => { b.HasKey(x => x.Id); b.HasIndex(x => new { x.Rating, x.Id }).IsDescending(true, false); });").IsClosed);

    [Fact]
    public void It_knows_the_indexes_of_an_open_model()
    {
        var blog = Blog("foreach (var type in model.Model.GetEntityTypes()) { type.SetQueryFilter(null); }");
        Assert.False(blog.IsClosed);
        Assert.True(blog.KnowsEveryIndex);
        Assert.False(blog.IsUnique(["Rating"]));
    }

    [Fact]
    public void A_designer_file_of_a_migration_is_no_source()
    {
        var compilation = ModelOf.Compile(Classes.Replace("CREATING", "") + """
            partial class First { protected void BuildTargetModel(ModelBuilder modelBuilder) { modelBuilder.Entity("App.Blog", b => { b.HasKey("Url"); }); } }
            """);
        Assert.Equal("key(Id) convention", Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Blog"))!.UniqueSets[0].ToString());
    }

    [Fact]
    public void Three_hundred_entities_in_no_time()
    {
        var classes = new StringBuilder("namespace App;\n");
        var body = new StringBuilder();
        var sets = new StringBuilder();
        var fluent = new StringBuilder();
        for (var i = 0; i < 300; i++)
        {
            classes.Append($"public class E{i} {{ public int Id {{ get; set; }} public int? NextId {{ get; set; }} public E{(i + 1) % 300}? Next {{ get; set; }} public List<E{(i + 299) % 300}> Back {{ get; set; }} = []; ");
            body.Append($"modelBuilder.Entity(\"App.E{i}\", b => {{ b.Property<int>(\"Id\").ValueGeneratedOnAdd().HasColumnType(\"int\"); b.Property<int?>(\"NextId\"); ");
            for (var p = 0; p < 12; p++)
            {
                classes.Append($"public string P{p} {{ get; set; }} = \"\"; ");
                body.Append($"b.Property<string>(\"P{p}\").IsRequired().HasMaxLength(100).HasColumnType(\"nvarchar(100)\"); ");
            }

            classes.Append("}\n");
            body.Append("b.HasKey(\"Id\"); b.HasIndex(\"NextId\"); b.HasIndex(\"P1\", \"P2\").IsUnique(); b.ToTable(\"T\", (string)null); });\n");
            body.Append($"modelBuilder.Entity(\"App.E{i}\", b => {{ b.HasOne(\"App.E{(i + 1) % 300}\", \"Next\").WithMany(\"Back\").HasForeignKey(\"NextId\"); b.Navigation(\"Next\"); }});\n");
            sets.Append($"public DbSet<E{i}> S{i} => Set<E{i}>();\n");
            fluent.Append($"model.Entity<E{i}>(b => {{ b.ToTable(\"T\"); b.HasKey(x => x.Id); b.HasIndex(x => new {{ x.P1, x.P2 }}).IsUnique(); b.Property(x => x.P1).HasMaxLength(100); b.HasOne(x => x.Next).WithMany(x => x.Back).HasForeignKey(x => x.NextId); }});\n");
        }

        var code = $"{classes}public class Db : DbContext {{ {sets} protected override void OnModelCreating(ModelBuilder model) {{ {fluent} }} }}\n";
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var compilation = ModelOf.Compile(code + Snapshot(body.ToString() + $"// {round}\n"), Setup.Default with { IsBroken = true });
            var types = Enumerable.Range(0, 300).Select(i => ModelOf.Type(compilation, $"E{i}")).ToList();
            var clock = Stopwatch.StartNew();
            var model = Knowledge.Of(compilation).Model;
            foreach (var type in types)
            {
                var entity = model.Entity(type)!;
                Assert.True(entity.IsClosed && entity.Navigations.Count == 2);
            }

            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMilliseconds:0} ms");
        Assert.True(best < TimeSpan.FromSeconds(2), $"{best.TotalMilliseconds:0} ms");
    }

    private static EntityModel Blog(string creating)
    {
        var compilation = Compile($"protected override void OnModelCreating(ModelBuilder model) {{ {creating} }}");
        return Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Blog"))!;
    }

    private static Microsoft.CodeAnalysis.Compilation Compile(string creating, string classes = Classes) => ModelOf.Compile(
        classes.Replace("CREATING", "protected override void OnConfiguring(DbContextOptionsBuilder options) { } " + creating) + Snapshot(Body), new Setup { Also = [Library.SqlServer] });

    private static string Snapshot(string body) => $$"""

        partial class DbModelSnapshot : ModelSnapshot
        {
            protected override void BuildModel(ModelBuilder modelBuilder)
            {
                {{body}}
            }
        }
        """;
}
