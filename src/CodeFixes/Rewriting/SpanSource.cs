using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rewriting;

/// <summary>Where a new span comes from, and what counts its outcome.</summary>
/// <remarks>Counter is empty when the project has none.</remarks>
internal sealed record SpanSource(string Source, string Counter)
{
    private const string RunsName = "TaskRuns";

    /// <summary>The source of the type, else one of the project, else a new class Telemetry behind the type: a new file would be added to the project file too, which a glob covers already.</summary>
    public static SpanSource? For(Place place, Rewrite rewrite, SyntaxNode at)
    {
        var knowledge = Knowledge.Of(place.Model.Compilation);
        if (knowledge.Symbols.Telemetry is not { } telemetry
            || at.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } owner
            || place.Model.GetDeclaredSymbol(owner, place.Cancellation) is not { } type)
        {
            return null;
        }

        if (Operations.SourceOf(type, telemetry) is { } own && (own.IsStatic || !IsStatic(at)))
        {
            return new(own.Name, "");
        }

        if (knowledge.Telemetry.StaticSources().FirstOrDefault(s => place.Model.IsAccessible(at.SpanStart, s)) is { } shared)
        {
            var holder = shared.ContainingType.ToMinimalDisplayString(place.Model, at.SpanStart);
            return new($"{holder}.{shared.Name}", shared.ContainingType.GetMembers(RunsName).Any(static m => m.IsStatic) ? $"{holder}.{RunsName}" : "");
        }

        var space = type.ContainingNamespace;
        var name = space.GetTypeMembers("Telemetry").IsEmpty ? "Telemetry" : "AppTelemetry";
        if (!space.GetTypeMembers(name).IsEmpty)
        {
            return null;
        }

        var outermost = owner.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Last();
        var end = Layout.LineEnd(place.Root);
        rewrite.Insert(place.Document, outermost.Span.End, end + end + NewClass(name, place.Document.Project.AssemblyName, Layout.Indent(outermost), end).TrimEnd());
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "System.Diagnostics", "ActivitySource");
        Layout.Import(rewrite, place.Document, place.Model, place.Root, "System.Diagnostics.Metrics", "Meter");
        return new($"{name}.Source", $"{name}.{RunsName}");
    }

    private static string NewClass(string name, string source, string indent, string end) => new IndentedLines(indent, end)
        .Add($"internal static class {name}").Add("{")
        .Add($"    public const string SourceName = {SymbolDisplay.FormatLiteral(source, quote: true)};").Add("")
        .Add("    public static readonly ActivitySource Source = new(SourceName);")
        .Add("    public static readonly Meter Meter = new(SourceName);")
        .Add($"    public static readonly Counter<long> {RunsName} = Meter.CreateCounter<long>(\"background.task.runs\", unit: \"{{run}}\", description: \"Runs of background tasks by outcome.\");")
        .Add("}").ToString();

    private static bool IsStatic(SyntaxNode at) =>
        at.FirstAncestorOrSelf<MemberDeclarationSyntax>(static m => m is BaseMethodDeclarationSyntax or PropertyDeclarationSyntax or FieldDeclarationSyntax)?.Modifiers.Any(SyntaxKind.StaticKeyword) == true;
}
