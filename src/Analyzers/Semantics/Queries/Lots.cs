using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Functions that the database answers with another value each time.</summary>
internal static class Lots
{
    /// <summary>Whether a step of a query lets the database draw lots: the same query finds other rows when it runs again.</summary>
    public static bool IsByLot(this IInvocationOperation step) => QueryReader.LambdaOf(step) is { } lambda && lambda.Body.Contains<IInvocationOperation>(static c =>
        c.TargetMethod is { Name: "NewGuid", ContainingType: { Name: "Guid", ContainingNamespace.Name: "System" } } or { Name: "Random", ContainingType.Name: "DbFunctionsExtensions" });
}
