using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Symbols;

/// <summary>The library types of one compilation; a library that is not referenced is null.</summary>
internal sealed class KnownSymbols(Compilation compilation)
{
    private static readonly string[] TestFrameworks =
        ["Xunit.FactAttribute", "NUnit.Framework.TestAttribute", "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute", "TUnit.Core.TestAttribute"];

    private readonly Lazy<EfSymbols?> ef = new(() => EfSymbols.From(compilation));
    private readonly Lazy<TelemetrySymbols?> telemetry = new(() => TelemetrySymbols.From(compilation));
    private readonly Lazy<bool> dapper = new(() => compilation.Find("Dapper.SqlMapper") is not null);
    private readonly Lazy<bool> tests = new(() => TestFrameworks.Any(name => compilation.Find(name) is not null));
    private readonly Lazy<INamedTypeSymbol?> controller = new(() => compilation.Find("Microsoft.AspNetCore.Mvc.ControllerBase"));
    private readonly Lazy<BclSymbols> bcl = new(() => new BclSymbols(compilation));

    /// <summary>EF Core, null when the compilation doesn't reference it.</summary>
    public EfSymbols? Ef => ef.Value;

    public BclSymbols Bcl => bcl.Value;

    /// <summary>Traces and metrics, null when there is nothing in the project to measure or trace.</summary>
    public TelemetrySymbols? Telemetry => telemetry.Value;

    public bool HasDapper => dapper.Value;

    /// <summary>What controllers of ASP.NET Core derive from.</summary>
    public INamedTypeSymbol? Controller => controller.Value;

    /// <summary>Whether a framework for tests is referenced.</summary>
    public bool HasTestFramework => tests.Value;
}
