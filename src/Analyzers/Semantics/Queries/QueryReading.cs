using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>One reading: carries the visited set and the budget.</summary>
internal sealed class QueryReading(QueryReader reader, KnownSymbols symbols, Bodies bodies, Dispatch dispatch)
{
    private const int StepBudget = 400;
    private const int ChoiceBudget = 80;
    private const int CallDepth = 3;

    private readonly HashSet<IOperation> visiting = [];
    private int budget = StepBudget;

    public Query? Read(IOperation expression, int depth)
    {
        if (--budget < 0)
        {
            return null;
        }

        var operation = expression.Core();
        if (operation is IConditionalAccessInstanceOperation placeholder)
        {
            operation = placeholder.Accessed().Core();
        }

        if (!visiting.Add(operation))
        {
            return null;
        }

        var query = operation switch
        {
            IInvocationOperation call => ReadCall(call, depth),
            ILocalReferenceOperation local => ReadVariable(local, local.Local, null, depth),
            IParameterReferenceOperation parameter => ReadParameter(parameter, depth),
            IPropertyReferenceOperation property => ReadMember(property, property.Property, depth),
            IFieldReferenceOperation field => ReadMember(field, field.Field, depth),
            IConditionalOperation { WhenFalse: { } whenFalse } conditional => Either(Read(conditional.WhenTrue, depth), Read(whenFalse, depth)),
            ICoalesceOperation coalesce => Either(Read(coalesce.Value, depth), Read(coalesce.WhenNull, depth)),
            ISwitchExpressionOperation choice => choice.Arms.Select(a => Read(a.Value, depth)).Aggregate(default(Query), Either),
            ISimpleAssignmentOperation assignment => Read(assignment.Value, depth),
            IObjectCreationOperation or IArrayCreationOperation => Memory(operation),
            _ => null,
        };

        visiting.Remove(operation);
        return query;
    }

    private Query? ReadCall(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (symbols.Ef is { } ef)
        {
            if (method.Name == "Set" && ef.IsContext(method.ContainingType))
            {
                return Rooted(RootKind.Set, Origin.Database, call, method.TypeArguments.FirstOrDefault() ?? ElementOf(call.Type), null, call.Receiver());
            }

            if (method.Name is "FromSql" or "FromSqlRaw" or "FromSqlInterpolated" or "SqlQuery" or "SqlQueryRaw" or "TemporalAll" or "TemporalAsOf")
            {
                return Rooted(RootKind.Sql, Origin.Database, call, ElementOf(call.Type), null, call.Receiver());
            }

            if (method.Name == "Query" && method.ContainingType.IsOrDerivesFrom(ef.NavigationEntry))
            {
                return Rooted(RootKind.Navigation, Origin.Database, call, ElementOf(call.Type), null, call.Receiver());
            }
        }

        if (reader.OperatorOf(method) is { } step)
        {
            if (call.Receiver() is not { } receiver)
            {
                return null;
            }

            if (step.IsTerminal && step.Kind != OperatorKind.Stream)
            {
                return Memory(call);
            }

            if (method.ContainingType.Is(symbols.Bcl.Enumerable) && step.Kind != OperatorKind.Stream)
            {
                return Memory(call);
            }

            var source = receiver.WithoutConversions();
            if (step.Name == "AsQueryable" && !symbols.Bcl.IsQueryable(source.Type))
            {
                return Memory(call);
            }

            return Read(receiver, depth) is { } query
                ? query with { Steps = query.Steps.Add(new QueryStep(step, call, Sometimes: false)), IsComplete = query.IsComplete }
                : null;
        }

        if (!symbols.Bcl.IsQueryable(call.Type))
        {
            return ElementOf(call.Type) is not null ? Memory(call) : null;
        }

        return ReadHelper(call, depth);
    }

