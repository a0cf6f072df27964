using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Whether calls write to members of objects that were there before, or anything else that can be said of one operation.</summary>
internal sealed class MemberWrites(Bodies bodies, Dispatch dispatch, Func<Compilation, MemberWrites> inSight)
{
    /// <summary>How many methods are read for one answer; what calls more may write anything.</summary>
    private const int Budget = 100;

    /// <summary>Whether neither the call nor what it calls writes to a member of one of those names.</summary>
    public bool Spares(IInvocationOperation call, ImmutableArray<ISymbol> members)
    {
        var names = members.Select(static m => m.Name).ToImmutableHashSet(StringComparer.Ordinal);
        return Spares(call, operation => IsWrite(operation, names));
    }

    /// <summary>Whether nothing that the call runs in sight is such an operation.</summary>
    public bool Spares(IInvocationOperation call, Func<IOperation, bool> isWrite) => Spares(call.TargetMethod, isWrite, new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default));

    private bool Spares(IMethodSymbol method, Func<IOperation, bool> isWrite, HashSet<IMethodSymbol> seen)
    {
        if (method.Declared().DeclaringSyntaxReferences.IsEmpty)
        {
            return true;
        }

        var targets = dispatch.TargetsOf(method);
        return !targets.IsDefaultOrEmpty && targets.All(t => !seen.Add(t) || seen.Count <= Budget && bodies.SourceOf(t) is { } source && inSight(source).BodySpares(t, isWrite, seen));
    }

    private bool BodySpares(IMethodSymbol method, Func<IOperation, bool> isWrite, HashSet<IMethodSymbol> seen) =>
        bodies.Of(method) is { } body && !body.DescendantsAndSelf().Any(isWrite) && !body.Contains<IInvocationOperation>(c => !Spares(c.TargetMethod, isWrite, seen));

    /// <summary>An assignment, but for the first one of an object that is being made.</summary>
    private static bool IsWrite(IOperation operation, ImmutableHashSet<string> names) => operation switch
    {
        IAssignmentOperation { Target: IMemberReferenceOperation { Instance: not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } target } => names.Contains(target.Member.Name),
        IIncrementOrDecrementOperation { Target: IMemberReferenceOperation target } => names.Contains(target.Member.Name),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: IMemberReferenceOperation target } => names.Contains(target.Member.Name),
        _ => false,
    };
}
