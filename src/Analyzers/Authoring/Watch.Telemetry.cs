using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Authoring;

/// <summary>The triggers of the telemetry rules.</summary>
internal readonly partial struct Watch
{
    private static readonly ImmutableHashSet<string> AnchorNames = ImmutableHashSet.Create(
        "WithTracing", "ConfigureOpenTelemetryTracerProvider", "CreateTracerProviderBuilder", "WithMetrics", "ConfigureOpenTelemetryMeterProvider", "CreateMeterProviderBuilder",
        "CreateBuilder", "CreateSlimBuilder", "CreateDefaultBuilder", "CreateApplicationBuilder");

    public TelemetrySymbols Telemetry => knowledge.Symbols.Telemetry!;

    /// <summary>Objects that are created of one type.</summary>
    public void Creation(INamedTypeSymbol? type, Action<IObjectCreationOperation, Find> see)
    {
        if (type is null)
        {
            return;
        }

        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                var creation = (IObjectCreationOperation)context.Operation;
                if (creation.Type.Is(type))
                {
                    see(creation, new Find(context, facts, descriptor));
                }
            },
            OperationKind.ObjectCreation);
    }

    /// <summary>The one call where reports about a whole pipeline belong: its first, or the start of the application.</summary>
    public void Anchor(string signal, Action<IInvocationOperation, Find> see) => Call(AnchorNames, (call, find) =>
    {
        if (find.Knowledge.Telemetry.IsAnchor(signal, call.Syntax) && TelemetryOptions.Of(find.Options).Mode != TelemetryMode.Off)
        {
            see(call, find);
        }
    });

    /// <summary>Catch clauses that end in a throw.</summary>
    public void Rethrow(Action<ICatchClauseOperation, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                var clause = (ICatchClauseOperation)context.Operation;
                if (clause.Handler.Operations is [.., IThrowOperation])
                {
                    see(clause, new Find(context, facts, descriptor));
                }
            },
            OperationKind.CatchClause);
    }
}