    /// <summary>A method that returns a query: its body says which, else its argument or its declared type.</summary>
    private Query? ReadHelper(IInvocationOperation call, int depth)
    {
        if (depth < CallDepth && dispatch.TargetsOf(call) is { IsDefaultOrEmpty: false } targets && targets.Length <= 4)
        {
            var read = targets.Select(t => ReadReturn(call, t, depth)).Aggregate(default(Query), Either);
            if (read is not null)
            {
                return read;
            }
        }

        foreach (var argument in call.Arguments)
        {
            if (symbols.Bcl.IsQueryable(argument.Value.WithoutConversions().Type) && Read(argument.Value, depth) is { } source)
            {
                return source with { IsComplete = false };
            }
        }

        return Declared(RootKind.Call, call, call.TargetMethod, call.Receiver());
    }

    private Query? ReadReturn(IInvocationOperation call, IMethodSymbol target, int depth)
    {
        var body = bodies.Of(target);
        if (body is null)
        {
            return null;
        }

        Query? result = null;
        foreach (var value in body.ReturnedValues())
        {
            if (new QueryReading(reader, symbols, bodies, dispatch) { budget = budget / 2 }.Read(value, depth + 1) is not { } returned)
            {
                return null;
            }

            if (returned.Root is { Kind: RootKind.Parameter, Symbol: IParameterSymbol parameter }
                && ArgumentFor(call, target, parameter) is { } argument && Read(argument, depth) is { } passed)
            {
                returned = passed with { Steps = passed.Steps.AddRange(returned.Steps), IsComplete = passed.IsComplete && returned.IsComplete };
            }
            else if (returned.Entity is ITypeParameterSymbol && ElementOf(call.Type) is { } element)
            {
                returned = returned with { Root = returned.Root with { Entity = element } };
            }

            result = Either(result, returned);
        }

        return result;
    }

    private static IOperation? ArgumentFor(IInvocationOperation call, IMethodSymbol target, IParameterSymbol parameter)
    {
        var ordinal = parameter.Ordinal;
        return call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value
            ?? (call.TargetMethod.ReducedFrom is not null && ordinal == 0 ? call.Receiver() : null);
    }

    /// <summary>What a local or a parameter holds at a place: what it starts with, and what was assigned on the way.</summary>
    private Query? ReadVariable(IOperation reference, ISymbol variable, Query? start, int depth)
    {
        var result = start;
        var writes = BodyIndex.Of(reference).Writes(variable);
        foreach (var write in writes)
        {
            // What is assigned behind the use counts only when a loop leads back to it.
            if (write.At.Syntax.SpanStart >= reference.Syntax.SpanStart && !write.At.SharesLoopWith(reference))
            {
                continue;
            }

            // `q = q.Where(..)` reads what q was before, unless a loop leads back.
            if (write.At.IsInside(reference) || reference.IsInside(write.At) && !write.At.SharesLoopWith(reference))
            {
                continue;
            }

            if (write.IsCompound)
            {
                return result is null ? null : result with { IsComplete = false };
            }

            if (Extends(write.Value, variable))
            {
                if (ReadChoice(write, reference, depth) is { } chosen)
                {
                    result = result is null || !IsConditional(write.At, reference) ? chosen : Either(result, chosen);
                }
                else if (result is not null)
                {
                    result = Extended(result, write, reference, variable, depth);
                }
            }
            else if (Read(write.Value, depth) is { } assigned)
            {
                result = result is null || !IsConditional(write.At, reference) ? assigned : Either(result, assigned);
            }
            else if (IsNull(write.Value))
            {
                continue;
            }
            else
            {
                return null;
            }
        }

        if (result is null && writes.Count == 0 && symbols.Bcl.IsQueryable(reference.Type))
        {
            return Declared(RootKind.Local, reference, variable, null);
        }

        return result;
    }

    /// <summary>`q = up ? q.OrderBy(..) : q.OrderByDescending(..)`: each arm reads what q was before.</summary>
    private Query? ReadChoice(Write write, IOperation use, int depth)
    {
        if (write.Value.Core() is not (IConditionalOperation or ISwitchExpressionOperation) || write.At.SharesLoopWith(use))
        {
            return null;
        }

        // A row of such choices doubles with each: the common budget isn't spent on it.
        var rest = Math.Max(0, budget - ChoiceBudget);
        budget -= rest;
        var chosen = Read(write.Value, depth);
        budget = Math.Max(0, budget) + rest;
        return chosen;
    }

