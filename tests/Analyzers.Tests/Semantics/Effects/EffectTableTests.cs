using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>Lines of the table, those of the package and those that a project adds.</summary>
public sealed class EffectTableTests
{
    [Theory]
    [InlineData("query Shop.Store Get*", "Query Shop.Store Get*")]
    [InlineData("  save\tShop.Store`1  Put Delete  ", "Save Shop.Store`1 Put Delete")]
    [InlineData("network Shop.Mail Send # each one", "Network Shop.Mail Send")]
    [InlineData("file Store *", "Files Store *")]
    [InlineData("wait Shop.Outer+Inner Pause\r", "Wait Shop.Outer+Inner Pause")]
    [InlineData("", "")]
    [InlineData("   # a comment", "")]
    [InlineData("read Shop.Store Get", "'read' is none of query, save, network, file and wait")]
    [InlineData("Query Shop.Store Get", "'Query' is none of query, save, network, file and wait")]
    [InlineData("query", "no type is named")]
    [InlineData("query Shop.Store", "no method is named: a star stands for all")]
    [InlineData("query Shop.Store # Get", "no method is named: a star stands for all")]
    [InlineData("query Shop.Store<T> Get", "'Shop.Store<T>' is no name of a type: generic ones are written Store`1")]
    [InlineData("query Shop.Store G*t", "'G*t' is no name of a method, or the beginning of one with a star")]
    [InlineData("query Shop.Store Get()", "'Get()' is no name of a method, or the beginning of one with a star")]
    [InlineData("query Shop.Store Get,Put", "'Get,Put' is no name of a method, or the beginning of one with a star")]
    public void Lines(string line, string read)
    {
        var parsed = EffectLine.Parse(line, out var mistake);
        Assert.Equal(read, parsed is null ? mistake ?? "" : $"{parsed.Effect} {parsed.Type} {string.Join(' ', parsed.Methods)}");
    }

    [Theory]
    [InlineData("query Outer.Store Get*", "queries always: GetById")]
    [InlineData("query Outer.Store GetById", "queries always: GetById")]
    [InlineData("save Outer.Store *", "saves always: GetById")]
    [InlineData("wait Outer.Store Get*", "wait")]
    [InlineData("query Outer.Store Get", "none")]
    [InlineData("query Store GetById", "none")]
    [InlineData("query Other.Store GetById", "none")]
    [InlineData("query Outer.Store`1 GetById", "none")]
    public void A_method_of_a_line(string line, string effects) => Assert.Equal(effects, With(line, """
        namespace Outer { public class Store { public int GetById(int id) => id; } }
        public class Work(Outer.Store store) { public void Do() => store.GetById(1); }
        """));

    [Fact]
    public void Overrides_and_generics() => Assert.Equal("queries always: Get; saves always: Put", With("query Store`1 Get\nsave Base Put", """
        public class Store<T> { public T? Get() => default; }
        public abstract class Base { public abstract void Put(); }
        public class Derived : Base { public override void Put() { } }
        public class Work(Store<int> store, Derived derived) { public void Do() { store.Get(); derived.Put(); } }
        """));

    [Fact]
    public void A_nested_type() => Assert.Equal("queries always: Get", With("query Outer.Box+Store Get", """
        namespace Outer { public class Box { public class Store { public int Get() => 1; } } }
        public class Work(Outer.Box.Store store) { public void Do() => store.Get(); }
        """));

    [Fact]
    public void A_file_that_never_names_the_type() => Assert.Equal("queries always: Get → Load", With("query Store Load", """
        public class Box { public Store Inner = new(); }
        public class Store { public int Load() => 1; }
        public static class Ext { public static int Get(this Box box) => box.Inner.Load(); }
        public class Work(Box box) { public void Do() => box.Get(); }
        """).Replace("Ext.", ""));

    [Theory]
    [InlineData("Npgsql.NpgsqlCommand", "queries always: ExecuteReader")]
    [InlineData("Microsoft.Data.SqlClient.SqlCommand", "queries always: ExecuteReader")]
    [InlineData("Own", "none")]
    public void A_driver_hides_what_it_inherits(string command, string effects) => Assert.Equal(effects, EffectsOf.Do(
        $$"""
        public abstract class Own : System.Data.Common.DbCommand { public new string ExecuteReader() => ""; }
        public class Work({{command}} command) { public void Do() => command.ExecuteReader(); }
        """, new Setup { Also = [Library.Npgsql, Library.SqlClient] }));

    [Fact]
    public void Files_are_known_by_name()
    {
        Assert.Same(AddedEffects.None, AddedEffects.Of([new Text("/a/notes.txt", "query A B")], default));
        Assert.Single(AddedEffects.Of([new Text("/a/perfanalyzers.effects.TXT", "query A B\n# x\nwrong")], default).Lines);
        Assert.Single(AddedEffects.Of([new Text("/a/PerfAnalyzers.Effects.txt", "query A B"), new Text("/a/PerfAnalyzers.Effects.txt", "query A B")], default).Lines);
    }

    [Fact]
    public void The_same_effects_share_what_is_known_and_others_do_not()
    {
        var compilation = EffectsOf.Compile("public class Work { }");
        var (first, again, other) = (Added("query A B"), Added("query A B\n"), Added("query A C"));
        Assert.Same(Knowledge.Of(compilation, first), Knowledge.Of(compilation, again));
        Assert.NotSame(Knowledge.Of(compilation, first), Knowledge.Of(compilation, other));
        Assert.NotSame(Knowledge.Of(compilation, first), Knowledge.Of(compilation));
        Assert.Same(Knowledge.Of(compilation), Knowledge.Of(compilation, AddedEffects.None));
    }

    [Fact]
    public void Added_effects_count_in_projects_in_sight() => Assert.Equal("queries always: Gate.Open → Get", With("query Store Get", "public class Work(Gate gate) { public void Do() => gate.Open(); }", new Setup
    {
        Projects = [new ReferencedProject("Gates", "public class Store { public int Get() => 1; } public class Gate(Store store) { public void Open() => store.Get(); }")],
    }));

    private static AddedEffects Added(string text) => AddedEffects.Of([new Text("/shop/" + AddedEffects.FileName, text)], default);

    private static string With(string lines, string code, Setup? setup = null)
    {
        var compilation = EffectsOf.Compile(code, setup);
        return Knowledge.Of(compilation, Added(lines)).Effects.Of(EffectsOf.Method(compilation, "Do")).ToString();
    }

    private sealed class Text(string path, string text) : Microsoft.CodeAnalysis.AdditionalText
    {
        public override string Path => path;

        public override Microsoft.CodeAnalysis.Text.SourceText GetText(CancellationToken cancellationToken = default) => Microsoft.CodeAnalysis.Text.SourceText.From(text);
    }
}
