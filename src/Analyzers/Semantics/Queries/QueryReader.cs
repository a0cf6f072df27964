using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Reads an expression as a query: chains, query syntax, locals and their re-assignments, helpers that return queries.</summary>
internal sealed class QueryReader(KnownSymbols symbols, Bodies bodies, Dispatch dispatch)
{
    private readonly ConditionalWeakTable<IOperation, StrongBox<QueryUse?>> uses = new();
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IOperation>> values = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Query>?> returns = new(SymbolEqualityComparer.Default);

    /// <summary>The executed query of a call, null when the call doesn't end a query in the database.</summary>
    public QueryUse? ReadTerminal(IInvocationOperation call)
    {
        if (!OperatorTable.MayEnd(call.TargetMethod.Name))
        {
            return null;
        }

        if (!uses.TryGetValue(call, out var known))
        {
            known = uses.GetValue(call, operation => new StrongBox<QueryUse?>(ReadTerminalCore((IInvocationOperation)operation)));
        }

        return known.Value;
    }

    /// <summary>The query that AsEnumerable leaves: what follows it runs here, once its rows are read.</summary>
    public Query? ReadStream(IInvocationOperation call) =>
        call.TargetMethod.Name is "AsEnumerable" && OperatorOf(call.TargetMethod) is not null && call.Receiver() is { } receiver
            && symbols.Bcl.IsQueryable(receiver.WithoutConversions().Type) && Read(receiver) is { IsDatabase: true } query
                ? query
                : null;

    /// <summary>The query that a foreach executes, null when it runs over memory.</summary>
    public QueryUse? ReadEnumeration(IForEachLoopOperation loop)
    {
        if (!loop.IsAsynchronous && !LooksLikeQuery(loop.Collection))
        {
            return null;
        }

        return Read(loop.Collection) is { IsDatabase: true } query ? new QueryUse(query, loop, OperatorTable.Enumeration) : null;
    }

    /// <summary>The query that an expression stands for, null when it isn't a sequence that can be read as one.</summary>
    public Query? Read(IOperation expression) => new QueryReading(this, symbols, bodies, dispatch).Read(expression, 0);

    /// <summary>What a method may return, by its body; null when that can't be said.</summary>
    public ImmutableArray<Query>? ReturnsOf(IMethodSymbol method) =>
        returns.TryGetValue(method, out var known) ? known : returns.GetOrAdd(method, new QueryReading(this, symbols, bodies, dispatch).Returns(method, 1));

    /// <summary>The values that a method's body returns; none when there is no body in sight, or one so long that binding it costs more than its query tells.</summary>
    public ImmutableArray<IOperation> ValuesOf(IMethodSymbol method) =>
        values.GetOrAdd(method, m => Bodies.LengthOf(m) > Bodies.LongestHelper ? ImmutableArray<IOperation>.Empty : bodies.Of(m)?.ReturnedValues().ToImmutableArray() ?? ImmutableArray<IOperation>.Empty);

    /// <summary>The query whose rows a value holds: `await q.ToListAsync()` or a local that was assigned so once.</summary>
    public QueryUse? Materialised(IOperation value)
    {
        for (var hops = 0; hops < 8; hops++)
        {
            value = value.Core();
            switch (value)
            {
                case IInvocationOperation call:
                    return ReadTerminal(call);
                case ILocalReferenceOperation local when BodyIndex.Of(value).SingleValue(local.Local) is { } assigned:
                    value = assigned;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The lambda argument of a call, when it is written in place.</summary>
    public static IAnonymousFunctionOperation? LambdaOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (AsLambda(argument.Value) is { } lambda)
            {
                return lambda;
            }
        }

        return null;
    }

    public static IAnonymousFunctionOperation? AsLambda(IOperation value) => value switch
    {
        IAnonymousFunctionOperation lambda => lambda,
        IDelegateCreationOperation creation => creation.Target as IAnonymousFunctionOperation,
        IConversionOperation conversion => AsLambda(conversion.Operand),
        IParenthesizedOperation parenthesized => AsLambda(parenthesized.Operand),
        _ => null,
    };

    /// <summary>Where the method's name stands in a call.</summary>
    public static Location NameOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        _ => call.Syntax.GetLocation(),
    };

