using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The types of the base class library that rooms ask about.</summary>
internal sealed class BclSymbols(Compilation compilation)
{
    public INamedTypeSymbol? Queryable { get; } = compilation.Find("System.Linq.Queryable");

    public INamedTypeSymbol? Enumerable { get; } = compilation.Find("System.Linq.Enumerable");

    public INamedTypeSymbol? AsyncEnumerable { get; } = compilation.Find("System.Linq.AsyncEnumerable");

    public INamedTypeSymbol? IQueryable { get; } = compilation.Find("System.Linq.IQueryable");

    public INamedTypeSymbol? IQueryableOf { get; } = compilation.Find("System.Linq.IQueryable`1");

    public INamedTypeSymbol? IOrderedQueryable { get; } = compilation.Find("System.Linq.IOrderedQueryable");

    public INamedTypeSymbol? IOrderedQueryableOf { get; } = compilation.Find("System.Linq.IOrderedQueryable`1");

    public INamedTypeSymbol? Random { get; } = compilation.Find("System.Random");

    public INamedTypeSymbol? RandomNumberGenerator { get; } = compilation.Find("System.Security.Cryptography.RandomNumberGenerator");

    public INamedTypeSymbol? Expression { get; } = compilation.Find("System.Linq.Expressions.Expression");

    public INamedTypeSymbol? IEnumerableOf { get; } = compilation.Find("System.Collections.Generic.IEnumerable`1");

    public INamedTypeSymbol? IAsyncEnumerableOf { get; } = compilation.Find("System.Collections.Generic.IAsyncEnumerable`1");

    public INamedTypeSymbol? ListOf { get; } = compilation.Find("System.Collections.Generic.List`1");

    public INamedTypeSymbol? DictionaryInterfaceOf { get; } = compilation.Find("System.Collections.Generic.IDictionary`2");

    public INamedTypeSymbol? KeyValuePair { get; } = compilation.Find("System.Collections.Generic.KeyValuePair`2");

    public INamedTypeSymbol? Grouping { get; } = compilation.Find("System.Linq.IGrouping`2");

    public INamedTypeSymbol? Task { get; } = compilation.Find("System.Threading.Tasks.Task");

    public INamedTypeSymbol? TaskOf { get; } = compilation.Find("System.Threading.Tasks.Task`1");

    public INamedTypeSymbol? ValueTaskOf { get; } = compilation.Find("System.Threading.Tasks.ValueTask`1");

    public INamedTypeSymbol? Parallel { get; } = compilation.Find("System.Threading.Tasks.Parallel");

    public INamedTypeSymbol? CancellationToken { get; } = compilation.Find("System.Threading.CancellationToken");

    public INamedTypeSymbol? Math { get; } = compilation.Find("System.Math");

    public INamedTypeSymbol? Exception { get; } = compilation.Find("System.Exception");

    public INamedTypeSymbol? Enum { get; } = compilation.Find("System.Enum");

    /// <summary>Whether the type is a query that a provider translates.</summary>
    public bool IsQueryable(ITypeSymbol? type) => type.IsOrDerivesFrom(IQueryable);

    /// <summary>Whether the type is one of the interfaces that queries are declared with, when no compilation is at hand.</summary>
    public static bool NamesQuery(ITypeSymbol? type) => type is { TypeKind: TypeKind.Interface, Name: "IQueryable" or "IOrderedQueryable" or "IIncludableQueryable" };

    /// <summary>The type without Task or ValueTask around it.</summary>
    public ITypeSymbol? Awaited(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && (named.Is(TaskOf) || named.Is(ValueTaskOf)) ? named.TypeArguments[0] : type;

    /// <summary>What a sequence, or a task of one, holds; null for anything else and for strings.</summary>
    public ITypeSymbol? ElementOf(ITypeSymbol? type) =>
        type switch
        {
            null or { SpecialType: SpecialType.System_String } => null,
            IArrayTypeSymbol array => array.ElementType,
            _ => Awaited(type).ArgumentOf(IQueryableOf) ?? Awaited(type).ArgumentOf(IEnumerableOf) ?? Awaited(type).ArgumentOf(IAsyncEnumerableOf),
        };
}
