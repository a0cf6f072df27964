using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>The version of EF Core, and of .NET with it, that test code is compiled against.</summary>
public enum Ef
{
    V8 = 8,
    V9 = 9,
    V10 = 10,
}

/// <summary>A named set of packages that test code may use beside EF Core.</summary>
internal sealed record Library(string Name, params string[] Packages)
{
    public static readonly Library AspNetCore = new(nameof(AspNetCore), Libraries.AspNetCoreRef);
    public static readonly Library Identity = new(nameof(Identity), Libraries.AspNetCoreRef, "Microsoft.AspNetCore.Identity.EntityFrameworkCore");
    public static readonly Library Npgsql = new(nameof(Npgsql), "Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL");
    public static readonly Library SqlServer = new(nameof(SqlServer), "Microsoft.EntityFrameworkCore.SqlServer", "Microsoft.Data.SqlClient");
    public static readonly Library InMemory = new(nameof(InMemory), "Microsoft.EntityFrameworkCore.InMemory");
    public static readonly Library SqlClient = new(nameof(SqlClient), "Microsoft.Data.SqlClient");
    public static readonly Library Dapper = new(nameof(Dapper), "Dapper");
    public static readonly Library Redis = new(nameof(Redis), "StackExchange.Redis");

    public static readonly Library OpenTelemetry = new(
        nameof(OpenTelemetry),
        Libraries.AspNetCoreRef,
        "OpenTelemetry",
        "OpenTelemetry.Api",
        "OpenTelemetry.Api.ProviderBuilderExtensions",
        "OpenTelemetry.Extensions.Hosting",
        "OpenTelemetry.Exporter.Console",
        "OpenTelemetry.Exporter.InMemory",
        "OpenTelemetry.Exporter.OpenTelemetryProtocol",
        "OpenTelemetry.Exporter.Prometheus.AspNetCore",
        "OpenTelemetry.Instrumentation.AspNetCore",
        "OpenTelemetry.Instrumentation.EntityFrameworkCore",
        "OpenTelemetry.Instrumentation.GrpcNetClient",
        "OpenTelemetry.Instrumentation.Http",
        "OpenTelemetry.Instrumentation.Process",
        "OpenTelemetry.Instrumentation.Runtime",
        "OpenTelemetry.Instrumentation.SqlClient",
        "OpenTelemetry.Instrumentation.StackExchangeRedis",
        "Npgsql.OpenTelemetry");

    public static readonly Library Prometheus = new(nameof(Prometheus), Libraries.AspNetCoreRef, "prometheus-net", "prometheus-net.AspNetCore");
}

/// <summary>The references of a test project: <c>Libraries.Ef(Ef.V10).With(Library.Dapper)</c>.</summary>
internal sealed class Libraries
{
    public const string AspNetCoreRef = "Microsoft.AspNetCore.App.Ref";

    private static readonly ImmutableDictionary<string, string> Metadata = typeof(Libraries).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToImmutableDictionary(a => a.Key, a => a.Value!);

    private static readonly ConcurrentDictionary<string, MetadataReference> Files = new();
    private static readonly ConcurrentDictionary<string, ImmutableArray<MetadataReference>> Sets = new();

    private readonly Ef version;
    private readonly ImmutableArray<string> packages;
    private readonly ImmutableArray<Library> added;

    private Libraries(Ef version, ImmutableArray<string> packages, ImmutableArray<Library> added) =>
        (this.version, this.packages, this.added) = (version, packages, added);

    /// <summary>What distinguishes this set from every other one.</summary>
    public string Key => $"{version}:{string.Join(',', packages)}:{string.Join(',', added.Select(l => l.Name))}";

    public bool HasEf => !packages.IsEmpty;

    public ImmutableArray<MetadataReference> References => Sets.GetOrAdd(Key, _ => Collect());

    /// <summary>.NET with EF Core, its relational part, lazy-loading proxies and SQLite.</summary>
    public static Libraries Ef(Ef version) => new(
        version,
        [
            "Microsoft.EntityFrameworkCore",
            "Microsoft.EntityFrameworkCore.Abstractions",
            "Microsoft.EntityFrameworkCore.Relational",
            "Microsoft.EntityFrameworkCore.Proxies",
            "Microsoft.EntityFrameworkCore.Sqlite.Core",
            "Microsoft.Data.Sqlite.Core",
        ],
        []);

    /// <summary>.NET alone.</summary>
    public static Libraries Plain(Ef version = Harness.Ef.V10) => new(version, [], []);

    public Libraries With(params IEnumerable<Library> more) => new(version, packages, [.. added, .. more]);

    public bool Has(Library library) => added.Contains(library);

    public bool HasWeb => added.Any(l => l.Packages.Contains(AspNetCoreRef));

    public static string RepositoryRoot => Metadata["RepositoryRoot"];

    private ImmutableArray<MetadataReference> Collect()
    {
        var framework = Directory.GetFiles(Folder("Microsoft.NETCore.App.Ref"), "*.dll");
        var web = Directory.GetFiles(Folder(AspNetCoreRef), "*.dll");

        // EF Core's own surface names types of these; a console project gets them as packages.
        var extensions = web.Where(f => Path.GetFileName(f).StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
        var files = framework
            .Concat(HasWeb ? web : HasEf ? extensions : [])
            .Concat(packages.Concat(added.SelectMany(l => l.Packages)).Where(p => p != AspNetCoreRef).Distinct()
                .SelectMany(p => Directory.GetFiles(Folder(p), "*.dll")));
        return [.. files.DistinctBy(Path.GetFileName).Select(f => Files.GetOrAdd(f, static path => MetadataReference.CreateFromFile(path)))];
    }

    private string Folder(string package)
    {
        var versions = Metadata[package].Split(';').Select(v => v.Trim('[', ']')).ToArray();
        var chosen = versions.SingleOrDefault(v => v.StartsWith($"{(int)version}.", StringComparison.Ordinal)) ?? versions[^1];
        var root = Path.Combine(Metadata["NuGetPackageRoot"], package.ToLowerInvariant(), chosen);
        var names = Enumerable.Range(5, (int)version - 4).Reverse().Select(v => $"net{v}.0").Concat(["netcoreapp3.1", "netstandard2.1", "netstandard2.0"]);
        return names.SelectMany(n => new[] { Path.Combine(root, "ref", n), Path.Combine(root, "lib", n) }).First(Directory.Exists);
    }
}
