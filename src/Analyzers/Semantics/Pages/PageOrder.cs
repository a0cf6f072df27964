using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>The order that a query is paged in, held against the keys of the model.</summary>
internal sealed class PageOrder
{
    private static readonly string[] CursorWords = ["before", "after", "last", "cursor", "continu", "previous", "next", "seen"];

    private readonly Query query;
    private readonly EfModel model;
    private readonly KnownSymbols symbols;

    private PageOrder(Query query, ImmutableArray<OrderKey> keys, EfModel model, KnownSymbols symbols)
    {
        this.query = query;
        this.model = model;
        this.symbols = symbols;
        Keys = keys;
    }

    public ImmutableArray<OrderKey> Keys { get; }

    /// <summary>The last step of the order.</summary>
    public QueryStep Last => Keys[Keys.Length - 1].Step;

    /// <summary>The orders that a query may have at its end: several when they are set in branches.</summary>
    public static IEnumerable<PageOrder> Of(Query query, EfModel model, KnownSymbols symbols) =>
        query.Orders.Select(o => new PageOrder(query, o.Select(s => OrderKey.Of(query, s)).ToImmutableArray(), model, symbols));

    /// <summary>Whether it sorts by something that differs from call to call.</summary>
    public bool DependsOnCaller => Keys.Any(k => k.DependsOnCaller(symbols));

    /// <summary>Whether two rows never compare equal.</summary>
    public Fact IsUnique()
    {
        if (query.Steps.Any(s => s is { Kind: OperatorKind.Distinct, Sometimes: false } && !s.Call.TargetMethod.TypeArguments.Any(model.IsEntity)) || DependsOnCaller || Keys.Any(k => k.IsUnknown || k is { Row: not null, Path.IsEmpty: true }))
        {
            return Fact.Unknown;
        }

        var owners = Keys.Where(static k => k.Owner is not null).GroupBy(static k => k.Owner!, SymbolEqualityComparer.Default).ToList();
        foreach (var owner in owners)
        {
            var names = owner.Select(static k => k.Member!).Concat(Fixed((ITypeSymbol)owner.Key!));
            switch (model.Entity((ITypeSymbol)owner.Key!)?.IsUnique(names))
            {
                case true:
                    return Fact.Yes;
                case null when !owner.All(static k => RepeatsByNature(k.Path[k.Path.Length - 1].Type)):
                    return Fact.Unknown;
            }
        }

        return owners.Count == 0 && (RowType() ?? model.Entity(query.Entity)) is not { KnowsEveryIndex: true, Key.IsEmpty: false } || Keys.Any(KeepsOneRow) ? Fact.Unknown : Fact.No;
    }

    /// <summary>Dates, amounts, flags and states: nobody declares them unique, whatever a model that isn't in sight may say.</summary>
    private static bool RepeatsByNature(ITypeSymbol type) =>
        type.WithoutNullable() is var plain
        && (plain.TypeKind == TypeKind.Enum
            || plain.SpecialType is SpecialType.System_DateTime or SpecialType.System_Boolean or SpecialType.System_Decimal or SpecialType.System_Double or SpecialType.System_Single
            || plain is { Name: "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });

    /// <summary>The entity whose rows the order compares, null when they are something else.</summary>
    public EntityModel? RowType() => Last.Call.TargetMethod.TypeArguments is { Length: > 0 } arguments ? model.Entity(arguments[0]) : null;

    /// <summary>The members of the row's key that the order doesn't compare; none when the rows have no key that can be named.</summary>
    public IEnumerable<string> MissingKey() => RowType() is { Key: { IsDefaultOrEmpty: false } key } row
        ? key.Select(static p => p.Name).Where(n => !Keys.Any(k => k.Member == n && SymbolEqualityComparer.Default.Equals(k.Owner, row.Type)))
        : [];

    /// <summary>Whether the query starts behind the last row of the page before: a condition on the first key, in the direction of the order.</summary>
    public bool StartsBehindRow() => Keys[0] is { Member: not null } first && query.StepsOf(OperatorKind.Filter).Any(step =>
        step.Lambda is { } lambda && lambda.Body.DescendantsAndSelf().Any(o => o is IBinaryOperation comparison && IsCursor(step, comparison, first)));

    private bool IsCursor(QueryStep step, IBinaryOperation comparison, OrderKey first)
    {
        var (less, more) = (BinaryOperatorKind.LessThan, BinaryOperatorKind.GreaterThan);
        return comparison.OperatorKind == (first.Descends ? less : more) && IsKey(comparison.LeftOperand) && IsCursorName(comparison.RightOperand)
            || comparison.OperatorKind == (first.Descends ? more : less) && IsKey(comparison.RightOperand) && IsCursorName(comparison.LeftOperand);

        bool IsKey(IOperation side) => OrderKey.Of(query, step, side) is { Member: { } member, Owner: var owner } && member == first.Member && SymbolEqualityComparer.Default.Equals(owner, first.Owner);
    }

    private static bool IsCursorName(IOperation value) => value.DescendantsAndSelf().Any(static o =>
        (o switch
        {
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            ILocalReferenceOperation local => local.Local.Name,
            IFieldReferenceOperation field => field.Field.Name,
            IPropertyReferenceOperation property => property.Property.Name,
            _ => null,
        }) is { } name && CursorWords.Any(w => name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>Members of the entity that a filter holds to one value.</summary>
    private IEnumerable<string> Fixed(ITypeSymbol owner)
    {
        foreach (var step in query.StepsOf(OperatorKind.Filter))
        {
            if (step.Sometimes || step.Lambda is not { } lambda || lambda.ReturnedValue() is not { } body)
            {
                continue;
            }

            var pending = new Stack<IOperation>([body]);
            while (pending.Count > 0)
            {
                if (pending.Pop().WithoutConversions() is not IBinaryOperation binary)
                {
                    continue;
                }

                if (binary.OperatorKind == BinaryOperatorKind.ConditionalAnd)
                {
                    pending.Push(binary.LeftOperand);
                    pending.Push(binary.RightOperand);
                }
                else if (binary.OperatorKind == BinaryOperatorKind.Equals)
                {
                    foreach (var side in new[] { binary.LeftOperand, binary.RightOperand })
                    {
                        if (OrderKey.Of(query, step, side) is { Member: { } member, Owner: var of } && SymbolEqualityComparer.Default.Equals(of, owner))
                        {
                            yield return member;
                        }
                    }
                }
            }
        }
    }

    /// <summary>Whether a filter compares the rows with each other by that key, as one that keeps the first row of each group.</summary>
    private bool KeepsOneRow(OrderKey key) => key.Member is { } member && query.StepsOf(OperatorKind.Filter).Any(step =>
        step.Lambda is { } lambda && lambda.Body.Descendants().Any(inner => inner is IAnonymousFunctionOperation nested
            && nested.Body.Descendants().Any(o => o is IPropertyReferenceOperation { Instance.Type: { } on } property && property.Property.Name == member && SymbolEqualityComparer.Default.Equals(on, key.Owner))));
}
