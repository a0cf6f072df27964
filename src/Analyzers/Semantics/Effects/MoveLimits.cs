using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Where an operator that SQL has a word for still means something else in front of the terminal.</summary>
internal sealed class MoveLimits(KnownSymbols symbols, Func<EfModel> model)
{
    /// <summary>Whether the database may be SQLite and the operators order, compare or add up what EF Core can't there.</summary>
    public bool ExceedsSqlite(MemoryUse use) => use.Steps.Any(Exceeds) && model().MayBeSqlite;

    /// <summary>Whether the database may be SQLite and can't add up what the loop does.</summary>
    public bool ExceedsSqlite(Total total) => (total.Value is not null && IsFigureOnly(total.Target.Type) || total.Computations.Any(ComparesText)) && model().MayBeSqlite;

    /// <summary>Whether an Include may leave rows out, which an aggregate reads again: a filter on what a reference leads to is joined to the rows.</summary>
    public bool IncludeFilters(Query query)
    {
        foreach (var include in query.Steps.Where(static s => s.Kind is OperatorKind.Include or OperatorKind.ThenInclude))
        {
            if (include.Lambda is not { } path || path.Body.Contains<IPropertyReferenceOperation>(p => model().Entity(p.Type) is { HasQueryFilter: true }))
            {
                return true;
            }
        }

        return query.Entity is { } entity && model().Entity(entity) is { } rows
            && rows.Navigations.Any(n => n is { IsAutoIncluded: true, IsCollection: false } && model().Entity(n.Target) is { HasQueryFilter: true });
    }

    private bool Exceeds(MemoryStep step) => step.Kind switch
    {
        OperatorKind.Sum or OperatorKind.Average or OperatorKind.Min or OperatorKind.Max => IsFigureOnly(step.Call?.Type),
        OperatorKind.Order or OperatorKind.ThenOrder => step.Call is { TargetMethod.TypeArguments: { Length: > 1 } types } && IsFigureOnly(types[1]),
        _ => step.Function is { } function && ComparesText(function),
    };

    private static bool ComparesText(IOperation computation) =>
        computation.Contains<IBinaryOperation>(static b => b.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual && IsText(b.LeftOperand.Type));

    private bool IsFigureOnly(ITypeSymbol? type) => IsText(type) || symbols.Ef!.Version.Major < 10 && type?.WithoutNullable() is { SpecialType: SpecialType.System_Decimal };

    /// <summary>Stored as text whose order isn't that of the values.</summary>
    private static bool IsText(ITypeSymbol? type) => type?.WithoutNullable() is { SpecialType: SpecialType.System_UInt64 } or { Name: "DateTimeOffset" or "TimeSpan", ContainingNamespace.Name: "System" };
}
