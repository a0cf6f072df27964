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
    /// <summary>The types of the objects between the element and its value, each of which may be missing.</summary>
    public ImmutableArray<ITypeSymbol> Through { get; private init; } = ImmutableArray<ITypeSymbol>.Empty;

    /// <summary>Something on the way is declared to be missing at times: a query that reads it fails in a way of its own.</summary>
    public bool FailsInQuery => Through.Any(static t => t.NullableAnnotation != NullableAnnotation.NotAnnotated);

    public static ElementValue? Of(IOperation value, ElementWalk walk, int hops = 0)
    {
        value = value.WithoutConversions();
        switch (value)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation when SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(value), walk.Element) && value.Type is { } own:
                return new(walk.Element.Name, own, ImmutableArray<ISymbol>.Empty);
            case ILocalReferenceOperation local when hops < 4 && BodyIndex.Of(walk.Operation).SingleValue(local.Local) is { } assigned && assigned.IsInside(walk.Body)
                && SymbolEqualityComparer.Default.Equals(assigned.WithoutConversions().Type, local.Local.Type):
                return Of(assigned, walk, hops + 1);
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                return Of(nullable, walk, hops + 1);
            case IMemberReferenceOperation { Instance: { } owner, Member: IFieldSymbol or IPropertySymbol, Type: { } type } member
                when hops < 4 && IsStored(member.Member) && Of(owner, walk, hops + 1) is { } of:
                var mayMiss = !of.Members.IsEmpty && of.Type.IsReferenceType;
                return new($"{of.Text}{(mayMiss ? "?." : ".")}{member.Member.Name}", type, of.Members.Add(member.Member)) { Through = mayMiss ? of.Through.Add(of.Type) : of.Through };
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
