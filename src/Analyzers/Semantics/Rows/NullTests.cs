using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>Tests that ask whether a row is there, and read nothing of it.</summary>
internal static class NullTests
{
    /// <summary>Whether a pattern asks no more than whether there is something, and the variable that it declares for it.</summary>
    public static bool AsksExistence(IPatternOperation pattern, out ISymbol? declared)
    {
        declared = null;
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return AsksExistence(negated.Pattern, out declared);
            case IConstantPatternOperation constant:
                return IsNull(constant.Value);
            case IDeclarationPatternOperation declaration:
                declared = declaration.DeclaredSymbol;
                return true;
            case ITypePatternOperation:
                return true;
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true } recursive:
                declared = recursive.DeclaredSymbol;
                return recursive.PropertySubpatterns.All(p => p.Member is IPropertyReferenceOperation { Property.Name: "Count" or "Length" });
            default:
                return false;
        }
    }

    public static bool IsNull(IOperation value) => value.WithoutConversions() is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation;
}
