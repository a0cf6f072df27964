using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>Rows that are loaded, written and saved by statements that follow each other: nothing can happen between the query and the save.</summary>
/// <param name="First">The statement that loads the rows; the same as the next one when they are loaded where they are written.</param>
/// <param name="Write">The statement that writes them.</param>
/// <param name="Save">The call that saves.</param>
/// <param name="Row">The variable of each turn, null when the rows are written all at once.</param>
/// <param name="Turn">The statements of each turn, or the call that writes all of them.</param>
internal sealed record WriteRun(IOperation First, IOperation Write, IInvocationOperation Save, ISymbol? Row, ImmutableArray<IOperation> Turn)
{
    /// <summary>The context that everything happens on.</summary>
    public IOperation Context => Save.Instance!;

    /// <summary>The statements around rows that a query loads; null when they stand apart, or on different contexts.</summary>
    public static WriteRun? Of(LoadedRows rows, KnownSymbols symbols)
    {
        if (!rows.IsDirect || !rows.IsMany || rows.Query.Query.Root is not { Kind: RootKind.Set, Origin: Origin.Database, Context: { } context }
            || StatementOf(rows.Load) is not { Parent: IBlockOperation block } first || !IsPlain(rows.Load, symbols))
        {
            return null;
        }

        var at = block.Operations.IndexOf(first);
        var held = Declared(first, rows.Load);
        at = held is null ? at : at + 1;
        return (held is null == first is not IVariableDeclarationGroupOperation) && at + 1 < block.Operations.Length
            && SaveIn(block.Operations[at + 1], symbols) is { Instance: { } saved } save && IsSame(saved, context)
            && TurnOf(block.Operations[at], held, rows.Load) is var (row, turn)
                ? new WriteRun(first, block.Operations[at], save, row, turn)
                : null;
    }

    /// <summary>Whether the operation belongs to the statements that load and write the rows.</summary>
    public bool Holds(IOperation operation) => operation.IsInside(First) || operation.IsInside(Write);

    /// <summary>Whether the symbol is declared by these statements.</summary>
    public bool Declares(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == First.Syntax.SyntaxTree && (First.Syntax.Span.Contains(d.Span) || Write.Syntax.Span.Contains(d.Span)));

