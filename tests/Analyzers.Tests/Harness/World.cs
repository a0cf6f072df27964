using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Authoring;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>A compilation of test code with the Shop model, its references and its options.</summary>
internal sealed record World(CSharpCompilation Compilation, AnalyzerOptions Options)
{
    public const string Folder = "/shop/";

    private static readonly ConcurrentDictionary<string, CSharpCompilation> Bases = new();
    private static readonly string ShopText = Resource("Model/Shop.cs");

    private static readonly ImmutableArray<IIncrementalGenerator> Generators =
        [.. typeof(PerfAnalyzer).Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<GeneratorAttribute>() is not null)
            .Select(t => (IIncrementalGenerator)Activator.CreateInstance(t)!)];

    public static World Of(Setup setup, IReadOnlyList<(string Path, Snippet Code)> files)
    {
        var (surroundings, projects) = Surroundings(setup, files);
        var config = new Config(setup);
        var parse = ParseOptions(setup);
        var compilation = surroundings.AddSyntaxTrees([.. files.Select(f => CSharpSyntaxTree.ParseText(f.Code.Text, parse, Folder + f.Path))]);
        if (!projects.IsEmpty)
        {
            compilation = compilation.AddReferences(projects.Select(p => p.Reference));
        }

        return new World(
            compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(config.Trees)),
            new AnalyzerOptions([.. setup.AdditionalFiles.Select(f => new MemoryFile(f.Path, f.Text))], config));
    }

    /// <summary>The texts that stand beside the code under test: usings and the Shop.</summary>
    public static ImmutableArray<(string Path, string Text)> Beside(Setup setup, bool hasShop, bool shopIsElsewhere = false)
    {
        var usings = new List<string> { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" };
        if (setup is { HasEf: true, UsesEf: true })
        {
            usings.Add("Microsoft.EntityFrameworkCore");
        }

        if (hasShop || shopIsElsewhere)
        {
            usings.Add("ShopModel");
        }

        if (setup.Libraries.HasWeb)
        {
            usings.AddRange([
                "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
                "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"]);
        }

        var texts = ImmutableArray.Create(("GlobalUsings.cs", string.Concat(usings.Select(u => $"global using {u};\n"))));
        return !hasShop ? texts : texts.AddRange(
            ("Shop.cs", ShopText),
            ("ShopOptions.cs", setup.Options.Length == 0
                ? "using Microsoft.EntityFrameworkCore;\n\nnamespace ShopModel;\n\npartial class Shop(DbContextOptions<Shop> options) : DbContext(options);\n"
                : $"using Microsoft.EntityFrameworkCore;\n\nnamespace ShopModel;\n\npartial class Shop\n{{\n    protected override void OnConfiguring(DbContextOptionsBuilder options) => {setup.Options};\n}}\n"));
    }

    public static CSharpParseOptions ParseOptions(Setup setup) => new(setup.Language, DocumentationMode.Parse);

    public static CSharpCompilationOptions CompilationOptions(Setup setup) => new(
        setup.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        optimizationLevel: OptimizationLevel.Release);

    /// <summary>The compiled projects that the code refers to.</summary>
    public static ImmutableArray<(ReferencedProject Project, bool HasShop, MetadataReference Reference)> Referenced(Setup setup)
    {
        var built = ImmutableArray<(ReferencedProject Project, bool HasShop, MetadataReference Reference)>.Empty;
        foreach (var project in setup.Projects)
        {
            var own = setup with { Projects = [], Files = [], IsProgram = false };
            var snippet = Snippet.Parse(project.Code);
            var hasShop = WantsShop(setup, [snippet]) && !built.Any(b => b.HasShop);
            var parse = ParseOptions(own);
            Compilation compilation = CSharpCompilation.Create(
                project.Name,
                Beside(own, hasShop, built.Any(b => b.HasShop)).Append(("Code.cs", snippet.Text))
                    .Select(f => CSharpSyntaxTree.ParseText(f.Item2, parse, $"/{project.Name}/{f.Item1}")).ToArray(),
                [.. own.Libraries.References, .. built.Select(b => b.Reference)],
                CompilationOptions(own));
            if (project.AsMetadata && !Generators.IsEmpty)
            {
                CSharpGeneratorDriver
                    .Create(Generators.Select(g => g.AsSourceGenerator()), own.AdditionalFiles.Select(f => new MemoryFile(f.Path, f.Text)), parse, new Config(own))
                    .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _, TestContext.Current.CancellationToken);
            }

            FailOnErrors(compilation.GetDiagnostics(TestContext.Current.CancellationToken), snippet.Text);
            built = built.Add((project, hasShop, project.AsMetadata ? Image(compilation) : compilation.ToMetadataReference()));
        }

        return built;
    }

    public static bool WantsShop(Setup setup, IEnumerable<Snippet> code) => setup.HasEf && (setup.HasShop ?? code.All(s => s.IsWrapped || !DeclaresContext(s)));

    public static void FailOnErrors(IEnumerable<Diagnostic> diagnostics, string text)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length == 0, $"The code of the test does not compile:\n{string.Join('\n', errors.Select(e => e.ToString()))}\n\n{text}");
    }

    private static (CSharpCompilation Base, ImmutableArray<(ReferencedProject Project, bool HasShop, MetadataReference Reference)> Projects) Surroundings(
        Setup setup, IReadOnlyList<(string Path, Snippet Code)> files)
    {
        var projects = Referenced(setup);
        var shopIsElsewhere = projects.Any(p => p.HasShop);
        var hasShop = !shopIsElsewhere && WantsShop(setup, files.Select(f => f.Code));
        var key = $"{setup.Libraries.Key}|{setup.Options}|{setup.IsProgram}|{setup.Language}|{hasShop}|{shopIsElsewhere}";
        var parse = ParseOptions(setup);

        // Derived compilations share the bound references of the first one: a test costs milliseconds.
        return (Bases.GetOrAdd(key, _ =>
        {
            var compilation = CSharpCompilation.Create(
                "Shopping",
                [.. Beside(setup, hasShop, shopIsElsewhere).Select(f => CSharpSyntaxTree.ParseText(f.Text, parse, Folder + f.Path))],
                setup.Libraries.References,
                CompilationOptions(setup));
            compilation.GetTypeByMetadataName("System.Object");
            return compilation;
        }), projects);
    }

    private static bool DeclaresContext(Snippet snippet) =>
        SyntaxFactory.ParseCompilationUnit(snippet.Text).DescendantNodes().OfType<BaseListSyntax>()
            .Any(list => list.Types.Any(t => t.Type.ToString().Split('<')[0].EndsWith("DbContext", StringComparison.Ordinal)));

    private static PortableExecutableReference Image(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream, options: new(metadataOnly: true, includePrivateMembers: false), cancellationToken: TestContext.Current.CancellationToken);
        FailOnErrors(emitted.Diagnostics, "(emit)");
        return MetadataReference.CreateFromImage(stream.ToArray(), filePath: $"/bin/{compilation.AssemblyName}.dll");
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(World).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>What .editorconfig and MSBuild say, as the compiler hands it to analyzers.</summary>
    internal sealed class Config : AnalyzerConfigOptionsProvider
    {
        private readonly AnalyzerConfigSet set;

        public Config(Setup setup)
        {
            set = AnalyzerConfigSet.Create(Texts(setup).Select(f => AnalyzerConfig.Parse(f.Text, Folder + f.Path)).ToImmutableArray());
            Trees = new TreeOptions(set);
        }

        public SyntaxTreeOptionsProvider Trees { get; }

        public override AnalyzerConfigOptions GlobalOptions => new Values(set.GlobalConfigOptions.AnalyzerOptions);

        public static IEnumerable<(string Path, string Text)> Texts(Setup setup)
        {
            if (setup.EditorConfig.Length > 0)
            {
                yield return (".editorconfig", setup.EditorConfig.StartsWith("root", StringComparison.Ordinal) ? setup.EditorConfig : "root = true\n" + setup.EditorConfig);
            }

            if (!setup.Properties.IsEmpty)
            {
                yield return (".globalconfig", "is_global = true\n" + string.Concat(setup.Properties.Select(p => $"build_property.{p.Key} = {p.Value}\n")));
            }
        }

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(set.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);

        private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override IEnumerable<string> Keys => values.Keys;

            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }

        private sealed class TreeOptions(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
        {
            public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

            public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
                set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

            public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
                set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
        }
    }

    private sealed class MemoryFile(string path, string text) : AdditionalText
    {
        public override string Path => path.StartsWith('/') ? path : Folder + path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
