using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>Where the missing order of a query can be written, and what it orders by.</summary>
/// <param name="Source">The expression that is to be ordered.</param>
/// <param name="Members">The members of the key; empty when the rows are plain values, which order by themselves.</param>
internal sealed record OrderPlace(SyntaxNode Source, ImmutableArray<string> Members)
{
    /// <summary>At the cut when rows are entities there, else before the projection that made something else of them; null when neither is in the same member.</summary>
    public static OrderPlace? Of(Page page, EfModel model, BclSymbols bcl)
    {
        if (For(page.Source) is { } atCut)
        {
            return atCut;
        }

        for (var i = page.Query.Steps.Length - 1; i >= 0; i--)
        {
            var step = page.Query.Steps[i];
            switch (step.Kind)
            {
                case OperatorKind.Project when !step.Sometimes && step.Call.Receiver() is { } source && source.Root() == page.Cut.Root():
                    if (For(source) is { } before)
                    {
                        return before;
                    }

                    break;
                case OperatorKind.Filter or OperatorKind.Include or OperatorKind.ThenInclude or OperatorKind.Tracking or OperatorKind.Split or OperatorKind.Tag or OperatorKind.Neutral:
                    break;
                default:
                    return null;
            }
        }

        return null;

        OrderPlace? For(IOperation source)
        {
            source = source.WithoutConversions();
            if (source.Syntax is not ExpressionSyntax || source.Type.ArgumentOf(bcl.IQueryableOf) is not { } row)
            {
                return null;
            }

            return model.Entity(row) is { IsKeyless: false, Key: { IsEmpty: false } key } ? new OrderPlace(source.Syntax, key.Select(static p => p.Name).ToImmutableArray())
                : IsPlainValue(row) ? new OrderPlace(source.Syntax, ImmutableArray<string>.Empty)
                : null;
        }
    }

    private static bool IsPlainValue(ITypeSymbol type) =>
        type is { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_DateTime } or { TypeKind: TypeKind.Enum } or { Name: "Guid", ContainingNamespace.Name: "System" };
}
