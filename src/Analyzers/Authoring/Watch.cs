using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Authoring;

/// <summary>The only way to register: a verb for each trigger, each with its own cheap gate.</summary>
internal readonly partial struct Watch(CompilationStartAnalysisContext start, Knowledge knowledge, DiagnosticDescriptor rule)
{
    public Knowledge Knowledge => knowledge;

    /// <summary>Calls of methods with one of these names.</summary>
    public void Call(ImmutableHashSet<string> names, Action<IInvocationOperation, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(
            context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (names.Contains(call.TargetMethod.Name))
                {
                    see(call, new Find(context, facts, descriptor));
                }
            },
            OperationKind.Invocation);
    }

    /// <summary>Operations of a kind for which no narrower verb exists.</summary>
    public void Operation(OperationKind kind, Action<IOperation, Find> see)
    {
        var (facts, descriptor) = (knowledge, rule);
        start.RegisterOperationAction(context => see(context.Operation, new Find(context, facts, descriptor)), kind);
    }
}
