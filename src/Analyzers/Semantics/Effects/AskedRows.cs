using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What the arguments of a call say about how many rows it is to bring.</summary>
internal static class AskedRows
{
    /// <summary>`take: 5`, `new Filter { Limit = 1 }`.</summary>
    public static bool AreLimited(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.Explicit && (argument.Parameter is { Type.SpecialType: SpecialType.System_Int32, Name: var name } && IsLimit(name)
                || Members(argument.Value).Any(static m => m.Target is IPropertyReferenceOperation { Property.Name: var property } && IsLimit(property))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>`OfIds([id])`, `Find(new Filter { Ids = new[] { id } })`: a method for many is asked for the rows of one.</summary>
    public static bool AreOfOne(IInvocationOperation call) =>
        call.Arguments.Any(static a => a.ArgumentKind != ArgumentKind.DefaultValue && (IsOne(a.Value) || Members(a.Value).Any(static m => IsOne(m.Value))));

    private static IEnumerable<ISimpleAssignmentOperation> Members(IOperation value) =>
        value.Creation() is { Initializer.Initializers: var members } ? members.OfType<ISimpleAssignmentOperation>() : [];

    /// <summary>A collection that is written with one element.</summary>
    private static bool IsOne(IOperation value) => value.Core() switch
    {
        IArrayCreationOperation { Initializer.ElementValues.Length: 1 } => true,
        IObjectCreationOperation { Initializer.Initializers: [IInvocationOperation] } => true,
        { Syntax: CollectionExpressionSyntax { Elements: [ExpressionElementSyntax] } } => true,
        _ => false,
    };

    private static bool IsLimit(string name) =>
        name is "Limit" or "limit" or "Take" or "take" or "Top" or "top" or "PageSize" or "pageSize" or "Count" or "count" or "MaxResults" or "maxResults" or "size" or "Size" or "max" or "amount";
}