    /// <summary>The operator that a call is, null when the method is none of LINQ's or EF Core's.</summary>
    public Operator? OperatorOf(IMethodSymbol method)
    {
        if (OperatorTable.Of(method.Name) is not { } known)
        {
            return null;
        }

        var type = method.ContainingType;
        return type.Is(symbols.Bcl.Queryable) || type.Is(symbols.Bcl.Enumerable) || type.Is(symbols.Bcl.AsyncEnumerable)
            || symbols.Ef is { } ef && (ef.IsQueryExtension(method) || type.IsOrDerivesFrom(ef.DbSet) && known.Kind is OperatorKind.Stream or OperatorKind.Neutral)
            || IsForeignExtension(method)
                ? known
                : null;
    }

    /// <summary>ToListAsync and friends of other providers' packages and of the application itself, over a query.</summary>
    private bool IsForeignExtension(IMethodSymbol method) =>
        method is { IsExtensionMethod: true } && symbols.Bcl.IsQueryable((method.ReducedFrom ?? method).Parameters[0].Type);

    private QueryUse? ReadTerminalCore(IInvocationOperation call)
    {
        if (ReadFind(call) is { } find)
        {
            return find;
        }

        if (OperatorOf(call.TargetMethod) is not { IsTerminal: true } terminal || call.Receiver() is not { } receiver)
        {
            return null;
        }

        if (terminal.Kind == OperatorKind.Stream || !LooksLikeQuery(receiver))
        {
            return null;
        }

        return Read(receiver) is { IsDatabase: true } query ? new QueryUse(query, call, terminal) : null;
    }

    /// <summary>Whether the receiver is a query by its type, or a stream of one.</summary>
    private bool LooksLikeQuery(IOperation receiver)
    {
        receiver = receiver.WithoutConversions();
        return symbols.Bcl.IsQueryable(receiver.Type) || IsStream(receiver) || HoldsQuery(receiver);
    }

    /// <summary>`IEnumerable&lt;T&gt; rows = query;`: whatever reads it runs the query.</summary>
    private bool HoldsQuery(IOperation receiver) =>
        receiver is ILocalReferenceOperation { Type: { } type, Local: var local } && type.Is(symbols.Bcl.IEnumerableOf)
        && BodyIndex.Of(receiver).SingleValue(local)?.WithoutConversions() is { } value && (symbols.Bcl.IsQueryable(value.Type) || IsStream(value));

    private bool IsStream(IOperation operation) =>
        operation.WithoutConversions() is IInvocationOperation call && OperatorTable.Of(call.TargetMethod.Name) is { Kind: OperatorKind.Stream }
        && call.Receiver() is { } receiver && symbols.Bcl.IsQueryable(receiver.WithoutConversions().Type);

    private QueryUse? ReadFind(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("Find" or "FindAsync") || symbols.Ef is not { } ef)
        {
            return null;
        }

        var type = call.TargetMethod.ContainingType;
        if (type.IsOrDerivesFrom(ef.DbSet) && call.Receiver() is { } set)
        {
            return Read(set) is { } query ? new QueryUse(query, call, OperatorTable.Find) : null;
        }

        if (ef.IsContext(type))
        {
            var entity = call.TargetMethod.TypeArguments.FirstOrDefault();
            var root = new QueryRoot(RootKind.Set, Origin.Database, call, entity, null, call.Receiver());
            return new QueryUse(new Query(root, ImmutableArray<QueryStep>.Empty, IsComplete: true), call, OperatorTable.Find);
        }

        return null;
    }
}
