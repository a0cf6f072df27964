using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>Code in, what its methods do out.</summary>
internal static class EffectsOf
{
    /// <summary>What a method named <c>Do</c> of the code does to the database.</summary>
    public static string Do(string code, Setup? with = null) => Summary(Compile(code, with), "Do").ToString();

    /// <summary>What the statements of a method do; they see <c>db</c> and <c>ids</c>.</summary>
    public static string Statements(string statements, string members = "", Setup? with = null) => Do($$"""
        public class Work(Shop db, List<int> ids)
        {
            public async Task<object?> Do()
            {
                {{statements}}
                await Task.CompletedTask;
                return ids;
            }

            {{members}}
        }
        """, with);

    public static EffectSummary Summary(Compilation compilation, string method) => Knowledge.Of(compilation).Effects.Of(Method(compilation, method));

    public static IMethodSymbol Method(Compilation compilation, string name) =>
        compilation.GetSymbolsWithName(name, SymbolFilter.Member).OfType<IMethodSymbol>().OrderBy(m => m.ContainingType.TypeKind == TypeKind.Interface ? 0 : 1).First();

    public static Compilation Compile(string code, Setup? with = null) => Snippet.Compile(code, with).Compilation;
}
