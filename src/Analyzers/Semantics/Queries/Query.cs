using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Where the rows of a sequence come from.</summary>
internal enum Origin
{
    Unknown,

    /// <summary>Proven: a set of a context.</summary>
    Database,

    /// <summary>Declared as a query (parameter, member, repository return) and nothing says that it is memory.</summary>
    Declared,

    /// <summary>Proven: objects in this process.</summary>
    Memory,
}

internal enum RootKind { Set, Sql, Navigation, Parameter, Member, Call, Local, Several, Memory }

/// <summary>What a query starts from.</summary>
/// <param name="Kind">The form of the root.</param>
/// <param name="Origin">Database, declared or memory.</param>
/// <param name="Operation">The operation that names the root.</param>
/// <param name="Entity">The element type of the root.</param>
/// <param name="Symbol">The set property, parameter, field or method.</param>
/// <param name="Context">The context that the set is read from, when seen.</param>
internal sealed record QueryRoot(RootKind Kind, Origin Origin, IOperation Operation, ITypeSymbol? Entity, ISymbol? Symbol, IOperation? Context)
{
    /// <summary>A sequence without elements, as a method returns in place of a query.</summary>
    public bool IsEmpty => Kind == RootKind.Memory && Operation is IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.IsEmpty: true } };
}

/// <summary>One operator of a query.</summary>
/// <param name="Operator">What it does.</param>
/// <param name="Call">The call that adds it.</param>
/// <param name="Sometimes">Added on some paths only.</param>
internal sealed record QueryStep(Operator Operator, IInvocationOperation Call, bool Sometimes)
{
    public OperatorKind Kind => Operator.Kind;

    /// <summary>Steps of the same kind that stand in its place on other paths; kept for orders.</summary>
    public ImmutableArray<QueryStep> Others { get; init; } = ImmutableArray<QueryStep>.Empty;

    /// <summary>Whether it is called on the result of the other step, directly or behind further steps.</summary>
    public bool IsChainedTo(QueryStep other)
    {
        var operation = Call.Receiver()?.Core();
        for (var hops = 0; hops < 200 && operation is IInvocationOperation call; hops++)
        {
            if (call == other.Call)
            {
                return true;
            }

            operation = call.Receiver()?.Core();
        }

        return false;
    }

    /// <summary>The lambda of the step, when it is written in place.</summary>
    public IAnonymousFunctionOperation? Lambda => QueryReader.LambdaOf(Call);
}

/// <summary>A query as it stands at one expression: its root and what was added since.</summary>
internal sealed record Query(QueryRoot Root, ImmutableArray<QueryStep> Steps, bool IsComplete)
{
    public Origin Origin => Root.Origin;

    public bool IsDatabase => Root.Origin is Origin.Database or Origin.Declared;

    public ITypeSymbol? Entity => Root.Entity;

    /// <summary>What a message calls the query: its set, else its entity.</summary>
    public string Name => Root is { Kind: RootKind.Set, Symbol: { } set } ? set.Name : Entity?.Name ?? Root.Symbol?.Name ?? "the query";

    /// <summary>Whether a step of the kind is there on every path.</summary>
    public bool Has(OperatorKind kind) => Steps.Any(s => s.Kind == kind && !s.Sometimes);

    /// <summary>Whether a step of the kind may be there; true as well when not every step was seen.</summary>
    public bool MayHave(OperatorKind kind) => !IsComplete || Steps.Any(s => s.Kind == kind);

    /// <summary>Whether rows may come in an order that somebody asked for.</summary>
    public bool MayBeOrdered => !IsComplete || Root.Kind == RootKind.Sql || Steps.Skip(OrderStart).Any(static s => s.Kind is OperatorKind.Order or OperatorKind.ThenOrder);

    /// <summary>The orders that may hold at the end: one for each OrderBy that no later one surely replaces, each with the ThenBy steps that follow it.</summary>
    public IEnumerable<ImmutableArray<QueryStep>> Orders
    {
        get
        {
            var steps = Steps.Skip(OrderStart).Where(static s => s.Kind is OperatorKind.Order or OperatorKind.ThenOrder).ToList();
            var (first, last) = (steps.FindLastIndex(static s => s is { Kind: OperatorKind.Order, Sometimes: false }), steps.FindLastIndex(static s => s.Kind == OperatorKind.Order));
            var starts = steps.Skip(first).Where(static s => s.Kind == OperatorKind.Order).SelectMany(static s => s.Others.Prepend(s)).GroupBy(static s => s.Call).Select(static g => g.First()).ToList();
            var thens = steps.Where(static s => s.Kind == OperatorKind.ThenOrder).SelectMany(static s => s.Others.Prepend(s)).GroupBy(static s => s.Call).Select(static g => g.First()).ToList();
            var free = steps.Skip(last + 1).Where(t => !starts.Any(s => t.IsChainedTo(s))).ToList();
            return starts.Select(start => thens.Where(t => t.IsChainedTo(start)).Concat(free).Prepend(start).ToImmutableArray());
        }
    }

    private int OrderStart
    {
        get
        {
            var start = Steps.Length;
            while (start > 0 && !(Steps[start - 1].Operator.DropsOrder && !Steps[start - 1].Sometimes))
            {
                start--;
            }

            return start;
        }
    }

    public IEnumerable<QueryStep> StepsOf(OperatorKind kind) => Steps.Where(s => s.Kind == kind);

    /// <summary>One stable line for tests: root, steps, a question mark for what is there sometimes, three dots for what wasn't seen.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Root.Kind switch
        {
            RootKind.Set => Root.Symbol is IPropertySymbol or IFieldSymbol ? Root.Symbol.Name : $"Set<{Root.Entity?.Name}>",
            RootKind.Sql => $"Sql<{Root.Entity?.Name}>",
            RootKind.Memory => "memory",
            _ => $"{Root.Kind.ToString().ToLowerInvariant()} {Root.Symbol?.Name ?? Root.Entity?.Name}",
        });
        foreach (var step in Steps)
        {
            text.Append('.').Append(step.Operator.Name);
            if (step.Lambda is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue.Syntax: { } body }] })
            {
                text.Append('(').Append(body.ToString()).Append(')');
            }
            else if (step.Kind is OperatorKind.Skip or OperatorKind.Take && step.Call.Arguments.LastOrDefault()?.Value is { } amount)
            {
                text.Append('(').Append(amount.Syntax.ToString()).Append(')');
            }

            if (step.Sometimes)
            {
                text.Append('?');
            }
        }

        return text.Append(IsComplete ? "" : " ...").ToString();
    }
}

/// <summary>A query that is executed at one place.</summary>
/// <param name="Query">The query up to the terminal.</param>
/// <param name="Terminal">The call or loop that executes it.</param>
/// <param name="Operator">What the terminal does.</param>
internal sealed record QueryUse(Query Query, IOperation Terminal, Operator Operator)
{
    public IInvocationOperation? Call => Terminal as IInvocationOperation;

    /// <summary>The name of the terminal in the source, the loop's keyword for a foreach.</summary>
    public Location Location => Terminal switch
    {
        IInvocationOperation call => QueryReader.NameOf(call),
        IForEachLoopOperation loop => loop.Collection.Syntax.GetLocation(),
        _ => Terminal.Syntax.GetLocation(),
    };

    public override string ToString() => $"{Query} => {Call?.TargetMethod.Name ?? Operator.Name}";
}
