using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>How a setter of an UPDATE gets its value.</summary>
/// <param name="IsComputed">From columns of the row.</param>
/// <param name="IsHoisted">It reads the clock, which would be the clock of the database inside the statement: it gets a variable in front.</param>
/// <param name="Cast">The type that the value needs to be written as, empty when it fits.</param>
internal sealed record RowSetter(bool IsComputed, bool IsHoisted, string Cast)
{
    public static ImmutableArray<RowSetter> Parse(string facts) =>
        facts.Split('|').Select(static f => new RowSetter(f[0] == 'c', f[0] == 'h', f.Substring(1))).ToImmutableArray();

    public override string ToString() => (IsComputed ? 'c' : IsHoisted ? 'h' : 'v') + Cast;
}

/// <summary>What the turns of a run assign, when one UPDATE stores the same.</summary>
/// <param name="Setters">One for each assignment, in their order.</param>
/// <param name="IsMarked">The rows are attached before or updated as a whole: they are written even when the query doesn't track them.</param>
internal sealed record RowSetters(ImmutableArray<RowSetter> Setters, bool IsMarked)
{
    /// <summary>Reads the turns; null when an UPDATE could store something else.</summary>
    public static RowSetters? Of(WriteRun run, EntityModel entity, KnownSymbols symbols)
    {
        var (condition, turn) = run.Turn is [IConditionalOperation { WhenFalse: null } choice] ? (choice.Condition, Inner(choice.WhenTrue)) : (null, run.Turn);
        var values = new ColumnValues(run.Row!, entity);
        if (condition is not null && (values.Read(condition) is not { IsComputed: true, ReadsClock: false } test || test.IsNullable))
        {
            return null;
        }

        var setters = ImmutableArray.CreateBuilder<RowSetter>();
        var (isMarked, assigned) = (false, new HashSet<string>(StringComparer.Ordinal));
        foreach (var statement in turn)
        {
            if (statement is not IExpressionStatementOperation { Operation: var operation })
            {
                return null;
            }

            if (operation is IInvocationOperation { TargetMethod.Name: "Attach" or "Update" } call && run.Tracks(call, symbols.Ef!) && (call.TargetMethod.Name == "Update" || setters.Count == 0))
            {
                isMarked = true;
            }
            else if (Assignment(operation, run.Row!) is not (var column, var value) || !IsSettable(column, entity) || !values.Allows(operation) || SetterOf(column, value, operation, values, entity) is not { } setter
                || values.Columns.Overlaps(assigned) || !assigned.Add(column.Name))
            {
                return null;
            }
            else
            {
                setters.Add(setter);
            }
        }

        return setters.Count == 0 ? null : new RowSetters(setters.ToImmutable(), isMarked);
    }

    private static ImmutableArray<IOperation> Inner(IOperation branch) => branch is IBlockOperation block ? block.Operations : ImmutableArray.Create(branch);

    /// <summary>The column of the row that an operation assigns, and the value on the right of it; none for ++ and --.</summary>
    private static (IPropertySymbol Column, IOperation? Value)? Assignment(IOperation operation, ISymbol row)
    {
        var (target, value) = operation switch
        {
            ISimpleAssignmentOperation simple => (simple.Target, simple.Value),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply } compound => (compound.Target, compound.Value),
            ICoalesceAssignmentOperation coalesce => (coalesce.Target, coalesce.Value),
            IIncrementOrDecrementOperation { OperatorMethod: null } step => (step.Target, null),
            _ => ((IOperation?)null, (IOperation?)null),
        };
        return target is IPropertyReferenceOperation { Instance: { } instance } property && SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(instance), row) ? (property.Property, value) : null;
    }

    private static RowSetter? SetterOf(IPropertySymbol column, IOperation? value, IOperation assignment, ColumnValues values, EntityModel entity)
    {
        values.Columns.Clear();
        if (assignment is not ISimpleAssignmentOperation)
        {
            values.Columns.Add(column.Name);
        }

        if (value is null)
        {
            return new RowSetter(IsComputed: true, IsHoisted: false, "");
        }

        if (values.Read(value) is not { } read || read.IsNull && !entity.Property(column.Name)!.IsNullable)
        {
            return null;
        }

        var isComputed = read.IsComputed || assignment is not ISimpleAssignmentOperation;
        return isComputed && (read.ReadsClock || entity.Property(column.Name)!.HasConversion)
            ? null
            : new RowSetter(isComputed, read.ReadsClock, assignment is ISimpleAssignmentOperation ? CastOf(value, column) : "");
    }

    /// <summary>A column that nothing else of the model depends on.</summary>
    private static bool IsSettable(IPropertySymbol property, EntityModel entity) =>
        ColumnValues.IsStored(property) && entity.Property(property.Name) is { IsShadow: false, IsJson: false, ValueGeneration: ValueGeneration.Never } column
        && SymbolEqualityComparer.Default.Equals(column.Symbol?.OriginalDefinition, property.OriginalDefinition)
        && !entity.Key.Contains(property, SymbolEqualityComparer.Default) && !entity.UniqueSets.Any(u => u.Properties.Contains(property.Name)) && !entity.Indexes.Any(i => i.IsUnique && i.Properties.Contains(property.Name));

    /// <summary>What makes the compiler infer the column's type, where the value alone would make it infer another one.</summary>
    private static string CastOf(IOperation value, IPropertySymbol column)
    {
        var natural = value.WithoutConversions() is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } } ? null : value.WithoutConversions().Type;
        var compilation = (CSharpCompilation)value.SemanticModel!.Compilation;
        return natural is not null && compilation.ClassifyConversion(natural, column.Type) is { IsImplicit: true, IsUserDefined: false }
            ? ""
            : column.Type.ToMinimalDisplayString(value.SemanticModel, value.Syntax.SpanStart);
    }
}
