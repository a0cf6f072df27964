using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>The text of a case as a project.</summary>
internal static class Source
{
    public const string ActionFile = "Action.cs";

    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !IsOurs(Path.GetFileName(p))).Select(p => MetadataReference.CreateFromFile(p))];

    public static Project Open(AdhocWorkspace workspace, Case program) => Open(workspace, Texts(program));

    public static Project Open(AdhocWorkspace workspace, TelemetryCase program) => Open(workspace, [
        ("Usings.cs", string.Concat(
            new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }.Select(u => $"global using {u};\n"))),
        ("Net.cs", Resource("Net.cs")),
        (ActionFile, program.Code)]);

    private static Project Open(AdhocWorkspace workspace, IEnumerable<(string Name, string Text)> texts)
    {
        var id = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "Program", "Program", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, deterministic: true),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: References));
        foreach (var (name, text) in texts)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), name, SourceText.From(text), filePath: $"/program/{name}");
        }

        return solution.GetProject(id)!;
    }

    private static IEnumerable<(string Name, string Text)> Texts(Case program)
    {
        yield return ("Usings.cs", string.Concat(
            new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks", "Microsoft.EntityFrameworkCore", "StoreModel" }
                .Select(u => $"global using {u};\n")));
        yield return ("Store.cs", Resource("Store.cs"));
        var proxies = program.IsLazy ? ".UseLazyLoadingProxies()" : "";
        yield return ("Options.cs", $$"""
            namespace StoreModel;

            public static class StoreFile
            {
                public static Store Open() => new(new DbContextOptionsBuilder<Store>(){{proxies}}.UseSqlite("Data Source=store.db").Options);
            }
            """);
        if (program.Model.Length > 0)
        {
            yield return ("More.cs", "namespace StoreModel;\n\n" + program.Model);
        }

        var isMembers = program.Action.Contains(" Run(", StringComparison.Ordinal);
        var indent = isMembers ? "    " : "        ";
        var lines = string.Join('\n', program.Action.Split('\n').Select(l => l.Length == 0 ? l : indent + l));
        yield return (ActionFile, isMembers
            ? $"namespace Acting;\n\npublic static class Action\n{{\n{lines}\n}}\n"
            : $"namespace Acting;\n\npublic static class Action\n{{\n    public static async Task<object?> Run(Store db, TextWriter output, CancellationToken ct)\n    {{\n{lines}\n    }}\n}}\n");
    }

    /// <summary>Assemblies of the test itself: an application doesn't refer to them.</summary>
    private static bool IsOurs(string file) =>
        new[] { "PerfAnalyzers.", "Microsoft.CodeAnalysis", "xunit", "CsCheck", "Microsoft.Testing", "System.Composition" }.Any(p => file.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
