using System.Collections.Concurrent;
using System.Collections.Immutable;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>The names that an effect has in source, before anything is bound.</summary>
internal sealed class SinkNames(Realm realm, EffectTable table, ReferencedFacts? facts)
{
    private static readonly ImmutableHashSet<string> QueryCalls =
        ImmutableHashSet.Create(StringComparer.Ordinal, "Set", "AsQueryable", "FromSql", "FromSqlRaw", "FromSqlInterpolated", "Include", "AsNoTracking", "Query");

    /// <summary>Asynchronous methods of the framework that don't leave the process, or are known by the table.</summary>
    private static readonly ImmutableHashSet<string> InProcess = ImmutableHashSet.Create(
        StringComparer.Ordinal, "ReadAsync", "WriteAsync", "FlushAsync", "CopyToAsync", "ReadAsStringAsync", "ReadAsStreamAsync", "DisposeAsync", "WaitAsync", "InvokeAsync", "StartAsync", "StopAsync", "SignOutAsync",
        "ReadLineAsync", "WriteLineAsync", "ReadToEndAsync", "SerializeAsync", "DeserializeAsync", "MoveNextAsync", "ParallelForEachAsync", "ForEachAsync", "CancelAsync", "ExecuteAsync", "AuthorizeAsync", "SaveChangesAsync",
        "FindAsync", "AddAsync", "AddRangeAsync", "BeginTransactionAsync", "CommitAsync", "RollbackAsync", "MigrateAsync", "CreateDbContextAsync", "OpenAsync", "QueryAsync", "ExecuteReaderAsync", "ExecuteScalarAsync", "ExecuteNonQueryAsync");

    private readonly ConcurrentDictionary<TreeNames, bool> openQueries = new();
    private readonly ConcurrentDictionary<TreeNames, bool> openLibraries = new();

    /// <summary>What a use may mean that a referenced project wrote down.</summary>
    public Channels Written(NameUse use) => facts?.MayKnow(use) ?? Channels.None;

    /// <summary>What the body of a member does by itself.</summary>
    public Channels Of(MemberNames member, NamesInSight names)
    {
        if (realm.IsDatabase && member.Interface is { } type && DeclaredEffects.IsDataInterface(type))
        {
            return Channels.Both;
        }

        var (found, query) = (Channels.None, false);
        var used = member.Used;
        var terminal = realm.IsDatabase && member.Enumerates;
        foreach (var use in used)
        {
            found |= Of(use, member, names);
            if (realm.IsDatabase)
            {
                terminal |= use.IsCall && OperatorTable.MayEnd(use.Name);
                query |= names.IsQuery(use.Name) || IsQuery(use, member.Tree);
            }
        }

        return terminal && query ? found | Channels.First : found;
    }

    private Channels Of(NameUse use, MemberNames member, NamesInSight names)
    {
        if (!use.IsCall)
        {
            return Channels.None;
        }

        var found = ChannelsOf(table.HintFor(use.Name, member));
        if (!realm.IsDatabase)
        {
            return IsForeign(use.Name) && names.Named(use.Name).Count == 0 && OpensLibrary(member.Tree, names) ? found | Channels.First : found;
        }

        return use.Name switch
        {
            "SaveChanges" or "SaveChangesAsync" => found | Channels.Second,
            "ExecuteUpdate" or "ExecuteDelete" => found | Channels.First,
            _ => use.Name.EndsWith("Async", StringComparison.Ordinal) && OperatorTable.MayEnd(use.Name) && MayBeQueried(use.Name, member, names) ? found | Channels.First : found,
        };
    }

    /// <summary>The terminals that wait are extensions: of a package whose namespace the file opens, or of the application. A set finds by itself.</summary>
    private bool MayBeQueried(string terminal, MemberNames member, NamesInSight names) =>
        terminal == "FindAsync" || OpensQueries(member.Tree, names) || names.Named(terminal).Count > 0;

    private bool OpensQueries(TreeNames tree, NamesInSight names) => openQueries.GetOrAdd(tree, t => names.Opens(t, static space => RunsQueries(space)));

    private bool OpensLibrary(TreeNames tree, NamesInSight names) =>
        openLibraries.GetOrAdd(tree, t => names.Opens(t, space => !ForeignWork.StaysInProcess(space) && !names.Declares(space)));

    /// <summary>Whether extensions of the namespace run queries: those of Entity Framework, or of another provider of LINQ.</summary>
    private static bool RunsQueries(string space) =>
        space.IndexOf("Entity", StringComparison.Ordinal) >= 0 || space.IndexOf("Linq", StringComparison.Ordinal) >= 0 && space is not ("System.Linq" or "System.Linq.Expressions" or "System.Xml.Linq" or "Newtonsoft.Json.Linq");

    private Channels ChannelsOf(Effect effect) =>
        ((effect & ~(realm.Second | Effect.Wait)) != 0 ? Channels.First : Channels.None) | ((effect & realm.Second) != 0 ? Channels.Second : Channels.None) | ((effect & Effect.Wait) != 0 ? Channels.Wait : Channels.None);

    /// <summary>An asynchronous method that is declared in no file in sight is one of a library.</summary>
    private static bool IsForeign(string name) => name.EndsWith("Async", StringComparison.Ordinal) && !InProcess.Contains(name) && !OperatorTable.MayEnd(name);

    /// <summary>A name that speaks of a query.</summary>
    public static bool IsQuery(NameUse use, TreeNames tree) => use.Arguments switch
    {
        NameUse.Type => QueryTypeNames.Contains(use.Name),
        NameUse.Read or NameUse.HandedOver => use.Name is "Users" or "Roles" && tree.Mentions("Manager"),
        _ => QueryCalls.Contains(use.Name),
    };
}
