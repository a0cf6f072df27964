using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>A value that is read off an element, and is the same before its turn.</summary>
/// <param name="Text">The value, written with the name of the element.</param>
/// <param name="Type">Its type; that of the nullable for its Value.</param>
/// <param name="Members">What is read of the element.</param>
internal sealed record ElementValue(string Text, ITypeSymbol Type, ImmutableArray<ISymbol> Members)
{
    public static ElementValue? Of(IOperation value, ISymbol element, IForEachLoopOperation loop, int hops = 0)
    {
        value = value.WithoutConversions();
        switch (value)
        {
            case ILocalReferenceOperation local when SymbolEqualityComparer.Default.Equals(local.Local, element):
                return new(element.Name, local.Local.Type, ImmutableArray<ISymbol>.Empty);
            case ILocalReferenceOperation local when hops < 4 && BodyIndex.Of(loop).SingleValue(local.Local) is { } assigned && assigned.IsInside(loop.Body)
                && SymbolEqualityComparer.Default.Equals(assigned.WithoutConversions().Type, local.Local.Type):
                return Of(assigned, element, loop, hops + 1);
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                return Of(nullable, element, loop, hops + 1);
            case IMemberReferenceOperation { Instance: ILocalReferenceOperation owner, Member: IFieldSymbol or IPropertySymbol, Type: { } type } member
                when SymbolEqualityComparer.Default.Equals(owner.Local, element) && IsStored(member.Member):
                return new($"{element.Name}.{member.Member.Name}", type, ImmutableArray.Create(member.Member));
            default:
                return null;
        }
    }

    /// <summary>A field, or a property that runs no code of the application.</summary>
    public static bool IsStored(ISymbol member) => member is IFieldSymbol || member.DeclaringSyntaxReferences.All(static r => r.GetSyntax() switch
    {
        PropertyDeclarationSyntax property => property.ExpressionBody is null && property.AccessorList?.Accessors.All(static a => a.Body is null && a.ExpressionBody is null) == true,
        ParameterSyntax or AnonymousObjectMemberDeclaratorSyntax => true,
        _ => false,
    });
}
