using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Compares a method together with a text that tells its calls apart.</summary>
internal sealed class MethodAndText : IEqualityComparer<(ISymbol Method, string Text)>
{
    public static readonly MethodAndText Instance = new();

    public bool Equals((ISymbol Method, string Text) x, (ISymbol Method, string Text) y) =>
        x.Text == y.Text && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

    public int GetHashCode((ISymbol Method, string Text) obj) => SymbolEqualityComparer.Default.GetHashCode(obj.Method) ^ obj.Text.GetHashCode();
}
