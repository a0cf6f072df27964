using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>Why an operation should have a span of its own.</summary>
internal enum SpanReason
{
    None,

    /// <summary>An attribute or an option asks for it.</summary>
    Asked,

    /// <summary>Its siblings have one.</summary>
    Siblings,
}

/// <summary>Decides which methods are operations worth a span.</summary>
internal static class Operations
{
    private static readonly HashSet<string> Intercepted = new(StringComparer.Ordinal) { "TracedAttribute", "WithSpanAttribute", "TraceAttribute", "TransactionAttribute" };

    public static SpanReason ReasonFor(IMethodSymbol method, IMethodBodyOperation body, Knowledge knowledge, TelemetryOptions options)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        if (method.MethodKind != MethodKind.Ordinary || body.BlockBody is not { } block || IsIntercepted(method) || IsIntercepted(method.ContainingType))
        {
            return SpanReason.None;
        }

        var isAsked = method.GetAttributes().Any(static a => a.AttributeClass?.Name == "InstrumentAttribute") || options.InstrumentMethods.Any(g => Wildcard.Matches(g, $"{method.ContainingType.Name}.{method.Name}"));
        if (isAsked)
        {
            return Work.StartsSpan(block, knowledge, options) ? SpanReason.None : SpanReason.Asked;
        }

        return method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && !method.IsOverride && block.Operations.Length >= 3
            && !telemetry.IsPerRequest(method.ContainingType) && !method.ContainingType.IsOrDerivesFrom(telemetry.HostedService)
            && SourceOf(method.ContainingType, telemetry) is not null
            && HasTracedSibling(method, knowledge)
            && Work.Score(block, knowledge) >= 2
            && !Work.StartsSpan(block, knowledge, options)
                ? SpanReason.Siblings
                : SpanReason.None;
    }

    /// <summary>The field, property or constructor parameter of a type that holds its source.</summary>
    public static ISymbol? SourceOf(INamedTypeSymbol type, TelemetrySymbols telemetry) =>
        type.GetMembers().FirstOrDefault(m => m is IFieldSymbol { IsImplicitlyDeclared: false } field && field.Type.Is(telemetry.ActivitySource) || m is IPropertySymbol property && property.Type.Is(telemetry.ActivitySource));

    private static bool HasTracedSibling(IMethodSymbol method, Knowledge knowledge) => method.ContainingType.GetMembers().OfType<IMethodSymbol>().Any(sibling =>
        sibling.MethodKind == MethodKind.Ordinary && !SymbolEqualityComparer.Default.Equals(sibling, method) && knowledge.Bodies.Of(sibling) is { } body
        && Region.RunningIn([body]).Any(o => o is IInvocationOperation call && Spans.IsStart(call, knowledge.Symbols.Telemetry!)));

    private static bool IsIntercepted(ISymbol symbol) => symbol.GetAttributes().Any(static a => a.AttributeClass is { } type && Intercepted.Contains(type.Name));
}
