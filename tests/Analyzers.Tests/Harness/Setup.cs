using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>What surrounds the code of a test; the defaults are those of a console project with EF Core 10 on SQLite.</summary>
internal sealed record Setup
{
    public static readonly Setup Default = new();

    public Ef Ef { get; init; } = Ef.V10;

    /// <summary>Whether EF Core is referenced at all; without it there is no Shop either.</summary>
    public bool HasEf { get; init; } = true;

    /// <summary>Whether the namespace of EF Core is in scope everywhere.</summary>
    public bool UsesEf { get; init; } = true;

    /// <summary>Libraries beside EF Core.</summary>
    public ImmutableArray<Library> Also { get; init; } = [];

    /// <summary>Adds lazy-loading proxies to the Shop.</summary>
    public bool Lazy { get; init; }

    /// <summary>How the Shop configures itself, as a chain on <c>options</c>; empty when the options come from outside.</summary>
    public string Configure { get; init; } = """UseSqlite("Data Source=shop.db")""";

    /// <summary>Whether the Shop model is there: by default unless the code has a context of its own or a project brings it.</summary>
    public bool? HasShop { get; init; }

    /// <summary>Text of an .editorconfig; sections like [*.cs] included.</summary>
    public string EditorConfig { get; init; } = "";

    /// <summary>MSBuild properties that the compiler sees, without their prefix.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<(string Path, string Text)> AdditionalFiles { get; init; } = [];

    /// <summary>Further source files of the same project; they may carry markup.</summary>
    public ImmutableArray<(string Path, string Code)> Files { get; init; } = [];

    /// <summary>Projects that the code refers to; each one sees those before it.</summary>
    public ImmutableArray<ReferencedProject> Projects { get; init; } = [];

    /// <summary>The code has compile errors on purpose.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The code is a program of top-level statements: it is not wrapped.</summary>
    public bool IsProgram { get; init; }

    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    public Libraries Libraries => (HasEf ? Libraries.Ef(Ef) : Libraries.Plain(Ef)).With(Also);

    internal string Options => Configure.Length == 0 ? "" : "options." + (Lazy ? "UseLazyLoadingProxies()." : "") + Configure;
}

/// <summary>A project that the code under test refers to.</summary>
/// <param name="AsMetadata">Only its reference assembly is in sight, as for the command-line compiler, with what the package's generators add to it; else its source, as in an IDE.</param>
/// <param name="After">Its code when a fix is done; null when that isn't looked at.</param>
internal sealed record ReferencedProject(string Name, string Code, bool AsMetadata = false, string? After = null);