    private static bool IsNull(IOperation value) => value.WithoutConversions() is ILiteralOperation { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation;

    /// <summary>`q = q.Where(..)`: the steps between the two, sometimes when the assignment is in a branch.</summary>
    private Query Extended(Query query, Write write, IOperation use, ISymbol variable, int depth)
    {
        var sometimes = IsConditional(write.At, use);
        var steps = new Stack<QueryStep>();
        var operation = write.Value.Core();
        for (var hops = 0; hops < StepBudget && operation is IInvocationOperation call; hops++)
        {
            var next = call.Receiver()?.Core();
            if (reader.OperatorOf(call.TargetMethod) is { } step)
            {
                steps.Push(new QueryStep(step, call, sometimes));
            }
            else if (ReadBuilder(call, depth) is var (built, argument))
            {
                foreach (var added in built.Steps.Reverse())
                {
                    steps.Push(added with { Sometimes = added.Sometimes || sometimes });
                }

                query = query with { IsComplete = query.IsComplete && built.IsComplete };
                next = argument.Core();
            }
            else
            {
                query = query with { IsComplete = false };
            }

            if (next is null)
            {
                break;
            }

            operation = next;
        }

        if (!SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(operation), variable))
        {
            query = query with { IsComplete = false };
        }

        return query with { Steps = query.Steps.AddRange(steps) };
    }

    /// <summary>What a helper adds to the query that it is given, and which argument that is; null when it returns another one.</summary>
    private (Query Query, IOperation Argument)? ReadBuilder(IInvocationOperation call, int depth)
    {
        if (depth >= CallDepth || !symbols.Bcl.IsQueryable(call.Type) || dispatch.TargetsOf(call) is not { IsDefaultOrEmpty: false, Length: <= 4 } targets)
        {
            return null;
        }

        var (result, source) = (default(Query), default(IOperation));
        foreach (var target in targets)
        {
            if (bodies.Of(target) is not { } body)
            {
                return null;
            }

            foreach (var value in body.ReturnedValues())
            {
                if (new QueryReading(reader, symbols, bodies, dispatch) { budget = budget / 2 }.Read(value, depth + 1) is not { Root: { Kind: RootKind.Parameter, Symbol: IParameterSymbol parameter } } returned
                    || ArgumentFor(call, target, parameter) is not { } argument || source is not null && source != argument)
                {
                    return null;
                }

                (result, source) = (Either(result, returned), argument);
            }
        }

        return result is not null && source is not null ? (result, source) : null;
    }

    /// <summary>Whether the value is built on the variable itself.</summary>
    private static bool Extends(IOperation value, ISymbol variable)
    {
        var pending = new Stack<IOperation>();
        pending.Push(value.Core());
        for (var hops = 0; pending.Count > 0 && hops < StepBudget; hops++)
        {
            var operation = pending.Pop();
            switch (operation)
            {
                case ILocalReferenceOperation or IParameterReferenceOperation:
                    if (SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(operation), variable))
                    {
                        return true;
                    }

                    break;
                case IInvocationOperation call:
                    if (call.Receiver() is { } receiver)
                    {
                        pending.Push(receiver.Core());
                    }

                    foreach (var argument in call.Arguments)
                    {
                        if (argument.Value.WithoutConversions() is (ILocalReferenceOperation or IParameterReferenceOperation) and var passed)
                        {
                            pending.Push(passed);
                        }
                    }

                    break;
                case ISwitchExpressionOperation choice:
                    foreach (var arm in choice.Arms)
                    {
                        pending.Push(arm.Value.Core());
                    }

                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                    pending.Push(conditional.WhenTrue.Core());
                    pending.Push(whenFalse.Core());
                    break;
            }
        }

