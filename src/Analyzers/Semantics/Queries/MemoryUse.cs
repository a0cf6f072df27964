using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>How fetched rows end at one place.</summary>
internal enum MemoryEnd
{
    /// <summary>Returned, passed on, stored or iterated over.</summary>
    Sequence,

    /// <summary>A number or a flag.</summary>
    Value,

    /// <summary>One row.</summary>
    Row,

    /// <summary>A loop over them only adds up, counts or picks an extreme.</summary>
    Accumulated,

    /// <summary>Looked up once per element of something else.</summary>
    Lookup,

    /// <summary>Tested for membership by a filter over something that the caller brought.</summary>
    Membership,
}

/// <summary>An operator that runs in memory over fetched rows.</summary>
internal sealed record MemoryStep(Operator Operator, IOperation Operation)
{
    public OperatorKind Kind => Operator.Kind;

    public IInvocationOperation? Call => Operation as IInvocationOperation;

    /// <summary>The function that is passed: a lambda or a method group.</summary>
    public IOperation? Function => Call?.Arguments.Select(a => AsFunction(a.Value)).FirstOrDefault(f => f is not null);

    public Location Location => Operation switch
    {
        IInvocationOperation call => QueryReader.NameOf(call),
        IPropertyReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        IForEachLoopOperation loop => loop.Collection.Syntax.GetLocation(),
        _ => Operation.Syntax.GetLocation(),
    };

    private static IOperation? AsFunction(IOperation value) => value switch
    {
        IDelegateCreationOperation creation => creation.Target,
        IAnonymousFunctionOperation => value,
        IConversionOperation conversion => AsFunction(conversion.Operand),
        _ => null,
    };
}

/// <summary>One use of fetched rows: what runs over them in memory, and where that ends.</summary>
/// <param name="Steps">The operators in order, a terminal last.</param>
/// <param name="End">What comes of the rows.</param>
/// <param name="At">The operation that ends the use.</param>
/// <param name="IsInline">No local stands between the query and the use.</param>
internal sealed record MemoryUse(ImmutableArray<MemoryStep> Steps, MemoryEnd End, IOperation At, bool IsInline)
{
    /// <summary>Whether the local that gets the rows gets something else as well: its type has to suit both.</summary>
    public bool IsReassigned => At is IVariableDeclaratorOperation declarator ? BodyIndex.Of(At).Writes(declarator.Symbol).Count > 1 : At is ISimpleAssignmentOperation;

    public override string ToString() => $"{(IsInline ? "" : "local.")}{string.Join(".", Steps.Select(s => s.Operator.Name))} => {End}";
}
