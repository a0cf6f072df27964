using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Xunit.Sdk;

namespace PerfAnalyzers.Tests;

#pragma warning disable RS1036, RS1038, RS1041, RS1016, RS2008 // A rule for the tests of the harness, never shipped.

/// <summary>The harness itself: what it accepts, and that it fails when it should.</summary>
public sealed class HarnessTests
{
    [Theory]
    [InlineData(Ef.V8)]
    [InlineData(Ef.V9)]
    [InlineData(Ef.V10)]
    public Task Statements_are_put_into_a_method(Ef ef) => Verify.Reports<NoFind>(
        "var customer = [|db.Customers.Find(1)|];\nvar order = await db.Orders.FirstAsync(ct);", ef: ef, message: "Find", level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Members_are_put_into_a_class() => Verify.Reports<NoFind>("""
        using System.Text;

        private Customer? Load(int id) => [|db.Customers.Find(id)|];
        """);

    [Fact]
    public Task Types_stay_behind_statements() => Verify.Silent<NoFind>("""
        var x = new Box<Order>(await db.Orders.FirstAsync(ct));
        return x;

        public record Box<T>(T Value);
        """);

    [Fact]
    public Task Types_stand_as_they_are() => Verify.Reports<NoFind>("""
        public class Blog { public int Id { get; set; } }

        public class Blogs : DbContext
        {
            public DbSet<Blog> All => Set<Blog>();
            public Blog? First() => {|PERF0000:All.Find(1)|};
        }
        """);

    [Fact]
    public Task Lazy_loading_and_other_providers() => Verify.Silent<NoFind>(
        "_ = db.Orders;", new Setup { Lazy = true, Also = [Library.Npgsql], Configure = "UseNpgsql(\"Host=localhost\", o => o.EnableRetryOnFailure())" });

    [Fact]
    public Task Options_from_outside() => Verify.Silent<NoFind>(
        "public static class Start { public static void Add(IServiceCollection s) => s.AddDbContext<Shop>(o => o.UseSqlServer(\"x\")); }",
        new Setup { Configure = "", Also = [Library.SqlServer, Library.Identity] });

    [Fact]
    public Task Telemetry_libraries() => Verify.Silent<NoFind>("""
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenTelemetry()
            .WithMetrics(m => m.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddProcessInstrumentation().AddPrometheusExporter())
            .WithTracing(t => t.AddSource("x").AddAspNetCoreInstrumentation().AddSqlClientInstrumentation().AddEntityFrameworkCoreInstrumentation()
                .AddRedisInstrumentation().AddGrpcClientInstrumentation().AddNpgsql().AddConsoleExporter().AddOtlpExporter());
        var app = builder.Build();
        app.Run();
        """.Replace("using OpenTelemetry.Metrics;", "using Npgsql;\nusing OpenTelemetry.Metrics;", StringComparison.Ordinal),
        new Setup { IsProgram = true, Also = [Library.OpenTelemetry, Library.Npgsql, Library.Redis] });

    [Fact]
    public Task Other_libraries() => Verify.Silent<NoFind>("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Prometheus;

        var hits = Metrics.CreateCounter("hits", "Hits");
        await using var connection = new SqlConnection("x");
        return await connection.QueryAsync<Order>("select 1");
        """, new Setup { Also = [Library.Dapper, Library.SqlClient, Library.Prometheus] });

    [Fact]
    public Task Without_ef() => Verify.Silent<NoFind>("public class A { public List<int> B = new(); }", new Setup { HasEf = false });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Code_of_another_project(bool asMetadata)
    {
        var setup = new Setup
        {
            Projects =
            [
                new("Store", "public class Repository(Shop db) { public Customer? Get(int id) => db.Customers.Find(id); }", asMetadata),
                new("Logic", "public class Service(Repository r) { public Customer? Get(int id) => r.Get(id); }", asMetadata),
            ],
        };
        var compiled = Snippet.Compile("return [|new Service(new Repository(db)).Get(1)|];", setup);
        var method = compiled.Marked<IInvocationOperation>().TargetMethod;
        Assert.Equal(asMetadata, method.DeclaringSyntaxReferences.IsEmpty);
        Assert.Equal("Logic", method.ContainingAssembly.Name);
        await Verify.Fixes<NoFind, UseSingle>(
            "return new Service(new Repository(db)).Get([|db.Customers.Find(1)|]!.Id);", "return new Service(new Repository(db)).Get(db.Customers.Single()!.Id);", with: setup);
    }

    [Fact]
    public async Task Settings_reach_the_rule()
    {
        await Verify.Silent<NoFind>("db.Customers.Find(1);", new Setup { EditorConfig = "[*.cs]\ndotnet_diagnostic.PERF0000.severity = none" });
        await Verify.Reports<NoFind>("[|db.Customers.Find(1)|];", new Setup { EditorConfig = "[*.cs]\ndotnet_diagnostic.PERF0000.severity = error" }, level: DiagnosticSeverity.Error);
        await Verify.Reports<NoFind>("[|db.Customers.Find(1)|];", Settings("hint", "global", "additional"), message: "hint global additional");
        await Verify.Fixes<NoFind, UseSingle>("[|db.Customers.Find(1)|];", "db.Customers.Single();", with: Settings("x", "y", "z"));

        static Setup Settings(string option, string property, string file) => new()
        {
            EditorConfig = $"[*.cs]\nperf_test = {option}",
            Properties = ImmutableDictionary<string, string>.Empty.Add("PerfTest", property),
            AdditionalFiles = [("Perf.txt", file)],
        };
    }

    [Fact]
    public Task Fixes_one_by_one_and_together() => Verify.Fixes<NoFind, UseSingle>(
        "// First\nvar a = [|db.Customers.Find(1)|];\nvar b = [|db.Orders.Find(2)|]; // Second",
        "// First\nvar a = db.Customers.Single();\nvar b = db.Orders.Single(); // Second");

    [Fact]
    public Task Fixes_with_the_second_action() => Verify.Fixes<NoFind, UseSingle>(
        "var a = [|db.Customers.Find(1)|];", "var a = db.Customers.First();", action: 1);

    [Fact]
    public Task Fixes_with_the_action_of_that_title() => Verify.Fixes<NoFind, UseSingle>(
        "var a = [|db.Customers.Find(1)|];\nvar b = [|db.Orders.Find(0)|];", "var a = db.Customers.First();\nvar b = [|db.Orders.Find(0)|];", title: "First");

    [Fact]
    public Task Fixes_all() => Verify.FixesAll<NoFind, UseSingle>([
        ("var a = [|db.Customers.Find(1)|];\nvar b = [|db.Orders.Find(2)|];", "var a = db.Customers.Single();\nvar b = db.Orders.Single();"),
        ("var a = [|db.Customers.Find(1)|];", "var a = db.Customers.Single();")]);

    [Fact]
    public Task Refuses() => Verify.Refuses<NoFind, UseSingle>("var a = [|db.Customers.Find(0)|];");

    [Fact]
    public async Task Fails_when_it_should()
    {
        await Fails(() => Verify.Silent<NoFind>("db.Customers.Find(1);"));
        await Fails(() => Verify.Reports<NoFind>("db.Customers.Find(1);"));
        await Fails(() => Verify.Reports<NoFind>("[|db|].Customers.Find(1);"));
        await Fails(() => Verify.Reports<NoFind>("{|PERF1234:db.Customers.Find(1)|};"));
        await Fails(() => Verify.Reports<NoFind>("[|db.Customers.Find(1)|];\n[|db.Customers|].ToList();"));
        await Fails(() => Verify.Silent<NoFind>("db.Nothing();"));
        await Fails(() => Verify.Refuses<NoFind, UseSingle>("[|db.Customers.Find(1)|];"));
        await Fails(() => Verify.Fixes<NoFind, UseSingle>("[|db.Customers.Find(1)|];", "db.Customers.Single( );"));
        await Fails(() => Verify.Fixes<NoFind, UseSingle>("int i = [|db.Customers.Find(1)|].Id;", "db.Customers.Find(1);"));
        await Fails(() => Verify.Fixes<NoFind, UseSingle>("[|db.Customers.Find(0)|];", "db.Customers.Find(0);"));
        await Fails(() => Verify.Silent<Throws>("_ = db;"));

        static async Task Fails(Func<Task> test) => Assert.IsAssignableFrom<IAssertionException>(await Record.ExceptionAsync(test));
    }

    [Fact]
    public void Finds_the_marked_operation()
    {
        var compiled = Snippet.Compile("foreach (var o in [|db.Orders.Where(o => o.Total > 1)|]) { _ = [|o.Customer|].Name; }");
        Assert.Equal("Where", compiled.Marked<IInvocationOperation>().TargetMethod.Name);
        Assert.Equal("Customer", compiled.Marked<IPropertyReferenceOperation>(1).Property.Name);
        Assert.Equal("Shop", compiled.Type("Shop").Name);
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class NoFind : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("PERF0000", "Find", "'Find' is called {0} {1} {2}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterOperationAction(
                c =>
                {
                    if (((IInvocationOperation)c.Operation).TargetMethod.Name == "Find")
                    {
                        var options = c.Options.AnalyzerConfigOptionsProvider;
                        options.GetOptions(c.Operation.Syntax.SyntaxTree).TryGetValue("perf_test", out var option);
                        options.GlobalOptions.TryGetValue("build_property.PerfTest", out var property);
                        c.ReportDiagnostic(Diagnostic.Create(Rule, c.Operation.Syntax.GetLocation(), option, property, c.Options.AdditionalFiles.FirstOrDefault()?.GetText(c.CancellationToken)));
                    }
                },
                OperationKind.Invocation);
        }
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Throws : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("PERF0001", "Throws", "Throws", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterCompilationAction(_ => throw new InvalidOperationException());
        }
    }

    [ExportCodeFixProvider(LanguageNames.CSharp)]
    private sealed class UseSingle : CodeFixProvider
    {
        public override ImmutableArray<string> FixableDiagnosticIds => ["PERF0000"];

        public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

        public override async Task RegisterCodeFixesAsync(CodeFixContext context)
        {
            var root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken))!;
            var call = (InvocationExpressionSyntax)root.FindNode(context.Span, getInnermostNodeForTie: true);
            if (call.ArgumentList.ToString() == "(0)")
            {
                return;
            }

            foreach (var name in new[] { "Single", "First" })
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Use {name}", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, Rename(call, name)))), name),
                    context.Diagnostics);
            }
        }

        private static InvocationExpressionSyntax Rename(InvocationExpressionSyntax call, string name) => call
            .WithExpression(((MemberAccessExpressionSyntax)call.Expression).WithName(SyntaxFactory.IdentifierName(name)))
            .WithArgumentList(call.ArgumentList.WithArguments(default));
    }
}