        return false;
    }

    /// <summary>Whether the assignment may be passed over on a way to the use.</summary>
    private static bool IsConditional(IOperation write, IOperation use)
    {
        for (var parent = write.Parent; parent is not null && !use.IsInside(parent); parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchCaseOperation or ILoopOperation or ICatchClauseOperation or IAnonymousFunctionOperation or ITryOperation)
            {
                return true;
            }
        }

        return false;
    }

    private Query? ReadParameter(IParameterReferenceOperation reference, int depth)
    {
        if (!symbols.Bcl.IsQueryable(reference.Type))
        {
            return ElementOf(reference.Type) is not null ? Memory(reference) : null;
        }

        return ReadVariable(reference, reference.Parameter, Declared(RootKind.Parameter, reference, reference.Parameter, null), depth);
    }

    private Query? ReadMember(IMemberReferenceOperation reference, ISymbol member, int depth)
    {
        if (symbols.Ef is { } ef && reference.Type.IsOrDerivesFrom(ef.DbSet))
        {
            return Rooted(RootKind.Set, Origin.Database, reference, reference.Type.ArgumentOf(ef.DbSet) ?? ElementOf(reference.Type), member, reference.Receiver());
        }

        if (!symbols.Bcl.IsQueryable(reference.Type))
        {
            return ElementOf(reference.Type) is not null ? Memory(reference) : null;
        }

        // A property that composes a query on each read says it in its getter.
        if (member is IPropertySymbol { GetMethod: { } getter } && depth < CallDepth
            && bodies.Of(getter) is { } body && body.ReturnedValues().ToList() is { Count: 1 } values
            && new QueryReading(reader, symbols, bodies, dispatch) { budget = budget / 2 }.Read(values[0], depth + 1) is { } composed)
        {
            return composed;
        }

        return Declared(RootKind.Member, reference, member, reference.Receiver());
    }

    private Query? Declared(RootKind kind, IOperation operation, ISymbol symbol, IOperation? context) =>
        Rooted(kind, Origin.Declared, operation, ElementOf(operation.Type), symbol, context);

    private static Query Rooted(RootKind kind, Origin origin, IOperation operation, ITypeSymbol? entity, ISymbol? symbol, IOperation? context) =>
        new(new QueryRoot(kind, origin, operation, entity, symbol, context), ImmutableArray<QueryStep>.Empty, IsComplete: true);

    private Query Memory(IOperation operation) => Rooted(RootKind.Memory, Origin.Memory, operation, ElementOf(operation.Type), null, null);

    /// <summary>A query that is one of two: what both have is certain, the rest sometimes.</summary>
    private static Query? Either(Query? first, Query? second)
    {
        if (first is null || second is null || first == second)
        {
            return first ?? second;
        }

        var root = first.Origin == second.Origin ? first.Root : first.IsDatabase && second.IsDatabase ? first.Root with { Origin = Origin.Declared } : first.Root with { Origin = Origin.Unknown };
        if (!SymbolEqualityComparer.Default.Equals(first.Root.Symbol, second.Root.Symbol))
        {
            root = root with { Kind = RootKind.Several };
        }

        var steps = ImmutableArray.CreateBuilder<QueryStep>();
        foreach (var step in first.Steps)
        {
            var shared = second.Steps.Any(s => s.Call == step.Call || s.Kind == step.Kind && !s.Sometimes);
            steps.Add(!shared ? step with { Sometimes = true }
                : step.Kind is OperatorKind.Order or OperatorKind.ThenOrder ? step with { Others = step.Others.AddRange(InPlaceOf(step, second)) } : step);
        }

        foreach (var step in second.Steps)
        {
            if (!first.Steps.Any(s => s.Call == step.Call || s.Kind == step.Kind && !s.Sometimes))
            {
                steps.Add(step with { Sometimes = true });
            }
        }

        return new Query(root, steps.ToImmutable(), first.IsComplete && second.IsComplete);
    }

    private static IEnumerable<QueryStep> InPlaceOf(QueryStep step, Query other) =>
        other.Steps.Where(s => s.Kind == step.Kind).SelectMany(static s => s.Others.Prepend(s)).Where(s => s.Call != step.Call && step.Others.All(o => o.Call != s.Call));

    private ITypeSymbol? ElementOf(ITypeSymbol? type) => symbols.Bcl.ElementOf(type);
}
