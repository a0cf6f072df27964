using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Flow;

/// <summary>Which bodies a call may run.</summary>
public sealed class DispatchTests
{
    private const string Types = """

        interface IOne { int Get(); }
        class One : IOne { public int Get() => 1; }

        interface ITwo { int Get(); }
        class TwoA : ITwo { public int Get() => 1; }
        class TwoB : ITwo { int ITwo.Get() => 2; }

        interface INone { int Get(); }

        abstract class Base { public abstract int Get(); public virtual int Soft() => 1; public int Hard() => 1; }
        class Left : Base { public override int Get() => 1; }
        class LeftLeft : Left { public override int Get() => 2; public override int Soft() => base.Soft(); }
        sealed class Sealed : Base { public sealed override int Get() => 3; }

        interface IGeneric<T> { T Get(); }
        class Generic<T> : IGeneric<T> { public T Get() => default!; }
        class OfString : IGeneric<string> { public string Get() => ""; }

        interface IInherited { int Get(); }
        class Parent { public int Get() => 1; }
        class Child : Parent, IInherited;

        class Closing : IDisposable { public void Dispose() { } }

        static class Extensions { public static int Twice(this IOne one) => 2; }
        """;

    [Theory]
    [InlineData("((IOne)null!)", "One.Get")]
    [InlineData("new One()", "One.Get")]
    [InlineData("((ITwo)null!)", "TwoA.Get, TwoB.ITwo.Get")]
    [InlineData("((INone)null!)", "")]
    [InlineData("((Base)null!)", "Left.Get, LeftLeft.Get, Sealed.Get")]
    [InlineData("((Left)null!)", "Left.Get, LeftLeft.Get")]
    [InlineData("new Sealed()", "Sealed.Get")]
    [InlineData("((IGeneric<int>)null!)", "Generic.Get, OfString.Get")]
    [InlineData("((IInherited)null!)", "Parent.Get")]
    public void Interfaces_and_overrides(string receiver, string expected) => Assert.Equal(expected, Targets($"_ = [|{receiver}.Get()|];"));

    [Theory]
    [InlineData("_ = [|((Base)null!).Soft()|];", "Base.Soft, LeftLeft.Soft")]
    [InlineData("_ = [|((Base)null!).Hard()|];", "Base.Hard")]
    [InlineData("_ = [|new One().Twice()|];", "Extensions.Twice")]
    [InlineData("_ = [|Math.Abs(1)|];", "Math.Abs")]
    [InlineData("[|new Closing().Dispose()|];", "Closing.Dispose")]
    [InlineData("[|((IDisposable)null!).Dispose()|];", "")]
    public void Other_calls(string code, string expected) => Assert.Equal(expected, Targets(code));

    [Fact]
    public void Base_is_called_as_it_is()
    {
        var snippet = Snippet.Compile("class A { public virtual int Get() => 1; }\nclass B : A { public override int Get() => [|base.Get()|]; }\nclass C : B { public override int Get() => 3; }");
        Assert.Equal("A.Get", Names(snippet));
    }

    [Fact]
    public void More_implementations_than_can_be_followed()
    {
        var code = "interface I { int Get(); }\nclass Use { int M(I i) => [|i.Get()|]; }\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"class C{i} : I {{ public int Get() => {i}; }}\n"));
        var snippet = Snippet.Compile(code);
        Assert.True(Knowledge.Of(snippet.Compilation).Dispatch.TargetsOf(snippet.Marked<IInvocationOperation>()).IsDefault);
    }

    [Fact]
    public void Implementations_in_a_project_that_is_referenced_as_source()
    {
        var setup = Setup.Default with { Projects = [new("Lower", "namespace Lower; public interface IOne { int Get(); } public class One : IOne { public int Get() => 1; }")] };
        Assert.Equal("One.Get", Names(Snippet.Compile("class Use { int M(Lower.IOne one) => [|one.Get()|]; }", setup)));
    }

    private static string Targets(string code) => Names(Snippet.Compile(code + "\n" + Types));

    private static string Names(CompiledSnippet snippet) => string.Join(
        ", ",
        Knowledge.Of(snippet.Compilation).Dispatch.TargetsOf(snippet.Marked<IInvocationOperation>()).Select(m => $"{m.ContainingType.Name}.{m.Name}").Order(StringComparer.Ordinal));
}
