using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>What a row is read for, and which values one statement could give to it.</summary>
internal static class RowValues
{
    private const int Budget = 400;

    /// <summary>A scalar property whose setter only stores: what a SET clause can replace.</summary>
    public static bool IsColumn(IPropertySymbol property) =>
        property.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte }
        && !property.IsIndexer && property.SetMethod is { } setter && !setter.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null });

    /// <summary>A value that is the same for all rows or computed from columns of the row by operators.</summary>
    public static bool IsSettable(IOperation value, ISymbol? row, IOperation turn)
    {
        var seen = 0;
        foreach (var part in value.DescendantsAndSelf())
        {
            if (++seen > Budget)
            {
                return false;
            }

            switch (part)
            {
                case IInvocationOperation call when !IsPureCall(call):
                case IAwaitOperation or IAnonymousFunctionOperation or IAssignmentOperation or IIncrementOrDecrementOperation:
                case IObjectCreationOperation { Type.IsValueType: false }:
                    return false;
                case ILocalReferenceOperation local when !SymbolEqualityComparer.Default.Equals(local.Local, row) && BodyIndex.Of(local).Writes(local.Local).Any(w => w.At.IsInside(turn)):
                    return false;
                case IPropertyReferenceOperation { Instance: { } instance } property when row is not null && SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(instance), row) && !IsColumn(property.Property):
                    return false;
            }
        }

        return true;
    }

    /// <summary>A field of an object that came from outside: one row that a form edits is read and shown, not stamped.</summary>
    public static bool IsFromForm(IOperation value, ISymbol? row) =>
        value.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation { Instance: ILocalReferenceOperation or IParameterReferenceOperation } property
            && property.Instance!.Type is { IsValueType: false } && !SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(property.Instance), row));

    /// <summary>Arithmetic of dates and the like, on values that don't come from the row.</summary>
    private static bool IsPureCall(IInvocationOperation call) =>
        call.Instance?.Type is { IsValueType: true, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    public static IOperation TurnOf(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation or IAnonymousFunctionOperation)
            {
                return parent;
            }
        }

        return operation;
    }

    /// <summary>`x.Total = x.Total + 1`: read for a value that the row gets.</summary>
    public static bool IsReadToAssign(IPropertyReferenceOperation read)
    {
        var row = BodyIndex.SymbolOf(read.Instance!);
        for (var parent = read.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } }:
                    return SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(instance), row);
                case IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>`if (x.Total > 1) { .. }` around all that a turn does: a filter of the query.</summary>
    public static bool IsReadToFilter(IPropertyReferenceOperation read)
    {
        for (var (child, parent) = ((IOperation)read, read.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation:
                    continue;
                case IConditionalOperation { WhenFalse: null } choice when choice.Condition == child:
                    return choice.Parent is IForEachLoopOperation or IBlockOperation { Operations.Length: 1, Parent: IForEachLoopOperation }
                        && IsSettable(choice.Condition, BodyIndex.SymbolOf(read.Instance!), TurnOf(choice));
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The query asks for one value of the property: reading it back needs no row.</summary>
    public static bool IsPinned(IPropertySymbol property, QueryUse? query)
    {
        if (query is null)
        {
            return false;
        }

        var lambdas = query.Query.StepsOf(OperatorKind.Filter).Select(s => s.Lambda).Append(query.Call is { } call ? QueryReader.LambdaOf(call) : null);
        return lambdas.Any(l => l is not null && l.Contains<IBinaryOperation>(b => b.OperatorKind == BinaryOperatorKind.Equals
            && (Names(b.LeftOperand, property) && !ReadsRow(b.RightOperand, l) || Names(b.RightOperand, property) && !ReadsRow(b.LeftOperand, l))));
    }

    private static bool Names(IOperation operand, IPropertySymbol property) =>
        operand.WithoutConversions() is IPropertyReferenceOperation { Instance: IParameterReferenceOperation } named && SymbolEqualityComparer.Default.Equals(named.Property.OriginalDefinition, property.OriginalDefinition);

    private static bool ReadsRow(IOperation operand, IAnonymousFunctionOperation lambda) =>
        operand is IParameterReferenceOperation self && lambda.Symbol.Parameters.Contains(self.Parameter, SymbolEqualityComparer.Default)
        || operand.Contains<IParameterReferenceOperation>(p => lambda.Symbol.Parameters.Contains(p.Parameter, SymbolEqualityComparer.Default));
}
