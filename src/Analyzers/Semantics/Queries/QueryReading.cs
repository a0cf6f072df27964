using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>One reading: carries the visited set and the budget through chains, variables and the bodies of helpers.</summary>
internal sealed class QueryReading(QueryReader reader, KnownSymbols symbols, Bodies bodies, Dispatch dispatch)
{
    private const int StepBudget = 600;
    private const int CallDepth = 3;
    private const int MostTargets = 4;

    private readonly HashSet<IOperation> visiting = [];
    private readonly Dictionary<ISymbol, Query?> bound = new(SymbolEqualityComparer.Default);
    private int budget = StepBudget;

    public Query? Read(IOperation expression, int depth)
    {
        var operation = expression.Core();
        if (operation is IConditionalAccessInstanceOperation placeholder)
        {
            operation = placeholder.Accessed().Core();
        }

        if (operation is ILocalReferenceOperation or IParameterReferenceOperation && bound.TryGetValue(BodyIndex.SymbolOf(operation)!, out var before))
        {
            return before;
        }

        if (--budget < 0 || !visiting.Add(operation))
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
            IConditionalOperation { WhenFalse: { } whenFalse } conditional => Choice([conditional.WhenTrue, whenFalse], depth),
            ICoalesceOperation coalesce => Choice([coalesce.Value, coalesce.WhenNull], depth),
            ISwitchExpressionOperation choice => Choice(choice.Arms.Select(static a => a.Value), depth),
            ISimpleAssignmentOperation assignment => Read(assignment.Value, depth),
            ICoalesceAssignmentOperation assignment => Choice([assignment.Target, assignment.Value], depth),
            IObjectCreationOperation or IArrayCreationOperation => Memory(operation),
            _ => null,
        };

