using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Names;

/// <summary>The names of the types that queries are declared with.</summary>
internal static class QueryTypeNames
{
    private static readonly ImmutableHashSet<string> All =
        ImmutableHashSet.Create(StringComparer.Ordinal, "IQueryable", "IOrderedQueryable", "DbSet", "IIncludableQueryable");

    public static bool Contains(string name) => All.Contains(name);

    /// <summary>Whether the type is a query or a set, or a task of one.</summary>
    public static bool IsQuery(TypeSyntax? type) => type switch
    {
        GenericNameSyntax generic => All.Contains(generic.Identifier.ValueText) || generic.Identifier.ValueText is "Task" or "ValueTask" && IsQuery(generic.TypeArgumentList.Arguments[0]),
        NullableTypeSyntax nullable => IsQuery(nullable.ElementType),
        QualifiedNameSyntax qualified => IsQuery(qualified.Right),
        _ => false,
    };
}
