using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>A column that says where the next page starts.</summary>
internal sealed record KeysetColumn(string Member, bool Descends)
{
    public override string ToString() => Member + (Descends ? "-" : "+");

    public static KeysetColumn Parse(string text) => new(text.Substring(0, text.Length - 1), text[text.Length - 1] == '-');
}

/// <summary>The columns that a page can start behind.</summary>
/// <param name="Columns">What the order compares, unique together.</param>
/// <param name="Added">How many of them, at the end, the order doesn't compare yet.</param>
/// <param name="Order">The last step of the order.</param>
/// <param name="Row">The entity whose rows are paged.</param>
internal sealed record Keyset(ImmutableArray<KeysetColumn> Columns, int Added, IInvocationOperation Order, EntityModel Row)
{
    public override string ToString() => string.Join(",", Columns);

    /// <summary>The expression that a condition on the columns can follow: the one that is cut while rows are entities there, else the last step of the order.</summary>
    public IOperation? SourceIn(Page page, BclSymbols bcl)
    {
        var isEntity = SymbolEqualityComparer.Default.Equals(page.Source.Type.ArgumentOf(bcl.IQueryableOf), Row.Type);
        var source = isEntity ? page.Source.WithoutConversions() : Order;
        return source.Syntax is ExpressionSyntax && source.IsInside(page.Cut) && !source.Contains<IOperation>(static o => o is IAwaitOperation or IAssignmentOperation or IIncrementOrDecrementOperation)
            && (isEntity || source.Syntax is InvocationExpressionSyntax)
                ? source
                : null;
    }

    public static ImmutableArray<KeysetColumn> Parse(string text) => text.Split(',').Select(KeysetColumn.Parse).ToImmutableArray();
}

/// <summary>Says by which columns a page can start behind the last row of the page before.</summary>
internal sealed class KeysetReader(KnownSymbols symbols, PageReader pages, Func<EfModel> model)
{
    /// <summary>What a member of a tuple can't be called.</summary>
    private static readonly ImmutableHashSet<string> Reserved = ImmutableHashSet.Create(StringComparer.Ordinal, "Rest", "ToString", "GetHashCode", "Equals", "CompareTo");

    /// <summary>The columns, null when rows may repeat, the order isn't that of plain columns, or the database can't be asked for rows behind a value of one.</summary>
    public Keyset? Read(Page page)
    {
        if (page.Cut is not IInvocationOperation skip || !IsOneSet(page.Query) || PageOrder.Of(page.Query, model(), symbols).ToList() is not [var order]
            || order.Last.Call.Root() != skip.Root() || order.RowType() is not { IsKeyless: false, IsOwned: false } row || ColumnsOf(order, row) is not { } columns)
        {
            return null;
        }

        var isStill = page.Query.Steps.Take(page.Query.Steps.IndexOf(order.Last)).All(static s => s.Kind != OperatorKind.Project);
        return isStill && columns.All(c => IsComparable(row, c.Member)) ? new Keyset(columns, columns.Length - order.Keys.Length, order.Last.Call, row) : null;
    }

    /// <summary>Rows of one set, each once.</summary>
    private bool IsOneSet(Query query) =>
        query is { IsComplete: true, Root.Kind: RootKind.Set or RootKind.Call or RootKind.Member } && pages.KnowsSource(query) && query.Steps.All(static s => s.Kind switch
        {
            OperatorKind.Filter => s.Operator.Name == "Where",
            OperatorKind.Project => s is { Sometimes: false, Operator.Name: "Select", Lambda: not null },
            OperatorKind.Order or OperatorKind.ThenOrder => !s.Sometimes && s.Others.IsEmpty,
            OperatorKind.Neutral => s.Operator.Name != "DefaultIfEmpty",
            _ => s.Kind is OperatorKind.Include or OperatorKind.ThenInclude or OperatorKind.Tracking or OperatorKind.Split or OperatorKind.Tag,
        });

    /// <summary>The columns of the order and, unless they are unique, those of the key; null when one is computed, or no key is known.</summary>
    private static ImmutableArray<KeysetColumn>? ColumnsOf(PageOrder order, EntityModel row)
    {
        if (!order.Keys.All(k => IsPlain(k) && SymbolEqualityComparer.Default.Equals(k.Owner, row.Type)))
        {
            return null;
        }

        var columns = order.Keys.Select(static k => new KeysetColumn(k.Member!, k.Descends)).ToImmutableArray();
        if (order.IsUnique() == Fact.Yes)
        {
            return columns;
        }

        var missing = order.MissingKey().Select(m => new KeysetColumn(m, columns[columns.Length - 1].Descends)).ToList();
        return missing.Count == 0 ? null : columns.AddRange(missing);
    }

    /// <summary>`o.PlacedAt` as it is, not what a method or a comparer makes of it.</summary>
    private static bool IsPlain(OrderKey key) =>
        key is { Path.Length: 1, Step: { Lambda: { } lambda, Call.Arguments.Length: 2 } } && lambda.ReturnedValue() is IPropertyReferenceOperation { Instance: { } row } && row.WithoutConversions() is IParameterReferenceOperation;

    /// <summary>Whether C# can write the comparison by which the database orders the column.</summary>
    private static bool IsComparable(EntityModel row, string member)
    {
        if (row.Property(member) is not { IsNullable: false, HasConversion: false, IsJson: false, Type: { } type, Symbol.GetMethod.DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } || Reserved.Contains(member))
        {
            return false;
        }

        return type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Decimal or SpecialType.System_Double or SpecialType.System_DateTime or SpecialType.System_String
            || type.TypeKind == TypeKind.Enum && row.IsClosed
            || type.TypeKind == TypeKind.Struct && type.SpecialType == SpecialType.None && type.ContainingNamespace.IsOfSystem() && !type.GetMembers(WellKnownMemberNames.GreaterThanOperatorName).IsEmpty;
    }
}
