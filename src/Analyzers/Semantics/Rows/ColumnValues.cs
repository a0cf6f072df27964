using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>A value that is the same in the database as here.</summary>
/// <param name="IsComputed">It reads columns of the row.</param>
/// <param name="ReadsClock">It reads the current time.</param>
/// <param name="IsNullable">It may be null, and comes from a column.</param>
/// <param name="IsNull">It is null.</param>
internal readonly record struct ColumnValue(bool IsComputed, bool ReadsClock, bool IsNullable, bool IsNull)
{
    public static ColumnValue operator |(ColumnValue left, ColumnValue right) =>
        new(left.IsComputed || right.IsComputed, left.ReadsClock || right.ReadsClock, left.IsNullable || right.IsNullable, left.IsNull || right.IsNull);
}

/// <summary>Reads expressions over a row: those with the same result in every database, whatever its collation, and without an exception that rows alone would cause.</summary>
internal sealed class ColumnValues(ISymbol row, EntityModel entity)
{
    private const int Depth = 40;

    /// <summary>The columns that the last expression read.</summary>
    public HashSet<string> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>A property that only stores, as its source shows.</summary>
    public static bool IsStored(IPropertySymbol property) =>
        property is { IsIndexer: false, IsAbstract: false, GetMethod: not null, DeclaringSyntaxReferences: { IsEmpty: false } places }
        && places.All(static p => p.GetSyntax() switch
        {
            PropertyDeclarationSyntax { AccessorList: { } list } => list.Accessors.All(static a => a.Body is null && a.ExpressionBody is null),
            var other => other is ParameterSyntax,
        });

    /// <summary>Whether arithmetic of the assignment itself is the same.</summary>
    public bool Allows(IOperation assignment) => assignment switch
    {
        ICompoundAssignmentOperation { IsChecked: false } compound => (compound.Type!.SpecialType != SpecialType.System_String || IsText(compound.Value)) && compound.InConversion.IsIdentity && compound.OutConversion.IsIdentity && IsArithmetic(compound.OperatorKind, compound.Type),
        IIncrementOrDecrementOperation { IsChecked: false } step => IsArithmetic(BinaryOperatorKind.Add, step.Type),
        ICompoundAssignmentOperation or IIncrementOrDecrementOperation => false,
        _ => true,
    };

    public ColumnValue? Read(IOperation expression) => Read(expression, Depth);

