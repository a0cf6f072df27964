using System.Collections.Immutable;
using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Semantics.Flow;

/// <summary>Code whose cost matters to nobody: seeds, data migrations, start-up, tests.</summary>
public sealed class SurroundingsTests
{
    private static string InClass(string name, string method = "Run", string bases = "", string place = "") => $$"""
        {{place}}
        public class {{name}} {{bases}}
        {
            public void {{method}}(Shop db, List<int> ids)
            {
                foreach (var id in ids)
                {
                    _ = db.Orders.[|First|](o => o.Id == id);
                }
            }
        }
        """;

    private static string Unmarked(string code) => code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    [Fact]
    public Task Of_a_service_it_matters() => Verify.Reports<QueryPerElement>(InClass("OrderService"));

    [Theory]
    [InlineData("ShopSeeder", "Run", "", "")]
    [InlineData("Data", "SeedOrders", "", "")]
    [InlineData("DbInitializer", "Run", "", "")]
    [InlineData("MigrateNotes", "Run", "", "")]
    [InlineData("Work", "BackfillNotes", "", "")]
    [InlineData("AddNotes", "Run", "", "namespace Store.DataMigrations;")]
    public Task Seeds_and_migrations(string name, string method, string bases, string place) => Verify.Silent<QueryPerElement>(Unmarked(InClass(name, method, bases, place)));

    [Fact]
    public Task A_component_is_initialized_for_each_visit() => Verify.Reports<QueryPerElement>("""
        using Microsoft.AspNetCore.Components;

        public class OrderPage(Shop db, List<int> ids) : ComponentBase
        {
            protected override async Task OnInitializedAsync()
            {
                foreach (var id in ids) { _ = await db.Orders.[|FirstAsync|](o => o.Id == id); }
            }
        }
        """, new Setup { Also = [Library.AspNetCore] });

    [Theory]
    [InlineData("public class Work { public static void Main(string[] arguments) { } public static void Fill(Shop db, List<int> ids)")]
    [InlineData("public class Work { public static void Use(Microsoft.AspNetCore.Builder.IApplicationBuilder app, Shop db, List<int> ids)")]
    [InlineData("public class Work(Shop db, List<int> ids) : Microsoft.Extensions.Hosting.IHostedService { public void StartAsync()")]
    public Task Start_up_code(string head) => Verify.Silent<QueryPerElement>(StartUp(head, "foreach (var id in ids) { _ = db.Orders.First(o => o.Id == id); }"));

    [Theory]
    [InlineData("public class Startup { public void Configure(Shop db, List<int> ids)", "foreach (var id in ids) { _ = db.Orders.[|First|](o => o.Id == id); }")]
    [InlineData("public class Work(Shop db, List<int> ids) : Microsoft.Extensions.Hosting.IHostedService { public void StartAsync() { } public void StopAsync()", "foreach (var id in ids) { _ = db.Orders.[|First|](o => o.Id == id); }")]
    [InlineData("public class Work { public static void Main() { } public static void Map(Shop db, List<int> ids)", "Action endpoint = () => { foreach (var id in ids) { _ = db.Orders.[|First|](o => o.Id == id); } };")]
    public Task What_only_looks_like_it(string head, string body) => Verify.Reports<QueryPerElement>(StartUp(head, body));

    private static string StartUp(string head, string body) => $$"""
        namespace Microsoft.AspNetCore.Builder { public interface IApplicationBuilder; }
        namespace Microsoft.Extensions.Hosting { public interface IHostedService; }
        namespace Store
        {
            {{head}} { {{body}} } }
        }
        """;

    [Fact]
    public Task A_migration_of_EF_Core() => Verify.Silent<QueryPerElement>("""
        using Microsoft.EntityFrameworkCore.Migrations;

        public class AddNotes : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                using var db = new Shop();
                foreach (var id in db.Orders.Select(o => o.Id).ToList())
                {
                    _ = db.Orders.First(o => o.Id == id);
                }
            }
        }
        """);

    [Theory]
    [InlineData("namespace Xunit { public sealed class FactAttribute : System.Attribute; }")]
    [InlineData("namespace NUnit.Framework { public sealed class TestAttribute : System.Attribute; }")]
    [InlineData("namespace Microsoft.VisualStudio.TestTools.UnitTesting { public sealed class TestMethodAttribute : System.Attribute; }")]
    public async Task Projects_that_refer_to_a_test_framework(string framework)
    {
        var tests = Setup.Default with { Projects = [new ReferencedProject("Framework", framework)], HasShop = true };
        await Verify.Silent<QueryPerElement>(Unmarked(InClass("OrderTests")), tests);
        await Verify.Reports<QueryPerElement>(InClass("OrderTests"), tests with { EditorConfig = "[*.cs]\nperfanalyzers.include_tests = true\n" });
        await Verify.Silent<QueryPerElement>(Unmarked(InClass("OrderTests")), tests with { EditorConfig = "[*.cs]\nperfanalyzers.include_tests = false\n" });
    }

    [Fact]
    public async Task Projects_that_say_that_they_are_tests()
    {
        var tests = Setup.Default with { Properties = ImmutableDictionary<string, string>.Empty.Add("IsTestProject", "true") };
        await Verify.Silent<QueryPerElement>(Unmarked(InClass("OrderTests")), tests);
        await Verify.Reports<QueryPerElement>(InClass("OrderTests"), tests with { EditorConfig = "[*.cs]\nperfanalyzers.include_tests = true\n" });
        await Verify.Reports<QueryPerElement>(InClass("OrderTests"), Setup.Default with { Properties = ImmutableDictionary<string, string>.Empty.Add("IsTestProject", "false") });
    }
}