        visiting.Remove(operation);
        return query;
    }

    /// <summary>What a method may return, each of its returned values read on its own; null when one of them can't be read.</summary>
    public ImmutableArray<Query>? Returns(IMethodSymbol method, int depth)
    {
        var found = ImmutableArray.CreateBuilder<Query>();
        foreach (var value in reader.ValuesOf(method))
        {
            if (IsNothing(value))
            {
                continue;
            }

            if (Read(value, depth) is not { } returned)
            {
                return null;
            }

            found.Add(returned);
        }

        return found.Count == 0 ? null : found.ToImmutable();
    }

    private Query? Choice(IEnumerable<IOperation> options, int depth)
    {
        var (result, isComplete) = (default(Query), true);
        foreach (var option in options)
        {
            if (!IsNothing(option))
            {
                var read = Read(option, depth);
                isComplete &= read is not null;
                result = Alternatives.Either(result, read);
            }
        }

        return isComplete || result is null ? result : result with { IsComplete = false };
    }

    private Query? ReadCall(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (symbols.Ef is { } ef && ReadRoot(call, ef) is { } root)
        {
            return root;
        }

        if (reader.OperatorOf(method) is { } step)
        {
            return ReadChain(call, step, depth);
        }

        // Expressions that are built by hand stand on the query whose provider takes them.
        if (method.Name == "CreateQuery" && call.Instance is IPropertyReferenceOperation { Property.Name: "Provider", Instance: { } source })
        {
            return Read(source, depth) is { } extended ? extended with { IsComplete = false } : null;
        }

        if (method is { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } && call.Arguments.Length == 1)
        {
            return Read(call.Arguments[0].Value, depth);
        }

        if (!symbols.Bcl.IsQueryable(symbols.Bcl.Awaited(call.Type)))
        {
            return ElementOf(call.Type) is not null ? Memory(call) : null;
        }

        return ReadHelper(call, depth);
    }

    /// <summary>The calls of EF Core that a query starts with.</summary>
    private Query? ReadRoot(IInvocationOperation call, EfSymbols ef)
    {
        var method = call.TargetMethod;
        if (method.Name == "Query" && method.ContainingType.IsOrDerivesFrom(ef.NavigationEntry))
        {
            return Rooted(RootKind.Navigation, Origin.Database, call, ElementOf(call.Type), null, call.Receiver());
        }

        if (ef.IsSqlRoot(method))
        {
            return Rooted(RootKind.Sql, Origin.Database, call, ElementOf(call.Type), null, call.Receiver());
        }

        // Whatever returns a set: Set<T>() of a context, or of an interface that hides one.
        return call.Type.IsOrDerivesFrom(ef.DbSet) || method.Name == "Set" && ef.IsContext(method.ContainingType)
            ? Rooted(RootKind.Set, Origin.Database, call, call.Type.ArgumentOf(ef.DbSet) ?? method.TypeArguments.FirstOrDefault(), null, call.Receiver())
            : null;
    }

    /// <summary>A chain of operators down to what it starts from, in one go: a long chain costs no more than its length.</summary>
    private Query? ReadChain(IInvocationOperation call, Operator step, int depth)
    {
        var steps = new List<QueryStep>();
        while (call.Receiver() is { } receiver)
        {
            // What an Enumerable method returns is in memory, whatever it was called on.
            if (step.Kind != OperatorKind.Stream && (step.IsTerminal || call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable)))
            {
                return WithSteps(Memory(call), steps);
            }

            steps.Add(new QueryStep(step, call, Sometimes: false));
            if (step.Name == "AsQueryable" && !symbols.Bcl.IsQueryable(receiver.WithoutConversions().Type))
            {
                // Over a sequence it is memory, unless the sequence is a query that somebody typed so.
                var source = Read(receiver, depth);
                if (source is not { IsDatabase: true })
                {
                    steps.RemoveAt(steps.Count - 1);
                    source = source is { Origin: Origin.Memory } ? source : Memory(call);
                }

                return WithSteps(source, steps);
            }

            if (receiver.Core() is not IInvocationOperation inner || reader.OperatorOf(inner.TargetMethod) is not { } next)
            {
                return Read(receiver, depth) is { } start ? WithSteps(start, steps) : null;
            }

            if (--budget < 0)
            {
                return null;
            }

            (call, step) = (inner, next);
        }

        return null;
    }

    private static Query WithSteps(Query source, List<QueryStep> steps)
    {
        steps.Reverse();
        return steps.Count == 0 ? source : source with { Steps = source.Steps.AddRange(steps) };
    }

    /// <summary>A method that returns a query: its body says which, else its argument or its declared type.</summary>
    private Query? ReadHelper(IInvocationOperation call, int depth)
    {
        if (ReadTargets(dispatch.TargetsOf(call), call.Type, depth, call) is { } read)
        {
            return read;
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

    private Query? ReadTargets(ImmutableArray<IMethodSymbol> targets, ITypeSymbol? type, int depth, IInvocationOperation? call)
    {
        if (depth >= CallDepth || targets.IsDefaultOrEmpty || targets.Length > MostTargets)
        {
            return null;
        }

        var (result, isComplete) = (default(Query), true);
        foreach (var target in targets)
        {
            if ((depth == 0 ? reader.ReturnsOf(target) : Returns(target, depth + 1)) is not { } values)
            {
                isComplete = false;
                continue;
            }

            foreach (var value in values)
            {
                result = Alternatives.Either(result, Arrived(value, target, type, depth, call));
            }
        }

        return isComplete || result is null ? result : result with { IsComplete = false };
    }

    /// <summary>A returned query as the caller sees it: arguments in place of parameters, its types in place of the method's own.</summary>
    private Query Arrived(Query returned, IMethodSymbol target, ITypeSymbol? type, int depth, IInvocationOperation? call)
    {
        if (call is not null && returned.Root is { Kind: RootKind.Parameter, Symbol: IParameterSymbol parameter }
            && ArgumentFor(call, target, parameter) is { } argument && Read(argument, depth) is { } passed)
        {
            return passed with { Steps = passed.Steps.AddRange(returned.Steps), IsComplete = passed.IsComplete && returned.IsComplete };
        }

        return returned.Entity is ITypeParameterSymbol && ElementOf(type) is { } element ? returned with { Root = returned.Root with { Entity = element } } : returned;
    }

    private static IOperation? ArgumentFor(IInvocationOperation call, IMethodSymbol target, IParameterSymbol parameter)
    {
        if (!SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, target))
        {
            return null;
        }

        var ordinal = parameter.Ordinal;
        return call.Arguments.ArgumentAt(ordinal)
            ?? (call.TargetMethod.ReducedFrom is not null && ordinal == 0 ? call.Receiver() : null);
    }

    /// <summary>What a variable holds at one place: its writes that reach it, in order, each on top of what was there before.</summary>
    private Query? ReadVariable(IOperation reference, ISymbol variable, Query? start, int depth)
    {
        var state = start;
        var writes = BodyIndex.Of(reference).Writes(variable);
        var isQuery = symbols.Bcl.IsQueryable(reference.Type);
        foreach (var write in writes)
        {
            if (!write.Reaches(reference, variable, out var isCertain) || !write.IsCompound && IsNothing(write.Value))
            {
                continue;
            }

            bound[variable] = state;
            var value = !write.IsCompound ? Read(write.Value, depth) : write.At is ICoalesceAssignmentOperation ? Alternatives.Either(state, Read(write.Value, depth)) : null;
            bound.Remove(variable);

            // A query that something else made: out parameters, parts of tuples, delegates.
            value ??= isQuery ? Declared(RootKind.Local, reference, variable, null) with { IsComplete = false } : null;
            if (value is null)
            {
                return null;
            }

            state = state is null || isCertain ? value : Alternatives.Sometimes(state, value);
        }

        return state ?? (writes.Count == 0 && isQuery ? Declared(RootKind.Local, reference, variable, null) : null);
    }

    private Query? ReadParameter(IParameterReferenceOperation reference, int depth)
    {
        if (!symbols.Bcl.IsQueryable(reference.Type))
        {
            return ElementOf(reference.Type) is not null ? Memory(reference) : null;
        }

        // Nothing can stand in front of a set: it is all rows, whoever brings it.
        var declared = Declared(RootKind.Parameter, reference, reference.Parameter, null);
        return ReadVariable(reference, reference.Parameter, symbols.Ef is { } ef && reference.Type.IsOrDerivesFrom(ef.DbSet) ? declared with { Root = declared.Root with { Origin = Origin.Database } } : declared, depth);
    }

    private Query? ReadMember(IMemberReferenceOperation reference, ISymbol member, int depth)
    {
        if (symbols.Ef is { } ef && reference.Type.IsOrDerivesFrom(ef.DbSet))
        {
            return Rooted(RootKind.Set, Origin.Database, reference, reference.Type.ArgumentOf(ef.DbSet), member, reference.Receiver());
        }

        if (!symbols.Bcl.IsQueryable(reference.Type))
        {
            return ElementOf(reference.Type) is not null ? Memory(reference) : null;
        }

        // A property that composes a query on each read says it in its getter.
        if (member is IPropertySymbol { GetMethod: { } getter } && ReadTargets(dispatch.TargetsOf(getter), reference.Type, depth, null) is { } composed)
        {
            return composed;
        }

        return InitializerOf(member) is { } initial && Read(initial, depth) is { Origin: Origin.Memory } memory
            ? memory
            : Declared(RootKind.Member, reference, member, reference.Receiver());
    }

    /// <summary>The value that a field or an automatic property starts with.</summary>
    private IOperation? InitializerOf(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } value } => bodies.Of(value),
        PropertyDeclarationSyntax { Initializer.Value: { } value } => bodies.Of(value),
        _ => null,
    };

    private static bool IsNothing(IOperation value) =>
        value.WithoutConversions() is ILiteralOperation { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation or IThrowOperation;

    private Query Declared(RootKind kind, IOperation operation, ISymbol symbol, IOperation? context) =>
        Rooted(kind, Origin.Declared, operation, ElementOf(operation.Type), symbol, context);

    private static Query Rooted(RootKind kind, Origin origin, IOperation operation, ITypeSymbol? entity, ISymbol? symbol, IOperation? context) =>
        new(new QueryRoot(kind, origin, operation, entity, symbol, context), ImmutableArray<QueryStep>.Empty, IsComplete: true);

    private Query Memory(IOperation operation) => Rooted(RootKind.Memory, Origin.Memory, operation, ElementOf(operation.Type), null, null);

    private ITypeSymbol? ElementOf(ITypeSymbol? type) => symbols.Bcl.ElementOf(type);
}
