using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>How many rows a query brings by construction.</summary>
internal sealed class RowBounds(Func<EfModel> model)
{
    public RowCount Of(Query query)
    {
        if (query.Steps.Any(static s => s.Kind == OperatorKind.Take) || IsAggregated(query) || IsByKey(query))
        {
            return RowCount.Few;
        }

        return query.MayHave(OperatorKind.Filter) || query.MayHave(OperatorKind.Join) || query.Root is { Kind: not (RootKind.Set or RootKind.Call or RootKind.Member), Origin: not Origin.Database } ? RowCount.Filtered : RowCount.All;
    }

    /// <summary>A row per group is few when it holds figures; the latest row of each group may be many.</summary>
    private static bool IsAggregated(Query query)
    {
        var isGrouped = false;
        foreach (var step in query.Steps)
        {
            if (isGrouped && step is { Kind: OperatorKind.Project, Lambda: { } lambda })
            {
                return !lambda.Body.Contains<IInvocationOperation>(static c => OperatorTable.Of(c.TargetMethod.Name) is { IsSingleRow: true });
            }

            isGrouped |= step.Kind == OperatorKind.Group;
        }

        return isGrouped;
    }

    /// <summary>Filters that are equal to values in all columns of a key, or in all but those of an enum.</summary>
    private bool IsByKey(Query query)
    {
        if (query.Entity is not INamedTypeSymbol entity || query.Steps.Any(static s => s.Kind is OperatorKind.ProjectMany or OperatorKind.Join))
        {
            return false;
        }

        var fixedColumns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in query.Steps)
        {
            if (step is { Kind: OperatorKind.Filter, Sometimes: false, Lambda: { } lambda } && lambda.Symbol.Parameters.Length == 1)
            {
                Collect(lambda.Body, lambda.Symbol.Parameters[0], fixedColumns, depth: 20);
            }
            else if (step.Kind == OperatorKind.Project)
            {
                break;
            }
        }

        if (fixedColumns.Count == 0)
        {
            return false;
        }

        return model().Entity(entity) is { } known
            ? known.UniqueSets.Any(s => s.Properties.Any(fixedColumns.Contains) && s.Properties.All(p => fixedColumns.Contains(p) || HasFewValues(known.Property(p)?.Type)))
            : fixedColumns.Contains("Id") || fixedColumns.Contains(entity.Name + "Id");
    }

    /// <summary>A column of a few possible values.</summary>
    private static bool HasFewValues(ITypeSymbol? type) => type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean };

    private static void Collect(IOperation? condition, IParameterSymbol row, HashSet<string> columns, int depth)
    {
        if (depth == 0)
        {
            return;
        }

        switch (condition)
        {
            case IBlockOperation { Operations: { Length: 1 } single }:
                Collect(single[0], row, columns, depth - 1);
                break;
            case IReturnOperation value:
                Collect(value.ReturnedValue, row, columns, depth - 1);
                break;
            case IConversionOperation conversion:
                Collect(conversion.Operand, row, columns, depth - 1);
                break;
            case IParenthesizedOperation parenthesized:
                Collect(parenthesized.Operand, row, columns, depth - 1);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                Collect(both.LeftOperand, row, columns, depth - 1);
                Collect(both.RightOperand, row, columns, depth - 1);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals:
                Add(equals.LeftOperand);
                Add(equals.RightOperand);
                break;
        }

        void Add(IOperation side)
        {
            while (side is IConversionOperation conversion)
            {
                side = conversion.Operand;
            }

            if (side is IPropertyReferenceOperation { Instance: IParameterReferenceOperation parameter } property && SymbolEqualityComparer.Default.Equals(parameter.Parameter, row))
            {
                columns.Add(property.Property.Name);
            }
        }
    }
}
