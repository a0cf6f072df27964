using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>Recognises where queries are cut by position: pages, single rows by position, helpers that page.</summary>
internal sealed class PageReader(KnownSymbols symbols, Bodies bodies, IterationReader iterations, QueryReader queries, CutNames names, Func<IMethodSymbol, int?> saidOf, Func<Compilation, PageReader> readerOf)
{
    private const int CallDepth = 3;

    private static readonly ImmutableDictionary<string, CutKind> Cuts = new Dictionary<string, CutKind>
    {
        ["Skip"] = CutKind.Skip, ["Take"] = CutKind.Take,
        ["ElementAt"] = CutKind.ElementAt, ["ElementAtAsync"] = CutKind.ElementAt, ["ElementAtOrDefault"] = CutKind.ElementAt, ["ElementAtOrDefaultAsync"] = CutKind.ElementAt,
        ["Last"] = CutKind.Last, ["LastAsync"] = CutKind.Last, ["LastOrDefault"] = CutKind.Last, ["LastOrDefaultAsync"] = CutKind.Last,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<IMethodSymbol, int> paged = new(SymbolEqualityComparer.Default);
    private readonly ConditionalWeakTable<IOperation, StrongBox<Page?>> cuts = new();

    /// <summary>The cut that a call or a construction makes, null when it makes none or the rows are in memory.</summary>
    public Page? Read(IOperation operation) => operation switch
    {
        IInvocationOperation call when Cuts.TryGetValue(call.TargetMethod.Name, out var kind) =>
            IsQueryOperator(call.TargetMethod) ? Cut(call, kind) : null,
        IInvocationOperation call when OperatorTable.Of(call.TargetMethod.Name) is null => ReadHelper(call, call.TargetMethod, call.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation => ReadHelper(creation, constructor, creation.Arguments),
        _ => null,
    };

    /// <summary>Whether the root of a query can't have been ordered out of sight: a set, or a repository for any entity, which knows no column to order by.</summary>
    public bool KnowsSource(Query query) => query.Root.Kind switch
    {
        RootKind.Set or RootKind.Navigation => true,
        RootKind.Several => query.Origin == Origin.Database,
        RootKind.Call or RootKind.Member => !query.Root.Operation.Type.IsOrDerivesFrom(symbols.Bcl.IOrderedQueryable) && query.Entity is { } entity
            && query.Root.Operation is not IInvocationOperation { Arguments.Length: > 0 }
            && query.Root.Symbol?.ContainingType is { IsGenericType: true } type && type.TypeArguments.Contains(entity, SymbolEqualityComparer.Default),
        _ => false,
    };

    private Page? Cut(IInvocationOperation call, CutKind kind) => cuts.GetValue(call, _ => new StrongBox<Page?>(ReadCut(call, kind))).Value;

    private Page? ReadCut(IInvocationOperation call, CutKind kind)
    {
        if (call.Receiver() is not { } source || queries.Read(source) is not { IsDatabase: true } query)
        {
            return null;
        }

        var offset = kind is CutKind.Skip or CutKind.ElementAt ? call.Arguments.ArgumentAt(1) : null;
        var distance = offset is null ? Distance.Constant : DistanceOf(offset, call);
        var later = Following(call).ToList();
        return new Page(kind, query, call, source, offset, distance, kind == CutKind.Skip && IsPage(call, query, later))
        {
            SortedLater = later.FirstOrDefault(static c => OperatorTable.Of(c.TargetMethod.Name) is { Kind: OperatorKind.Order }),
        };
    }

    private bool IsQueryOperator(IMethodSymbol method) =>
        method.ContainingType.Is(symbols.Bcl.Queryable) || symbols.Ef is { } ef && ef.IsQueryExtension(method);

    /// <summary>The operators that follow in the same chain, up to the one that runs the query.</summary>
    private IEnumerable<IInvocationOperation> Following(IInvocationOperation call)
    {
        for (var hops = 0; hops < 200 && call.Consumer() is IInvocationOperation next && next.Receiver()?.Core() == call && queries.OperatorOf(next.TargetMethod) is { } step; hops++)
        {
            yield return next;
            if (step.IsTerminal)
            {
                yield break;
            }

            call = next;
        }
    }

    /// <summary>Whether a number of rows is taken behind the skipped ones: in the chain, or from the variable that it is assigned to.</summary>
    private static bool IsPage(IInvocationOperation skip, Query before, List<IInvocationOperation> later)
    {
        if (later.FirstOrDefault(static c => c.TargetMethod.Name is "Take") is { } take)
        {
            return !IsOneRow(take) && !later.Any(static c => OperatorTable.Of(c.TargetMethod.Name) is { Kind: OperatorKind.Delete });
        }

        if (later.Any(static c => OperatorTable.Of(c.TargetMethod.Name) is { IsTerminal: true }))
        {
            return before.Steps.Any(static s => s.Kind == OperatorKind.Take && !IsOneRow(s.Call));
        }

        var holder = (later.Count == 0 ? skip : later[later.Count - 1]).Consumer() switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation assignment => BodyIndex.SymbolOf(assignment.Target),
            _ => null,
        };
        return holder is not null && BodyIndex.Of(skip).Reads(holder).Any(r => r.Syntax.SpanStart > skip.Syntax.Span.End && TakesFrom(r));
    }

    private static bool TakesFrom(IOperation read)
    {
        for (var hops = 0; hops < 200 && read.Consumer() is IInvocationOperation call && call.Receiver()?.Core() == read; hops++)
        {
            if (call.TargetMethod.Name == "Take")
            {
                return !IsOneRow(call);
            }

            read = call;
        }

        return false;
    }

    private static bool IsOneRow(IInvocationOperation take) => take.Arguments.LastOrDefault()?.Value.ConstantValue is { HasValue: true, Value: 1 };

    private Distance DistanceOf(IOperation offset, IInvocationOperation skip)
    {
        var origin = OriginOf(offset, [], 0);
        return origin == Distance.Asked && iterations.Around(skip).Any(i => i.Repetition is not (Repetition.Few or Repetition.Once) && i.Varies(offset)) ? Distance.Growing : origin;
    }

    /// <summary>Constant when every part is, random when one part is, else asked for.</summary>
    private Distance OriginOf(IOperation value, HashSet<ISymbol> seen, int depth)
    {
        if (value.ConstantValue.HasValue)
        {
            return Distance.Constant;
        }

        var found = Distance.Constant;
        foreach (var part in value.DescendantsAndSelf())
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.ContainingType: { } type } when type.IsOrDerivesFrom(symbols.Bcl.Random) || type.Is(symbols.Bcl.RandomNumberGenerator):
                    return Distance.Random;
                case ILocalReferenceOperation local:
                    if (local.Local.HasConstantValue || !seen.Add(local.Local))
                    {
                        break;
                    }

                    var writes = BodyIndex.Of(local).Writes(local.Local);
                    if (writes.Count == 0 || depth >= 6)
                    {
                        found = Distance.Asked;
                    }

                    foreach (var write in depth < 6 ? writes : [])
                    {
                        if (MovesOn(write, local.Local))
                        {
                            found = Distance.Asked;
                            continue;
                        }

                        switch (OriginOf(write.Value, seen, depth + 1))
                        {
                            case Distance.Random:
                                return Distance.Random;
                            case Distance.Asked:
                                found = Distance.Asked;
                                break;
                        }
                    }

                    break;
                case IParameterReferenceOperation or IPropertyReferenceOperation or IInvocationOperation or IFieldReferenceOperation { Field.IsConst: false }:
                    found = Distance.Asked;
                    break;
            }
        }

        return found;
    }

    /// <summary>Whether the value is made from the one before, as in `skipped += 50`: it is no constant, whatever is added.</summary>
    private static bool MovesOn(Write write, ILocalSymbol local) => write.At is IIncrementOrDecrementOperation or ICompoundAssignmentOperation or IArgumentOperation
        || write.Value.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation self && SymbolEqualityComparer.Default.Equals(self.Local, local));

    private Page? ReadHelper(IOperation call, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments) =>
        TakesQuery(method) && PagedParameter(method, 0) is >= 0 and var ordinal && arguments.ArgumentAt(ordinal) is { } source && queries.Read(source) is { IsDatabase: true } query
            ? new Page(CutKind.Helper, query, call, source, null, Distance.Asked, IsPaged: true)
            : null;

    /// <summary>What facts say: the parameter that a method pages.</summary>
    public int? Fact(IMethodSymbol method) => TakesQuery(method) && PagedParameter(method, 0) is >= 0 and < 10 and var ordinal ? ordinal : null;

    /// <summary>What the declaration of the method calls it.</summary>
    private static string NameOf(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;

    /// <summary>The gate for every call: nothing is allocated for a method that takes no query.</summary>
    private bool TakesQuery(IMethodSymbol method)
    {
        var declared = method.ReducedFrom ?? method;
        foreach (var parameter in declared.OriginalDefinition.Parameters)
        {
            if (parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } type && (type.Is(symbols.Bcl.IQueryableOf) || type.Is(symbols.Bcl.IOrderedQueryableOf)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Which parameter the method cuts into pages as it is given, without ordering it; -1 for none.</summary>
    private int PagedParameter(IMethodSymbol method, int depth)
    {
        var declared = method.Declared();
        if (paged.TryGetValue(declared, out var known))
        {
            return known;
        }

        var found = depth >= CallDepth ? -1
            : bodies.SourceOf(declared) is not { } source ? saidOf(declared) ?? -1
            : source != bodies.Compilation ? readerOf(source).PagedParameter(declared, depth)
            : Bodies.LengthOf(declared) <= Bodies.LongestHelper && names.MaySkip(NameOf(declared), CallDepth) && bodies.Of(declared) is { } body ? FindPagedParameter(body, depth) : -1;
        return depth == 0 || found >= 0 ? paged.GetOrAdd(declared, found) : found;
    }

    private int FindPagedParameter(IOperation body, int depth)
    {
        var seen = 0;
        foreach (var operation in body.Descendants())
        {
            if (++seen > 20_000)
            {
                break;
            }

            var source = operation switch
            {
                IInvocationOperation { TargetMethod.Name: "Skip" } skip when Read(skip) is { IsPaged: true } page => page.Source,
                IInvocationOperation call when OperatorTable.Of(call.TargetMethod.Name) is null => Passed(call.TargetMethod, call.Arguments, depth),
                IObjectCreationOperation { Constructor: { } constructor } creation => Passed(constructor, creation.Arguments, depth),
                _ => null,
            };
            if (source is not null && queries.Read(source) is { Root: { Kind: RootKind.Parameter, Symbol: IParameterSymbol parameter }, MayBeOrdered: false })
            {
                return parameter.Ordinal;
            }
        }

        return -1;
    }

    /// <summary>What a method in turn passes on to one that pages it.</summary>
    private IOperation? Passed(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, int depth) =>
        TakesQuery(method) && PagedParameter(method, depth + 1) is >= 0 and var ordinal
            ? arguments.ArgumentAt(ordinal)
            : null;
}
