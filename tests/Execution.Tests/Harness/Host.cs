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
}
