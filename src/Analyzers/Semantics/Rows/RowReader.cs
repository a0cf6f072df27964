using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>Follows rows from the place that loads them to all that is done with them, through the application's own methods too.</summary>
internal sealed class RowReader(
    KnownSymbols symbols, Bodies bodies, Dispatch dispatch, QueryReader queries, IterationReader iterations, Surroundings surroundings, Lazy<EffectReader> effects, Func<Compilation, RowReader> readerOf)
{
    private const int CallDepth = 3;

    private readonly ConditionalWeakTable<IOperation, StrongBox<LoadedRows?>> loads = new();
    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Ordinal), RowFate> parameters = new(ParameterOfMethod.Comparer);
    private readonly ConcurrentDictionary<IMethodSymbol, QueryUse?> loaders = new(SymbolEqualityComparer.Default);

    /// <summary>The rows that a call loads: by a terminal, by a method that returns them, or by taking a query for a sequence.</summary>
    public LoadedRows? Read(IInvocationOperation call) => !MayLoad(call) ? null : loads.GetValue(call, o => new StrongBox<LoadedRows?>(ReadCore((IInvocationOperation)o))).Value;

    /// <summary>The cheap question: a terminal's name, a sequence among the arguments, or a method of the application that returns a row or rows.</summary>
    private bool MayLoad(IInvocationOperation call)
    {
        if (OperatorTable.MayEnd(call.TargetMethod.Name))
        {
            return true;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value is IConversionOperation { IsImplicit: true, Type.Name: "IEnumerable", Operand: not ILiteralOperation })
            {
                return true;
            }
        }

        return !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.TargetMethod.ReturnType is INamedTypeSymbol { SpecialType: SpecialType.None, IsValueType: false }
            && call.Parent is not (IExpressionStatementOperation or IReturnOperation or IInvocationOperation);
    }

    /// <summary>The rows that a foreach streams.</summary>
    public LoadedRows? Read(IForEachLoopOperation loop) =>
        !symbols.Bcl.IsQueryable(loop.Collection.WithoutConversions().Type) && !loop.IsAsynchronous && loop.Collection.WithoutConversions() is not IInvocationOperation ? null : loads.GetValue(loop, o => new StrongBox<LoadedRows?>(ReadCore((IForEachLoopOperation)o))).Value;

    /// <summary>Whether the call saves, itself or by a method that it reaches.</summary>
    public bool Saves(IInvocationOperation call) => Saves(call.TargetMethod);

    private bool Saves(IMethodSymbol method) =>
        method.Name is "SaveChanges" or "SaveChangesAsync" && symbols.Ef?.IsContext(method.ContainingType) == true || effects.Value.Of(method).Saves >= Certainty.Sometimes;

    /// <summary>Whether one statement could write the rows at all: the version has it, the code isn't a one-off, and one row isn't loaded per element.</summary>
    public bool CanBeOneStatement(LoadedRows rows, ISymbol within) =>
        symbols.Ef?.HasSetBasedWrites == true && !surroundings.IsOneOff(within)
        && (rows.IsMany || !iterations.Around(rows.Load).Any(static i => i.Repetition == Repetition.Elements));

    /// <summary>Whether what the method does with rows can be said: its source is in sight, or a build wrote down what methods of its name do.</summary>
    public bool IsKnown(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty || effects.Value.IsWritten(method.Name);

    /// <summary>What facts say about the rows that a method gets and writes.</summary>
    public ImmutableArray<WrittenParameter> Facts(IMethodSymbol method) =>
        method.Parameters.Where(static p => !p.Type.IsValueType && p.Type.SpecialType == SpecialType.None && p.RefKind == RefKind.None)
            .Select(p => (p.Ordinal, Fate: OfParameter(method, p.Ordinal, 1))).Where(static p => p.Fate.Written != RowUse.None)
            .Select(static p => new WrittenParameter(
                p.Ordinal, (p.Fate.Written & RowUse.Removed) != 0, (p.Fate.Written & RowUse.Attached) != 0, (p.Fate.Written & RowUse.Added) != 0, p.Fate.Has(RowUse.Needed | RowUse.Assigned), p.Fate.Saves))
            .ToImmutableArray();

    /// <summary>What else is written around the place that loads the rows.</summary>
    public UnitOfWork Around(LoadedRows rows) => UnitOfWork.Around(rows, this, symbols);

    /// <summary>Whether the call adds, removes or updates rows: on a set or a context, or by a method of the application that does so with what it gets.</summary>
    public RowUse WrittenBy(IInvocationOperation call)
    {
        if (call.Arguments.IsEmpty || WriteOf(call.TargetMethod.Name) is var write && write == RowUse.None)
        {
            return RowUse.None;
        }

        if (symbols.Ef?.IsStore(call.TargetMethod.ContainingType) == true)
        {
            return write;
        }

        return call.Arguments.Select(a => a.Parameter is { } p && !p.Type.IsValueType ? OfParameter(call, p.Ordinal, 1).Written : RowUse.None).Aggregate(RowUse.None, static (x, y) => x | y);
    }

    private static RowUse WriteOf(string name) =>
        name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Insert", StringComparison.Ordinal) || name.StartsWith("Create", StringComparison.Ordinal) ? RowUse.Added
        : name.StartsWith("Remove", StringComparison.Ordinal) || name.StartsWith("Delete", StringComparison.Ordinal) ? RowUse.Removed
        : name.StartsWith("Update", StringComparison.Ordinal) || name.StartsWith("Attach", StringComparison.Ordinal) ? RowUse.Attached
        : RowUse.None;

    private LoadedRows? ReadCore(IInvocationOperation call)
    {
        if (OperatorTable.MayEnd(call.TargetMethod.Name))
        {
            return queries.ReadTerminal(call) is { } use && !call.IsTranslated(symbols.Bcl) ? Loaded(use, call, isDirect: true) : null;
        }

        return ReadHandedOn(call) ?? ReadHelper(call);
    }

    private LoadedRows? ReadCore(IForEachLoopOperation loop)
    {
        if (queries.ReadEnumeration(loop) is not { } use || loop.Locals.Length != 1)
        {
            return null;
        }

        var reading = new RowReading(this, symbols, use, 0, isShallow: false);
        reading.FollowLoop(loop);
        return IsRow(loop.Locals[0].Type) ? new LoadedRows(use, loop, Holding.Rows, loop.Locals[0].Type, NameOf(loop.Collection), reading.Fate, IsDirect: true) : null;
    }

    private LoadedRows? Loaded(QueryUse use, IInvocationOperation load, bool isDirect)
    {
        if (use.Operator.Kind == OperatorKind.ForEach)
        {
            if (QueryReader.LambdaOf(load) is not { } lambda || lambda.Symbol.Parameters.Length != 1 || !IsRow(lambda.Symbol.Parameters[0].Type))
            {
                return null;
            }

            var turn = new RowReading(this, symbols, use, 0, isShallow: false);
            turn.FollowTurn(lambda.Symbol.Parameters[0], lambda.Body, load);
            return new LoadedRows(use, load, Holding.Rows, lambda.Symbol.Parameters[0].Type, NameOf(load.Receiver() ?? load), turn.Fate, isDirect);
        }

        if (!use.Operator.IsSingleRow && use.Operator.Kind != OperatorKind.List)
        {
            return null;
        }

        var holding = use.Operator.IsSingleRow ? Holding.Row : Holding.Rows;
        var type = symbols.Bcl.Awaited(load.Type);
        return (holding == Holding.Row ? type : type.ArgumentOf(symbols.Bcl.IEnumerableOf)) is { } entity && IsRow(entity)
            ? Followed(use, load, holding, entity, isDirect)
            : null;
    }

    private LoadedRows? Followed(QueryUse use, IOperation load, Holding holding, ITypeSymbol entity, bool isDirect)
    {
        if (isDirect && !Glance(load, holding))
        {
            return null;
        }

        var reading = new RowReading(this, symbols, use, 0, isShallow: false);
        reading.Follow(load, holding);
        return new LoadedRows(use, load, holding, entity, NameOf(load), reading.Fate, isDirect);
    }

    /// <summary>`RemoveRange(query)`: a query that becomes a sequence where it is handed on.</summary>
    private LoadedRows? ReadHandedOn(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value is IConversionOperation { IsImplicit: true, Operand: var operand, Type: { } target } && symbols.Bcl.IsQueryable(operand.Type) && !symbols.Bcl.IsQueryable(target)
                && !call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable)
                && operand.Type.ArgumentOf(symbols.Bcl.IQueryableOf) is { } entity && IsRow(entity)
                && queries.Read(operand) is { IsDatabase: true } query)
            {
                var use = new QueryUse(query, argument, OperatorTable.Enumeration);
                var reading = new RowReading(this, symbols, use, 0, isShallow: false);
                reading.FollowArgument(argument, Holding.Rows);
                return new LoadedRows(use, argument, Holding.Rows, entity, NameOf(operand), reading.Fate, IsDirect: true);
            }
        }

        return null;
    }

    /// <summary>A method of the application that returns the rows of a query: first the cheap look at what is done with them.</summary>
    private LoadedRows? ReadHelper(IInvocationOperation call)
    {
        var type = symbols.Bcl.Awaited(call.Type);
        var many = type.ArgumentOf(symbols.Bcl.IEnumerableOf);
        if ((many ?? type) is not { } entity || !IsRow(entity) || symbols.Bcl.IsQueryable(type) || call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        var holding = many is null ? Holding.Row : Holding.Rows;
        return Glance(call, holding) && LoaderOf(call) is { } use && use.Operator.IsSingleRow == (holding == Holding.Row)
            ? Followed(use, call, holding, entity, isDirect: false)
            : null;
    }

    /// <summary>Whether the rows may be loaded for a write alone, as far as one method shows.</summary>
    private bool Glance(IOperation load, Holding holding)
    {
        var reading = new RowReading(this, symbols, null, 0, isShallow: true);
        reading.Follow(load, holding);
        return reading.MayWriteOnly;
    }

    private QueryUse? LoaderOf(IInvocationOperation call) =>
        dispatch.OnlyTargetOf(call) is { } target ? LoaderOf(target.Declared()) : null;

    /// <summary>The query whose rows a method returns on every path.</summary>
    private QueryUse? LoaderOf(IMethodSymbol method)
    {
        if (loaders.TryGetValue(method, out var known))
        {
            return known;
        }

        QueryUse? loaded = null;
        if (bodies.SourceOf(method) is { } source)
        {
            if (source != bodies.Compilation)
            {
                loaded = readerOf(source).LoaderOf(method);
            }
            else if (bodies.Of(method) is { } body)
            {
                foreach (var value in body.ReturnedValues())
                {
                    loaded = queries.Materialised(value);
                    if (loaded is null)
                    {
                        break;
                    }
                }
            }
        }

        return loaders.GetOrAdd(method, loaded);
    }

    /// <summary>What the methods that a call may reach do with the rows in one of their parameters.</summary>
    public RowFate OfParameter(IInvocationOperation call, int ordinal, int depth)
    {
        if (depth > CallDepth || dispatch.TargetsOf(call) is not { IsDefaultOrEmpty: false } targets || targets.Length > 4)
        {
            return RowFate.Needed;
        }

        RowFate? joined = null;
        foreach (var target in targets)
        {
            var fate = OfParameter(target.Declared(), ordinal, depth);
            joined = joined is null ? fate : new RowFate(joined.Use | fate.Use, joined.Columns.AddRange(fate.Columns), joined.Places, false, joined.Saves && fate.Saves, joined.Written | fate.Written);
        }

        return joined ?? RowFate.Needed;
    }

    private RowFate OfParameter(IMethodSymbol method, int ordinal, int depth)
    {
        if (parameters.TryGetValue((method, ordinal), out var known))
        {
            return known;
        }

        var fate = RowFate.Needed;
        if (bodies.SourceOf(method) is { } source)
        {
            if (source != bodies.Compilation)
            {
                fate = readerOf(source).OfParameter(method, ordinal, depth);
            }
            else if (bodies.Of(method) is { } body && ordinal < method.Parameters.Length)
            {
                var reading = new RowReading(this, symbols, null, depth, isShallow: false);
                reading.FollowParameter(method.Parameters[ordinal], body);
                fate = reading.Fate with { IsDirect = false, Saves = reading.Fate.Saves || Saves(method) };
            }
        }

        else if (effects.Value.Written(method) is { Writes: { IsDefault: false } writes } && writes.FirstOrDefault(w => w.Ordinal == ordinal) is { } written)
        {
            fate = Said(written);
        }

        return parameters.GetOrAdd((method, ordinal), fate);
    }

    private static RowFate Said(WrittenParameter written)
    {
        var use = (written.Removes ? RowUse.Removed : 0) | (written.Attaches ? RowUse.Attached : 0) | (written.Adds ? RowUse.Added : 0);
        return written.Needs ? RowFate.Lost(use) : RowFate.Lost(use) with { Use = use, Saves = written.Saves };
    }

    /// <summary>An object that a context could track: a class of the application.</summary>
    private static bool IsRow(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAnonymousType: false, SpecialType: SpecialType.None, IsStatic: false } or ITypeParameterSymbol { IsReferenceType: true }
        && type.ContainingNamespace is not { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    private static string NameOf(IOperation load)
    {
        for (var (child, parent) = (load, load.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IVariableDeclaratorOperation declarator:
                    return declarator.Symbol.Name;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return local.Local.Name;
                case IForEachLoopOperation or IExpressionStatementOperation or IBlockOperation:
                    return child is IForEachLoopOperation ? "rows" : ShortName(load);
            }
        }

        return ShortName(load);
    }

    private static string ShortName(IOperation load)
    {
        var text = load.WithoutConversions().Syntax.ToString();
        return text.Length <= 40 && !text.Contains('\n') ? text : "query";
    }

    private static class ParameterOfMethod
    {
        public static readonly IEqualityComparer<(IMethodSymbol Method, int Ordinal)> Comparer = new Equality();

        private sealed class Equality : IEqualityComparer<(IMethodSymbol Method, int Ordinal)>
        {
            public bool Equals((IMethodSymbol Method, int Ordinal) x, (IMethodSymbol Method, int Ordinal) y) =>
                x.Ordinal == y.Ordinal && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

            public int GetHashCode((IMethodSymbol Method, int Ordinal) value) => SymbolEqualityComparer.Default.GetHashCode(value.Method) * 31 + value.Ordinal;
        }
    }
}
