using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Something in a piece of code that has an effect itself or calls a method that may.</summary>
internal readonly record struct Occurrence(IOperation Operation, Effect Direct, IMethodSymbol? Callee, bool IsConditional, bool IsIsolated = false, bool IsOnMiss = false)
{
    /// <summary>`base.Save()` calls that very method, whatever overrides it.</summary>
    public bool IsExact => Operation is IInvocationOperation { IsVirtual: false, TargetMethod: { IsStatic: false } target } && (target.IsVirtual || target.IsOverride);
}

/// <summary>Walks what one run of a body or of a turn executes, and leaves out what runs rarely, elsewhere or not at all.</summary>
internal sealed class EffectScanner(Realm realm, KnownSymbols symbols, QueryReader queries, IterationReader iterations, EffectTable table, Quieting quieting, NameIndex names, Dispatch dispatch, FactCarriers carriers)
{
    private const int Budget = 40_000;

    private readonly Realm realm = realm;
    private readonly BclSymbols bcl = symbols.Bcl;
    private readonly EfSymbols? ef = symbols.Ef;
    private readonly QueryReader queries = queries;
    private readonly IterationReader iterations = iterations;
    private readonly Quieting quieting = quieting;
    private readonly Dispatch dispatch = dispatch;

    /// <summary>The occurrences in a body, in source order.</summary>
    /// <param name="body">A method's body, a loop's body or a lambda.</param>
    /// <param name="isTurn">The body is a turn of an iteration: loops inside report for themselves.</param>
    public List<Occurrence> Scan(IOperation body, bool isTurn)
    {
        var found = new List<Occurrence>();
        new Walk(this, found, isTurn).Start(body);
        return found;
    }

    private sealed class Walk(EffectScanner scanner, List<Occurrence> found, bool isTurn)
    {
        private int budget = Budget;

        public void Start(IOperation body, bool conditional = false)
        {
            switch (body)
            {
                case IMethodReferenceOperation group:
                    found.Add(new Occurrence(group, Effect.None, group.Method, conditional));
                    break;
                case IAnonymousFunctionOperation lambda:
                    Visit(lambda.Body, conditional);
                    break;
                default:
                    Visit(body, conditional);
                    break;
            }
        }

        private void Visit(IOperation? operation, bool conditional)
        {
            if (operation is null || --budget < 0)
            {
                return;
            }

            switch (operation)
            {
                case IBlockOperation block:
                    VisitStatements(block.Operations, conditional);
                    return;
                case IMethodBodyBaseOperation method:
                    Visit(method.BlockBody ?? method.ExpressionBody, conditional);
                    return;
                case IConditionalOperation branch:
                    VisitBranch(branch, conditional);
                    return;
                case ICoalesceOperation coalesce:
                    Visit(coalesce.Value, conditional);
                    if (!scanner.quieting.IsLookup(coalesce.Value))
                    {
                        Visit(coalesce.WhenNull, conditional: true);
                    }

                    return;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                    Visit(both.LeftOperand, conditional);
                    Visit(both.RightOperand, conditional: true);
                    return;
                case ICoalesceAssignmentOperation memo:
                    // `x ??= await ..` outside the turn's own variables is asked once.
                    Visit(memo.Target, conditional);
                    if (memo.Target is not IFieldReferenceOperation and not IPropertyReferenceOperation and not ILocalReferenceOperation)
                    {
                        Visit(memo.Value, conditional: true);
                    }

                    return;
                case ISwitchOperation choice:
                    Visit(choice.Value, conditional);
                    foreach (var section in choice.Cases)
                    {
                        VisitStatements(section.Body, conditional: true);
                    }

                    return;
                case ISwitchExpressionOperation choice:
                    Visit(choice.Value, conditional);
                    foreach (var arm in choice.Arms)
                    {
                        Visit(arm.Value, conditional: true);
                    }

                    return;
                case ITryOperation attempt:
                    VisitTry(attempt, conditional);
                    return;
                case ILoopOperation loop:
                    VisitLoop(loop, conditional);
                    return;
                case ILocalFunctionOperation:
                case INameOfOperation:
                    return;
                case IAnonymousFunctionOperation lambda:
                    if (!lambda.IsExpressionTree(scanner.bcl) && Delegates.RunsHere(lambda))
                    {
                        Visit(lambda.Body, conditional || !Delegates.IsRunAtOnce(lambda));
                    }

                    return;
                case IInvocationOperation call:
                    VisitCall(call, conditional);
                    return;
                case IMethodReferenceOperation group when group.Parent is IDelegateCreationOperation creation && Delegates.PassedTo(creation) is { } taker && Delegates.RunsItsDelegate(taker) && scanner.IsHot(group.Method):
                    found.Add(new Occurrence(group, Effect.None, group.Method, IsConditional: true));
                    return;
                case IPropertyReferenceOperation { Property: { GetMethod: { } getter } property } reference when !IsAssigned(reference) && property.DeclaringSyntaxReferences.Length > 0 && scanner.IsHot(getter):
                    VisitChildren(operation, conditional);
                    found.Add(new Occurrence(reference, Effect.None, getter, conditional));
                    return;
                default:
                    VisitChildren(operation, conditional);
                    return;
            }
        }

        private void VisitChildren(IOperation operation, bool conditional)
        {
            foreach (var child in operation.ChildOperations)
            {
                Visit(child, conditional);
            }
        }

        /// <summary>Statements in order, up to one that always leaves, and to one that leaves when a cache had the answer.</summary>
        private void VisitStatements(IEnumerable<IOperation> statements, bool conditional)
        {
            int? missed = null;
            foreach (var statement in statements)
            {
                Visit(statement, conditional || missed is not null);
                if (statement is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IBranchOperation)
                {
                    break;
                }

                if (statement is IConditionalOperation { WhenFalse: null } guard && Leaves(guard.WhenTrue) && scanner.quieting.Found(guard.Condition) == true)
                {
                    missed ??= found.Count;
                    if (!SeesMisses)
                    {
                        break;
                    }
                }
            }

            KeepSaves(missed ?? found.Count);
        }

