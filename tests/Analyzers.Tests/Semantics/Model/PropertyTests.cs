using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class PropertyTests
{
    [Theory]
    [InlineData("public byte[] X { get; set; } = [];", "", "X")]
    [InlineData("[Timestamp] public byte[] X { get; set; } = [];", "", "X:token:OnAddOrUpdate")]
    [InlineData("[ConcurrencyCheck] public int X { get; set; }", "", "X:token")]
    [InlineData("public int X { get; set; }", "IsConcurrencyToken()", "X:token")]
    [InlineData("[ConcurrencyCheck] public int X { get; set; }", "IsConcurrencyToken(false)", "X")]
    [InlineData("public byte[] X { get; set; } = [];", "IsRowVersion()", "X:token:OnAddOrUpdate")]
    [InlineData("public DayOfWeek X { get; set; }", "HasConversion<string>()", "X:converted")]
    [InlineData("public string X { get; set; } = \"\";", "HasConversion(v => v.Trim(), v => v)", "X:converted")]
    [InlineData("public string X { get; set; } = \"\";", "HasMaxLength(20).HasColumnName(\"x\")", "X:20")]
    [InlineData("[MaxLength(10)] public string X { get; set; } = \"\";", "", "X:10")]
    [InlineData("[StringLength(10)] public string X { get; set; } = \"\";", "HasMaxLength(30)", "X:30")]
    [InlineData("public string X { get; set; } = \"\";", "HasColumnType(\"jsonb\")", "X:json")]
    [InlineData("[Column(TypeName = \"jsonb\")] public string X { get; set; } = \"\";", "", "X:json")]
    [InlineData("public string? X { get; set; }", "", "X?")]
    [InlineData("public string? X { get; set; }", "IsRequired()", "X")]
    [InlineData("[Required] public string? X { get; set; }", "", "X")]
    [InlineData("public string X { get; set; } = \"\";", "IsRequired(false)", "X?")]
    [InlineData("public int X { get; set; }", "ValueGeneratedOnAdd()", "X:OnAdd")]
    [InlineData("public DateTime X { get; set; }", "HasDefaultValueSql(\"now()\")", "X:OnAdd")]
    [InlineData("public int X { get; set; }", "HasComputedColumnSql(\"Id * 2\")", "X:OnAddOrUpdate")]
    public void A_column(string property, string calls, string expected)
    {
        var creating = calls == "" ? "" : $"model.Entity<Blog>().Property(b => b.X).{calls};";
        Assert.Equal(expected, ModelOf.Facts("Blog", $"public class Blog {{ public int Id {{ get; set; }} {property} }}", creating).Property("X")!.ToString());
    }

    [Fact]
    public void A_shadow_property()
    {
        var property = ModelOf.Facts("Blog", "public class Blog { public int Id { get; set; } }", "model.Entity<Blog>().Property<DateTime?>(\"At\");").Property("At")!;
        Assert.Equal("At?:shadow", property.ToString());
        Assert.Equal(FactSource.Fluent, property.Provenance.Source);
    }

    [Fact]
    public void Conversions_by_convention() => Assert.Equal(
        "Id:OnAdd, Day:converted, Next?:converted, Name, Code:converted",
        string.Join(", ", ModelOf.Facts(
            "Blog",
            "public class Blog { public int Id { get; set; } public DayOfWeek Day { get; set; } public DayOfWeek? Next { get; set; } public string Name { get; set; } = \"\"; public Code Code { get; set; } } public struct Code { public string Value { get; set; } }",
            members: "protected override void ConfigureConventions(ModelConfigurationBuilder builder) { builder.Properties<DayOfWeek>().HaveConversion<string>(); builder.Properties<Code>().HaveConversion<string>().HaveMaxLength(9); }").Properties));

    [Theory]
    [InlineData("model.Entity<Blog>().HasQueryFilter(b => b.Id > 0);", "filtered")]
    [InlineData("model.Entity<Blog>().ToTable(t => t.HasTrigger(\"T\"));", "trigger")]
    [InlineData("model.Entity<Blog>().ToTable(\"blogs\", t => { t.HasTrigger(\"T\"); });", "trigger")]
    [InlineData("model.Entity<Blog>().UseTptMappingStrategy();", "tpt")]
    [InlineData("model.Entity<Blog>(b => b.UseTpcMappingStrategy());", "tpc")]
    [InlineData("model.Entity<Blog>().ToView(\"v\");", "view")]
    [InlineData("model.Entity<Blog>().SplitToTable(\"x\", t => t.Property(b => b.Id));", "split")]
    [InlineData("model.Entity<Blog>().HasNoKey();", "keyless")]
    [InlineData("", "")]
    public void Facts_of_the_whole_entity(string creating, string expected) =>
        Assert.StartsWith($"Blog{(expected == "" ? "" : " " + expected)} closed", ModelOf.Entity("Blog", "public class Blog { public int Id { get; set; } }", creating));

    [Fact]
    public void A_filter_of_a_base_entity_holds_below_it() =>
        Assert.True(ModelOf.Facts("Cat", """
            public class Animal { public int Id { get; set; } }
            public class Cat : Animal { }
            """, "model.Entity<Animal>().HasQueryFilter(a => a.Id > 0); model.Entity<Cat>();").HasQueryFilter);

    [Fact]
    public void Every_fact_says_where_it_comes_from()
    {
        var blog = ModelOf.Facts("Blog", "[Index(nameof(A))] public class Blog { public int Id { get; set; } public int A { get; set; } public int B { get; set; } }", "model.Entity<Blog>().HasIndex(b => b.B);");
        Assert.Equal("HasIndex", Text(blog.Indexes[0].Provenance));
        Assert.Equal("Index(nameof(A))", Text(blog.Indexes[1].Provenance));
        Assert.Equal("Id", Text(blog.UniqueSets[0].Provenance));
        Assert.Equal("AllBlog", Text(blog.Provenance));

        static string Text(Provenance why) => why.Location!.SourceTree!.GetText().ToString(why.Location.SourceSpan);
    }
}