    private ColumnValue? Read(IOperation expression, int depth)
    {
        if (depth == 0)
        {
            return null;
        }

        if (expression.ConstantValue is { HasValue: true, Value: var constant })
        {
            return new ColumnValue(false, false, false, constant is null);
        }

        switch (expression)
        {
            case ILocalReferenceOperation { Local: { IsRef: false, Type.IsRefLikeType: false } local } when !SymbolEqualityComparer.Default.Equals(local, row):
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when !SymbolEqualityComparer.Default.Equals(parameter, row):
            case IInstanceReferenceOperation { Type.IsReferenceType: true }:
                return default(ColumnValue);
            case IDefaultValueOperation value:
                return new ColumnValue(false, false, false, value.Type is { IsReferenceType: true } || value.Type.IsNullableValue());
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand, depth - 1);
            case IConversionOperation conversion:
                return Read(conversion.Operand, depth - 1) is { } operand && IsSafe(conversion, operand.IsComputed) ? operand : null;
            case IPropertyReferenceOperation property:
                return OfProperty(property, depth);
            case IFieldReferenceOperation { IsDeclaration: false } field:
                return field.Instance is null || IsThere(field.Instance) ? field.Instance is null ? default(ColumnValue) : OnlyGiven(Read(field.Instance, depth - 1)) : null;
            case IBinaryOperation binary:
                return Read(binary.LeftOperand, depth - 1) is { } left && Read(binary.RightOperand, depth - 1) is { } right ? OfBinary(binary, left, right) : null;
            case IUnaryOperation { OperatorMethod: null, OperatorKind: UnaryOperatorKind.Not or UnaryOperatorKind.Minus } unary when !unary.Operand.Type.IsNullableValue():
                return Read(unary.Operand, depth - 1);
            case ICoalesceOperation { WhenNull: not IThrowOperation } coalesce:
                return Read(coalesce.Value, depth - 1) is { } first && Read(coalesce.WhenNull, depth - 1) is { } second ? (first | second) with { IsNullable = second.IsNullable, IsNull = second.IsNull } : null;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Read(choice.Condition, depth - 1) is { IsNullable: false } test && Read(choice.WhenTrue, depth - 1) is { } yes && Read(otherwise, depth - 1) is { } no ? test | yes | no : null;
            case IInvocationOperation call when IsOfTime(call.Instance?.Type) || call.TargetMethod is { IsStatic: true, ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } }:
                return OfParts(call.Arguments.Select(static a => a.Value).Append(call.Instance), depth);
            case IObjectCreationOperation { Initializer: null } creation when IsOfTime(creation.Type) || creation.Type?.SpecialType == SpecialType.System_Decimal:
                return OfParts(creation.Arguments.Select(static a => a.Value), depth);
            default:
                return null;
        }
    }

    /// <summary>A value that no row takes part in.</summary>
    private static ColumnValue? OnlyGiven(ColumnValue? value) => value is { IsComputed: false } ? value : null;

    private ColumnValue? OfParts(IEnumerable<IOperation?> parts, int depth)
    {
        var all = default(ColumnValue);
        foreach (var part in parts)
        {
            if (part is not null)
            {
                if (OnlyGiven(Read(part, depth - 1)) is not { } read)
                {
                    return null;
                }

                all |= read;
            }
        }

        return all;
    }

    private ColumnValue? OfProperty(IPropertyReferenceOperation reference, int depth)
    {
        var property = reference.Property;
        if (reference.Instance is { } owner && SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(owner), row))
        {
            return IsStored(property) && entity.Property(property.Name) is { IsShadow: false, HasConversion: false, IsJson: false } column && Columns.Add(property.Name) is var _
                ? new ColumnValue(true, false, column.IsNullable, false)
                : null;
        }

        if (IsOfTime(property.ContainingType))
        {
            return reference.Instance is null ? new ColumnValue(false, property.Name is "Now" or "UtcNow" or "Today", false, false) : OnlyGiven(Read(reference.Instance, depth - 1));
        }

        return !IsStored(property) ? null
            : reference.Instance is null ? default(ColumnValue)
            : IsThere(reference.Instance) ? OnlyGiven(Read(reference.Instance, depth - 1)) : null;
    }

    /// <summary>An object that reading a member of throws nothing: without rows the original reads nothing.</summary>
    private static bool IsThere(IOperation owner) =>
        owner is IInstanceReferenceOperation || owner.Type is { IsValueType: true }
        || owner.SemanticModel?.GetTypeInfo(owner.Syntax).Nullability.FlowState == NullableFlowState.NotNull;

    private static ColumnValue? OfBinary(IBinaryOperation binary, ColumnValue left, ColumnValue right)
    {
        var both = left | right;
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply when !binary.IsChecked && IsArithmetic(binary.OperatorKind, binary.Type) && (binary.OperatorMethod is null || IsOfFramework(binary)):
                return both.IsComputed && binary.Type!.SpecialType == SpecialType.System_String && !(IsText(binary.LeftOperand) && IsText(binary.RightOperand)) ? null : both;
            case BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr when binary.OperatorMethod is null && !both.IsNullable:
                return both;
            case BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals when left.IsNull || right.IsNull:
                return both with { IsNullable = false, IsNull = false };
            case BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual:
                return IsComparable(binary.LeftOperand.Type, binary.OperatorKind) && IsComparable(binary.RightOperand.Type, binary.OperatorKind) ? both : null;
            default:
                return null;
        }
    }

    /// <summary>Arithmetic that keeps its type; products of decimals are rounded differently.</summary>
    private static bool IsArithmetic(BinaryOperatorKind kind, ITypeSymbol? type) => type?.WithoutNullable().SpecialType switch
    {
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double => true,
        SpecialType.System_Decimal => kind != BinaryOperatorKind.Multiply,
        SpecialType.System_String => kind == BinaryOperatorKind.Add,
        _ => false,
    };

    /// <summary>Values whose order and equality no collation and no rounding changes.</summary>
    private static bool IsComparable(ITypeSymbol? type, BinaryOperatorKind kind) =>
        type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Byte or SpecialType.System_Decimal }
        || kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && type is { SpecialType: SpecialType.System_Boolean } or { Name: "Guid", ContainingNamespace.Name: "System" };

    /// <summary>A conversion that can't fail; those of columns widen whole numbers or wrap a nullable.</summary>
    private static bool IsSafe(IConversionOperation conversion, bool isComputed)
    {
        if (conversion.OperatorMethod is not null && !IsOfTime(conversion.Type) && conversion.Type?.SpecialType != SpecialType.System_Decimal || !conversion.IsImplicit && conversion.Operand.Type is null or { IsReferenceType: true })
        {
            return false;
        }

        var (from, to) = (conversion.Operand.Type?.WithoutNullable(), conversion.Type?.WithoutNullable());
        if (conversion.Operand.Type.IsNullableValue() && !conversion.Type.IsNullableValue() || to is null)
        {
            return false;
        }

        return !isComputed ? conversion.IsImplicit || !conversion.IsChecked
            : SymbolEqualityComparer.Default.Equals(from, to)
                || conversion.IsImplicit && (IsNarrow(from!) || from?.SpecialType == SpecialType.System_Int32) && to.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double;
    }

    private static bool IsNarrow(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int16 or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_UInt16;

    private static bool IsText(IOperation value) => value.WithoutConversions().Type?.SpecialType == SpecialType.System_String;

    private static bool IsOfFramework(IBinaryOperation binary) => binary.OperatorMethod!.ContainingType is { SpecialType: SpecialType.System_Decimal or SpecialType.System_String };

    /// <summary>A moment, a day or a span of time.</summary>
    private static bool IsOfTime(ITypeSymbol? type) =>
        type is { Name: "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
