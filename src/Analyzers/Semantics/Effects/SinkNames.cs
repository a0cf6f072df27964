using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The names that an effect has in source, before anything is bound.</summary>
internal sealed class SinkNames(Realm realm, EffectTable table, ReferencedFacts? facts)
{
    private static readonly ImmutableHashSet<string> QueryTypes =
        ImmutableHashSet.Create(StringComparer.Ordinal, "IQueryable", "IOrderedQueryable", "DbSet", "IIncludableQueryable");

    private static readonly ImmutableHashSet<string> QueryNames =
        ImmutableHashSet.Create(StringComparer.Ordinal, "IQueryable", "DbSet", "Set", "AsQueryable", "FromSql", "FromSqlRaw", "FromSqlInterpolated", "Include", "AsNoTracking", "Query", "Users", "Roles");

    /// <summary>Asynchronous methods of the framework that don't leave the process, or are known by the table.</summary>
    private static readonly ImmutableHashSet<string> InProcess = ImmutableHashSet.Create(
        StringComparer.Ordinal, "ReadAsync", "WriteAsync", "FlushAsync", "CopyToAsync", "ReadAsStringAsync", "ReadAsStreamAsync", "DisposeAsync", "WaitAsync", "InvokeAsync", "StartAsync", "StopAsync", "SignOutAsync",
        "ReadLineAsync", "WriteLineAsync", "ReadToEndAsync", "SerializeAsync", "DeserializeAsync", "MoveNextAsync", "ParallelForEachAsync", "ForEachAsync", "CancelAsync", "ExecuteAsync", "AuthorizeAsync", "SaveChangesAsync",
        "FindAsync", "AddAsync", "AddRangeAsync", "BeginTransactionAsync", "CommitAsync", "RollbackAsync", "MigrateAsync", "CreateDbContextAsync", "OpenAsync", "QueryAsync", "ExecuteReaderAsync", "ExecuteScalarAsync", "ExecuteNonQueryAsync");

    public bool IsDatabase => realm.IsDatabase;

    /// <summary>A name that stands for the effect wherever it is used.</summary>
    public bool IsAlways(string name) =>
        realm.IsDatabase && (name.EndsWith("Async", StringComparison.Ordinal) ? OperatorTable.MayEnd(name) : name is "SaveChanges" or "ExecuteUpdate" or "ExecuteDelete") || name is "SaveChangesAsync" && realm.IsDatabase;

    /// <summary>A name that ends a query when there is one: First, Any, ToList.</summary>
    public bool IsTerminal(string name) => realm.IsDatabase && OperatorTable.MayEnd(name);

    /// <summary>A name of the table, in a file that mentions its type.</summary>
    public bool IsInTable(string name, TreeNames tree) => table.HintFor(name, tree.Mentions);

    /// <summary>A name that a referenced project wrote down.</summary>
    public bool IsWritten(string name) => facts?.MayKnow(name) == true;

    /// <summary>An asynchronous method that is declared in no file in sight: of a library.</summary>
    public bool IsForeign(string name) => name.EndsWith("Async", StringComparison.Ordinal) && !InProcess.Contains(name) && !OperatorTable.MayEnd(name);

    /// <summary>A name that speaks of a query.</summary>
    public static bool IsQuery(string name) => QueryNames.Contains(name);

    public static bool IsQueryType(TypeSyntax type) => type switch
    {
        GenericNameSyntax generic => QueryTypes.Contains(generic.Identifier.ValueText) || generic.Identifier.ValueText is "Task" or "ValueTask" && IsQueryType(generic.TypeArgumentList.Arguments[0]),
        NullableTypeSyntax nullable => IsQueryType(nullable.ElementType),
        QualifiedNameSyntax qualified => IsQueryType(qualified.Right),
        _ => false,
    };
}
