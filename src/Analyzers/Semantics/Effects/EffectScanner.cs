using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Something in a piece of code that has an effect itself or calls a method that may.</summary>
internal readonly record struct Occurrence(IOperation Operation, Effect Direct, IMethodSymbol? Callee, bool IsConditional, bool IsIsolated = false)
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
                    if (!lambda.IsExpressionTree(scanner.bcl) && RunsHere(lambda))
                    {
                        Visit(lambda.Body, conditional || !IsRunAtOnce(lambda));
                    }

                    return;
                case IInvocationOperation call:
                    VisitCall(call, conditional);
                    return;
                case IMethodReferenceOperation group when group.Parent is IDelegateCreationOperation creation && PassedTo(creation) is { } taker && RunsItsDelegate(taker) && scanner.IsHot(group.Method):
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
            foreach (var statement in statements)
            {
                Visit(statement, conditional);
                if (statement is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IBranchOperation)
                {
                    return;
                }

                if (statement is IConditionalOperation { WhenFalse: null } guard && Leaves(guard.WhenTrue) && scanner.quieting.Found(guard.Condition) == true)
                {
                    return;
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

            var found = scanner.quieting.Found(branch.Condition);
            if (found != false)
            {
                Visit(branch.WhenTrue, conditional: true);
            }

            if (found != true)
            {
                Visit(branch.WhenFalse, conditional: true);
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
            var iterations = HasDelegate(call) ? scanner.iterations.Read(call) : ImmutableArray<Iteration>.Empty;
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

                if (HasDelegate(child) && scanner.quieting.IsCacheFactory(call))
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

        private static bool HasDelegate(IInvocationOperation call)
        {
            foreach (var argument in call.Arguments)
            {
                if (HasDelegate(argument))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool HasDelegate(IOperation argument) =>
            argument is IArgumentOperation { Value: var value } && value.WithoutConversions() is IDelegateCreationOperation or IAnonymousFunctionOperation;

        private static bool IsAssigned(IPropertyReferenceOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

        /// <summary>Whether the lambda is run by the call that it is passed to; one that is stored or returned isn't.</summary>
        private static bool RunsHere(IAnonymousFunctionOperation lambda) => PassedTo(lambda) is { } call && RunsItsDelegate(call);

        /// <summary>A retry, a transaction, a task: the lambda is the work itself.</summary>
        private static bool IsRunAtOnce(IAnonymousFunctionOperation lambda) =>
            PassedTo(lambda) is { TargetMethod: { DeclaringSyntaxReferences.Length: 0, Name: var name } }
            && (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Run", StringComparison.Ordinal) || name.StartsWith("Invoke", StringComparison.Ordinal));

        private static IInvocationOperation? PassedTo(IOperation operation)
        {
            var parent = operation.Parent;
            while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArgumentOperation)
            {
                parent = parent.Parent;
            }

            return parent as IInvocationOperation;
        }

        /// <summary>Collections keep delegates, schedulers run them later; everything else is taken to run them.</summary>
        private static bool RunsItsDelegate(IInvocationOperation call) =>
            call.TargetMethod.Name is not ("Add" or "Enqueue" or "EnqueueAsync" or "Push" or "Schedule" or "AddOrUpdate" or "Register" or "Subscribe" or "QueueBackgroundWorkItem" or "QueueBackgroundWorkItemAsync" or "Append" or "TryAdd" or "Setup" or "ContinueWith" or "Configure");
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
