using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

public sealed class OptionTests
{
    private const string FromOutside = "public Db(DbContextOptions<Db> options) : base(options) { }";

    private static readonly Setup Web = new() { Also = [Library.SqlServer, Library.Npgsql, Library.InMemory, Library.AspNetCore] };

    [Theory]
    [InlineData("services.AddDbContext<Db>(o => o.UseSqlite(\"x\"));", "No")]
    [InlineData("services.AddDbContextPool<Db>(o => o.UseSqlite(\"x\"));", "No")]
    [InlineData("services.AddDbContextFactory<Db>(o => o.UseSqlite(\"x\"));", "No")]
    [InlineData("services.AddPooledDbContextFactory<Db>(o => o.UseSqlite(\"x\"));", "No")]
    [InlineData("services.AddDbContext<IDisposable, Db>(o => o.UseSqlite(\"x\"));", "No")]
    [InlineData("_ = new DbContextOptionsBuilder<Db>().UseSqlite(\"x\");", "No")]
    [InlineData("services.AddDbContext<Db>(o => o.UseLazyLoadingProxies());", "Yes")]
    [InlineData("if (services.Count > 0) { services.AddDbContext<Db>((p, o) => { o.UseSqlite(\"x\"); o.UseLazyLoadingProxies(); }); }", "Yes")]
    [InlineData("services.AddDbContext<DbContext>(o => o.UseSqlite(\"x\"));", "Unknown")]
    [InlineData("", "Unknown")]
    public void Lazy_loading_of_a_context_that_is_configured_from_outside(string registration, string expected) =>
        Assert.Equal(expected, Model(FromOutside, registration).LazyLoading.ToString());

    [Fact]
    public void A_generic_registration_counts() => Assert.Equal("No", Model(FromOutside, "Add<Db>(services);", "static void Add<TContext>(IServiceCollection s) where TContext : DbContext => s.AddDbContext<TContext>(o => o.UseSqlite(\"x\"));").LazyLoading.ToString());

    [Theory]
    [InlineData("o.UseSqlite(\"x\", s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))", "Yes")]
    [InlineData("o.UseSqlite(\"x\", s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))", "No")]
    [InlineData("o.UseSqlite(\"x\", s => s.UseQuerySplittingBehavior((QuerySplittingBehavior)1))", "Unknown")]
    [InlineData("o.UseSqlite(\"x\")", "No")]
    public void Splitting(string options, string expected) =>
        Assert.Equal(expected, Model(FromOutside, $"services.AddDbContext<Db>(o => {options});").SplitsQueriesByDefault.ToString());

    [Theory]
    [InlineData("", "o.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)", "Yes")]
    [InlineData("", "o.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTrackingWithIdentityResolution)", "Yes")]
    [InlineData("", "o.UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll)", "No")]
    [InlineData("ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;", "o.UseSqlite(\"x\")", "Yes")]
    [InlineData("", "o.UseSqlite(\"x\")", "No")]
    public void Tracking(string constructor, string options, string expected) =>
        Assert.Equal(expected, Model($"public Db(DbContextOptions<Db> options) : base(options) {{ {constructor} }}", $"services.AddDbContext<Db>(o => {options});").NoTrackingByDefault.ToString());

    [Fact]
    public void Somebody_switches_one_context() =>
        Assert.Equal("Unknown", Model(FromOutside, "services.AddDbContext<Db>(o => o.UseSqlite(\"x\")); ((Db)null!).ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;").NoTrackingByDefault.ToString());

    [Theory]
    [InlineData("o.UseSqlServer(\"x\")", "SqlServer")]
    [InlineData("o.UseNpgsql(\"x\")", "PostgreSql")]
    [InlineData("o.UseSqlite(\"x\")", "Sqlite")]
    [InlineData("o.UseInMemoryDatabase(\"x\")", "InMemory")]
    [InlineData("_ = services.Count > 0 ? o.UseSqlServer(\"x\") : o.UseInMemoryDatabase(\"x\")", "SqlServer")]
    [InlineData("_ = services.Count > 0 ? o.UseSqlServer(\"x\") : o.UseNpgsql(\"x\")", "Several")]
    [InlineData("o.EnableDetailedErrors()", "Unknown")]
    public void The_provider(string options, string expected) =>
        Assert.Equal(expected, Model(FromOutside, $"services.AddDbContext<Db>(o => {options});").Provider.ToString());

    [Theory]
    [InlineData("", "", "No")]
    [InlineData("public override int SaveChanges(bool accept) { Audit(); return base.SaveChanges(accept); } private void Audit() { }", "", "Yes")]
    [InlineData("public override Task<int> SaveChangesAsync(CancellationToken ct = default) { foreach (var e in ChangeTracker.Entries()) { } return base.SaveChangesAsync(ct); }", "", "Yes")]
    [InlineData("public override int SaveChanges(bool accept) => base.SaveChanges(accept);", "", "No")]
    [InlineData("public override async Task<int> SaveChangesAsync(CancellationToken ct = default) { return await base.SaveChangesAsync(ct).ConfigureAwait(false); }", "", "No")]
    [InlineData("public Db(string s) { SavingChanges += (_, _) => { }; }", "", "Yes")]
    [InlineData("public Db(string s) { ChangeTracker.StateChanged += (_, _) => { }; }", "", "Yes")]
    [InlineData("", "((Db)null!).SavedChanges += (_, _) => { };", "Yes")]
    [InlineData("", "services.AddDbContext<Db>(o => o.AddInterceptors(new Slow()));", "No")]
    [InlineData("", "services.AddDbContext<Db>((p, o) => o.AddInterceptors(p.GetRequiredService<Slow>()));", "No")]
    [InlineData("", "services.AddDbContext<Db>((p, o) => o.AddInterceptors(p.GetServices<Microsoft.EntityFrameworkCore.Diagnostics.IInterceptor>()));", "Yes")]
    public void Side_effects_of_saving(string members, string registration, string expected) => Assert.Equal(expected, Model(
        FromOutside + members,
        "services.AddDbContext<Db>(o => o.UseSqlite(\"x\"));" + registration,
        "public sealed class Slow : Microsoft.EntityFrameworkCore.Diagnostics.DbCommandInterceptor;").SavesHaveSideEffects.ToString());

    [Fact]
    public void An_interceptor_of_saves() => Assert.Equal("Yes", Model(
        FromOutside,
        "services.AddDbContext<Db>(o => o.UseSqlite(\"x\"));",
        "public class Base : Microsoft.EntityFrameworkCore.Diagnostics.SaveChangesInterceptor; public sealed class Audit : Base;").SavesHaveSideEffects.ToString());

    private static EfModel Model(string context, string registration, string more = "") => Knowledge.Of(ModelOf.Compile(
        $$"""
        public class Blog { public int Id { get; set; } }
        public class Db : DbContext { public DbSet<Blog> Blogs => Set<Blog>(); {{context}} }
        public static class Start
        {
            public static void Add(IServiceCollection services) { {{registration}} }
            {{more}}
        }
        """,
        Web)).Model;
}
