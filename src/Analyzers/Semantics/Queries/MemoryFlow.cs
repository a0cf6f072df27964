using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Follows fetched rows forward through the operators and locals of one body.</summary>
/// <param name="reader">Knows the operators.</param>
/// <param name="bcl">Types of the base class library.</param>
/// <param name="isSettled">Whether what ran over the rows so far decides already: what a local does with the rest doesn't matter.</param>
internal sealed class MemoryFlow(QueryReader reader, BclSymbols bcl, Func<ImmutableArray<MemoryStep>, bool> isSettled)
{
    private static readonly ImmutableDictionary<string, Operator> ListMethods = new Dictionary<string, Operator>
    {
        ["Exists"] = OperatorTable.Of("Any")!, ["TrueForAll"] = OperatorTable.Of("All")!, ["Contains"] = OperatorTable.Of("Contains")!,
        ["Find"] = OperatorTable.Of("FirstOrDefault")!, ["FindLast"] = OperatorTable.Of("LastOrDefault")!, ["FindAll"] = OperatorTable.Of("Where")!,
        ["IndexOf"] = OperatorTable.Of("ElementAt")!, ["FindIndex"] = OperatorTable.Of("ElementAt")!,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>A local that is written or read more often is an accumulator or a table: nobody would push its uses into one query.</summary>
    private const int MostWrites = 24;
    private const int MostReads = 120;

    private const int SourceHops = 4;

    private static readonly Operator Counted = OperatorTable.Of("Count")!;

    private readonly HashSet<IOperation> seen = [];
    private readonly ImmutableArray<MemoryUse>.Builder uses = ImmutableArray.CreateBuilder<MemoryUse>();
    private int budget = 400;
    private IOperation? fetched;

    /// <summary>Every use of the rows that the operation brings.</summary>
    public ImmutableArray<MemoryUse> UsesOf(IOperation fetch)
    {
        fetched = fetch;
        Follow(fetch, ImmutableArray<MemoryStep>.Empty, isInline: true);
        return uses.ToImmutable();
    }

    private void Follow(IOperation value, ImmutableArray<MemoryStep> steps, bool isInline)
    {
        if (--budget < 0 || !seen.Add(value))
        {
            End(steps, MemoryEnd.Sequence, value, isInline);
            return;
        }

        var child = value;
        for (var parent = child.Parent; ; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case null:
                    End(steps, MemoryEnd.Sequence, value, isInline);
                    return;
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or ITranslatedQueryOperation or IVariableInitializerOperation or IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } }:
                    continue;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "WaitAsync" or "GetAwaiter" or "GetResult" } wait when wait.Instance == child:
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Result", Instance.Type.Name: "Task" or "ValueTask" } result when result.Instance == child:
                    continue;
                case IConditionalOperation choice when choice.Condition != child && choice.WhenFalse is not null && choice.Type is { SpecialType: not SpecialType.System_Void }:
                    continue;
                case ICoalesceOperation or IConditionalAccessOperation when parent is not IConditionalAccessOperation access || access.WhenNotNull == child:
                    continue;
                case IConditionalAccessOperation access:
                    FollowAccess(access, steps, isInline);
                    return;
                case IInvocationOperation call when call.Receiver() is { } receiver && (receiver == child || call.Arguments.Any(a => a == child && a.Parameter?.Ordinal == 0)):
                    FollowCall(call, steps, isInline);
                    return;
                case IPropertyReferenceOperation property when property.Instance == child:
                    FollowProperty(property, steps, isInline);
                    return;
                case IArrayElementReferenceOperation element when element.ArrayReference == child:
                    End(steps, MemoryEnd.Row, element, isInline);
                    return;
                case IVariableDeclaratorOperation declarator:
                    FollowLocal(declarator.Symbol, declarator, steps, isInline);
                    return;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == child:
                    FollowLocal(local, assignment, steps, isInline);
                    return;
                case IForEachLoopOperation loop when loop.Collection == child:
                    End(steps, Accumulation.Is(loop) ? MemoryEnd.Accumulated : MemoryEnd.Sequence, loop, isInline);
                    return;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation } or INameOfOperation:
                    return;
                default:
                    End(steps, MemoryEnd.Sequence, parent, isInline);
                    return;
            }
        }
    }

    private void FollowAccess(IConditionalAccessOperation access, ImmutableArray<MemoryStep> steps, bool isInline)
    {
        foreach (var part in access.WhenNotNull.DescendantsAndSelf())
        {
            if (--budget < 0)
            {
                break;
            }

            if (part is IConditionalAccessInstanceOperation placeholder && placeholder.Accessed() == access.Operation)
            {
                Follow(placeholder, steps, isInline);
                return;
            }
        }

        End(steps, MemoryEnd.Sequence, access, isInline);
    }

    private void FollowCall(IInvocationOperation call, ImmutableArray<MemoryStep> steps, bool isInline)
    {
        var step = call.TargetMethod.IsExtensionMethod ? reader.OperatorOf(call.TargetMethod) : OnList(call);
        switch (step?.Kind)
        {
            case null or OperatorKind.Unknown or OperatorKind.ForEach or OperatorKind.Load or OperatorKind.Update or OperatorKind.Delete:
                End(steps, MemoryEnd.Sequence, call, isInline);
                break;
            case OperatorKind.List when step.Name != "ToHashSet":
            case OperatorKind.Stream:
                Follow(call, steps, isInline);
                break;
            case OperatorKind.List or OperatorKind.Dictionary or OperatorKind.Lookup:
                End(steps, MemoryEnd.Sequence, call, isInline);
                break;
            default:
                steps = steps.Add(new MemoryStep(step, call));
                if (step.IsSingleRow)
                {
                    End(steps, MemoryEnd.Row, call, isInline);
                }
                else if (step.IsAggregate)
                {
                    End(steps, MemoryEnd.Value, call, isInline);
                }
                else
                {
                    Follow(call, steps, isInline);
                }

                break;
        }
    }

    private Operator? OnList(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.IsOrDerivesFrom(bcl.IEnumerableOf) && ListMethods.TryGetValue(call.TargetMethod.Name, out var known) ? known : null;

    private void FollowProperty(IPropertyReferenceOperation property, ImmutableArray<MemoryStep> steps, bool isInline)
    {
        if (property.Property is { Name: "Count" or "Length" or "LongLength" })
        {
            End(steps.Add(new MemoryStep(Counted, property)), MemoryEnd.Value, property, isInline);
        }
        else
        {
            End(steps, property.Property.IsIndexer ? MemoryEnd.Row : MemoryEnd.Sequence, property, isInline);
        }
    }

    private void FollowLocal(ILocalSymbol local, IOperation write, ImmutableArray<MemoryStep> steps, bool isInline)
    {
        if (!steps.IsEmpty && isSettled(steps))
        {
            End(steps, MemoryEnd.Sequence, write, isInline);
            return;
        }

        var index = BodyIndex.Of(write);
        if (!index.IsComplete || index.Writes(local).Count > MostWrites || index.Reads(local).Count > MostReads || index.Writes(local).Any(static w => w.IsCompound))
        {
            End(steps, MemoryEnd.Sequence, write, isInline: false);
            return;
        }

        foreach (var read in index.Reads(local))
        {
            if (!Reaches(write, read, index.Writes(local)))
            {
                continue;
            }

            switch (Between(write, read))
            {
                case null:
                    Follow(read, steps, isInline: false);
                    break;
                case { } repeated:
                    End(steps, repeated, read, isInline: false);
                    break;
            }
        }
    }

    /// <summary>Whether the value can still be in the local where it is read.</summary>
    private static bool Reaches(IOperation write, IOperation read, IReadOnlyList<Write> writes)
    {
        if (read.Syntax.SpanStart < write.Syntax.Span.End)
        {
            return false;
        }

        foreach (var other in writes)
        {
            if (other.At != write && other.At.Syntax.SpanStart > write.Syntax.SpanStart && other.At.Syntax.Span.End <= read.Syntax.SpanStart && !IsOnOtherBranch(other.At, write) && !IsOnOtherBranch(other.At, read)
                && (other.At.Parent?.Parent is { } scope && read.IsInside(scope) || IsReassigned(other, write)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>`rows = rows.Where(..).ToList()`, on some paths at least: behind it the rows are others.</summary>
    private static bool IsReassigned(Write other, IOperation write) =>
        BodyIndex.SymbolOf(other.At is ISimpleAssignmentOperation assignment ? assignment.Target : other.At) is { } local
            && other.Value.Contains<ILocalReferenceOperation>(r => SymbolEqualityComparer.Default.Equals(r.Local, local));

    private static bool IsOnOtherBranch(IOperation first, IOperation second)
    {
        for (IOperation? inner = first, outer = first.Parent; outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (second.IsInside(outer))
            {
                return outer is IConditionalOperation branch ? inner != branch.Condition && !second.IsInside(branch.Condition) : outer is ISwitchOperation choice && !second.IsInside(choice.Value);
            }
        }

        return false;
    }

    /// <summary>What repeats the read but not the write: nothing, a loop or a lambda.</summary>
    private MemoryEnd? Between(IOperation write, IOperation read)
    {
        for (IOperation? child = read, parent = read.Parent; parent is not null && !write.IsInside(parent); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IForEachLoopOperation loop when loop.Collection == child || read.IsInside(loop.Collection):
                    continue;
                case ILoopOperation or ILocalFunctionOperation:
                    return MemoryEnd.Lookup;
                case IAnonymousFunctionOperation lambda:
                    return lambda.IsExpressionTree(bcl) ? MemoryEnd.Sequence : IsMembership(lambda, read) ? MemoryEnd.Membership : MemoryEnd.Lookup;
            }
        }

        return null;
    }

    /// <summary>`wanted.Where(w => rows.Contains(w))` over a parameter: rows are read to check what a caller sent, though nothing of it chose them.</summary>
    private bool IsMembership(IAnonymousFunctionOperation filter, IOperation read)
    {
        var call = filter.Parent is IDelegateCreationOperation creation ? creation.Consumer() as IInvocationOperation : null;
        if (call is null || reader.OperatorOf(call.TargetMethod) is not { Kind: OperatorKind.Filter or OperatorKind.All } || Given(call.Receiver()) is not { } wanted || Takes(fetched!, wanted, SourceHops))
        {
            return false;
        }

        var test = read;
        for (var hops = 0; test.Parent is { } parent && hops < 8; hops++)
        {
            if (parent is IInvocationOperation { TargetMethod.Name: "Contains" or "Any" or "Exists" } found)
            {
                return !IsNegated(found);
            }

            if (parent is IInvocationOperation { TargetMethod.Name: not "Select" })
            {
                return false;
            }

            test = parent;
        }

        return false;
    }

    private static bool IsNegated(IOperation test)
    {
        for (var parent = test.Parent; parent is not null and not IAnonymousFunctionOperation; parent = parent.Parent)
        {
            if (parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A parameter, or the one of a member, possibly through operators.</summary>
    private static IParameterSymbol? Given(IOperation? source)
    {
        for (var hops = 0; source is not null && hops < 12; hops++)
        {
            source = source.Core();
            switch (source)
            {
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } ? parameter.Parameter : null;
                case IInvocationOperation or IMemberReferenceOperation:
                    source = source.Receiver();
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether the operation is made with the parameter, itself or through locals.</summary>
    private static bool Takes(IOperation operation, IParameterSymbol parameter, int hops) => hops > 0 && operation.Contains<IOperation>(part => part switch
    {
        IParameterReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter),
        ILocalReferenceOperation local => BodyIndex.Of(local).SingleValue(local.Local) is { } value && Takes(value, parameter, hops - 1),
        _ => false,
    });

    private void End(ImmutableArray<MemoryStep> steps, MemoryEnd end, IOperation at, bool isInline) => uses.Add(new MemoryUse(steps, end, at, isInline));
}
