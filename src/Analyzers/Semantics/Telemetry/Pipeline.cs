using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>What rules about the pipeline tell their fixes.</summary>
internal static class Pipeline
{
    /// <summary>The call that is to be appended.</summary>
    public const string Call = "call";

    /// <summary>AddSource("Shop").</summary>
    public static string Listen(string method, string name) => $"{method}({SymbolDisplay.FormatLiteral(name, quote: true)})";

    /// <summary>All calls that collect a signal of these clients, as one chain.</summary>
    public static string CallsFor(IEnumerable<Client> clients, string signal, Compilation compilation) =>
        string.Concat(clients.Select(c => TelemetryRoom.CallFor(c, signal, compilation)).Where(static c => c is not null).Distinct().Select(static c => "." + c));

    /// <summary>The name of the called method, where a report about a whole pipeline stands.</summary>
    public static Location NamePlace(this IInvocationOperation call) =>
        (call.Syntax is InvocationExpressionSyntax syntax ? TelemetryTree.NameOf(syntax) : null)?.GetLocation() ?? call.Syntax.GetLocation();
}
