using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>A method and how many hops may still be followed from it, negative when no override counts: the key of what is known about calls.</summary>
internal static class MethodAtDepth
{
    public static readonly IEqualityComparer<(IMethodSymbol Method, int Depth)> Comparer = new Equality();

    private sealed class Equality : IEqualityComparer<(IMethodSymbol Method, int Depth)>
    {
        public bool Equals((IMethodSymbol Method, int Depth) x, (IMethodSymbol Method, int Depth) y) =>
            x.Depth == y.Depth && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Depth) value) => SymbolEqualityComparer.Default.GetHashCode(value.Method) * 31 + value.Depth;
    }
}