        /// <summary>What a look-up hasn't is asked once and kept. A turn saves it, though, for each that is new; further away that is somebody's cache that fills.</summary>
        private bool SeesMisses => isTurn && scanner.realm.IsDatabase;

        /// <summary>Leaves of what was found on a miss what saves; a library that creates an account says how that went, one by one.</summary>
        private void KeepSaves(int from)
        {
            for (var i = found.Count - 1; i >= from; i--)
            {
                var missed = found[i];
                if (missed.Callee is not null || missed is { Direct: Effect.Save, Operation: IInvocationOperation { TargetMethod.ContainingType: var owner } } && scanner.ef?.IsContext(owner) == true)
                {
                    found[i] = missed with { IsOnMiss = true };
                }
                else
                {
                    found.RemoveAt(i);
                }
            }
        }

        private static bool Leaves(IOperation branch) => branch switch
        {
            IReturnOperation or IThrowOperation or IBranchOperation => true,
            IBlockOperation { Operations: { Length: > 0 } statements } => Leaves(statements[statements.Length - 1]),
            _ => false,
        };

        private void VisitBranch(IConditionalOperation branch, bool conditional)
        {
            Visit(branch.Condition, conditional);
            if (branch.Condition.ConstantValue is { HasValue: true, Value: bool constant })
            {
                Visit(constant ? branch.WhenTrue : branch.WhenFalse, conditional);
                return;
            }

            if (isTurn && Quieting.IsThreshold(branch.Condition))
            {
                return;
            }

            var isFound = scanner.quieting.Found(branch.Condition);
            VisitSide(branch.WhenTrue, isMiss: isFound == false);
            VisitSide(branch.WhenFalse, isMiss: isFound == true);
        }

        private void VisitSide(IOperation? side, bool isMiss)
        {
            if (!isMiss || SeesMisses)
            {
                var from = found.Count;
                Visit(side, conditional: true);
                KeepSaves(isMiss ? from : found.Count);
            }
        }

        /// <summary>A try that swallows keeps its saves to itself: each is a unit of work of its own.</summary>
        private void VisitTry(ITryOperation attempt, bool conditional)
        {
            var from = found.Count;
            Visit(attempt.Body, conditional);
            if (attempt.Catches.Length > 0 && !attempt.Catches.All(static c => c.Contains<IThrowOperation>(static _ => true)))
            {
                for (var i = from; i < found.Count; i++)
                {
                    found[i] = found[i] with { IsIsolated = true };
                }
            }

            Visit(attempt.Finally, conditional);
        }

        private void VisitLoop(ILoopOperation loop, bool conditional)
        {
            var inner = scanner.iterations.Read(loop);
            if (loop is IForEachLoopOperation each)
            {
                Visit(each.Collection, conditional);
                if (scanner.realm.IsDatabase && scanner.queries.ReadEnumeration(each) is not null)
                {
                    found.Add(new Occurrence(each, Effect.Query, null, conditional));
                }
            }

            if (loop is IForLoopOperation counted)
            {
                foreach (var before in counted.Before)
                {
                    Visit(before, conditional);
                }
            }

            if (!isTurn || inner.Repetition != Repetition.Elements)
            {
                if (loop is IWhileLoopOperation { Condition: { } condition })
                {
                    Visit(condition, conditional);
                }

                Visit(loop.Body, conditional || inner.Repetition != Repetition.Few);
            }
        }

        private void VisitCall(IInvocationOperation call, bool conditional)
        {
            var iterations = Delegates.AreIn(call) ? scanner.iterations.Read(call) : ImmutableArray<Iteration>.Empty;
            foreach (var child in call.ChildOperations)
            {
                if (!iterations.IsEmpty && iterations.FirstOrDefault(i => child.IsOrHolds(i.Body)) is { } iteration)
                {
                    if (!isTurn || iteration.Repetition != Repetition.Elements)
                    {
                        Start(iteration.Body, conditional: iteration.Repetition == Repetition.Once);
                    }

                    continue;
                }

                if (Delegates.AreIn(child) && scanner.quieting.IsCacheFactory(call))
                {
                    continue;
                }

                Visit(child, conditional);
            }

            var method = call.TargetMethod;
            var direct = scanner.DirectEffect(call);
            if (direct != Effect.None)
            {
                found.Add(new Occurrence(call, direct, null, conditional));
            }
            else if (scanner.IsHot(method) && !scanner.quieting.AsksCache(call))
            {
                var handlers = scanner.dispatch.Handlers.Of(call);
                found.AddRange(handlers.IsEmpty ? [new Occurrence(call, Effect.None, method, conditional)] : handlers.Select(h => new Occurrence(call, Effect.None, h, conditional)));
            }
        }

        private static bool IsAssigned(IPropertyReferenceOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
    }

    private bool IsHot(IMethodSymbol method) => names.ReachOf(method) != Channels.None;

    /// <summary>What the call does by itself: a statement of EF Core, of ADO.NET, of a library in the table.</summary>
    private Effect DirectEffect(IInvocationOperation call)
    {
        var effect = table.Of(call.TargetMethod);
        if (effect != Effect.None)
        {
            return effect;
        }

        if (realm.IsDatabase)
        {
            return queries.ReadTerminal(call) is not null || queries.ReadStream(call) is not null ? Effect.Query : Effect.None;
        }

        return ForeignWork.IsOutside(call, bcl, carriers) ? Effect.Network : Effect.None;
    }
}