    /// <summary>Whether the call tells the context, or one of its sets, about the row of the turn, or about all rows.</summary>
    public bool Tracks(IInvocationOperation call, EfSymbols ef) =>
        call.Arguments is [var argument] && (Row is null || SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(argument.Value.WithoutConversions()), Row))
        && ef.IsStore(call.TargetMethod.ContainingType) && IsOnContext(call.Instance, ef);

    /// <summary>Whether the value is the context of the run, or a set of it.</summary>
    private bool IsOnContext(IOperation? value, EfSymbols ef) => value?.WithoutConversions() switch
    {
        IPropertyReferenceOperation { Instance: { } owner } set when set.Type.IsOrDerivesFrom(ef.DbSet) => IsSame(owner, Context),
        IInvocationOperation { TargetMethod.Name: "Set", Instance: { } owner } => IsSame(owner, Context),
        { } other => IsSame(other, Context),
        null => false,
    };

    /// <summary>The same variable, or the same member of the same variable.</summary>
    private static bool IsSame(IOperation left, IOperation right) => (left.WithoutConversions(), right.WithoutConversions()) switch
    {
        (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
        (IMemberReferenceOperation a, IMemberReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Member, b.Member)
            && (a.Instance is null ? b.Instance is null : b.Instance is not null && IsSame(a.Instance, b.Instance)),
        ({ } a, { } b) => BodyIndex.SymbolOf(a) is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, BodyIndex.SymbolOf(b)),
    };

    private static IOperation? StatementOf(IOperation operation)
    {
        var current = operation;
        while (current is { Parent: not null and not IBlockOperation } and not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = current.Parent;
        }

        return current;
    }

    /// <summary>The load with the await around it.</summary>
    private static IOperation Evaluated(IOperation load) =>
        load is IInvocationOperation call && call.Configured().Parent is IAwaitOperation awaited ? awaited : load;

    /// <summary>Whether what is loaded is a query by its type, and the load gets a token at most.</summary>
    private static bool IsPlain(IOperation load, KnownSymbols symbols)
    {
        if (load is IForEachLoopOperation loop)
        {
            var source = loop.Collection.Core();
            source = source is IInvocationOperation { TargetMethod.Name: "AsAsyncEnumerable" or "AsEnumerable" } stream ? stream.Receiver()?.WithoutConversions() ?? source : source;
            return symbols.Bcl.IsQueryable(source.Type);
        }

        return load is not IInvocationOperation call
            || call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) == Evaluated(load) is IAwaitOperation && symbols.Bcl.IsQueryable(call.Receiver()?.WithoutConversions().Type)
                && call.Arguments.Where(a => a.Value != call.Receiver() && QueryReader.AsLambda(a.Value) is null)
                    .All(a => a.ArgumentKind == ArgumentKind.DefaultValue || a.Parameter?.Type.Is(symbols.Bcl.CancellationToken) == true);
    }

    /// <summary>The local that the statement declares for the rows, when they are read from it once.</summary>
    private static ILocalSymbol? Declared(IOperation statement, IOperation load) =>
        statement is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var local } declarator] }] }
        && declarator.GetVariableInitializer()?.Value.WithoutConversions() == Evaluated(load)
        && BodyIndex.Of(statement) is { IsComplete: true } index && index.Writes(local).Count == 1 && index.Reads(local).Count == 1
            ? local
            : null;

    private static IInvocationOperation? SaveIn(IOperation statement, KnownSymbols symbols)
    {
        var call = statement.ChildOperations.FirstOrDefault()?.Core() as IInvocationOperation;
        return call is { TargetMethod: { Name: "SaveChanges" or "SaveChangesAsync" } method } && call.AsStatement() == statement
            && symbols.Ef is { } ef && (method.ContainingType.Is(ef.DbContext) || method.IsOverride && ef.IsContext(method.ContainingType))
            && call.Arguments.All(a => a.ArgumentKind == ArgumentKind.DefaultValue || a.Parameter?.Type.Is(symbols.Bcl.CancellationToken) == true)
                ? call
                : null;
    }

    /// <summary>What is done with each row, or with all of them.</summary>
    private static (ISymbol? Row, ImmutableArray<IOperation> Turn)? TurnOf(IOperation write, ILocalSymbol? held, IOperation load)
    {
        switch (write)
        {
            case IForEachLoopOperation { Locals: [var row], Body: IBlockOperation body } loop when load == loop || AreRows(loop.Collection, held, load):
                return (row, body.Operations);
            case IForEachLoopOperation { Locals: [var row], Body: var single } loop when load == loop || AreRows(loop.Collection, held, load):
                return (row, ImmutableArray.Create(single));
            case IExpressionStatementOperation { Operation: var written } when Lambda(written, held, load) is { } lambda:
                return (lambda.Symbol.Parameters[0], lambda.Body.Operations.RemoveAll(static o => o is IReturnOperation { IsImplicit: true, ReturnedValue: null }));
            case IExpressionStatementOperation { Operation: IInvocationOperation { Arguments: [var argument] } } when argument == load || AreRows(argument.Value, held, load):
                return (null, write.ChildOperations.ToImmutableArray());
            default:
                return null;
        }
    }

    /// <summary>The lambda of `rows.ForEach(..)` or of the query's own ForEachAsync.</summary>
    private static IAnonymousFunctionOperation? Lambda(IOperation written, ILocalSymbol? held, IOperation load) =>
        written.Core() is IInvocationOperation { TargetMethod.Name: "ForEach" or "ForEachAsync" } call && (call == load || call.Receiver() is { } receiver && AreRows(receiver, held, load))
            ? QueryReader.LambdaOf(call) is { Symbol: { IsAsync: false, Parameters.Length: 1 } } lambda ? lambda : null
            : null;

    private static bool AreRows(IOperation value, ILocalSymbol? held, IOperation load)
    {
        value = value.WithoutConversions();
        return held is null ? value == Evaluated(load) : value is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, held);
    }
}
