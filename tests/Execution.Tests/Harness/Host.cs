using System.Data.Common;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>What one run of a program did.</summary>
internal sealed record Outcome(string Returned, string Output, string Exception, string Tables, string Tracked, int Commands, int Fetched, int Commits, int Offsets)
{
    public override string ToString() => $"returned {Returned}\noutput {Output}\nexception {Exception}\ntracked {Tracked}\ntables\n{Tables}";
}

/// <summary>A compiled program, loaded so that it can be unloaded, with a database of its own.</summary>
internal sealed class Host : IDisposable
{
    private readonly AssemblyLoadContext context;
    private readonly Database database;
    private readonly ServiceProvider services;
    private readonly Type store;
    private readonly MethodInfo run;
    private readonly bool isLazy;
    private readonly Counter counter = new();

    /// <param name="isLazy">Proxies are made of types that stay.</param>
    public Host(byte[] image, Database database, bool isLazy)
    {
        (this.database, this.isLazy, context) = (database, isLazy, new AssemblyLoadContext("program", isCollectible: !isLazy));
        var assembly = context.LoadFromStream(new MemoryStream(image));
        store = assembly.GetType("StoreModel.Store", throwOnError: true)!;
        run = assembly.GetType("Acting.Action", throwOnError: true)!.GetMethod("Run")!;
        var collection = new ServiceCollection();
        database.AddServices(collection);
        services = (isLazy ? collection.AddEntityFrameworkProxies() : collection).BuildServiceProvider();
        using var first = Context();
        Model = first.Model;
    }

    public IModel Model { get; }

    public async Task<Outcome> Run(System.Collections.Immutable.ImmutableArray<Row> rows)
    {
        using (var context = Context())
        {
            database.Reset(context);
        }

        using (var context = Context())
        {
            Rows.Insert(context, rows);
            database.AfterInsert(context);
        }

        using var db = Context();
        using var output = new StringWriter();
        var (returned, exception) = ("nothing", "none");
        counter.Reset();
        try
        {
            returned = Written.Of(await (Task<object?>)run.Invoke(null, [db, output, TestContext.Current.CancellationToken])!, IsEntity);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            exception = (e is TargetInvocationException { InnerException: { } inner } ? inner : e).GetType().FullName!;
        }

        var (commands, fetched, commits, offsets) = (counter.Commands, counter.Fetched, counter.Commits, counter.Offsets);
        var tracked = string.Join(' ', db.ChangeTracker.Entries().Select(e => $"{e.Metadata.ClrType.Name}({string.Join(',', e.Metadata.FindPrimaryKey()!.Properties.Select(p => e.Property(p.Name).CurrentValue))}):{e.State}").Order(StringComparer.Ordinal));
        return new Outcome(returned, output.ToString(), exception, Tables.Read(Model, database.Connection), tracked, commands, fetched, commits, offsets);
    }

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
        if (context.IsCollectible)
        {
            context.Unload();
        }
    }

    /// <summary>The bytes of a project that must compile.</summary>
    public static async Task<byte[]> Compile(Project project)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, $"{string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}\n{await Repair.TextOf(project)}");
        return stream.ToArray();
    }

    private bool IsEntity(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Model.FindEntityType(current) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private DbContext Context()
    {
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(store))!;
        database.Use(options);
        options.UseInternalServiceProvider(services).AddInterceptors(counter.Interceptors)
            .ConfigureWarnings(static w => w.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.FirstWithoutOrderByAndFilterWarning));
        if (isLazy)
        {
            options.UseLazyLoadingProxies();
        }

        return (DbContext)Activator.CreateInstance(store, options.Options)!;
    }

    private sealed class Counter
    {
        private int commands;
        private int fetched;
        private int commits;
        private int offsets;

        public Counter() => Interceptors = [new OfCommands(this), new OfSaves(this)];

        public IInterceptor[] Interceptors { get; }

        public int Commands => commands;

        public int Fetched => fetched;

        public int Commits => commits;

        public int Offsets => offsets;

        public void Reset() => (commands, fetched, commits, offsets) = (0, 0, 0, 0);

        private sealed class OfCommands(Counter counter) : DbCommandInterceptor
        {
            public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
            {
                Interlocked.Increment(ref counter.commands);
                Interlocked.Add(ref counter.offsets, result.CommandText.Contains("OFFSET", StringComparison.Ordinal) ? 1 : 0);
                return result;
            }

            /// <summary>What a save reads back is looked at by the provider itself.</summary>
            public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result) =>
                eventData.CommandSource == CommandSource.SaveChanges ? result : new CountedReader(result, () => Interlocked.Increment(ref counter.fetched));

            public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
                new(ReaderExecuted(command, eventData, result));
        }

        /// <summary>A save that stores something is a transaction, also when it is a single statement.</summary>
        private sealed class OfSaves(Counter counter) : SaveChangesInterceptor
        {
            public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
            {
                Interlocked.Add(ref counter.commits, result > 0 ? 1 : 0);
                return result;
            }

            public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
                new(SavedChanges(eventData, result));
        }
    }
}
