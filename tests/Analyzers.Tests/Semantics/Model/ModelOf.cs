using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

/// <summary>Code in, the model's description out.</summary>
internal static class ModelOf
{
    private const string Head = """
        using System.ComponentModel.DataAnnotations;
        using System.ComponentModel.DataAnnotations.Schema;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Metadata;
        using Microsoft.EntityFrameworkCore.Metadata.Builders;

        """;

    public static EfModel Code(string code, Setup? with = null) => Knowledge.Of(Compile(code, with)).Model;

    public static Compilation Compile(string code, Setup? with = null) => Snippet.Compile(Head + code, (with ?? Setup.Default) with { HasShop = false }).Compilation;

    /// <summary>A context with one set for each class of the code, and its configuration.</summary>
    public static EfModel Classes(string classes, string creating = "", Setup? with = null, string members = "") =>
        Code(WithContext(classes, creating, members), with);

    public static string WithContext(string classes, string creating = "", string members = "")
    {
        var names = Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseCompilationUnit(classes).Members
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>().Take(1).Select(c => c.Identifier.ValueText);
        var sets = string.Concat(names.Select(n => $"    public DbSet<{n}> All{n} => Set<{n}>();\n"));
        return $$"""
            {{classes}}

            public class Db : DbContext
            {
            {{sets}}
                {{members}}
                protected override void OnModelCreating(ModelBuilder model)
                {
                    {{creating}}
                }
            }
            """;
    }

    /// <summary>The description of one entity.</summary>
    public static string Text(this EfModel model, Compilation compilation, string type) =>
        model.Entity(Type(compilation, type))?.ToString() ?? "none";

    public static INamedTypeSymbol Type(Compilation compilation, string type) =>
        compilation.GetSymbolsWithName(type, SymbolFilter.Type).OfType<INamedTypeSymbol>().FirstOrDefault()
        ?? compilation.GetTypeByMetadataName(type)
        ?? throw new ArgumentException($"no type {type}");

    public static string Entity(string type, string classes, string creating = "", Setup? with = null, string members = "")
    {
        var compilation = Compile(WithContext(classes, creating, members), with);
        return Knowledge.Of(compilation).Model.Text(compilation, type);
    }

    public static EntityModel Facts(string type, string classes, string creating = "", Setup? with = null, string members = "")
    {
        var compilation = Compile(WithContext(classes, creating, members), with);
        return Knowledge.Of(compilation).Model.Entity(Type(compilation, type)) ?? throw new InvalidOperationException($"{type} is no entity");
    }

    public static void Is(string expected, string actual)
    {
        if (expected.ReplaceLineEndings("\n").Trim() != actual)
        {
            Assert.Fail($"Expected:\n{expected}\n\nActual:\n{actual}\n");
        }
    }
}
