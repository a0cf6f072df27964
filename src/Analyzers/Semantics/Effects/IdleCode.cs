using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Code that changes no row: it looks, counts, logs and collects. A turn that does nothing else leaves a save nothing to do.</summary>
internal sealed class IdleCode(KnownSymbols symbols, Bodies bodies, Dispatch dispatch, Func<Compilation, IdleCode> inSight)
{
    private const int Depth = 2;

    /// <summary>Whether all of that code in a loop changes nothing but variables, values of the object itself and what was made in front of the loop.</summary>
    /// <param name="code">The code.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="reads">Queries that change nothing.</param>
    public bool Covers(IOperation code, LoopBody loop, IReadOnlyCollection<IInvocationOperation>? reads = null) => Covers(code, Depth, loop, reads ?? []);

    private bool Covers(IOperation code, int depth, LoopBody? loop, IReadOnlyCollection<IInvocationOperation> reads)
    {
        var seen = 0;
        return !code.Contains<IOperation>(o => ++seen > 5_000 || o switch
        {
            IAssignmentOperation assignment => !MayWrite(assignment.Target, loop),
            IIncrementOrDecrementOperation count => !MayWrite(count.Target, loop),
            IInvocationOperation call => !reads.Any(r => call.IsInside(r)) && !IsIdle(call, depth, loop),
            IDynamicInvocationOperation or IEventAssignmentOperation or IMethodReferenceOperation => true,
            _ => false,
        });
    }

    /// <summary>A variable, or a value that the object itself holds.</summary>
    private static bool MayWrite(IOperation target, LoopBody? loop) => target.WithoutConversions() switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IDiscardOperation or IDeclarationExpressionOperation => true,
        ITupleOperation tuple => tuple.Elements.All(e => MayWrite(e, loop)),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Type: { } type } => loop is not null && IsValue(type),
        // The initializer of something new.
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } => true,
        _ => false,
    };

    private bool IsIdle(IInvocationOperation call, int depth, LoopBody? loop)
    {
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || IsOfEf(call.TargetMethod) || call.Arguments.Any(a => symbols.Ef?.IsContext(a.Value.WithoutConversions().Type) == true))
        {
            return false;
        }

        if (!call.TargetMethod.Declared().DeclaringSyntaxReferences.IsEmpty)
        {
            var targets = depth == 0 ? default : dispatch.TargetsOf(call);
            return !targets.IsDefaultOrEmpty && targets.All(t => bodies.SourceOf(t) is { } source && inSight(source).Covers(t, depth - 1));
        }

        return call.Receiver() is not { } receiver ? call.Parent is not IExpressionStatementOperation || call.Arguments.All(static a => IsValue(a.Value.WithoutConversions().Type))
            : IsValue(receiver.WithoutConversions().Type) || IsOutside(receiver, loop)
            || call.TargetMethod is { IsStatic: true, ReturnsVoid: false } && call.Parent is not IExpressionStatementOperation;
    }

    private bool Covers(IMethodSymbol method, int depth) => bodies.Of(method) is { } body && Covers(body, depth, loop: null, []);

    private bool IsOfEf(IMethodSymbol method) => symbols.Ef is { } ef && (ef.IsStore(method.ContainingType) || ef.IsOwn(method.ContainingAssembly));

    /// <summary>Something that is there before the loop, and belongs to no row of it.</summary>
    private static bool IsOutside(IOperation receiver, LoopBody? loop) => loop is not null && receiver.WithoutConversions() switch
    {
        ILocalReferenceOperation local => !loop.Declares(local.Local),
        IParameterReferenceOperation parameter => !loop.Declares(parameter.Parameter),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        _ => false,
    };

    private static bool IsValue(ITypeSymbol? type) => type is null or { IsValueType: true } or { SpecialType: SpecialType.System_String };
}
